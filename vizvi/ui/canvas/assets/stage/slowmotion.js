// The pictures of one step: noise in an inset, draws placed by q, their scores, their forces, and the move.

import { withAlpha } from "../shared/tokens.js";
import { number } from "../shared/format.js";
import { outline } from "./ellipse.js";
import { frameOf } from "./frame.js";
import { gaussian, points } from "./curve.js";
import { DOTTED, arrow, circle, clipped, place, polyline, qColor, text } from "../shared/marks.js";

const [MOST, REACH] = [60, 3.2]; // draws, and standard deviations that the inset shows

// The corner farthest from q, so that the inset hides as little as possible.
function inset(g, ui, frame) {
  const plane = frame.mean.length > 1;
  const w = plane ? 0.36 * g.box.w : Math.min(280 * ui.type, Math.max(140, 0.36 * g.box.w));
  const h = plane ? w : Math.min(110 * ui.type, 0.4 * g.box.h);
  const pad = 8;
  const left = g.X(frame.mean[0]) > g.box.x + g.box.w / 2;
  const high = !plane || g.Y(frame.mean[1]) > g.box.y + g.box.h / 2;
  return { x: left ? g.box.x + pad : g.box.x + g.box.w - w - pad, y: high ? g.box.y + pad : g.box.y + g.box.h - h - pad, w, h };
}

function noisePlace(box, plane, eps, s, wide, ui) {
  const limit = (e) => Math.max(-REACH + 0.1, Math.min(REACH - 0.1, e));
  const x = box.x + ((limit(eps[s * wide]) + REACH) / (2 * REACH)) * box.w;
  if (!plane) return [x, box.y + box.h - 16 * ui.type - (s % 3) * 4];
  return [x, box.y + box.h * (1 - (limit(wide > 1 ? eps[s * wide + 1] : 0) + REACH) / (2 * REACH))];
}

function drawInset(ctx, ui, box, plane, color, alpha) {
  ctx.save();
  ctx.globalAlpha = alpha;
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.w, box.h, 8);
  ctx.fillStyle = withAlpha(ui.theme.background, 0.94);
  ctx.fill();
  ctx.setLineDash([]);
  ctx.lineWidth = 1;
  ctx.strokeStyle = withAlpha(ui.theme.ink, 0.35);
  ctx.stroke();
  ctx.strokeStyle = withAlpha(color, 0.8);
  ctx.lineWidth = 1.5 * ui.line;
  if (plane) {
    for (const radius of [1, 2]) {
      circle(ctx, box.x + box.w / 2, box.y + box.h / 2, (radius / (2 * REACH)) * box.w);
      ctx.stroke();
    }
  } else {
    const bell = gaussian(0, 1);
    const base = box.y + box.h - 10 * ui.type;
    ctx.beginPath();
    for (let e = -REACH; e <= REACH; e += 0.1) {
      ctx.lineTo(box.x + ((e + REACH) / (2 * REACH)) * box.w, base - (bell(e) / 0.4) * (box.h - 42 * ui.type));
    }
    ctx.stroke();
  }
  text(ctx, ui, plane ? "ε ~ N(0, I)" : "ε ~ N(0, 1)", box.x + 8, box.y + 13 * ui.type, { size: 14, weight: 600, color });
  ctx.restore();
}

function landing(g, plane, z, s, ui) {
  if (plane) return [g.X(z[2 * s]), g.Y(z[2 * s + 1])];
  const middle = g.rug ? g.rug.y + g.rug.h / 2 : g.Y(0) - 14 * ui.type;
  return [g.X(z[s]), middle + (((s * 7) % 5) - 2) * 2.5 * ui.type];
}

// Log weights against the log of their average.
function centered(logw) {
  const top = Math.max(...logw);
  const mean = top + Math.log(logw.reduce((sum, x) => sum + Math.exp(x - top), 0) / logw.length);
  return Array.from(logw, (x) => Math.max(-3, Math.min(3, x - mean)));
}

function score(ctx, ui, x, y, weight, share, color) {
  const radius = (3.5 + share * (weight > 0 ? 3 * weight : 0.6 * weight)) * ui.line;
  circle(ctx, x, y, Math.max(1.5, radius));
  if (weight > 0.1) {
    ctx.fillStyle = withAlpha(color, 0.4 * share);
    ctx.fill();
  }
  ctx.stroke();
}

function forceScale(run, dim) {
  if (run.stepReach) return run.stepReach;
  const force = run.arrays.step_force;
  const lengths = [];
  const stride = Math.max(1, Math.floor(force.length / dim / 4000));
  for (let i = 0; i + dim <= force.length; i += dim * stride) lengths.push(Math.hypot(...force.subarray(i, i + dim)));
  lengths.sort((a, b) => a - b);
  run.stepReach = 40 / (lengths[Math.floor(0.8 * lengths.length)] || 1);
  return run.stepReach;
}

// The average of the arrows, thick, at q's mean: where the step goes.
function average(ctx, ui, { taken, frame, plane, label }, x, y, dx, dy, share, color) {
  const length = Math.hypot(dx, dy);
  const scale = Math.min(1, 110 / (length || 1)) * share;
  const [tx, ty] = [x + dx * scale, y + dy * scale];
  ctx.lineCap = "round";
  for (const [stroke, width] of [[ui.theme.background, 10], [color, 6]]) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width * ui.line;
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(tx, ty);
    if (length * scale > 10) {
      const [ux, uy] = [dx / length, dy / length];
      const size = 11 * ui.line;
      ctx.moveTo(tx - size * (ux - 0.7 * uy), ty - size * (uy + 0.7 * ux));
      ctx.lineTo(tx, ty);
      ctx.lineTo(tx - size * (ux + 0.7 * uy), ty - size * (uy - 0.7 * ux));
    }
    ctx.stroke();
  }
  ctx.lineCap = "butt";
  const back = length > 10 ? { x: x - (18 * dx) / length, y: y - (18 * dy) / length, align: dx > 0 ? "right" : "left" } : null;
  const spots = [{ x, y: y - 20 * ui.type, align: "center" }, { x, y: y + 22 * ui.type, align: "center" }];
  place(ctx, ui, taken, frame, label, plane && back ? [back, ...spots] : spots, { color, size: 15 });
}

// Where q was, dotted under where it is now.
function before(ctx, run, g, ui, t, color) {
  const old = frameOf(run, t);
  ctx.setLineDash(DOTTED);
  ctx.lineCap = "round";
  ctx.lineWidth = 2.5 * ui.line;
  ctx.strokeStyle = color;
  if (old.mean.length > 1) polyline(ctx, g, outline(old.mean, old.cov, 1.1774));
  else {
    const { z, d } = points(run, old);
    ctx.beginPath();
    for (let i = 0; i < z.length; i++) ctx.lineTo(g.X(z[i]), g.Y(d[i]));
  }
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.lineCap = "butt";
}

export function drawScene(ctx, run, frame, g, ui, scene, taken) {
  const { phase, share, t, eps, z, force, push, logw, wide } = scene;
  const plane = frame.mean.length > 1;
  const dim = plane ? 2 : 1;
  const color = qColor(ui, frame.style);
  if (phase === 4) {
    clipped(ctx, g.box, () => before(ctx, run, g, ui, t, withAlpha(ui.theme.ink, 0.7)));
    return;
  }
  const count = Math.min(MOST, z.length / dim);
  const box = inset(g, ui, frame);
  if (phase < 2 && eps) drawInset(ctx, ui, box, plane, color, phase === 1 ? 1 - 0.8 * share : 1);
  const weights = logw && phase >= 2 ? centered(logw) : null;
  ctx.setLineDash([]);
  const end = { x: g.box.x, y: g.box.y, w: g.box.w, h: (g.rug ? g.rug.y + g.rug.h : g.box.y + g.box.h) - g.box.y };
  clipped(ctx, end, () => {
    for (let s = 0; s < count; s++) {
      const to = landing(g, plane, z, s, ui);
      const from = eps && phase < 2 ? noisePlace(box, plane, eps, s, wide, ui) : to;
      const way = phase === 0 ? 0 : phase === 1 ? share : 1;
      const [x, y] = [from[0] + way * (to[0] - from[0]), from[1] + way * (to[1] - from[1])];
      ctx.strokeStyle = color;
      ctx.lineWidth = 1.5 * ui.line;
      if (weights) score(ctx, ui, x, y, weights[s], phase === 2 ? share : 1, color);
      else {
        circle(ctx, x, y, 3.5 * ui.line);
        ctx.stroke();
      }
      if (phase === 3 && force) {
        const k = forceScale(run, dim) * share;
        arrow(ctx, x, y, force[dim * s] * k, plane ? -force[dim * s + 1] * k : 0, 70);
      }
    }
  });
  if (phase === 2 && weights) nameOne(ctx, ui, g, plane, z, logw, weights, count, color, taken);
  if (phase === 3 && force) {
    const mean = (axis) => {
      if (push) return push[axis] * forceScale(run, dim); // of all draws, not of those shown alone
      let sum = 0;
      for (let i = axis; i < force.length; i += dim) sum += force[i];
      return (sum / (force.length / dim)) * forceScale(run, dim);
    };
    const y = plane ? g.Y(frame.mean[1]) : (g.Y(0) + Math.max(g.box.y, g.Y(gaussian(0, frame.cov[0])(0)))) / 2;
    const label = run.header.explain?.arrow ?? "their average";
    average(ctx, ui, { taken, frame: g.box, plane, label }, g.X(frame.mean[0]), y, mean(0), plane ? -mean(1) : 0, share, color);
  }
}

// One draw says its number: the one that is most out of line and still in the picture.
function nameOne(ctx, ui, g, plane, z, logw, weights, count, color, taken) {
  let best = -1;
  for (let s = 0; s < count; s++) {
    const [x, y] = landing(g, plane, z, s, ui);
    const seen = x > g.box.x + 4 && x < g.box.x + g.box.w - 4 && (!plane || (y > g.box.y + 4 && y < g.box.y + g.box.h - 4));
    if (seen && (best < 0 || Math.abs(weights[s]) > Math.abs(weights[best]))) best = s;
  }
  if (best < 0) return;
  const [x, y] = landing(g, plane, z, best, ui);
  const [above, up] = plane ? [y, 22] : [g.Y(0) - 14 * ui.type, 32 * ui.type];
  const beside = plane ? [[18, 0, "left"], [-18, 0, "right"], [0, 24, "center"]] : [];
  const spots = [[0, -up, "center"], ...beside, [0, -2 * up, "center"], [16, -up, "left"], [-16, -up, "right"]];
  place(ctx, ui, taken, g.box, `log p̃ − log q = ${number(logw[best])}`,
    spots.map(([dx, dy, align]) => ({ x: x + dx, y: above + dy, align })), { color, size: 15 });
}
