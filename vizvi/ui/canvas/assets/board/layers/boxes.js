// Bars that stand apart, in groups, on one another or lying: tinted, hatched either way, or an outline alone.

import { hatch } from "../../shared/marks.js";
import { pen, toneOf } from "../tones.js";
import { withAlpha } from "../../shared/tokens.js";

const SMALL = 3; // px: a thinner box is an outline with no walls, else walls are all one sees

function ground(ctx, ui, { pattern = "tint", tone, alpha = 1 }) {
  if (pattern === "none") return null;
  const color = toneOf(ui.theme, tone);
  if (pattern === "tint") return withAlpha(color, alpha * ui.theme.fill);
  return hatch(ctx, ui, color, { back: pattern === "back", alpha: 0.85 * alpha });
}

// Inside a bar's end or beyond it, whichever is free; a lying bar's name first at its start.
function spots({ left, right, top, bottom, across, down }) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (across) return [{ x: left, y, ux: 1, uy: 0 }, { x: right, y, ux: -1, uy: 0 }, { x: right, y, ux: 1, uy: 0 }];
  const [end, start] = down ? [bottom, top] : [top, bottom];
  const way = down ? 1 : -1;
  return [{ x, y: end, ux: 0, uy: -way }, { x, y: end, ux: 0, uy: way }, { x, y: start, ux: 0, uy: way }];
}

export function draw(ctx, ui, layer, place, board) {
  const sides = board.array(layer.box);
  if (!sides) return;
  const { X, Y } = place;
  const paint = ground(ctx, ui, layer);
  for (let i = 0; 4 * i < sides.length; i++) {
    const [x0, x1, y0, y1] = sides.subarray(4 * i, 4 * i + 4);
    if (!Number.isFinite(x0 + x1 + y0 + y1)) continue;
    const box = { left: Math.min(X(x0), X(x1)), right: Math.max(X(x0), X(x1)), top: Math.min(Y(y0), Y(y1)), bottom: Math.max(Y(y0), Y(y1)) };
    const [w, h] = [box.right - box.left, box.bottom - box.top];
    if (paint) {
      ctx.fillStyle = paint;
      ctx.fillRect(box.left, box.top, w, h);
    }
    if (layer.width !== 0) {
      pen(ctx, ui, layer);
      ctx.beginPath();
      if (layer.across && w < SMALL) ctx.rect(box.right, box.top, 0, h);
      else if (!layer.across && h < SMALL) ctx.rect(box.left, Y(y1), w, 0);
      else ctx.rect(box.left, box.top, w, h);
      ctx.stroke();
    }
    place.lines.push([box.left, box.top, box.right, box.top, box.left, box.bottom, box.right, box.bottom]);
    if (layer.labels?.[i]) {
      place.names.push({ string: layer.labels[i], tone: layer.tone, spots: spots({ ...box, across: layer.across, down: y1 < y0 }) });
    }
  }
}

// The bar under a pixel, for its hint.
export function hit(board, layer, { X, Y }, px, py) {
  const sides = board.array(layer.box);
  for (let i = sides.length / 4 - 1; i >= 0; i--) {
    const [x0, x1, y0, y1] = sides.subarray(4 * i, 4 * i + 4);
    if ((px - X(x0)) * (px - X(x1)) <= 0 && (py - Y(y0)) * (py - Y(y1)) <= 0) return i;
  }
  return null;
}
