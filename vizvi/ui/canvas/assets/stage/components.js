// The hand on a mixture: each component has its own handles, and moving one leaves the others where they are.

import { RADIUS } from "./grips.js";
import { clamp } from "../shared/hand.js";
import { number } from "../shared/format.js";

const LIGHTEST = 0.01;

// Rows of (weight, locs, scales), as Python sends them.
export function partsOf(kernels, dim) {
  const width = 1 + 2 * dim;
  return Array.from({ length: kernels.length / width }, (_, k) => {
    const [weight, ...rest] = kernels.slice(k * width, (k + 1) * width);
    return { weight, mean: rest.slice(0, dim), sd: rest.slice(dim) };
  });
}

export const kernelsOf = (parts) => parts.flatMap(({ weight, mean, sd }) => [weight, ...mean, ...sd]);

// Mean and covariance of the whole: (c11) or (c11, c12, c22).
export function momentsOf(parts) {
  const dim = parts[0].mean.length;
  const sum = (each) => parts.reduce((all, part) => all + part.weight * each(part), 0);
  const mean = Array.from({ length: dim }, (_, i) => sum((part) => part.mean[i]));
  const cov = (i, j) => sum((part) => (part.mean[i] - mean[i]) * (part.mean[j] - mean[j]) + (i === j ? part.sd[i] ** 2 : 0));
  return { mean, cov: dim === 1 ? [cov(0, 0)] : [cov(0, 0), cov(0, 1), cov(1, 1)] };
}

// One component heavier or lighter; the others share what is left as they did.
export function weigh(parts, k, by) {
  const before = parts[k].weight;
  const weight = clamp(before * Math.exp(by), LIGHTEST, 1 - LIGHTEST * (parts.length - 1));
  const rest = (1 - weight) / Math.max(1 - before, 1e-9);
  parts.forEach((part, i) => { part.weight = i === k ? weight : part.weight * rest; });
}

export function clampParts(parts, window) {
  const within = (part) => {
    part.mean = part.mean.map((m, i) => clamp(m, ...window[i]));
    part.sd = part.sd.map((s, i) => clamp(s, (window[i][1] - window[i][0]) / 500, 2 * (window[i][1] - window[i][0])));
  };
  parts.forEach(within);
}

export function componentGrips(header) {
  return Array.from({ length: header.parts }, (_, k) => [
    ...header.window.map((_range, axis) => meanOf(k, axis, header)), ...header.window.map((_range, axis) => scaleOf(k, axis, header)),
  ]).flat();
}

const wide = ({ window }, axis) => window[axis][1] - window[axis][0];
const along = (header, axis) => (header.kind === "1d" ? "" : `, ${header.names[axis]}`);

function meanOf(k, axis, header) {
  const plane = header.kind === "2d";
  return {
    kind: axis === 1 ? "twin" : "mean", axis, name: `Mean of component ${k + 1}${along(header, axis)}`, weighs: k,
    at: ({ parts }, g, { top, height }) => {
      const [x, y] = parts[k].mean;
      return [g.X(x), plane ? g.Y(y) : g.Y(Math.min(top * 0.985, height(x) ?? 0))];
    },
    drag: ({ parts }, x, y, g) => { parts[k].mean = plane ? g.toZ(x, y) : [g.toZ(x)]; },
    nudge: ({ parts }, by) => { parts[k].mean[axis] += (by * wide(header, axis)) / 200; },
    read: ({ parts }) => ({
      valuenow: parts[k].mean[axis], valuemin: header.window[axis][0], valuemax: header.window[axis][1],
      valuetext: `${header.names[axis]} ${number(parts[k].mean[axis])}, weight ${number(parts[k].weight)}`,
    }),
  };
}

function scaleOf(k, axis, header) {
  const plane = header.kind === "2d";
  const reach = plane ? RADIUS : 1;
  return {
    kind: "scale", axis, name: `Scale of component ${k + 1}${along(header, axis)}`,
    middle: ({ parts }) => parts[k].mean,
    at: ({ parts }, g, { top, height }) => {
      const { mean, sd } = parts[k];
      const out = mean.map((m, i) => (i === axis ? m + reach * sd[i] : m));
      return [g.X(out[0]), plane ? g.Y(out[1]) : g.Y(Math.min(top * 0.9, height(out[0]) ?? 0))];
    },
    drag: ({ parts }, x, y, g) => {
      const z = plane ? g.toZ(x, y) : [g.toZ(x)];
      parts[k].sd[axis] = Math.abs(z[axis] - parts[k].mean[axis]) / reach;
    },
    nudge: ({ parts }, by) => { parts[k].sd[axis] *= Math.exp(by * 0.03); },
    read: ({ parts }) => ({
      valuenow: parts[k].sd[axis], valuemin: wide(header, axis) / 500, valuemax: 2 * wide(header, axis),
      valuetext: `standard deviation ${number(parts[k].sd[axis])}`,
    }),
  };
}
