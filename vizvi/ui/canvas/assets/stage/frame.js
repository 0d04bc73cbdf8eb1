// What the picture needs of one iterate: what Python sent, and what can be drawn from that when it is asked for.

import { row, starts } from "../shared/message.js";
import { curveOf, marginOf, stripOf } from "./closed.js";
import { contoursOf } from "./levels.js";
import { viewOf } from "./view.js";

const KEPT = 24; // iterates whose curves are kept: a trail, a start, and where one is

class Frame {
  constructor(source, t, base) {
    const { header, arrays } = source;
    const get = (name) => (arrays[name] ? row(arrays[name], t) : null);
    this.t = t;
    this.at = t;
    this.source = source;
    this.base = base;
    this.mean = get("q_mean");
    this.cov = get("q_cov");
    this.kernels = get("q_kernels");
    this.draws = get("draw_z");
    this.force = get("draw_force");
    this.style = arrays.mix ? arrays.mix[Math.min(t, arrays.mix.length - 1)] : header.style;
    const told = (key) => (arrays[key] ? arrays[key][Math.min(t, arrays[key].length - 1)] : Number.NaN);
    this.value = source.value ? (key) => source.value(key, t) : told;
    /** @type {Record<string, any>} */
    this.kept = {};
  }

  get window() {
    return viewOf(this.base);
  }

  // Where its curve's points stand: what Python sent lies on the target's window.
  get span() {
    return this.source.arrays.q ? this.base.header.window[0] : this.window[0];
  }

  spanAlong(axis) {
    return this.source.arrays[`q_margin_${axis + 1}`] ? this.base.header.window[axis] : this.window[axis];
  }

  // q's degrees of freedom if its kernels are t.
  get df() {
    return this.source.header.df ?? this.base.header.df ?? 0;
  }

  keep(name, make) {
    if (this.kept.view !== this.base.view) this.kept = { view: this.base.view };
    if (!(name in this.kept)) this.kept[name] = make();
    return this.kept[name];
  }

  get curve() {
    const { q } = this.source.arrays;
    if (q) return row(q, this.at);
    if (!this.kernels || this.mean.length > 1) return null;
    return this.keep("curve", () => curveOf(this.kernels, this.df, ...this.window[0]));
  }

  get strip() {
    const { strip } = this.source.arrays;
    if (strip) return row(strip, this.at);
    const { header, arrays } = this.base;
    if (!header.strip || !arrays.log_p || (!this.kernels && header.q === "curve")) return null;
    if (this.kept.ground !== arrays.log_p) Object.assign(this.kept, { ground: arrays.log_p, strip: stripOf(this, this.base) });
    return this.kept.strip;
  }

  get contours() {
    const { arrays } = this.source;
    if (arrays.c_xy) return sentContours(arrays, Math.min(this.at, arrays.c_first.length - 2));
    if (!this.kernels || this.mean.length < 2) return null;
    return this.keep("contours", () => contoursOf(this.kernels, this.df, this.window));
  }

  get margin() {
    return [0, 1].map((axis) => {
      const sent = this.source.arrays[`q_margin_${axis + 1}`];
      if (sent) return row(sent, this.at);
      return this.kernels && this.mean.length > 1 ? this.keep(axis, () => marginOf(this.kernels, this.df, axis, this.window)) : null;
    });
  }
}

// An iterate of a run, or of Python's answer to a drag over the run `base`.
export function frameOf(source, t, base = source) {
  source.frames ??= new Map();
  const memory = source.frames;
  const found = memory.get(t);
  if (found?.base === base) {
    memory.delete(t); // what is used again stays
    memory.set(t, found);
    return found;
  }
  const frame = new Frame(source, t, base);
  memory.set(t, frame);
  if (memory.size > KEPT) memory.delete(memory.keys().next().value);
  return frame;
}

// Mean and covariance of the k-th other run at a step: told at some steps, and between them in between.
export function otherRun({ header, arrays: { others_mean: means, others_cov: covs } }, k, t) {
  const steps = header.others ?? Array.from({ length: means.shape[1] }, (_, i) => i);
  const last = steps.length - 1;
  const next = steps.findIndex((step) => step >= t);
  const after = next < 0 ? last : next;
  const before = steps[after] === t || !after || next < 0 ? after : after - 1;
  const share = before === after ? 0 : (t - steps[before]) / (steps[after] - steps[before]);
  const at = (values) => {
    const width = values.length / (values.shape[0] * steps.length);
    const place = (i) => values.subarray((k * steps.length + i) * width, (k * steps.length + i + 1) * width);
    const [from, to] = [place(before), place(after)];
    return Array.from(from, (x, i) => x + share * (to[i] - x));
  };
  return { mean: at(means), cov: at(covs) };
}

// The same iterate with some of it replaced.
export function but(frame, changes) {
  const own = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, { value, enumerable: true }]));
  return Object.create(frame, own);
}

// The same iterate with newer numbers.
export function valued(frame, arrays) {
  const value = (key) => (arrays[key] ? arrays[key][0] : frame.value(key));
  return but(frame, { value, ...(arrays.strip ? { strip: arrays.strip } : {}) });
}

function sentContours(arrays, t) {
  arrays.c_start ??= starts(arrays.c_len);
  const lines = [];
  for (let i = arrays.c_first[t]; i < arrays.c_first[t + 1]; i++) {
    const xy = arrays.c_xy.subarray(2 * arrays.c_start[i], 2 * arrays.c_start[i + 1]);
    lines.push({ level: arrays.c_level[i], xy });
  }
  return lines;
}
