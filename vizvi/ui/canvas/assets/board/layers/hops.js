// Hypothetical outcomes: the draw that is shown now.

import { casing, pen } from "../tones.js";
import { outline } from "../strokes.js";

export function along(ctx, ui, layer, place, board) {
  const [x, y] = [board.array(layer.x), board.array(layer.y)];
  if (!x || !y) return;
  const k = board.hops.index % y.shape[0];
  const xy = Float64Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? y[k * x.length + (i >> 1)] : x[i >> 1]));
  outline(ctx, place, xy, [x.length]);
  casing(ctx, ui, layer.width ?? 3, 0.9);
  ctx.stroke();
  pen(ctx, ui, { width: 3, ...layer });
  ctx.stroke();
  ctx.lineCap = "butt";
}
