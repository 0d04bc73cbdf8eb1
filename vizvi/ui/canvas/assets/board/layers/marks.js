// Points of interest, each a shape of its own besides its color.

import { mark } from "../shapes.js";

export function draw(ctx, ui, layer, place, board) {
  const xy = board.array(layer.xy);
  if (!xy) return;
  const { size = 10, shape = "dot", labels, tones } = layer;
  for (let i = 0; 2 * i < xy.length; i++) {
    const [x, y] = [place.X(xy[2 * i]), place.Y(xy[2 * i + 1])];
    if (!Number.isFinite(x + y)) continue;
    const tone = tones?.[i] ?? layer.tone;
    mark(ctx, ui, shape, x, y, size, tone, layer.alpha);
    const r = (size / 2 + 1) * ui.line;
    if (labels || size > 7) place.taken.push({ left: x - r, right: x + r, top: y - r, bottom: y + r });
    if (labels?.[i]) place.names.push({ string: labels[i], tone, around: [x, y, r] });
  }
}
