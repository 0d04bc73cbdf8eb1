// Marks shared by the pictures: text with a halo, hatching, arrows, axes, labels that avoid each other.

import { mixed } from "./blend.js";
import { withAlpha } from "./tokens.js";

export const DOTTED = [2, 5];
export const LONG_DASH = [12, 6];

export function font(ui, size = 16, weight = 400) {
  return `${weight} ${size * ui.type}px ${ui.family}`;
}

export function text(ctx, ui, string, x, y, { color = null, size = 16, weight = 400, align = "left", base = "middle" } = {}) {
  ctx.font = font(ui, size, weight);
  ctx.textAlign = align;
  ctx.textBaseline = base;
  ctx.lineJoin = "round";
  ctx.setLineDash([]);
  ctx.lineWidth = 4;
  ctx.strokeStyle = ui.theme.background;
  ctx.strokeText(string, x, y); // the halo keeps labels readable on curves
  ctx.fillStyle = color ?? ui.theme.ink;
  ctx.fillText(string, x, y);
}

const WIDTHS = new Map(); // measuring is slow, and the same few labels return on every frame

export function widthOf(ctx, string) {
  const key = `${ctx.font}|${string}`;
  if (!WIDTHS.has(key)) WIDTHS.set(key, ctx.measureText(string).width);
  return WIDTHS.get(key);
}

// The page's font may arrive after the first paint.
export const forgetWidths = () => WIDTHS.clear();

// Puts a label at the first place where it hits neither another label nor the frame.
export function place(ctx, ui, taken, frame, string, spots, style) {
  ctx.font = font(ui, style.size ?? 16, style.weight ?? 600);
  const width = widthOf(ctx, string);
  const height = 20 * ui.type;
  for (const { x, y, align = "left" } of spots) {
    const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
    const box = { left, right: left + width, top: y - height / 2, bottom: y + height / 2 };
    const inside = box.left >= frame.x + 2 && box.right <= frame.x + frame.w - 2
      && box.top >= frame.y && box.bottom <= frame.y + frame.h;
    const free = taken.every((b) => box.right < b.left - 4 || box.left > b.right + 4
      || box.bottom < b.top || box.top > b.bottom);
    if (inside && free) {
      taken.push(box);
      text(ctx, ui, string, x, y, { weight: 600, ...style, align });
      return true;
    }
  }
  return false;
}

const PATTERNS = new Map(); // a pattern per frame would be most of a frame's cost

export function hatch(ctx, ui, color, { back = false, gap = 7, alpha = 0.85 } = {}) {
  const key = [color, back, gap, alpha, ui.ratio].join();
  if (!PATTERNS.has(key)) PATTERNS.set(key, weave(ctx, ui, color, back, gap, alpha));
  return PATTERNS.get(key);
}

function weave(ctx, ui, color, back, gap, alpha) {
  const side = Math.round(gap * ui.ratio);
  const tile = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = tile.getContext("2d");
  pen.strokeStyle = withAlpha(color, alpha);
  pen.lineWidth = 1.1 * ui.ratio;
  const up = back ? -1 : 1;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift - side, side / 2 + up * 1.5 * side);
    pen.lineTo(shift + 2 * side, side / 2 - up * 1.5 * side);
    pen.stroke();
  }
  const pattern = ctx.createPattern(tile, "repeat");
  pattern.setTransform(new DOMMatrix().scale(1 / ui.ratio));
  return pattern;
}

export function circle(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

// An arrow from a draw; a capped one carries a double head.
export function arrow(ctx, x, y, dx, dy, cap) {
  const length = Math.hypot(dx, dy);
  if (!(length > 2)) return;
  const scale = length > cap ? cap / length : 1;
  const [ux, uy] = [dx / length, dy / length];
  const head = (tx, ty) => {
    ctx.moveTo(tx - 5 * ux + 3 * uy, ty - 5 * uy - 3 * ux);
    ctx.lineTo(tx, ty);
    ctx.lineTo(tx - 5 * ux - 3 * uy, ty - 5 * uy + 3 * ux);
  };
  const [tx, ty] = [x + dx * scale, y + dy * scale];
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(tx, ty);
  head(tx, ty);
  if (scale < 1) head(tx - 5 * ux, ty - 5 * uy);
  ctx.stroke();
}

export function clipped(ctx, box, draw) {
  ctx.save();
  ctx.beginPath();
  ctx.rect(box.x, box.y, box.w, box.h);
  ctx.clip();
  draw();
  ctx.restore();
}

export function polyline(ctx, g, xy) {
  ctx.beginPath();
  for (let i = 0; i < xy.length; i += 2) ctx.lineTo(g.X(xy[i]), g.Y(xy[i + 1]));
}

// A style is "reverse", "forward", or how far q is from the one (0) to the other (1): the run's `mix`.
const share = (style) => (typeof style === "number" ? style : style === "forward" ? 1 : 0);

export const qColor = (ui, style) => mixed(ui.theme.q, ui.theme.forward, share(style));

// Solid for the reverse fit, long dashes for the forward one; between them gaps that grow.
export function qDash(ui, style) {
  const gap = LONG_DASH[1] * share(style);
  return gap < 0.3 ? [] : [LONG_DASH[0] * ui.line, gap * ui.line];
}

// Every k-th iterate up to t, the same ones on every frame so that the trail does not shimmer.
export function trail(steps, t) {
  const every = Math.max(1, Math.ceil(steps / 12));
  const result = [];
  for (let i = 0; i < t && result.length < 12; i += every) result.push(i);
  return result.map((i, n) => ({ i, alpha: 0.1 + (0.35 * (n + 1)) / result.length }));
}
