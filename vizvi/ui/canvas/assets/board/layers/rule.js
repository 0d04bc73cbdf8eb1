// A straight line across a panel.

import { pen } from "../tones.js";

export function draw(ctx, ui, layer, place) {
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
