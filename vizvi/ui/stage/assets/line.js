// The 1-D picture: p as a filled ground, q as a line on it, the integrand's strip under both.

import { withAlpha } from "./tokens.js";
import { density, height, interpolate, peak, points } from "./curve.js";
import { DOTTED, LONG_DASH, clipped, place, qColor, trail, xAxis, yAxis } from "./marks.js";
import { drawError } from "./error.js";
import { drawRug } from "./draws.js";
import { drawStrip, stripAxis } from "./strip.js";
import { frameOf } from "./message.js";

// The axis never moves during a run; one narrow q may not flatten everything else.
function top(run) {
  const { p } = run.arrays;
  const pTop = run.header.normalized === false ? 0 : p.reduce((a, b) => Math.max(a, b), 0);
  let all = pTop;
  for (let t = 0; t <= run.header.steps; t++) {
    const q = height(run, t);
    if (Number.isFinite(q)) all = Math.max(all, q);
  }
  const last = height(run, run.header.steps) || pTop;
  const calm = pTop > 0 ? Math.max(pTop, Math.min(last, 3 * pTop)) : last;
  return all * 1.15 > 2.2 * calm ? 2.2 * calm : 1.15 * all;
}

export function layout(run, width, full, ui) {
  const [lo, hi] = run.header.window[0];
  run.top ??= top(run);
  const axis = 26 * ui.type;
  const left = (run.header.normalized === false ? 24 : 46) * ui.type;
  const room = full - axis - 8;
  const strip = run.header.strip && run.arrays.strip ? Math.max(72, Math.min(130, 0.24 * room)) * ui.type : 0;
  const rug = run.arrays.draw_z ? 26 * ui.type : 0;
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

const groundOf = (run) => {
  const [lo, hi] = run.header.window[0];
  const d = run.arrays.p;
  return { z: Float64Array.from(d, (_, i) => lo + ((hi - lo) * i) / (d.length - 1)), d };
};

export function drawStatic(ctx, run, g, ui) {
  const { theme } = ui;
  const known = run.header.normalized !== false;
  xAxis(ctx, ui, g.box, g.X, run.header.window[0], run.header.names[0], g.bottom);
  if (known) yAxis(ctx, ui, g.box, g.Y, [0, run.top], { skipTop: 10 });
  if (g.strip) stripAxis(ctx, run, g, ui);
  const ground = groundOf(run);
  // an unnormalized p has a shape but no height: draw it at q's scale, unfilled
  const scale = known ? 1 : (0.8 * run.top) / (1.15 * peak(ground).d);
  clipped(ctx, g.box, () => {
    trace(ctx, g, ground, scale);
    ctx.lineWidth = (known ? 3 : 2) * ui.line;
    ctx.strokeStyle = theme.p;
    ctx.stroke();
    if (!known) return;
    ctx.lineTo(g.box.x + g.box.w, g.Y(0));
    ctx.lineTo(g.box.x, g.Y(0));
    ctx.fillStyle = withAlpha(theme.p, theme.fill);
    ctx.fill();
  });
  const summit = peak(ground);
  const y = Math.max(g.box.y + 14, g.Y(summit.d * scale) - 14 * ui.type);
  run.taken = [];
  run.trail ??= {};
  const name = known ? "p" : "p̃ (height unknown up to a constant)";
  const x = g.X(summit.z);
  const spots = [{ x, y, align: "center" }, { x: x - 20, y: y + 20, align: "right" }, { x: x + 20, y: y + 20 },
    { x: g.box.x + 10, y: g.box.y + 14 }];
  place(ctx, ui, run.taken, g.box, name, spots, { color: theme.p });
}

function strokeQ(ctx, g, ui, curve, style) {
  trace(ctx, g, curve);
  ctx.lineJoin = "round";
  ctx.setLineDash(style === "forward" ? LONG_DASH.map((x) => x * ui.line) : []);
  ctx.strokeStyle = ui.theme.background;
  ctx.lineWidth = 7 * ui.line;
  if (style !== "forward") ctx.stroke();
  ctx.strokeStyle = qColor(ui, style);
  ctx.lineWidth = 4 * ui.line;
  ctx.stroke();
}

function flank(curve, g, side, share) {
  const summit = peak(curve);
  let i = summit.at;
  while (i > 0 && i < curve.d.length - 1 && curve.d[i] > share * summit.d) i += side;
  return { x: g.X(curve.z[i]) + side * 12, y: Math.max(g.box.y + 14, g.Y(curve.d[i])) };
}

// `side` is the flank to try first: the one away from what the label could be mistaken for.
function labelQ(ctx, g, ui, curve, string, style, taken, side = 1) {
  const spots = [];
  for (const share of [0.75, 0.5, 0.25, 0.1]) {
    for (const way of [side, -side]) spots.push({ ...flank(curve, g, way, share), align: way > 0 ? "left" : "right" });
  }
  place(ctx, ui, taken, g.box, string, spots, { color: style.color, weight: style.weight ?? 600, size: style.size });
}

function chevron(ctx, g, ui, curve, run, color, taken) {
  const summit = peak(curve);
  if (!(summit.d > run.top * 1.001)) return;
  const [x, y] = [g.X(summit.z), g.box.y + 12 * ui.type];
  const spots = [{ x: x + 12, y }, { x: x - 12, y, align: "right" }];
  place(ctx, ui, taken, g.box, `↑ ${(summit.d / run.top).toFixed(1)}×`, spots, { color });
}

export function drawFrame(ctx, run, frame, g, ui, { layers, start, steps }) {
  const color = qColor(ui, frame.style);
  const curve = points(run, frame);
  const taken = [...run.taken];
  if (layers.error && run.header.normalized !== false) {
    const [lo, hi] = run.header.window[0];
    drawError(ctx, ui, g, interpolate(run.arrays.p, lo, hi), density(run, frame), run.top);
  }
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
    for (let k = 0; layers.others && k < (run.arrays.others_mean?.shape[0] ?? 0); k++) {
      const at = k * (run.header.steps + 1) + Math.min(frame.t, run.header.steps);
      const one = { mean: [run.arrays.others_mean[at]], cov: [run.arrays.others_cov[at]] };
      ctx.lineWidth = 1.5 * ui.line;
      ctx.strokeStyle = withAlpha(color, 0.4);
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
    strokeQ(ctx, g, ui, curve, frame.style);
  });
  ctx.setLineDash([]);
  ctx.strokeStyle = withAlpha(ui.theme.ink, 0.55);
  ctx.lineWidth = 1;
  ctx.strokeRect(g.box.x, g.Y(0), g.box.w, 0);
  chevron(ctx, g, ui, curve, run, color, taken);
  labelQ(ctx, g, ui, curve, "q", { color }, taken);
  if (layers.start && start) {
    const ghost = points(run, start);
    labelQ(ctx, g, ui, ghost, "start", { color, weight: 400 }, taken, peak(ghost).z < peak(curve).z ? -1 : 1);
  }
  if (g.rug) drawRug(ctx, frame, g, ui, layers, run);
  if (g.strip) drawStrip(ctx, run, frame, g, ui);
}
