// A curve with its band at the step of the linked stage: each frame holds from its own step on; with no stage the last one.

import { casing, pen, toneOf } from "../tones.js";
import { outline, samples } from "../strokes.js";
import { text } from "../../shared/marks.js";

function curve(board, layer, name, k) {
  const [x, all] = [board.array(layer.x), board.array(layer[name])];
  return Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? all[k * x.length + (i >> 1)] : x[i >> 1]));
}

export function frameAt(at, step) {
  let k = 0;
  while (k + 1 < at.length && at[k + 1] <= step) k += 1;
  return k;
}

// Its name stands where the last frame has room: it moves no more than the axes do.
export function draw(ctx, ui, layer, place, board) {
  const at = board.array(layer.at);
  if (!at?.length) return;
  for (const name of ["lo", "y", "hi"]) {
    const xy = curve(board, layer, name, at.length - 1);
    const points = samples(place, xy, 0, xy.length / 2);
    place.lines.push(points);
    if (name === "y" && layer.label) place.names.push({ string: layer.label, tone: layer.tone, along: points });
  }
}

export function along(ctx, ui, layer, place, board) {
  const at = board.array(layer.at);
  if (!at?.length) return;
  const k = frameAt(at, board.header.link ? board.step : Infinity);
  for (const [name, width] of [["lo", 1.5], ["hi", 1.5], ["y", layer.width ?? 3]]) {
    const xy = curve(board, layer, name, k);
    outline(ctx, place, xy, [xy.length / 2]);
    if (name === "y") {
      casing(ctx, ui, width, 0.9);
      ctx.stroke();
    }
    pen(ctx, ui, { ...layer, width });
    ctx.stroke();
    ctx.lineCap = "butt";
  }
  if (!layer.texts) return;
  text(ctx, ui, layer.texts[k], place.X(layer.place[0]) + 7, place.Y(layer.place[1]), { weight: 600, color: toneOf(ui.theme, layer.tone) });
}
