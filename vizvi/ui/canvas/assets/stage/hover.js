// What the picture says under the mouse.

import { density, interpolate } from "./curve.js";
import { number } from "../shared/format.js";

const small = (d) => (d >= 0.0995 ? d.toFixed(2) : d >= 0.0005 ? d.toFixed(3) : d > 0 ? "< 0.001" : "0");

export class Hover {
  constructor(stage) {
    this.stage = stage;
    const { picture, tip } = stage.parts;
    picture.onpointermove = (event) => (event.pointerType === "mouse" && !event.buttons ? this.at(event) : this.hide());
    picture.onpointerleave = () => this.hide();
    this.tip = tip;
  }

  hide() {
    this.tip.hidden = true;
  }

  at(event) {
    const { run, painter, parts } = this.stage;
    const g = painter.geometry;
    const bounds = parts.picture.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const bottom = g && (g.bottom ?? g.box.y + g.box.h);
    if (!g || x < g.box.x || x > g.box.x + g.box.w || y < g.box.y || y > bottom) return this.hide();
    this.tip.textContent = run.header.kind === "2d" ? this.point(run, g, x, y) : this.curve(run, g, x);
    this.tip.hidden = false;
    const width = this.tip.offsetWidth;
    const left = x + 14 + width > bounds.width ? x - width - 14 : x + 14;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, y - 34)}px)`;
  }

  point(run, g, x, y) {
    const z = g.toZ(x, y);
    return run.header.names.map((name, i) => `${name} = ${number(z[i])}`).join(" · ");
  }

  curve(run, g, x) {
    const z = g.toZ(x);
    const p = interpolate(run.arrays.p, ...run.header.window[0])(z);
    const q = density(run, this.stage.frame())(z);
    const known = run.header.normalized !== false && !run.header.hidden;
    const parts = [`${run.header.names[0]} = ${number(z)}`];
    if (known) parts.push(`p = ${small(p)}`);
    parts.push(`q = ${small(q)}`);
    if (known && p > 0 && q > 0) parts.push(`log q/p = ${number(Math.log(q / p))} nats`);
    return parts.join(" · ");
  }
}
