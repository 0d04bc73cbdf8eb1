// What a pointer and keys mean, as numbers: which mark is nearest, where an arrow points, which value a place stands for.

export const clamp = (x, lo, hi) => Math.min(hi, Math.max(lo, x));

// The nearest of lo, lo + step, …; never 0.30000000000000004, which is no value to put in a link.
export function snapped(x, lo, hi, step) {
  return Number(clamp(lo + Math.round((x - lo) / step) * step, lo, hi).toFixed(9));
}

// ARIA knows no 6e-10.
export const spelled = (value) => (typeof value === "number" && String(value).includes("e") ? value.toFixed(12) : value);

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// Where an arrow key points, or null.
export const arrow = (key) => ARROWS[key] ?? null;

// Along one axis right and up are more, left and down less; 0 for other keys.
export const sign = (key) => (ARROWS[key] ? ARROWS[key][0] + ARROWS[key][1] : 0);

// The mark nearest to a place among those that reach it: not the one that happens to lie on top.
export function nearest(marks, x, y) {
  let [best, least] = [null, Infinity];
  for (const mark of marks) {
    const far = Math.hypot(mark.x - x, mark.y - y);
    if (far <= mark.reach && far < least) [best, least] = [mark, far];
  }
  return best;
}
