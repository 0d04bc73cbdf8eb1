// Axes: where numbers stand, what they are called, and the grid that they hang on.

import { font, text, widthOf } from "./marks.js";
import { short, ticks } from "./format.js";
import { withAlpha } from "./tokens.js";

// What a coordinate on an axis stands for; `log` is the base of its logarithms.
export const real = (axis, value) => (axis.log ? axis.log ** value : value);

// Powers of ten, and as many numbers between them as there is room for.
function logTicks({ log: base, range: [lo, hi] }, count) {
  const decade = Math.log(10) / Math.log(base); // the length of a factor of ten
  const [first, last] = [Math.floor(lo / decade), Math.ceil(hi / decade)];
  const within = (digits) => {
    const found = [];
    for (let power = first; power <= last; power++) {
      for (const digit of digits) {
        const at = (power + Math.log10(digit)) * decade;
        if (at >= lo - 1e-9 && at <= hi + 1e-9) found.push({ value: at, text: short(digit * 10 ** power) });
      }
    }
    return found;
  };
  const choices = [[1, 2, 5], [1, 3], [1]].map(within);
  return choices.find((found) => found.length <= 1.3 * count) ?? choices.at(-1);
}

// Where an axis has numbers: as given, or about `count` of them.
export function numbers(axis, count) {
  if (axis.ticks) return axis.ticks.map(({ at, text }) => ({ value: at, text })).sort((a, b) => a.value - b.value);
  return axis.log ? logTicks(axis, count) : ticks(...axis.range, count);
}

// Numbers under a box: none in another's place, none beyond `limit`, where the axis' name begins.
export function xNumbers(ctx, ui, marks, X, { y, limit = Infinity, width = Infinity }) {
  ctx.font = font(ui, 14);
  const spots = marks.map(({ value, text: label }) => ({ at: X(value), label, half: widthOf(ctx, label) / 2 }));
  let taken = -Infinity;
  for (const { at, label, half } of spots.sort((a, b) => a.at - b.at)) {
    const x = Math.min(at, width - half - 1);
    if (x - half < taken + 6 || x + half > limit) continue;
    taken = x + half;
    text(ctx, ui, label, x, y, { size: 14, align: "center", color: ui.muted });
  }
}

// Grid lines across a box, and numbers up its left side.
export function yNumbers(ctx, ui, { x, y: top, w }, marks, Y, { skipTop = -Infinity } = {}) {
  let last = Infinity;
  for (const { value, text: label } of marks) {
    const y = Y(value);
    gridLine(ctx, ui, x, y, x + w, y);
    if (last - y < 15 * ui.type || y <= top + skipTop) continue;
    last = y;
    text(ctx, ui, label, x - 8, y, { size: 14, align: "right", color: ui.muted });
  }
}

// A whole x axis: grid lines, numbers under the box, the coordinate's name at its end. Steps are `whole` numbers.
export function xAxis(ctx, ui, box, X, range, name, { bottom = box.y + box.h, whole = false } = {}) {
  const [lo, hi] = range;
  const marks = ticks(lo, hi, box.w / (62 * ui.type), whole ? 1 : 0);
  for (const { value } of marks) gridLine(ctx, ui, X(value), box.y, X(value), bottom);
  const y = bottom + 14 * ui.type;
  ctx.font = font(ui, 16, 600);
  xNumbers(ctx, ui, marks, X, { y, limit: box.x + box.w - widthOf(ctx, name) - 8 });
  text(ctx, ui, name, box.x + box.w, y, { weight: 600, align: "right" });
}

export function yAxis(ctx, ui, box, Y, range, { spacing = 60, skipTop = 0 } = {}) {
  const [lo, hi] = range;
  yNumbers(ctx, ui, box, ticks(lo, hi, Math.max(2, box.h / (spacing * ui.type))), Y, { skipTop });
}

export function gridLine(ctx, ui, x0, y0, x1, y1, color = withAlpha(ui.theme.ink, 0.08)) {
  ctx.strokeStyle = color;
  ctx.lineWidth = 1;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  ctx.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  ctx.stroke();
}
