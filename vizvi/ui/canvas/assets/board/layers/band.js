// The ground between two curves over the same x.

import { outline, samples } from "../strokes.js";
import { pen, toneOf } from "../tones.js";
import { withAlpha } from "../../shared/tokens.js";

export function draw(ctx, ui, layer, place, board) {
  const [x, lo, hi] = ["x", "lo", "hi"].map((name) => board.array(layer[name]));
  if (!x || !lo || !hi) return;
  const pair = (values) => Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? values[i >> 1] : x[i >> 1]));
  const [low, high] = [pair(lo), pair(hi)];
  const tone = toneOf(ui.theme, layer.tone);
  if (layer.fill !== false) {
    ctx.beginPath();
    for (let i = 0; i < x.length; i++) ctx.lineTo(place.X(x[i]), place.Y(hi[i]));
    for (let i = x.length - 1; i >= 0; i--) ctx.lineTo(place.X(x[i]), place.Y(lo[i]));
    ctx.closePath();
    ctx.fillStyle = withAlpha(tone, (layer.alpha ?? 1) * ui.theme.fill);
    ctx.fill();
  }
  const edge = layer.edge ?? (layer.fill === false ? 2 : 0);
  for (const side of edge ? [low, high] : []) {
    outline(ctx, place, side, [x.length]);
    pen(ctx, ui, { ...layer, width: edge });
    ctx.stroke();
    ctx.lineCap = "butt";
    place.lines.push(samples(place, side, 0, x.length));
  }
  if (layer.label) place.names.push({ string: layer.label, tone: layer.tone, along: samples(place, high, 0, x.length), wanted: layer.at });
}
