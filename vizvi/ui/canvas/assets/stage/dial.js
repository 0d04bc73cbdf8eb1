// A run may be a sequence of optima along a dial instead of steps: the transport then speaks of the dial.

import { number } from "../shared/format.js";

export const dialText = (dial, step) => dial.text.replace("{}", number(dial.values[step]));
export const dialWords = (dial, step) => `${dial.name} ${number(dial.values[step])}`;

// The (fractional) step at which a monotone dial shows a value.
export function stepOf(values, value) {
  const rising = values[values.length - 1] >= values[0];
  const i = Math.max(1, values.findIndex((v) => (rising ? v >= value : v <= value)));
  const [a, b] = [values[i - 1], values[i]];
  return a === b ? i : i - 1 + (value - a) / (b - a);
}

export const dialRange = ({ values }) => [Math.min(...values), Math.max(...values)];
