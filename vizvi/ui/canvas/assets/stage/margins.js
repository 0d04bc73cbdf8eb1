// What each coordinate looks like alone, above and beside the plane, in the 1-D language.

import { withAlpha } from "../shared/tokens.js";
import { gaussian, interpolate } from "./curve.js";
import { marginOf } from "./closed.js";
import { clipped, qDash } from "../shared/marks.js";
import { row } from "../shared/message.js";
import { viewOf } from "./view.js";

const largest = (values) => values.reduce((a, b) => Math.max(a, b), 0);

const narrowest = (cov, from) => cov.reduce((a, b, i) => (i % 3 === from ? Math.min(a, b) : a), Infinity);

// A row for each step of a q that is a sum of kernels, else nothing.
function margins({ header, arrays: { q_kernels: kernels } }, axis) {
  if (!kernels) return null;
  const rows = Array.from({ length: kernels.shape[0] }, (_, t) => marginOf(row(kernels, t), header.df ?? 0, axis, header.window));
  return Object.assign(Float64Array.from(rows.flatMap((each) => [...each])), { shape: [rows.length, rows[0].length] });
}

// Fixed for the run, with room for where q ends; what is narrower than that on its way is clipped.
export function marginTops(run) {
  return [0, 1].map((axis) => {
    const p = largest(run.arrays[`p_margin_${axis + 1}`]);
    const { q_cov: cov } = run.arrays;
    const drawn = run.arrays[`q_margin_${axis + 1}`] ?? margins(run, axis);
    const most = drawn ? largest(drawn) : gaussian(0, narrowest(cov, 2 * axis))(0);
    const last = drawn ? largest(row(drawn, run.header.steps)) : gaussian(0, cov[cov.length - 3 + 2 * axis])(0);
    return 1.08 * Math.min(Math.max(p, most), Math.max(2.6 * p, Math.min(last, 8 * p)));
  });
}

function draw(ctx, ui, box, sideways, window, p, q, top, style, color) {
  const [lo, hi] = window;
  const span = sideways ? box.h : box.w;
  const point = (z, d) => {
    const along = ((z - lo) / (hi - lo)) * span;
    const up = Math.min(d / top, 1.05);
    return sideways ? [box.x + up * box.w, box.y + box.h - along] : [box.x + along, box.y + box.h * (1 - up)];
  };
  const curve = (f) => {
    ctx.beginPath();
    for (let i = 0; i <= span; i += 1.5) {
      const z = lo + ((hi - lo) * i) / span;
      ctx.lineTo(...point(z, f(z)));
    }
  };
  clipped(ctx, box, () => {
    ctx.save();
    ctx.globalAlpha *= 1 - ui.veil; // p alone takes an integral that a real user lacks
    curve(p);
    ctx.setLineDash([]);
    ctx.strokeStyle = ui.theme.p;
    ctx.lineWidth = 2 * ui.line;
    ctx.stroke();
    ctx.lineTo(...point(hi, 0));
    ctx.lineTo(...point(lo, 0));
    ctx.fillStyle = withAlpha(ui.theme.p, ui.theme.fill);
    ctx.fill();
    ctx.restore();
    curve(q);
    ctx.setLineDash(qDash(ui, style));
    ctx.strokeStyle = color;
    ctx.lineWidth = 2.5 * ui.line;
    ctx.stroke();
    ctx.setLineDash([]);
  });
}

export function drawMargins(ctx, run, frame, g, ui, color) {
  for (const axis of [0, 1]) {
    const window = viewOf(run)[axis];
    const p = interpolate(run.arrays[`p_margin_${axis + 1}`], ...run.header.window[axis]);
    const drawn = frame.margin[axis];
    const q = drawn
      ? interpolate(drawn, ...frame.spanAlong(axis))
      : gaussian(frame.mean[axis], frame.cov[2 * axis]);
    const box = axis ? g.margins.right : g.margins.top;
    draw(ctx, ui, box, axis === 1, window, p, q, run.tops[axis], frame.style, color);
  }
}
