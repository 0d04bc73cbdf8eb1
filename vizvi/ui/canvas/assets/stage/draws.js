// Samples from q and the force on each: where it would rather be.

import { gridLine } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";
import { arrow, circle, clipped, qColor } from "../shared/marks.js";

const MOST = 200;

// One scale for the whole run, so that arrows shrink as q settles: the 80th percentile is 36 px long.
function reach(run, dim) {
  if (run.reach) return run.reach;
  const force = run.arrays.draw_force;
  const lengths = [];
  const stride = Math.max(1, Math.floor(force.length / dim / 4000));
  for (let i = 0; i + dim <= force.length; i += dim * stride) {
    const length = dim === 1 ? Math.abs(force[i]) : Math.hypot(force[i], force[i + 1]);
    if (length > 0 && Number.isFinite(length)) lengths.push(length);
  }
  lengths.sort((a, b) => a - b);
  run.reach = 36 / (lengths[Math.floor(0.8 * lengths.length)] || 1);
  return run.reach;
}

const dot = (ctx, ui, x, y) => {
  circle(ctx, x, y, 3.5 * ui.line);
  ctx.stroke();
};

export function drawRug(ctx, frame, g, ui, layers, run) {
  const z = frame.draws;
  if (!z || !(layers.samples || layers.arrows)) return;
  const middle = g.rug.y + g.rug.h / 2;
  ctx.setLineDash([]);
  clipped(ctx, g.rug, () => {
    for (let s = 0; s < Math.min(z.length, MOST); s++) {
      const y = middle + ((s * 7) % 5 - 2) * 2.5 * ui.type; // spread, or equal draws hide each other
      ctx.strokeStyle = qColor(ui, frame.style);
      ctx.lineWidth = 1.5 * ui.line;
      if (layers.samples) dot(ctx, ui, g.X(z[s]), y);
      if (layers.arrows && frame.force) arrow(ctx, g.X(z[s]), y, frame.force[s] * reach(run, 1), 0, 60);
    }
  });
  gridLine(ctx, ui, g.rug.x, g.rug.y + g.rug.h, g.rug.x + g.rug.w, g.rug.y + g.rug.h);
}

export function drawPlaneSamples(ctx, frame, g, ui, layers, run) {
  const z = frame.draws;
  if (!z) return;
  ctx.setLineDash([]);
  const color = qColor(ui, frame.style);
  for (let s = 0; s < Math.min(z.length / 2, MOST); s++) {
    const [x, y] = [g.X(z[2 * s]), g.Y(z[2 * s + 1])];
    if (layers.arrows && frame.force) {
      const k = reach(run, 2);
      ctx.strokeStyle = withAlpha(color, 0.75);
      ctx.lineWidth = 1.2 * ui.line;
      arrow(ctx, x, y, frame.force[2 * s] * k, -frame.force[2 * s + 1] * k, 60);
    }
    if (layers.samples) {
      ctx.strokeStyle = color;
      ctx.lineWidth = 1.5 * ui.line;
      dot(ctx, ui, x, y);
    }
  }
}
