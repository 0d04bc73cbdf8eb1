// q as a list of points (z, density), whatever form Python sent it in.

import { logDensity } from "./closed.js";
import { row } from "../shared/message.js";
import { viewOf } from "./view.js";

const ROOT = Math.sqrt(2 * Math.PI);

const grid = (lo, hi, count) => Float64Array.from({ length: count }, (_, i) => lo + ((hi - lo) * i) / (count - 1));

export function gaussian(mean, variance) {
  const sd = Math.sqrt(variance);
  return (z) => Math.exp(-0.5 * ((z - mean) / sd) ** 2) / (sd * ROOT);
}

// Density as a function; a curve from Python is interpolated between its grid points.
export function density(run, frame) {
  if (!frame.curve) return gaussian(frame.mean[0], frame.cov[0]);
  return interpolate(frame.curve, ...(frame.span ?? viewOf(run)[0]));
}

export function interpolate(values, lo, hi) {
  const last = values.length - 1;
  return (z) => {
    const at = ((z - lo) / (hi - lo)) * last;
    const i = Math.min(last - 1, Math.max(0, Math.floor(at)));
    return at < -1e-9 || at > last + 1e-9 ? 0 : values[i] + (at - i) * (values[i + 1] - values[i]);
  };
}

// Points dense enough for the narrowest Gaussian: the window's grid plus q's own.
export function points(run, frame) {
  if (frame.curve) return { z: grid(...(frame.span ?? viewOf(run)[0]), frame.curve.length), d: frame.curve };
  const [lo, hi] = viewOf(run)[0];
  const sd = Math.sqrt(frame.cov[0]);
  const mean = frame.mean[0];
  let z = grid(lo, hi, 241);
  if (sd < (hi - lo) / 12) {
    const near = grid(mean - 5 * sd, mean + 5 * sd, 161).filter((x) => x > lo && x < hi);
    z = Float64Array.from([...z.filter((x) => Math.abs(x - mean) > 5 * sd), ...near]).sort();
  }
  return { z, d: z.map(gaussian(mean, frame.cov[0])) };
}

export function peak({ z, d }) {
  let at = 0;
  for (let i = 1; i < d.length; i++) if (d[i] > d[at]) at = i;
  return { at, z: z[at], d: d[at] };
}

// Each kernel's middle and a coarse grid: near enough for an axis.
function summit(kernels, { df, window: [[lo, hi]] }) {
  const log = logDensity(kernels, df ?? 0);
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 1; k < kernels.length; k += 3) if (kernels[k] > lo && kernels[k] < hi) top = Math.max(top, log(kernels[k]));
  for (let i = 0; i <= 60; i++) top = Math.max(top, log(lo + ((hi - lo) * i) / 60));
  return Math.exp(top);
}

// The tallest q of one iterate, without building its curve.
export function height(run, t) {
  const q = run.arrays.q;
  if (run.header.q === "curve" && q) {
    const n = q.length / q.shape[0];
    const from = Math.min(t, q.shape[0] - 1) * n;
    let top = 0;
    for (let i = from; i < from + n; i++) if (q[i] > top) top = q[i];
    return top;
  }
  const { q_kernels: kernels, q_cov: cov } = run.arrays;
  if (run.header.q === "curve" && kernels) return summit(row(kernels, t), run.header);
  return 1 / (ROOT * Math.sqrt(cov[Math.min(t, cov.length - 1)]));
}
