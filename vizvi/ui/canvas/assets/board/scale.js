// An axis may be logarithmic: its numbers travel as logarithms, and are written as what they stand for.

import { ticks } from "../shared/format.js";

// What a coordinate on an axis stands for; `log` is the base of its logarithms.
export const real = (axis, value) => (axis.log ? axis.log ** value : value);

const plain = (value) => String(Number(value.toPrecision(2))).replace(/\B(?=(\d{3})+$)/g, value >= 1e4 ? "\u2009" : "");

// Powers of ten, and as many numbers between them as there is room for.
function logTicks({ log: base, range: [lo, hi] }, count) {
  const decade = Math.log(10) / Math.log(base); // the length of a factor of ten
  const [first, last] = [Math.floor(lo / decade), Math.ceil(hi / decade)];
  const within = (digits) => {
    const found = [];
    for (let power = first; power <= last; power++) {
      for (const digit of digits) {
        const at = (power + Math.log10(digit)) * decade;
        if (at >= lo - 1e-9 && at <= hi + 1e-9) found.push({ value: at, text: plain(digit * 10 ** power) });
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
