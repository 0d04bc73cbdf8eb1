// A prediction: a ring placed on the picture, or a level set on the value axis; it stays beside the answer.

import { HINT } from "../shared/grip.js";
import { arrow, clamp } from "../shared/hand.js";
import { make } from "../shared/make.js";
import { number } from "../shared/format.js";
import { stackTags } from "./tags.js";

const INSET = 15; // px: a level's ring stands in the column, not on the axis' numbers

export class Guess {
  constructor(stage) {
    this.stage = stage;
    this.spec = null;
    this.value = null;
    this.seq = 0;
    const { picture } = stage.parts;
    picture.addEventListener("click", (event) => {
      if (!this.open || this.flat || event.target.closest(".vizvi-grip")) return;
      this.set(this.under(...stage.grips.point(event)));
      this.post();
      stage.grips.follow("guess");
    });
  }

  get open() {
    return Boolean(this.spec && !this.spec.locked);
  }

  get flat() {
    return this.spec?.kind === "level";
  }

  // Whose pixels the mark speaks in: the picture's, or the chart's.
  get grips() {
    return this.flat ? this.stage.levels : this.stage.grips;
  }

  get axes() {
    return this.flat ? this.stage.painter.axes : this.stage.painter.geometry;
  }

  show(spec) {
    const signature = JSON.stringify([spec?.kind, spec?.label]);
    this.spec = spec ?? null;
    if (signature !== this.signature) this.build(spec);
    this.signature = signature;
    if (!spec) return;
    const late = spec.seq < this.seq; // it answers an earlier guess
    if (spec.value !== null && spec.value !== undefined && !late && !this.grips.holds("guess")) this.value = spec.value;
    this.seq = Math.max(this.seq, spec.seq ?? 0);
    const { picture } = this.stage.parts;
    picture.dataset.guess = this.open && !this.flat;
    this.grips.put("guess", this.box, [this.mark()]);
    const node = this.grips.element("guess");
    node.setAttribute("aria-disabled", !this.open);
    node.tabIndex = this.open ? 0 : -1;
    this.tell();
  }

  build(spec) {
    const { guess, level, picture } = this.stage.parts;
    for (const [grips, layer] of [[this.stage.grips, guess], [this.stage.levels, level]]) {
      grips.put("guess", layer, []);
      layer.replaceChildren();
    }
    this.value = null;
    delete picture.dataset.guess;
    if (!spec) return;
    this.tag = make("span", { class: "vizvi-tag", "aria-hidden": "true" });
    this.answerTag = make("span", { class: "vizvi-tag" });
    this.rule = make("div", { class: "vizvi-rule" }, this.tag);
    this.answer = make("div", { class: this.flat ? "vizvi-rule vizvi-answer" : "vizvi-answer" }, this.answerTag);
    this.prompt = make("div", { class: "vizvi-prompt", text: spec.label, "aria-hidden": "true" });
    this.box = make("div", { class: "vizvi-grips" });
    (this.flat ? level : guess).replaceChildren(this.prompt, this.rule, this.answer, this.box);
  }

  mark() {
    const at = () => {
      if (!this.axes) return null;
      const [x, y] = this.pixel(this.shown());
      return this.flat ? [x + INSET, y] : [x, y];
    };
    return {
      name: this.spec.label, kind: "guess", axis: this.flat ? 1 : 0, hint: `${this.spec.label} ${HINT}`,
      at, off: () => !this.open,
      to: (x, y) => this.set(this.under(x, y)),
      nudge: (key, by) => this.nudge(arrow(key), by),
      done: (moved) => moved && this.post(),
      read: () => this.read(),
    };
  }

  limits() {
    const { header, top } = this.stage.run;
    if (this.flat) {
      const { thermometer: level } = header;
      return [level ? [level.floor, level.top] : header.trace.range];
    }
    return header.kind === "2d" ? header.window : [header.window[0], [0, top ?? 1]];
  }

  // What a pixel stands for, and back.
  under(x, y) {
    const { axes: g, stage: { run } } = this;
    const limits = this.limits();
    const height = (g.Y(0) - y) / (g.Y(0) - g.Y(1));
    if (this.flat) return clamp(height, ...limits[0]);
    const z = run.header.kind === "2d" ? g.toZ(x, y) : [g.toZ(x), height];
    return z.map((each, i) => clamp(each, ...limits[i]));
  }

  pixel(value) {
    const g = this.axes;
    return this.flat ? [g.box.x, g.Y(value)] : [g.X(value[0]), g.Y(value[1])];
  }

  // Before anything was said, the marker waits in the middle.
  shown() {
    if (this.value !== null) return this.value;
    const middle = this.limits().map(([lo, hi]) => (lo + hi) / 2);
    return this.flat ? middle[0] : middle;
  }

  set(value) {
    this.value = value;
    this.tell();
  }

  nudge(way, by) {
    if (!way) return false;
    const limits = this.limits();
    const stride = (i) => ((limits[i][1] - limits[i][0]) / 100) * by;
    const now = this.shown();
    if (this.flat) this.set(clamp(now + (way[0] + way[1]) * stride(0), ...limits[0]));
    else this.set(now.map((each, i) => clamp(each + way[i] * stride(i), ...limits[i])));
    return true;
  }

  // A guess starts no computation: it needs no place in the queue of drags.
  post() {
    this.seq += 1;
    this.stage.channel.tell("guess", { seq: this.seq, value: this.value });
  }

  read() {
    const value = this.shown();
    const { names } = this.stage.run.header;
    const [lo, hi] = this.limits()[0];
    const words = this.flat ? number(value) : names.map((name, i) => `${name} ${number(value[i])}`).join(", ");
    return {
      valuenow: this.flat ? value : value[0], valuemin: lo, valuemax: hi,
      valuetext: this.value === null ? "not set yet" : words,
    };
  }

  // What the marks beside the ring say.
  tell() {
    const { spec, flat, value } = this;
    const node = this.grips.element("guess");
    node.dataset.set = this.rule.dataset.set = value !== null;
    const invitation = flat ? "drag to guess" : "click anywhere";
    this.tag.textContent = value === null ? invitation : flat ? `you said ${number(value)}` : "you said";
    this.prompt.hidden = !this.open || (value !== null && !flat); // a level's question stays until it is locked
    node.hidden = this.rule.hidden = !this.open && value === null; // nothing was said
    const { answer, answer_label: name = "it is" } = spec;
    this.answer.hidden = answer === null || answer === undefined;
    if (!this.answer.hidden) this.answerTag.textContent = flat ? `${name} ${number(answer)}` : name;
    this.place();
  }

  // What the question takes from the top of the chart.
  get head() {
    return this.open && this.flat ? this.prompt.offsetHeight + 4 : 0;
  }

  place() {
    const { spec, flat, axes: g } = this;
    if (!spec || !g) return;
    this.grips.place();
    const put = (node, [x, y]) => { node.style.transform = `translate(${x}px, ${y}px)`; };
    const [x, y] = this.pixel(this.shown());
    put(this.rule, [x, y]);
    const side = (px) => (!flat && px > g.box.x + g.box.w - 130 ? "left" : "right");
    if (flat) this.rule.style.width = this.answer.style.width = `${g.box.w}px`;
    this.rule.dataset.side = side(x);
    if (flat) stackTags(this, y, g);
    if (this.answer.hidden) return;
    const [ax, ay] = this.pixel(spec.answer);
    this.answer.dataset.side = side(ax);
    put(this.answer, [ax, ay]);
    if (flat) return;
    // two tags at one height would cover each other
    this.answer.dataset.below = Math.abs(ay - y) < 26 && Math.abs(ax - x) < 120 ? ay >= y : "";
    this.rule.dataset.below = this.answer.dataset.below === "" ? "" : this.answer.dataset.below === "false";
  }
}
