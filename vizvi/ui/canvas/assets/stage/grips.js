// Where each grip sits, what dragging or nudging it does to q = {mean, sd, angle}, and how it reads aloud.

import { gaussian } from "./curve.js";
import { number } from "../shared/format.js";

export const RADIUS = 2.4477; // axis grips sit on the contour that holds 95 %

const width = (header, axis) => header.window[axis][1] - header.window[axis][0];

function mean(axis, name, header) {
  const plane = header.kind === "2d";
  return {
    kind: axis === 1 ? "twin" : "mean", axis, name,
    at: ({ mean: m, sd }, g, { top, height }) => [g.X(m[0]), plane ? g.Y(m[1]) : g.Y(Math.min(top * 0.985, height(m[0]) ?? gaussian(0, sd[0] ** 2)(0)))],
    drag: (q, x, y, g) => {
      if (plane) q.mean = g.toZ(x, y);
      else q.mean[0] = g.toZ(x);
    },
    nudge: (q, by) => { q.mean[axis] += (by * width(header, axis)) / 200; },
    read: (q) => ({
      valuenow: q.mean[axis], valuemin: header.window[axis][0], valuemax: header.window[axis][1],
      valuetext: `${header.names[axis]} ${number(q.mean[axis])}`,
    }),
  };
}

const scaled = (axis, header) => ({
  nudge: (q, by) => { q.sd[axis] *= Math.exp(by * 0.03); },
  read: (q) => ({
    valuenow: q.sd[axis], valuemin: width(header, axis) / 500, valuemax: 2 * width(header, axis),
    valuetext: `standard deviation ${number(q.sd[axis])}${header.turn ? `, turned ${number((q.angle * 180) / Math.PI)} degrees` : ""}`,
  }),
});

const scale1d = (header) => ({
  ...scaled(0, header),
  kind: "scale", axis: 0, name: "Scale of q",
  at: ({ mean: m, sd }, g, { top, height }) => [
    g.X(m[0] + sd[0]), g.Y(Math.min(top * 0.9, height(m[0] + sd[0]) ?? gaussian(0, sd[0] ** 2)(sd[0]))),
  ],
  drag: (q, x, _y, g) => { q.sd[0] = Math.abs(g.toZ(x) - q.mean[0]); },
});

function scale2d(axis, header) {
  const along = (q) => q.angle + (axis * Math.PI) / 2;
  return {
    ...scaled(axis, header),
    kind: "scale", axis, name: `Scale of q, axis ${axis + 1}`, turns: header.turn,
    at: (q, g) => {
      const reach = RADIUS * q.sd[axis];
      return [g.X(q.mean[0] + reach * Math.cos(along(q))), g.Y(q.mean[1] + reach * Math.sin(along(q)))];
    },
    drag: (q, x, y, g) => {
      const [a, b] = g.toZ(x, y);
      const [dx, dy] = [a - q.mean[0], b - q.mean[1]];
      if (header.turn) q.angle = Math.atan2(dy, dx) - (axis * Math.PI) / 2;
      q.sd[axis] = Math.abs(dx * Math.cos(along(q)) + dy * Math.sin(along(q))) / RADIUS;
    },
  };
}

export function grips(header) {
  const has = (what) => header.handles?.includes(what);
  if (header.kind === "1d") {
    return [...(has("mean") ? [mean(0, "Mean of q", header)] : []), ...(has("scale") ? [scale1d(header)] : [])];
  }
  // two sliders share the grip on the mean: the mouse moves both, the keyboard each
  const means = has("mean") ? header.names.map((name, axis) => mean(axis, `Mean of q, ${name}`, header)) : [];
  return [...means, ...(has("scale") ? [scale2d(0, header), scale2d(1, header)] : [])];
}

// Grips on a narrow q are shown further out than they are, or they would cover the mean's.
export function apart(grip, q, g, top) {
  const [x, y] = grip.at(q, g, top);
  const mean = grip.middle?.(q) ?? q.mean;
  if (grip.kind !== "scale" || mean.length < 2) return [x, y];
  const [mx, my] = [g.X(mean[0]), g.Y(mean[1])];
  const distance = Math.hypot(x - mx, y - my) || 1;
  const stretch = Math.max(1, 36 / distance);
  return [mx + (x - mx) * stretch, my + (y - my) * stretch];
}
