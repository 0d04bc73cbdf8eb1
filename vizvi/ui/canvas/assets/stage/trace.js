// The bound climbing to its ceiling; it shares the step with the picture and can be scrubbed.

import { gridLine, xAxis, yAxis } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";
import { number, ticks } from "../shared/format.js";
import { circle, clipped, hatch, qColor, qDash, text } from "../shared/marks.js";
import { ceilingName, unknownChip } from "./veil.js";
import { dialRange, stepOf } from "./dial.js";

export function layout(run, width, height, ui) {
  const { trace, steps } = run.header;
  const [lo, hi] = trace.range;
  const pad = 0.04 * (hi - lo || 1);
  const longest = Math.max(0, ...ticks(lo, hi, 4).map(({ text: label }) => label.length));
  const box = { x: Math.max(50, 7.4 * longest + 12) * ui.type, y: 26 * ui.type + ui.head, w: 0, h: 0 };
  box.w = width - box.x - 14;
  box.h = height - box.y - 28 * ui.type;
  return {
    box,
    X: (t) => box.x + (steps ? t / steps : 0) * box.w,
    Y: (v) => box.y + box.h * (1 - (v - lo + pad) / (hi - lo + 2 * pad)),
    step: (x) => Math.round(Math.min(1, Math.max(0, (x - box.x) / box.w)) * steps),
  };
}

const hue = (run, theme) => ({ elbo: theme.elbo, reverse_kl: theme.q, divergence: theme.q, forward_kl: theme.forward })[run.header.trace.key]
  ?? theme.ink;

function path(ctx, run, g, to) {
  let pen = false;
  ctx.beginPath();
  for (let t = 0; t <= to; t++) {
    if (!run.knows(t)) continue; // its number comes later
    const v = run.value(run.header.trace.key, t);
    if (!Number.isFinite(v)) pen = false;
    else if (pen) ctx.lineTo(g.X(t), g.Y(v));
    else {
      ctx.moveTo(g.X(t), g.Y(v));
      pen = true;
    }
  }
}

export function drawStatic(ctx, run, g, ui) {
  const { trace, steps, stopped } = run.header;
  yAxis(ctx, ui, g.box, g.Y, trace.range, { spacing: 44 });
  const { dial } = run.header;
  if (dial) xAxis(ctx, ui, g.box, (value) => g.X(stepOf(dial.values, value)), dialRange(dial), dial.name);
  else xAxis(ctx, ui, g.box, g.X, [0, steps], "step", { whole: true });
  const open = run.header.open || (run.header.guess && !run.header.guess.locked); // no prediction is helped by the answer
  if (!open) clipped(ctx, g.box, () => {
    path(ctx, run, g, steps); // the run's whole course, faint: what a scrub would reach
    ctx.strokeStyle = withAlpha(hue(run, ui.theme), 0.35);
    ctx.lineWidth = 1.5 * ui.line;
    ctx.stroke();
  });
  const top = ui.veil > 0.5 ? NaN : run.value(trace.ceiling, 0);
  if (ui.veil > 0.5) unknownChip(ctx, ui, ceilingName(run), g.box.x + g.box.w, 13 * ui.type + ui.head, { align: "right", size: 14 });
  const y = Number.isFinite(top) ? g.Y(top) : NaN;
  if (Number.isFinite(y)) {
    ctx.fillStyle = ui.theme.ink; // a double rule: 3 px and 1 px
    ctx.fillRect(g.box.x, y - 3, g.box.w, 3);
    ctx.fillRect(g.box.x, y + 2, g.box.w, 1);
    text(ctx, ui, `ceiling ${ceilingName(run)} = ${number(top)}`, g.box.x + g.box.w, Math.max(11 * ui.type + ui.head, y - 14 * ui.type),
      { align: "right", size: 14, weight: 600 });
  }
  if (stopped) gridLine(ctx, ui, g.X(stopped.step), g.box.y, g.X(stopped.step), g.box.y + g.box.h, ui.theme.amber);
}

export function drawFrame(ctx, run, frame, g, ui, { highlight, second }) {
  const { trace } = run.header;
  const color = hue(run, ui.theme);
  const top = ui.veil > 0.5 ? NaN : run.value(trace.ceiling, 0);
  const t = frame.t;
  if (highlight === "log_z" && Number.isFinite(top)) {
    ctx.fillStyle = withAlpha(ui.theme.ink, 0.2);
    ctx.fillRect(g.box.x, g.Y(top) - 9, g.box.w, 18);
  }
  clipped(ctx, { ...g.box, y: g.box.y - 3, h: g.box.h + 6, w: g.box.w + 10 }, () => {
    if (Number.isFinite(top) && t > 0) gap(ctx, run, g, ui, top, t, highlight === "reverse_kl");
    if (second) {
      path(ctx, { ...second, header: run.header }, g, Math.min(t, second.header.steps));
      ctx.strokeStyle = qColor(ui, second.header.style);
      ctx.setLineDash(qDash(ui, "forward"));
      ctx.lineWidth = 2 * ui.line;
      ctx.stroke();
      ctx.setLineDash([]);
    }
    path(ctx, run, g, t);
    ctx.lineJoin = "round";
    ctx.strokeStyle = color;
    ctx.lineWidth = (highlight === trace.key ? 6 : 3) * ui.line;
    ctx.stroke();
  });
  gridLine(ctx, ui, g.X(t), g.box.y, g.X(t), g.box.y + g.box.h, withAlpha(ui.theme.ink, 0.3));
  const now = frame.value(trace.key);
  if (!Number.isFinite(now)) return;
  const string = `${trace.label} ${number(now)}`;
  const width = 7.6 * string.length * ui.type; // measuring each frame costs more than it gains
  const below = g.Y(now) > g.box.y + g.box.h;
  const y = Math.min(g.box.y + g.box.h, Math.max(g.box.y, g.Y(now)));
  const x = g.X(t);
  ctx.fillStyle = color;
  circle(ctx, x, y, 5 * ui.line);
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = ui.theme.background;
  ctx.stroke();
  const right = x + 10 + width < g.box.x + g.box.w;
  const low = y + 16 * ui.type < g.box.y + g.box.h - 8 ? y + 16 * ui.type : Math.max(g.box.y + 8 * ui.type, y - 14 * ui.type);
  text(ctx, ui, below ? `↓ ${string}` : string, right ? x + 10 : x - 8, low,
    { align: right ? "left" : "right", size: 14, weight: 600, color });
}

// The hatched band between bound and ceiling is KL(q‖p).
function gap(ctx, run, g, ui, top, t, strong) {
  ctx.beginPath();
  ctx.moveTo(g.X(0), g.Y(top) + 3);
  for (let i = 0; i <= t; i++) {
    const v = run.value(run.header.trace.key, i);
    const y = Number.isFinite(v) ? g.Y(v) : g.box.y + g.box.h;
    ctx.lineTo(g.X(i), Math.max(y, g.Y(top) + 3));
  }
  ctx.lineTo(g.X(t), g.Y(top) + 3);
  ctx.closePath();
  if (strong) {
    ctx.fillStyle = withAlpha(ui.theme.q, 0.25);
    ctx.fill();
  }
  ctx.fillStyle = hatch(ctx, ui, ui.theme.q, { alpha: strong ? 1 : 0.55 });
  ctx.fill();
}
