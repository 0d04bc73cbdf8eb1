// Lines and bands.

import { casing, pen, toneOf } from "./boardtones.js";
import { withAlpha } from "./tokens.js";

// Strokes K lines stored back to back; a NaN breaks a line.
function trace(ctx, { X, Y }, xy, from, to) {
  let down = false;
  for (let i = from; i < to; i++) {
    const [x, y] = [xy[2 * i], xy[2 * i + 1]];
    if (!Number.isFinite(x) || !Number.isFinite(y)) down = false;
    else if (down) ctx.lineTo(X(x), Y(y));
    else {
      ctx.moveTo(X(x), Y(y));
      down = true;
    }
  }
}

export function outline(ctx, place, xy, lengths) {
  ctx.beginPath();
  let at = 0;
  for (const length of lengths) {
    trace(ctx, place, xy, at, at + length);
    at += length;
  }
}

const STRIDE = 6; // px between the points that stand for a line when a name looks for room

export function samples(place, xy, from, to) {
  const points = [];
  let before = null;
  for (let i = from; i < to; i++) {
    const now = [place.X(xy[2 * i]), place.Y(xy[2 * i + 1])];
    if (!Number.isFinite(now[0] + now[1])) {
      before = null;
      continue;
    }
    const length = before ? Math.hypot(now[0] - before[0], now[1] - before[1]) : 0;
    const count = Math.min(400, Math.max(1, Math.floor(length / STRIDE)));
    for (let s = 1; s <= count; s++) {
      const share = before ? s / count : 1;
      const [x0, y0] = before ?? now;
      points.push(x0 + (now[0] - x0) * share, y0 + (now[1] - y0) * share);
    }
    before = now;
    if (points.length > 8000) break;
  }
  return points;
}

export function lines(ctx, ui, layer, place, board) {
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

export function band(ctx, ui, layer, place, board) {
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
