// The ground in 1-D: p filled where its height is known, else an unfilled p̃; and how a new p replaces the old.

import { withAlpha } from "../shared/tokens.js";
import { peak } from "./curve.js";
import { curvesOf, sampled } from "./curves.js";
import { beside, curvePixels, flanks } from "../shared/labels.js";
import { clipped } from "../shared/marks.js";
import { unknownChip } from "./veil.js";

// The arrays under a prefix, without it; under none, p's own.
const under = (arrays, prefix) => Object.fromEntries(Object.entries(arrays)
  .filter(([name]) => (prefix ? name.startsWith(`${prefix}.`) : !name.includes(".")))
  .map(([name, each]) => [prefix ? name.slice(prefix.length + 1) : name, each]));

// An answer to a hand on p: p, what the q shown here is worth against it, and what the one on the next stage is.
export const grounded = (arrays) => ({ p: under(arrays, ""), worth: under(arrays, "worth"), beside: under(arrays, "beside") });

// A dragged p arrives alone: the run, its frames and its axes stay.
export function reground(run, header, arrays) {
  for (const name of ["p_xy", "p_len", "p_level", "p_image"]) if (arrays.p_image) delete run.arrays[name];
  Object.assign(run.arrays, arrays);
  run.header = { ...run.header, normalized: header.normalized ?? run.header.normalized };
  if ("p_top" in header) run.header.p_top = header.p_top;
  if (header.grips) run.header.grips = header.grips;
  run.image = run.coarse = null;
}

function path(ctx, g, { z, d }, scale) {
  ctx.beginPath();
  for (let i = 0; i < z.length; i++) ctx.lineTo(g.X(z[i]), g.Y(d[i] * scale));
}

// An unnormalized p has a shape but no height: it is drawn at q's scale.
const bareScale = (run, summit) => (0.8 * run.top) / (1.15 * summit.d);

// No label under a handle of p.
export const gripBoxes = (run, g) => (run.header.grips ?? []).map(({ at: [x, y] }) => (
  { left: g.X(x) - 16, right: g.X(x) + 16, top: g.Y(y) - 16, bottom: g.Y(y) + 16 }));

export function drawGround(ctx, run, g, ui) {
  const { theme, veil } = ui;
  const known = run.header.normalized !== false;
  const ground = sampled(run, "p");
  const bare = known ? veil * (curvesOf(run).some(({ style }) => style === "joint") ? 0 : 1) : 1;
  clipped(ctx, g.box, () => {
    ctx.setLineDash([]);
    ctx.strokeStyle = theme.p;
    if (known && veil < 1) {
      ctx.globalAlpha = 1 - veil;
      path(ctx, g, ground, 1);
      ctx.lineWidth = 3 * ui.line;
      ctx.stroke();
      ctx.lineTo(g.box.x + g.box.w, g.Y(0));
      ctx.lineTo(g.box.x, g.Y(0));
      ctx.fillStyle = withAlpha(theme.p, theme.fill);
      ctx.fill();
    }
    if (bare > 0) {
      ctx.globalAlpha = bare;
      path(ctx, g, ground, bareScale(run, peak(ground)));
      ctx.lineWidth = 2 * ui.line;
      ctx.stroke();
    }
  });
}

// What the names must keep off, and p's chip where it is hidden.
export function coverGround(ctx, run, g, ui) {
  const { theme, veil } = ui;
  const known = run.header.normalized !== false;
  const ground = sampled(run, "p");
  const gone = known && veil > 0.5;
  g.ground = null;
  if (gone) run.taken.push(unknownChip(ctx, ui, "p(z∣x)", g.box.x + 10, g.box.y + 20 * ui.type, { color: theme.p }));
  if (gone && curvesOf(run).some(({ style }) => style === "joint")) return;
  const scale = known && !gone ? 1 : bareScale(run, peak(ground));
  g.lines.push(curvePixels(ground, g, scale));
  run.taken.push(...gripBoxes(run, g));
  const sides = flanks(ground, g, 1, scale);
  g.ground = { spots: [sides.at(-1), ...sides], plain: known && !gone };
}

// p's name moves out of the way of q's handles.
export function labelGround(ctx, run, g, ui, taken) {
  if (!g.ground) return;
  const { theme } = ui;
  const { spots, plain } = g.ground;
  const room = { taken, frame: g.box, lines: [], memory: run.memory };
  const write = (name) => beside(ctx, ui, room, name, spots, { color: theme.p });
  if (plain) write("p");
  else write("p̃ (height unknown up to a constant)") || write("p̃");
}
