// Labels that stand beside their own line, where they hit no other label and as few other lines as possible.

import { font, text, widthOf } from "./marks.js";

const TURNS = [0, 0.4, -0.4, 0.8, -0.8, 1.25, -1.25, 1.7, -1.7, 2.2, -2.2, 2.7, -2.7, Math.PI];
const STRIDE = 6; // px between the points that stand for a line when asking what a label covers

// Pixel points along a line, evenly spaced, from a function that gives its i-th pixel.
function along(count, pixel) {
  const points = [];
  let [x0, y0] = pixel(0);
  for (let i = 1; i < count; i++) {
    const [x1, y1] = pixel(i);
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length < STRIDE) continue;
    for (let s = STRIDE; s <= length && points.length < 4000; s += STRIDE) {
      points.push(x0 + ((x1 - x0) * s) / length, y0 + ((y1 - y0) * s) / length);
    }
    [x0, y0] = [x1, y1];
  }
  return points;
}

export const pixels = (xy, g) => along(xy.length / 2, (i) => [g.X(xy[2 * i]), g.Y(xy[2 * i + 1])]);
export const curvePixels = ({ z, d }, g, scale = 1) => along(z.length, (i) => [g.X(z[i]), g.Y(d[i] * scale)]);

// Around a closed line: its outermost point in each direction, the wanted one first (an angle, counterclockwise).
export function ring(line, wanted) {
  const n = line.length / 2;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += line[2 * i] / n;
    my += line[2 * i + 1] / n;
  }
  return n ? TURNS.map((turn) => {
    const [ux, uy] = [Math.cos(wanted + turn), -Math.sin(wanted + turn)];
    let [best, x, y] = [-Infinity, 0, 0];
    for (let i = 0; i < n; i++) {
      const out = (line[2 * i] - mx) * ux + (line[2 * i + 1] - my) * uy;
      if (out > best) [best, x, y] = [out, line[2 * i], line[2 * i + 1]];
    }
    return { x, y, ux, uy };
  }) : [];
}

// Beside the peak of a density: on its flanks, the wanted side first, then on top.
export function flanks({ z, d }, g, side, scale = 1) {
  let top = 0;
  for (let i = 1; i < d.length; i++) if (d[i] > d[top]) top = i;
  const spots = [];
  for (const share of [0.75, 0.5, 0.9, 0.25, 0.1]) {
    for (const way of [side, -side]) {
      let i = top;
      while (i > 0 && i < d.length - 1 && d[i] > share * d[top]) i += way;
      spots.push({ x: g.X(z[i]), y: Math.max(g.box.y + 14, g.Y(d[i] * scale)), ux: way, uy: 0 });
    }
  }
  spots.push({ x: g.X(z[top]), y: g.Y(d[top] * scale), ux: 0, uy: -1 });
  return spots;
}

function covered(box, lines) {
  let count = 0;
  for (const line of lines) {
    for (let i = 0; i < line.length; i += 2) {
      if (line[i] > box.left && line[i] < box.right && line[i + 1] > box.top && line[i + 1] < box.bottom) count += 1;
    }
  }
  return count;
}

// `memory` keeps a label where it was on the frame before, unless somewhere else is clearly better.
export function beside(ctx, ui, { taken, frame, lines, memory }, string, spots, style) {
  ctx.font = font(ui, 16, style.weight ?? 600);
  const [w, h] = [widthOf(ctx, string), 20 * ui.type];
  let best = null;
  spots.forEach(({ x, y, ux, uy, last = false }, i) => { // `last`: a spot for want of a better one
    const [cx, cy] = [x + ux * (w / 2 + 9), y + uy * (h / 2 + 6)];
    const box = { left: cx - w / 2 - 2, right: cx + w / 2 + 2, top: cy - h / 2, bottom: cy + h / 2 };
    const inside = box.left >= frame.x && box.right <= frame.x + frame.w && box.top >= frame.y && box.bottom <= frame.y + frame.h;
    const hit = taken.some((b) => box.right > b.left && box.left < b.right && box.bottom > b.top && box.top < b.bottom);
    if (!inside || hit) return;
    const cost = covered(box, lines) + 0.3 * i + (last ? 40 : 0) - (memory[string] === i ? 2.5 : 0);
    if (!best || cost < best.cost) best = { cost, box, cx, cy, i };
  });
  if (!best) return null;
  memory[string] = best.i;
  taken.push(best.box);
  text(ctx, ui, string, best.cx, best.cy, { weight: 600, ...style, align: "center" });
  return { x: best.cx, y: best.cy };
}
