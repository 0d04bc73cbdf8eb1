// Labels of the plane: beside their own line, where they hit neither other labels nor other lines.

import { font, text, widthOf } from "./marks.js";

const TURNS = [0, 0.4, -0.4, 0.8, -0.8, 1.25, -1.25, 1.7, -1.7, 2.2, -2.2, 2.7, -2.7, Math.PI];

// A data line as pixels, for asking what a label would cover.
export function pixels(xy, g) {
  const points = new Float32Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    points[i] = g.X(xy[i]);
    points[i + 1] = g.Y(xy[i + 1]);
  }
  return points;
}

// The line's outermost point in each direction, the wanted direction (an angle, counterclockwise) first.
function spots(line, wanted) {
  const n = line.length / 2;
  let [mx, my] = [0, 0];
  for (let i = 0; i < n; i++) {
    mx += line[2 * i] / n;
    my += line[2 * i + 1] / n;
  }
  return TURNS.map((turn) => {
    const [ux, uy] = [Math.cos(wanted + turn), -Math.sin(wanted + turn)];
    let [best, x, y] = [-Infinity, 0, 0];
    for (let i = 0; i < n; i++) {
      const out = (line[2 * i] - mx) * ux + (line[2 * i + 1] - my) * uy;
      if (out > best) [best, x, y] = [out, line[2 * i], line[2 * i + 1]];
    }
    return { x, y, ux, uy };
  });
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
export function beside(ctx, ui, { taken, frame, lines, memory }, string, line, wanted, style) {
  if (!line?.length) return;
  ctx.font = font(ui, 16, style.weight ?? 600);
  const [w, h] = [widthOf(ctx, string), 20 * ui.type];
  let best = null;
  spots(line, wanted).forEach(({ x, y, ux, uy }, i) => {
    const [cx, cy] = [x + ux * (w / 2 + 8), y + uy * (h / 2 + 6)];
    const box = { left: cx - w / 2 - 2, right: cx + w / 2 + 2, top: cy - h / 2, bottom: cy + h / 2 };
    const inside = box.left >= frame.x && box.right <= frame.x + frame.w && box.top >= frame.y && box.bottom <= frame.y + frame.h;
    const hit = taken.some((b) => box.right > b.left && box.left < b.right && box.bottom > b.top && box.top < b.bottom);
    if (!inside || hit) return;
    const cost = covered(box, lines) + 0.3 * i - (memory[string] === i ? 2.5 : 0);
    if (!best || cost < best.cost) best = { cost, box, cx, cy, i };
  });
  if (!best) return;
  memory[string] = best.i;
  taken.push(best.box);
  text(ctx, ui, string, best.cx, best.cy, { weight: 600, ...style, align: "center" });
}
