// Straight lines across a panel, and histograms.

import { pen, toneOf } from "./boardtones.js";
import { withAlpha } from "./tokens.js";

export function rule(ctx, ui, layer, place) {
  const { box, X, Y } = place;
  const upright = layer.x !== undefined && layer.x !== null;
  const at = Math.round(upright ? X(layer.x) : Y(layer.y));
  ctx.beginPath();
  if (upright) {
    ctx.moveTo(at, box.y);
    ctx.lineTo(at, box.y + box.h);
  } else {
    ctx.moveTo(box.x, at);
    ctx.lineTo(box.x + box.w, at);
  }
  pen(ctx, ui, layer);
  ctx.stroke();
  ctx.lineCap = "butt";
  const inside = upright ? at >= box.x && at <= box.x + box.w : at >= box.y && at <= box.y + box.h;
  if (!inside) return;
  const points = [];
  const length = upright ? box.h : box.w;
  for (let s = 0; s <= length; s += 6) points.push(...(upright ? [at, box.y + s] : [box.x + s, at]));
  place.lines.push(points);
  if (layer.label) place.names.push({ string: layer.label, tone: layer.tone, ...(upright ? { upright: at } : { level: at }) });
}

export function bars(ctx, ui, layer, place, board) {
  const [x, y] = [board.array(layer.x), board.array(layer.y)];
  if (!x || !y) return;
  const { X, Y, box, panel } = place;
  const floor = Y(Math.min(Math.max(0, panel.y.range[0]), panel.y.range[1]));
  const tone = toneOf(ui.theme, layer.tone);
  const top = [];
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i])) continue;
    const [left, right] = [X(x[i]), X(x[i + 1])];
    const summit = Y(y[i]);
    if (layer.fill !== false) {
      ctx.fillStyle = withAlpha(tone, (layer.alpha ?? 1) * ui.theme.fill);
      ctx.fillRect(left, Math.min(summit, floor), right - left, Math.abs(floor - summit));
    }
    pen(ctx, ui, { tone: layer.tone, width: layer.width ?? 1.5, alpha: layer.alpha ?? 1 });
    ctx.strokeRect(left, Math.min(summit, floor), right - left, Math.abs(floor - summit));
    for (let s = left; s <= right; s += 6) top.push(s, summit);
    for (let s = Math.min(summit, floor); s <= Math.max(summit, floor) && s < box.y + box.h; s += 12) top.push((left + right) / 2, s);
  }
  place.lines.push(top);
  if (layer.label) place.names.push({ string: layer.label, tone: layer.tone, along: top.slice(0, Math.max(2, top.length)) });
}
