// Many runs as paths: one can be picked, and dots on all of them follow the linked step.

import { casing, pen } from "../tones.js";
import { mark } from "../shapes.js";
import { outline, samples } from "../strokes.js";

const shape = (array) => ({ count: array.shape[0], length: array.shape[1] ?? array.length / 2 });
const one = (array, k) => {
  const { length } = shape(array);
  return array.subarray(2 * k * length, 2 * (k + 1) * length);
};

export function draw(ctx, ui, layer, place, board) {
  const xy = board.array(layer.xy);
  if (!xy) return;
  const { count, length } = shape(xy);
  for (let k = 0; k < count; k++) {
    outline(ctx, place, one(xy, k), [length]);
    const style = { tone: layer.tones?.[k] ?? layer.tone, width: layer.width ?? 2, alpha: layer.alpha ?? 0.6 };
    if (layer.cased) {
      casing(ctx, ui, style.width, 0.6);
      ctx.stroke();
    }
    pen(ctx, ui, style);
    ctx.stroke();
    if (count <= 60) place.lines.push(samples(place, one(xy, k), 0, length));
  }
}

// The path under a pixel, or null.
export function hit(board, px, py, reach) {
  const { select } = board.header;
  if (!select) return null;
  const [panel, index] = select.layer;
  const place = board.geometry.panels[panel];
  const xy = board.array(place.panel.layers[index].xy);
  const { count, length } = shape(xy);
  let [best, least] = [null, reach];
  for (let k = 0; k < count; k++) {
    let [ax, ay] = [NaN, NaN];
    for (let i = 0; i < length; i++) {
      const [bx, by] = [place.X(xy[2 * (k * length + i)]), place.Y(xy[2 * (k * length + i) + 1])];
      const d = toSegment(px, py, ax, ay, bx, by);
      if (d < least) [best, least] = [k, d];
      [ax, ay] = [bx, by];
    }
  }
  return best;
}

function toSegment(px, py, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  if (!(square > 0)) return Math.hypot(px - bx, py - by);
  const share = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square));
  return Math.hypot(px - ax - share * dx, py - ay - share * dy);
}

export function pathCount(board) {
  const { select } = board.header;
  const layer = select && board.header.panels[select.layer[0]]?.layers[select.layer[1]];
  return layer ? board.array(layer.xy)?.shape[0] ?? 0 : 0;
}

// Where the dot of path k is at the linked step, in px.
export function spot(board, k) {
  const { select } = board.header;
  const place = board.geometry.panels[select.layer[0]];
  const xy = board.array(place.panel.layers[select.layer[1]].xy);
  return pixel(place, xy, k, stepIn(board, xy));
}

const stepIn = (board, xy) => Math.min(board.header.link ? board.step : Infinity, shape(xy).length - 1);

function pixel(place, xy, k, step) {
  const path = one(xy, k);
  let t = step;
  while (t > 0 && !Number.isFinite(path[2 * t] + path[2 * t + 1])) t -= 1; // a run that broke stays where it was
  return [place.X(path[2 * t]), place.Y(path[2 * t + 1])];
}

export function along(ctx, ui, layer, place, board, [panel, index]) {
  const xy = board.array(layer.xy);
  if (!xy) return;
  const { count, length } = shape(xy);
  const { select } = board.header;
  const mine = select && select.layer[0] === panel && select.layer[1] === index;
  const picked = mine ? board.press.picked : null;
  const tone = (k) => layer.tones?.[k] ?? layer.tone;
  if (picked !== null && picked < count) {
    outline(ctx, place, one(xy, picked), [length]);
    casing(ctx, ui, 3.5, 0.9);
    ctx.stroke();
    pen(ctx, ui, { tone: tone(picked), width: 3.5 });
    ctx.stroke();
  }
  if (!board.header.link && !layer.dots) return;
  const step = stepIn(board, xy);
  for (let k = 0; k < count; k++) if (k !== picked) mark(ctx, ui, "dot", ...pixel(place, xy, k, step), layer.size ?? 7, tone(k));
  if (picked !== null && picked < count) mark(ctx, ui, "dot", ...pixel(place, xy, picked, step), 13, tone(picked));
}
