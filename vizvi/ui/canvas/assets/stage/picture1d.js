// The 1-D picture: p as a filled ground, q as a line on it, the integrand's strip under both.

import { xAxis, yAxis } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";
import { density, height, interpolate, peak, points } from "./curve.js";
import { beside, curvePixels, flanks } from "../shared/labels.js";
import { curveLines, curvesOf, drawCurves, emphasize, labelCurves } from "./curves.js";
import { DOTTED, clipped, place, qColor, qDash, trail } from "../shared/marks.js";
import { drawError } from "./mismatch1d.js";
import { coverGround, drawGround, labelGround } from "./target1d.js";
import { drawGhosts, ghostLines, nameGhosts } from "./ghosts.js";
import { drawRug } from "./draws.js";
import { drawScene } from "./slowmotion.js";
import { drawStrip, stripAxis } from "./strip.js";
import { frameOf, otherRun } from "./frame.js";
import { viewOf } from "./view.js";

// The axis never moves during a run; one narrow q may not flatten everything else.
function top(run) {
  const { p } = run.arrays;
  const pTop = run.header.normalized === false ? 0 : p.reduce((a, b) => Math.max(a, b), 0);
  let all = pTop;
  let beside = 0; // a prior or likelihood belongs in the picture whole; a joint's height is its units'
  for (const { key } of curvesOf(run).filter(({ style }) => style !== "joint")) beside = run.arrays[key].reduce((a, b) => Math.max(a, b), beside);
  all = Math.max(all, beside);
  for (let t = 0; t <= run.header.steps; t++) {
    const q = height(run, t);
    if (Number.isFinite(q)) all = Math.max(all, q);
  }
  const last = height(run, run.header.steps) || pTop;
  const calm = Math.max(pTop > 0 ? Math.max(pTop, Math.min(last, 3 * pTop)) : last, beside / 1.9);
  return all * 1.15 > 2.2 * calm ? 2.2 * calm : 1.15 * all;
}

export function layout(run, width, full, ui) {
  const [lo, hi] = viewOf(run)[0];
  run.top ??= run.header.top ?? top(run); // two stages of one page may share an axis
  const axis = 26 * ui.type;
  const left = (run.header.normalized === false ? 24 : 46) * ui.type;
  const room = full - axis - 8;
  const strip = run.header.strip && (run.arrays.strip || run.arrays.log_p) ? Math.max(72, Math.min(130, 0.24 * room)) * ui.type : 0;
  const rug = run.arrays.draw_z || run.header.later?.includes("draws") ? 26 * ui.type : 0;
  const box = { x: left, y: 6, w: width - left - 10, h: room - strip - rug - (strip ? 8 : 0) };
  const X = (z) => box.x + ((z - lo) / (hi - lo)) * box.w;
  return {
    box,
    rug: rug && { x: box.x, y: box.y + box.h, w: box.w, h: rug },
    strip: strip && { x: box.x, y: box.y + box.h + rug + 8, w: box.w, h: strip },
    bottom: box.y + box.h + rug + (strip ? strip + 8 : 0),
    X,
    Y: (d) => box.y + box.h * (1 - d / run.top),
    toZ: (x) => lo + ((x - box.x) / box.w) * (hi - lo),
    perPixel: [(hi - lo) / box.w],
  };
}

function trace(ctx, g, { z, d }, scale = 1) {
  ctx.beginPath();
  for (let i = 0; i < z.length; i++) ctx.lineTo(g.X(z[i]), g.Y(d[i] * scale));
}

export function drawStatic(ctx, run, g, ui) {
  xAxis(ctx, ui, g.box, g.X, viewOf(run)[0], run.header.names[0], { bottom: g.bottom });
  if (run.header.normalized !== false) yAxis(ctx, ui, g.box, g.Y, [0, run.top], { skipTop: 10 });
  if (g.strip) stripAxis(ctx, run, g, ui);
  run.taken = [];
  run.trail ??= {};
  run.memory ??= {};
  g.lines = curveLines(run, g, ui);
  drawCurves(ctx, run, g, ui);
  drawGround(ctx, run, g, ui);
  coverGround(ctx, run, g, ui);
  drawGhosts(ctx, run, g, ui);
  g.lines.push(...ghostLines(run, g));
}

function strokeQ(ctx, g, ui, curve, style, strong) {
  trace(ctx, g, curve);
  ctx.lineJoin = "round";
  const dash = qDash(ui, style);
  ctx.setLineDash(dash);
  ctx.strokeStyle = ui.theme.background;
  ctx.lineWidth = 7 * ui.line;
  ctx.globalAlpha *= strong ? 0.35 : 1;
  if (strong) ctx.strokeStyle = qColor(ui, style);
  if (strong) ctx.lineWidth = 14 * ui.line;
  if (!dash.length) ctx.stroke();
  ctx.globalAlpha /= strong ? 0.35 : 1;
  ctx.strokeStyle = qColor(ui, style);
  ctx.lineWidth = 4 * ui.line;
  ctx.stroke();
}

function chevron(ctx, g, ui, curve, run, color, taken) {
  const summit = peak(curve);
  if (!(summit.d > run.top * 1.001)) return;
  const [x, y] = [g.X(summit.z), g.box.y + 12 * ui.type];
  const spots = [{ x: x + 12, y }, { x: x - 12, y, align: "right" }];
  place(ctx, ui, taken, g.box, `↑ ${(summit.d / run.top).toFixed(1)}×`, spots, { color });
}

export function drawFrame(ctx, run, frame, g, ui, { layers, start, steps, occupied, highlight, scene, dim, second, other }) {
  const color = qColor(ui, frame.style);
  const curve = points(run, frame);
  const taken = [...run.taken, ...occupied];
  if (layers.error && run.header.normalized !== false && ui.veil < 0.5) {
    const [lo, hi] = run.header.window[0];
    drawError(ctx, ui, g, interpolate(run.arrays.p, lo, hi), density(run, frame), run.top);
  }
  if (highlight) emphasize(ctx, run, g, ui, highlight);
  clipped(ctx, g.box, () => {
    if (layers.trail && steps) {
      ctx.lineWidth = 1 * ui.line;
      for (const { i, alpha } of trail(steps, frame.t)) {
        ctx.strokeStyle = withAlpha(color, alpha);
        run.trail[i] ??= points(run, frameOf(run, i));
        trace(ctx, g, run.trail[i]);
        ctx.stroke();
      }
    }
    const others = run.arrays.others_mean?.shape[0] ?? 0;
    for (let k = 0; layers.others && k < others; k++) {
      const one = otherRun(run, k, Math.min(frame.t, run.header.steps));
      ctx.lineWidth = 1.5 * ui.line;
      ctx.strokeStyle = withAlpha(color, Math.min(0.4, 6 / others)); // many stay in the back
      trace(ctx, g, points(run, one));
      ctx.stroke();
    }
    if (layers.start && start) {
      ctx.setLineDash(DOTTED);
      ctx.lineCap = "round";
      ctx.lineWidth = 2 * ui.line;
      ctx.strokeStyle = withAlpha(color, ui.theme.ghost);
      trace(ctx, g, points(run, start));
      ctx.stroke();
      ctx.lineCap = "butt";
    }
    if (other) strokeQ(ctx, g, ui, points(second, other), other.style, false);
    strokeQ(ctx, g, ui, curve, frame.style, highlight === "entropy");
  });
  ctx.setLineDash([]);
  ctx.strokeStyle = withAlpha(ui.theme.ink, 0.55);
  ctx.lineWidth = 1;
  ctx.strokeRect(g.box.x, g.Y(0), g.box.w, 0);
  labelGround(ctx, run, g, ui, taken);
  chevron(ctx, g, ui, curve, run, color, taken);
  const ghost = layers.start && start ? points(run, start) : null;
  const room = { taken, frame: g.box, memory: run.memory, lines: ghost ? [...g.lines, curvePixels(ghost, g)] : g.lines };
  const ahead = ghost && peak(ghost).z > peak(curve).z ? -1 : 1; // q's name on the side away from its start
  beside(ctx, ui, room, "q", flanks(curve, g, ahead), { color });
  room.lines = [...room.lines, curvePixels(curve, g)];
  if (ghost) beside(ctx, ui, room, "start", flanks(ghost, g, -ahead), { color, weight: 400 });
  if (other) beside(ctx, ui, room, `q₂, ${second.header.label}`, flanks(points(second, other), g, -ahead), { color: qColor(ui, other.style) });
  nameGhosts(ctx, run, g, ui, room, frame);
  labelCurves(ctx, run, g, ui, room);
  if (scene) drawScene(ctx, run, frame, g, ui, scene, taken);
  if (g.rug) drawRug(ctx, frame, g, ui, layers, run);
  if (!g.strip) return;
  ctx.globalAlpha *= dim;
  drawStrip(ctx, run, frame, g, ui, highlight === "reverse_kl");
  ctx.globalAlpha /= dim;
}
