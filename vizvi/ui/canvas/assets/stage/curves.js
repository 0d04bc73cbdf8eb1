// Curves beside p in 1-D: prior, likelihood and joint, each with its own mark.

import { withAlpha } from "../shared/tokens.js";
import { peak } from "./curve.js";
import { DOTTED, clipped } from "../shared/marks.js";
import { beside, curvePixels, flanks } from "../shared/labels.js";

const STYLES = {
  prior: { dash: DOTTED, cap: "round", color: (theme) => theme.prior },
  likelihood: { dash: [10, 4, 2, 4], cap: "butt", color: (theme) => theme.ink },
  joint: { dash: [], cap: "butt", color: (theme) => theme.p },
};

export const curvesOf = ({ header, arrays }) => (header.curves ?? []).filter(({ key, style }) => arrays[key] && STYLES[style]);

const tallest = (d) => d.reduce((a, b) => Math.max(a, b), 0);

// The joint's height depends on the data's units: one that would not fit is drawn lower, and its name says so.
const shrunk = (run, key) => {
  const joint = run.header.curves?.some((curve) => curve.key === key && curve.style === "joint");
  const high = joint ? tallest(run.arrays[key]) : 0;
  return high > 0.9 * run.top ? (0.6 * run.top) / high : 1;
};

function fitted(run, key) {
  const by = shrunk(run, key);
  return by === 1 ? run.arrays[key] : run.arrays[key].map((d) => d * by);
}

export function sampled(run, key) {
  const [lo, hi] = run.header.window[0];
  const d = fitted(run, key);
  return { z: Float64Array.from(d, (_, i) => lo + ((hi - lo) * i) / (d.length - 1)), d };
}

function path(ctx, g, { z, d }) {
  ctx.beginPath();
  for (let i = 0; i < z.length; i++) ctx.lineTo(g.X(z[i]), g.Y(d[i]));
}

const shown = (run, layers) => curvesOf(run).filter(({ key }) => layers[`curve-${key}`] !== false);

export function drawCurves(ctx, run, g, ui) {
  for (const { key, style } of shown(run, ui.layers)) {
    const { dash, cap, color } = STYLES[style];
    clipped(ctx, g.box, () => {
      path(ctx, g, sampled(run, key));
      ctx.setLineDash(dash.map((x) => x * ui.line));
      ctx.lineCap = cap;
      ctx.lineJoin = "round";
      ctx.lineWidth = 2 * ui.line;
      ctx.strokeStyle = color(ui.theme);
      ctx.stroke();
    });
  }
}

// Their names are drawn over q, on the outer flank first: in the middle they would meet each other.
export function labelCurves(ctx, run, g, ui, room) {
  const [lo, hi] = run.header.window[0];
  for (const { key, label, style } of shown(run, ui.layers)) {
    const curve = sampled(run, key);
    const outward = peak(curve).z < (lo + hi) / 2 ? -1 : 1;
    const told = shrunk(run, key) === 1 ? label : `${label} (scaled)`;
    const name = g.box.w < 420 ? told.replace(/ \(.*\)$/, "") : told; // "(scaled)" stays in the legend
    beside(ctx, ui, room, name, flanks(curve, g, outward), { color: STYLES[style].color(ui.theme), weight: 400 });
  }
}

export const curveLines = (run, g, ui) => shown(run, ui.layers).map(({ key }) => curvePixels(sampled(run, key), g));

// A term of the formula points at its curve: energy at p̃, or at p where no p̃ is drawn.
export function emphasize(ctx, run, g, ui, mark) {
  if (mark === "energy" || mark === "log_p") mark = curvesOf(run).find(({ style }) => style === "joint")?.key ?? "p";
  const curve = curvesOf(run).find(({ key }) => key === mark);
  if (!curve && (mark !== "p" || ui.veil > 0.5 || run.header.normalized === false)) return;
  const color = curve ? STYLES[curve.style].color(ui.theme) : ui.theme.p;
  clipped(ctx, g.box, () => {
    path(ctx, g, sampled(run, curve ? mark : "p"));
    ctx.setLineDash([]);
    ctx.lineJoin = "round";
    for (const [width, alpha] of [[12, 0.3], [4, 1]]) {
      ctx.lineWidth = width * ui.line;
      ctx.strokeStyle = withAlpha(color, alpha);
      ctx.stroke();
    }
  });
}
