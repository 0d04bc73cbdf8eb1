// The 2-D picture: p as a blue ground with its contours, q's contours cased on top, marginals beside.

import { withAlpha } from "../shared/tokens.js";
import { axes, outline } from "./ellipse.js";
import { beside, pixels, ring } from "../shared/labels.js";
import { DOTTED, clipped, polyline, qColor, qDash, trail } from "../shared/marks.js";
import { drawMargins, marginTops } from "./margins.js";
import { labelPlane } from "./target2d.js";
import { nameGhosts } from "./ghosts.js";
import { drawPlaneSamples } from "./draws.js";
import { canShowError, drawErrorSigns, drawPlaneError } from "./mismatch2d.js";
import { drawScene } from "./slowmotion.js";
import { RADIUS } from "./grips.js";
import { frameOf, otherRun } from "./frame.js";
import { row } from "../shared/message.js";
import { viewOf } from "./view.js";

export { drawStatic } from "./target2d.js";

// Width over height of the box: one unit is one unit on both axes, unless that makes a sliver of it.
export function aspect(run) {
  const [[a, b], [c, d]] = run.header.window;
  const ratio = (b - a) / (d - c);
  return ratio > 0.6 && ratio < 1.8 ? ratio : 1;
}

export function edges(run, width, ui) {
  const margins = width >= 440 && run.arrays.p_margin_1 && run.arrays.p_margin_2;
  return { left: 46 * ui.type, right: margins ? 66 : 10, top: margins ? 54 : 24, bottom: 28 * ui.type, margins };
}

export function layout(run, width, height, ui) {
  const [[a, b], [c, d]] = viewOf(run);
  const e = edges(run, width, ui);
  const h = Math.min(height - e.top - e.bottom, (width - e.left - e.right) / aspect(run));
  const w = h * aspect(run);
  const x = e.left + Math.max(0, (width - e.left - e.right - w) / 2);
  const box = { x, y: e.top, w, h };
  run.tops ??= e.margins ? marginTops(run) : null;
  return {
    box,
    margins: e.margins && {
      top: { x, y: 4, w, h: e.top - 10 },
      right: { x: x + w + 6, y: e.top, w: e.right - 10, h },
    },
    X: (z) => x + ((z - a) / (b - a)) * w,
    Y: (z) => e.top + h * (1 - (z - c) / (d - c)),
    toZ: (px, py) => [a + ((px - x) / w) * (b - a), c + (1 - (py - e.top) / h) * (d - c)],
    perPixel: [(b - a) / w, (d - c) / h],
  };
}

function contoursOf(run, frame) {
  if (frame.contours) return frame.contours;
  const radii = run.header.radii ?? [1.1774, 2.4477];
  return radii.map((radius, level) => ({ level, xy: outline(frame.mean, frame.cov, radius) }));
}

function strokeContours(ctx, g, ui, contours, style) {
  const dash = qDash(ui, style);
  ctx.lineJoin = "round";
  for (const [stroke, widths] of [[ui.theme.background, [7, 5]], [qColor(ui, style), [3, 1.8]]]) {
    for (const { level, xy } of contours) {
      polyline(ctx, g, xy);
      ctx.setLineDash(stroke === ui.theme.background ? [] : dash);
      ctx.strokeStyle = stroke;
      ctx.lineWidth = widths[level] * ui.line;
      ctx.stroke();
    }
  }
  ctx.setLineDash([]);
}

// Along the axes that the grips move; where no ellipse joins the grips to q, a thin line does.
function cross(ctx, run, g, ui, frame, color) {
  const upright = frame.contours && !run.header.turn;
  const { sd, angle } = upright ? { sd: [Math.sqrt(frame.cov[0]), Math.sqrt(frame.cov[2])], angle: 0 } : axes(frame.cov);
  const [mx, my] = frame.mean;
  ctx.strokeStyle = color;
  for (const [reach, width] of frame.contours ? [[RADIUS, 1], [1, 1.5]] : [[1, 1.5]]) {
    ctx.lineWidth = width * ui.line;
    for (const [length, turn] of [[sd[0], angle], [sd[1], angle + Math.PI / 2]]) {
      const [dx, dy] = [reach * length * Math.cos(turn), reach * length * Math.sin(turn)];
      polyline(ctx, g, [mx - dx, my - dy, mx + dx, my + dy]);
      ctx.stroke();
    }
  }
  ctx.lineWidth = 3 * ui.line;
  const [x, y] = [g.X(mx), g.Y(my)];
  for (const [dx, dy] of [[7, 0], [0, 7]]) {
    ctx.beginPath();
    ctx.moveTo(x - dx * ui.line, y - dy * ui.line);
    ctx.lineTo(x + dx * ui.line, y + dy * ui.line);
    ctx.stroke();
  }
}

export function drawFrame(ctx, run, frame, g, ui, { layers, start, steps, occupied, scene, second, other }) {
  const color = qColor(ui, frame.style);
  const contours = contoursOf(run, frame);
  const taken = [...run.taken, ...occupied];
  const ghost = layers.start && start ? contoursOf(run, start).filter(({ level }) => level === 0) : [];
  const errors = layers.error && canShowError(run) && ui.veil < 0.5 ? drawPlaneError(ctx, run, frame, g, ui) : null;
  clipped(ctx, g.box, () => {
    if (layers.trail && steps) drawTrail(ctx, run, frame, g, ui, color, steps);
    if (layers.others) drawOthers(ctx, run, frame, g, ui, color);
    for (const { xy } of ghost) {
      polyline(ctx, g, xy);
      ctx.setLineDash(DOTTED);
      ctx.lineCap = "round";
      ctx.lineWidth = 2 * ui.line;
      ctx.strokeStyle = withAlpha(color, ui.theme.ghost);
      ctx.stroke();
      ctx.lineCap = "butt";
    }
    drawPlaneSamples(ctx, frame, g, ui, layers, run);
    if (other) strokeContours(ctx, g, ui, contoursOf(second, other), other.style);
    strokeContours(ctx, g, ui, contours, frame.style);
    cross(ctx, run, g, ui, frame, color);
  });
  if (errors) drawErrorSigns(ctx, g, ui, errors);
  const outer = contours.filter(({ level }) => level === 1).map(({ xy }) => pixels(xy, g));
  const first = ghost.map(({ xy }) => pixels(xy, g));
  const room = { taken, frame: g.box, lines: [...g.lines, ...outer, ...first], memory: run.memory };
  labelPlane(ctx, g, ui, room); // after q, whose contours would cut through it
  const away = start ? Math.atan2(frame.mean[1] - start.mean[1], frame.mean[0] - start.mean[0]) : -0.6;
  if (outer.length) beside(ctx, ui, room, "q", ring(outer.at(-1), away), { color });
  if (other) {
    const its = contoursOf(second, other).filter(({ level }) => level === 1).map(({ xy }) => pixels(xy, g));
    if (its.length) beside(ctx, ui, room, `q₂, ${second.header.label}`, ring(its.at(-1), away + Math.PI / 2), { color: qColor(ui, other.style) });
  }
  if (first.length) beside(ctx, ui, room, "start", ring(first[0], away + Math.PI), { color, weight: 400 });
  nameGhosts(ctx, run, g, ui, room, frame);
  if (scene) drawScene(ctx, run, frame, g, ui, scene, taken);
  if (g.margins) drawMargins(ctx, run, frame, g, ui, color);
}

function drawTrail(ctx, run, frame, g, ui, color, steps) {
  ctx.setLineDash([]);
  ctx.lineWidth = 1 * ui.line;
  for (const { i, alpha } of trail(steps, frame.t)) {
    ctx.strokeStyle = withAlpha(color, alpha);
    for (const { level, xy } of contoursOf(run, frameOf(run, i))) {
      if (level) continue;
      polyline(ctx, g, xy);
      ctx.stroke();
    }
  }
  ctx.beginPath();
  for (let i = 0; i <= frame.t; i++) {
    const [x, y] = row(run.arrays.q_mean, i);
    ctx.lineTo(g.X(x), g.Y(y));
  }
  ctx.strokeStyle = withAlpha(color, 0.7);
  ctx.lineWidth = 1.5 * ui.line;
  ctx.stroke();
}

function drawOthers(ctx, run, frame, g, ui, color) {
  const steps = run.header.steps;
  for (let k = 0; k < (run.arrays.others_mean?.shape[0] ?? 0); k++) {
    const { mean, cov } = otherRun(run, k, Math.min(frame.t, steps));
    polyline(ctx, g, outline(mean, cov, 1.1774, 48));
    ctx.setLineDash([]);
    ctx.strokeStyle = withAlpha(color, 0.4);
    ctx.lineWidth = 1.2 * ui.line;
    ctx.stroke();
  }
}
