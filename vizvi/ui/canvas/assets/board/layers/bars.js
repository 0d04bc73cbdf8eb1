// A histogram.

import { pen, toneOf } from "../tones.js";
import { withAlpha } from "../../shared/tokens.js";

export function draw(ctx, ui, layer, place, board) {
  const [x, y] = [board.array(layer.x), board.array(layer.y)];
  if (!x || !y) return;
  const { X, Y, panel } = place;
  const floor = Y(Math.min(Math.max(0, panel.y.range[0]), panel.y.range[1]));
  const tone = toneOf(ui.theme, layer.tone);
  const alpha = layer.alpha ?? 1;
  const all = Array.from(y, (value, i) => ({ left: X(x[i]), right: X(x[i + 1]), top: Y(Number.isFinite(value) ? value : 0) }));
  ctx.fillStyle = withAlpha(tone, alpha * ui.theme.fill);
  for (const { left, right, top } of layer.fill === false ? [] : all) ctx.fillRect(left, Math.min(top, floor), right - left, Math.abs(floor - top));
  // faint walls between the bars, one outline around all of them
  pen(ctx, ui, { tone: layer.tone, width: 1, alpha: 0.35 * alpha });
  ctx.beginPath();
  for (const { left, top } of all) {
    ctx.moveTo(left, floor);
    ctx.lineTo(left, top);
  }
  ctx.stroke();
  pen(ctx, ui, { ...layer, width: layer.width ?? 2 });
  ctx.beginPath();
  ctx.moveTo(all[0]?.left, floor);
  for (const { left, right, top } of all) {
    ctx.lineTo(left, top);
    ctx.lineTo(right, top);
  }
  ctx.lineTo(all.at(-1)?.right, floor);
  ctx.stroke();
  ctx.lineCap = "butt";
  place.lines.push(all.flatMap(({ left, right, top }) => [left, top, (left + right) / 2, top, (left + right) / 2, (top + floor) / 2]));
  if (!layer.label) return;
  const tallest = [...all].sort((a, b) => a.top - b.top).flatMap(({ left, right, top }) => [(left + right) / 2, top]);
  place.names.push({ string: layer.label, tone: layer.tone, tops: tallest });
}
