// Shapes of marks: each tells its kind without its color.

import { casing, pen, toneOf } from "./tones.js";
import { circle } from "../shared/marks.js";

const polygon = (ctx, x, y, corners) => {
  ctx.beginPath();
  for (const [dx, dy] of corners) ctx.lineTo(x + dx, y + dy);
  ctx.closePath();
};

const CROSSES = { plus: [[1, 0], [0, 1]], times: [[0.75, 0.75], [0.75, -0.75]] };
const FILLED = {
  dot: (ctx, x, y, r) => circle(ctx, x, y, r),
  square: (ctx, x, y, r) => polygon(ctx, x, y, [[-r, -r], [r, -r], [r, r], [-r, r]].map(([a, b]) => [0.9 * a, 0.9 * b])),
  diamond: (ctx, x, y, r) => polygon(ctx, x, y, [[0, -r], [r, 0], [0, r], [-r, 0]].map(([a, b]) => [1.2 * a, 1.2 * b])),
  up: (ctx, x, y, r) => polygon(ctx, x, y, [[0, -1.15 * r], [1.1 * r, 0.85 * r], [-1.1 * r, 0.85 * r]]),
};

export function mark(ctx, ui, shape, x, y, size, tone, alpha = 1) {
  if (shape === "none") return; // a name without a mark
  const r = (size / 2) * ui.line;
  ctx.setLineDash([]);
  ctx.globalAlpha = alpha;
  if (CROSSES[shape]) {
    ctx.beginPath();
    for (const [dx, dy] of CROSSES[shape]) {
      ctx.moveTo(x - r * dx, y - r * dy);
      ctx.lineTo(x + r * dx, y + r * dy);
    }
    casing(ctx, ui, 2.5, 0.9);
    ctx.stroke();
    pen(ctx, ui, { tone, width: 2.5 });
    ctx.stroke();
  } else if (shape === "ring") {
    circle(ctx, x, y, r);
    casing(ctx, ui, 2.5, 0.9);
    ctx.stroke();
    pen(ctx, ui, { tone, width: 2.5 });
    ctx.stroke();
  } else {
    (FILLED[shape] ?? FILLED.dot)(ctx, x, y, r);
    casing(ctx, ui, 0, 0.9);
    ctx.stroke();
    ctx.fillStyle = toneOf(ui.theme, tone);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}
