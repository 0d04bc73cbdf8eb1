// Lines, stored back to back.

import { casing, pen } from "../tones.js";
import { outline, samples } from "../strokes.js";

export function draw(ctx, ui, layer, place, board) {
  const xy = board.array(layer.xy);
  if (!xy) return;
  const lengths = board.array(layer.len) ?? [xy.length / 2];
  outline(ctx, place, xy, lengths);
  if (layer.cased) {
    casing(ctx, ui, layer.width ?? 2, 0.9);
    ctx.stroke();
  }
  pen(ctx, ui, layer);
  ctx.stroke();
  ctx.lineCap = "butt";
  let at = 0;
  for (const [i, length] of [...lengths].entries()) {
    const points = samples(place, xy, at, at + length);
    if (points.length && lengths.length < 400) place.lines.push(points);
    if (i === 0 && layer.label) place.names.push({ string: layer.label, tone: layer.tone, along: points, wanted: layer.at });
    at += length;
  }
}
