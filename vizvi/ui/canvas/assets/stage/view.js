// The part of the line or plane that the picture shows: the target's window, fixed, unless somebody asked for all of p and q.

import { logDensity } from "./closed.js";

const TAIL = 0.002; // of p's mass, left out on either side
const REACH = { bell: 2.45, student: 3.5 }; // sds of q that belong to it
const AIR = 0.08; // around both, as a share
const SMALL = 0.3; // of the window, along every axis: less than that is hard to see
const TINY = 0.015; // of the window: q alone is looked at
const FARTHEST = 300; // windows: what lies beyond is nowhere

export const viewOf = (run) => run.view ?? run.header.window;

const span = ([lo, hi]) => hi - lo;

function quantiles(values, [lo, hi]) {
  const total = values.reduce((sum, each) => sum + each, 0);
  if (!(total > 0)) return null;
  let [from, to, held] = [0, values.length - 1, 0];
  for (held = values[from]; held < TAIL * total; held += values[from]) from++;
  for (held = values[to]; held < TAIL * total; held += values[to]) to--;
  const at = (i) => lo + ((hi - lo) * i) / (values.length - 1);
  return [at(Math.max(0, from - 1)), at(Math.min(values.length - 1, to + 1))];
}

// Where p has its mass, an interval for each axis; null where that is not known.
function bodyOfP({ header, arrays }) {
  if (header.kind === "1d") return arrays.p ? [quantiles(arrays.p, header.window[0])] : null;
  const both = [1, 2].map((axis) => arrays[`p_margin_${axis}`]);
  return both.every(Boolean) ? both.map((each, axis) => quantiles(each, header.window[axis])) : null;
}

// Where q has its mass; its components' if it has some.
function bodyOfQ({ mean, cov, kernels, df }) {
  const dim = mean.length;
  const reach = df ? REACH.student : REACH.bell;
  const parts = [];
  for (let k = 0; kernels && k < kernels.length; k += 1 + 2 * dim) {
    const [weight, ...rest] = kernels.slice(k, k + 1 + 2 * dim); // Python's are a typed array, a hand's a plain one
    if (weight > 0.01) parts.push({ at: rest.slice(0, dim), sd: rest.slice(dim) });
  }
  if (!parts.length) parts.push({ at: mean, sd: dim === 1 ? [Math.sqrt(cov[0])] : [Math.sqrt(cov[0]), Math.sqrt(cov[2])] });
  return Array.from({ length: dim }, (_, axis) => [
    Math.min(...parts.map(({ at, sd }) => at[axis] - reach * sd[axis])), Math.max(...parts.map(({ at, sd }) => at[axis] + reach * sd[axis])),
  ]);
}

// The least that holds both, along every axis.
export const around = (a, b) => a.map(([lo, hi], axis) => [Math.min(lo, b[axis][0]), Math.max(hi, b[axis][1])]);

// With air, and as wide to high as the window is: the picture keeps its shape.
function framed(body, window) {
  const shares = body.map((each, axis) => span(each) / span(window[axis]));
  const share = (1 + 2 * AIR) * Math.max(...shares);
  return body.map(([lo, hi], axis) => {
    const half = (share * span(window[axis])) / 2;
    return [(lo + hi) / 2 - half, (lo + hi) / 2 + half];
  });
}

// What a press of "Zoom to fit" would show of some q's beside p, and why one would want it; null if the window does.
export function fitting(run, frames) {
  const { header } = run;
  const p = header.hidden || header.open || header.dial ? null : bodyOfP(run);
  if (!p || p.includes(null)) return null;
  const q = frames.map(bodyOfQ).reduce(around);
  const { window } = header;
  const far = q.some(([lo, hi], axis) => !(Math.max(hi - window[axis][0], window[axis][1] - lo) < FARTHEST * span(window[axis])));
  if (far) return null;
  if (frames.length === 1 && q.every((each, axis) => span(each) < TINY * span(window[axis]))) return { view: framed(q, window), why: "tiny" };
  const both = around(p, q);
  const outside = both.some(([lo, hi], axis) => lo < window[axis][0] - 0.02 * span(window[axis]) || hi > window[axis][1] + 0.02 * span(window[axis]));
  const small = both.every((each, axis) => span(each) < SMALL * span(window[axis]));
  return outside || small ? { view: framed(both, window), why: outside ? "outside" : "small" } : null;
}

// The top of a 1-D picture of a view: p whole, and q unless it would flatten p.
export function topOf(run, frames) {
  const [[lo, hi]] = run.view;
  const [from, to] = run.header.window[0];
  const { p } = run.arrays;
  let high = 0;
  for (let i = 0; i < p.length; i++) {
    const z = from + ((to - from) * i) / (p.length - 1);
    if (z >= lo && z <= hi) high = Math.max(high, p[i]);
  }
  const q = Math.max(...frames.map((frame) => {
    const log = logDensity(frame.kernels ?? [1, frame.mean[0], Math.sqrt(frame.cov[0])], frame.kernels ? frame.df : 0);
    return Math.max(...Array.from({ length: 201 }, (_, i) => Math.exp(log(lo + ((hi - lo) * i) / 200))));
  }));
  return 1.15 * Math.min(Math.max(high, q), high > 0.01 * q ? 2.2 * high : q);
}
