// Lines on a panel: how they are stroked, and the pixels that stand for them.

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
