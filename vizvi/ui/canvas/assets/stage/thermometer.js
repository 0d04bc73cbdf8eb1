// The bound as a level under its ceiling: what is missing between them is KL(q‖p), hatched.

import { gridLine, yAxis } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";
import { number, readout } from "../shared/format.js";
import { clipped, hatch, text } from "../shared/marks.js";
import { ceilingName, unknownChip } from "./veil.js";

export function layout(run, width, height, ui) {
  const { floor, top } = run.header.thermometer;
  const axis = 50 * ui.type;
  const said = run.header.guess?.kind === "level"; // its tags stand inside the column
  const column = Math.min((said ? 150 : 110) * ui.type, Math.max(48, (said ? 0.44 : 0.34) * width));
  const words = (said ? 130 : 150) * ui.type;
  const x = axis + Math.max(0, (width - axis - column - words) / 2);
  const box = { x, y: 26 * ui.type + ui.head, w: column, h: height - 36 * ui.type - ui.head };
  const right = Math.min(width - 2, x + column + words);
  return { box, right, Y: (v) => box.y + box.h * (1 - (v - floor) / (top - floor || 1)) };
}

const wide = (g) => ({ ...g.box, w: g.right - g.box.x });

export function drawStatic(ctx, run, g, ui) {
  const { thermometer } = run.header;
  yAxis(ctx, ui, wide(g), g.Y, [thermometer.floor, thermometer.top], { spacing: 44 });
  text(ctx, ui, "nats", g.box.x - 8, 10 * ui.type + ui.head, { size: 14, align: "right", color: ui.muted });
  ctx.strokeStyle = withAlpha(ui.theme.ink, 0.35);
  ctx.lineWidth = 1;
  ctx.beginPath(); // open at the top: nothing but the ceiling ends it
  ctx.moveTo(g.box.x + 0.5, g.box.y);
  ctx.lineTo(g.box.x + 0.5, g.box.y + g.box.h);
  ctx.lineTo(g.box.x + g.box.w + 0.5, g.box.y + g.box.h);
  ctx.lineTo(g.box.x + g.box.w + 0.5, g.box.y);
  ctx.stroke();
}

// Where the ceiling's name stands: over its rule.
const nameRow = (g, ui, top) => Math.max(9 * ui.type + ui.head, g.Y(top) - 14 * ui.type);

function ceiling(ctx, run, g, ui, top, strong) {
  const label = ceilingName(run);
  const y = g.Y(top);
  const alpha = 1 - ui.veil;
  if (ui.veil > 0.5) unknownChip(ctx, ui, label, g.box.x + g.box.w + 12, 14 * ui.type + ui.head);
  if (!(alpha > 0) || !Number.isFinite(y)) return;
  ctx.save();
  ctx.globalAlpha *= alpha;
  if (strong) {
    ctx.fillStyle = withAlpha(ui.theme.ink, 0.2);
    ctx.fillRect(g.box.x - 6, y - 9, g.right - g.box.x + 6, 18);
  }
  ctx.fillStyle = ui.theme.ink;
  ctx.fillRect(g.box.x - 6, y - 3 * ui.line, g.right - g.box.x + 6, 3 * ui.line);
  ctx.fillRect(g.box.x - 6, y + 2 * ui.line, g.right - g.box.x + 6, ui.line);
  text(ctx, ui, `${label} = ${number(top)}`, g.box.x + g.box.w + 12, nameRow(g, ui, top), { size: 15, weight: 600 });
  ctx.restore();
}

function gap(ctx, g, ui, top, level, strong) {
  const [from, to] = [g.Y(top) + 3 * ui.line, Math.min(g.Y(level), g.box.y + g.box.h)];
  if (!(to > from)) return;
  ctx.save();
  ctx.globalAlpha *= 1 - ui.veil;
  ctx.beginPath();
  ctx.rect(g.box.x + 1, from, g.box.w - 1, to - from);
  if (strong) {
    ctx.fillStyle = withAlpha(ui.theme.q, 0.25);
    ctx.fill();
  }
  ctx.fillStyle = hatch(ctx, ui, ui.theme.q, { alpha: strong ? 1 : 0.65 });
  ctx.fill();
  ctx.restore();
}

function mark(ctx, ui, x, y, color) {
  ctx.beginPath(); // ▲ with its tip at the level
  ctx.moveTo(x, y);
  ctx.lineTo(x + 6 * ui.line, y + 11 * ui.line);
  ctx.lineTo(x - 6 * ui.line, y + 11 * ui.line);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
}

export function drawFrame(ctx, run, frame, g, ui, { highlight }) {
  const spec = run.header.thermometer;
  const [top, level, first] = [run.value(spec.ceiling, 0), frame.value(spec.level), run.value(spec.level, 0)];
  const { elbo, q } = ui.theme;
  const bottom = g.box.y + g.box.h;
  const y = Math.min(bottom, Math.max(g.box.y, g.Y(level)));
  const x = g.box.x + g.box.w + 12;
  if (Number.isFinite(level)) {
    const strong = highlight === "elbo";
    clipped(ctx, { ...wide(g), x: g.box.x - 6 }, () => {
      ctx.fillStyle = withAlpha(elbo, strong ? 0.45 : 0.25);
      ctx.fillRect(g.box.x + 1, y, g.box.w - 1, bottom - y);
      if (ui.veil < 1 && Number.isFinite(top)) gap(ctx, g, ui, top, level, highlight === "reverse_kl");
    });
    ctx.fillStyle = elbo;
    ctx.fillRect(g.box.x - 2, y - (strong ? 3 : 1.5) * ui.line, g.box.w + 4, (strong ? 6 : 3) * ui.line);
    const begun = frame.t > 0 && first > spec.floor;
    if (begun) start(ctx, g, ui, g.Y(first));
    const low = level < spec.floor;
    if (!low) mark(ctx, ui, x + 4, y, elbo);
    const below = Math.min(y + 10 * ui.type, bottom - 8 * ui.type);
    const words = `${low ? "↓ " : ""}${spec.label} ${number(level)}`;
    text(ctx, ui, words, low ? x : x + 16 * ui.line, below, { size: 15, weight: 600, color: elbo });
    const rows = [below, gapLabel(ctx, run, frame, g, ui, { x, y: [g.Y(top), y], below, color: q }), nameRow(g, ui, top)];
    if (begun) nameStart(ctx, g, ui, first, rows);
  }
  if (Number.isFinite(top)) ceiling(ctx, run, g, ui, top, highlight === "log_z");
}

function start(ctx, g, ui, y) {
  ctx.setLineDash([2, 5]);
  ctx.strokeStyle = withAlpha(ui.theme.elbo, 0.8);
  ctx.lineWidth = 2 * ui.line;
  ctx.beginPath();
  ctx.moveTo(g.box.x, y);
  ctx.lineTo(g.box.x + g.box.w, y);
  ctx.stroke();
  ctx.setLineDash([]);
}

// The dotted level of the start has a name, beside it or as near as the other names let it.
function nameStart(ctx, g, ui, first, rows) {
  const y = g.Y(first);
  const free = (at) => at < g.box.y + g.box.h && rows.every((row) => !Number.isFinite(row) || Math.abs(row - at) > 18 * ui.type);
  const at = [0, 1, -1, 2, -2].map((n) => y + 10 * n * ui.type).find(free);
  if (at === undefined) return;
  text(ctx, ui, `start ${number(first)}`, g.box.x + g.box.w + 12, at, { size: 14, color: ui.theme.elbo });
}

// Between ceiling and level if there is room, else under the level's own label; says at which height.
function gapLabel(ctx, run, frame, g, ui, { x, y: [from, to], below, color }) {
  const key = run.header.thermometer.gap ?? "reverse_kl";
  const value = frame.value(key);
  if (ui.veil > 0.5 || !Number.isFinite(value) || !Number.isFinite(from)) return NaN;
  const roomy = to - from > 26 * ui.type;
  const y = roomy ? (from + Math.min(to, below - 16 * ui.type)) / 2 + 2 : below + 20 * ui.type;
  if (!roomy && y > g.box.y + g.box.h) return NaN;
  text(ctx, ui, `KL(q‖p) ${readout(value, "quadrature", key)}`, x, y, { size: 15, weight: 600, color });
  if (roomy) gridLine(ctx, ui, x - 6, from + 5, x - 6, to - 3, withAlpha(color, 0.8));
  return y;
}
