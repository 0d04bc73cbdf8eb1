// A prediction: a ring placed on the picture, or a level set on the value axis; it stays beside the answer.

import { make } from "../shared/make.js";
import { number } from "../shared/format.js";
import { stackTags } from "./tags.js";

const clamp = (x, [lo, hi]) => Math.min(hi, Math.max(lo, x));

export class Guess {
  constructor(stage) {
    this.stage = stage;
    this.spec = null;
    this.value = null;
    this.seq = 0;
    const { picture } = stage.parts;
    picture.addEventListener("click", (event) => {
      if (!this.open || this.spec.kind !== "point" || event.target.closest(".vizvi-grip")) return;
      this.set(this.under(event));
      this.post();
    });
  }

  get open() {
    return Boolean(this.spec && !this.spec.locked);
  }

  show(spec) {
    const signature = JSON.stringify([spec?.kind, spec?.label]);
    if (signature !== this.signature) this.build(spec);
    this.signature = signature;
    this.spec = spec ?? null;
    if (!spec) return;
    if (spec.value !== null && spec.value !== undefined && !this.dragging) this.value = spec.value;
    const { picture } = this.stage.parts;
    picture.dataset.guess = this.open && spec.kind === "point";
    this.node.setAttribute("aria-disabled", !this.open);
    this.node.tabIndex = this.open ? 0 : -1;
    this.read();
  }

  build(spec) {
    const { guess, level, picture } = this.stage.parts;
    guess.replaceChildren();
    level.replaceChildren();
    this.value = null;
    delete picture.dataset.guess;
    if (!spec) return;
    const flat = spec.kind === "level";
    this.tag = make("span", { class: "vizvi-tag", "aria-hidden": "true" });
    this.answerTag = make("span", { class: "vizvi-tag", text: "it is" });
    this.node = make("div", {
      class: "vizvi-grip vizvi-grip-guess", role: "slider", "aria-label": spec.label,
      "aria-orientation": flat ? "vertical" : "horizontal", title: `${spec.label} Drag, or use the arrow keys`,
    });
    this.rule = make("div", { class: "vizvi-rule" }, this.tag);
    this.answer = make("div", { class: flat ? "vizvi-rule vizvi-answer" : "vizvi-answer" }, this.answerTag);
    this.prompt = make("div", { class: "vizvi-prompt", text: spec.label, "aria-hidden": "true" });
    (flat ? level : guess).replaceChildren(this.prompt, this.rule, this.answer, this.node);
    this.node.onpointerdown = (event) => {
      if (!this.open) return;
      this.dragging = true;
      this.node.setPointerCapture(event.pointerId);
      this.node.focus({ preventScroll: true });
      event.preventDefault();
    };
    this.node.onpointermove = (event) => this.dragging && this.set(this.under(event));
    this.node.onpointerup = this.node.onpointercancel = () => {
      if (!this.dragging) return;
      this.dragging = false;
      if (this.value !== null) this.post();
    };
    this.node.onkeydown = (event) => this.key(event);
    this.node.onkeyup = () => this.settle();
  }

  limits() {
    const { header } = this.stage.run;
    if (this.spec.kind === "level") {
      const { thermometer: level } = header;
      return [level ? [level.floor, level.top] : header.trace.range];
    }
    return header.kind === "2d" ? header.window : [header.window[0], [0, this.stage.run.top ?? 1]];
  }

  under({ clientX, clientY }) {
    const { parts, painter, run } = this.stage;
    const limits = this.limits();
    if (this.spec.kind === "level") {
      const { Y } = painter.axes;
      const y = clientY - parts.plot.getBoundingClientRect().top;
      return clamp((Y(0) - y) / (Y(0) - Y(1)), limits[0]);
    }
    const bounds = parts.picture.getBoundingClientRect();
    const [x, y] = [clientX - bounds.left, clientY - bounds.top];
    const g = painter.geometry;
    const z = run.header.kind === "2d" ? g.toZ(x, y) : [g.toZ(x), (g.Y(0) - y) / (g.Y(0) - g.Y(1))];
    return z.map((each, i) => clamp(each, limits[i]));
  }

  // Before anything was said, the marker waits in the middle.
  shown() {
    if (this.value !== null) return this.value;
    const middle = this.limits().map(([lo, hi]) => (lo + hi) / 2);
    return this.spec.kind === "level" ? middle[0] : middle;
  }

  set(value) {
    this.value = value;
    this.read();
  }

  key(event) {
    if (!this.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    const limits = this.limits();
    const stride = (i) => ((limits[i][1] - limits[i][0]) / 100) * (event.shiftKey ? 10 : 1);
    const now = this.shown();
    if (this.spec.kind === "level") this.set(clamp(now + (move[0] + move[1]) * stride(0), limits[0]));
    else this.set(now.map((each, i) => clamp(each + move[i] * stride(i), limits[i])));
    this.moved = true;
  }

  settle() {
    if (!this.moved) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.moved = false;
      this.post();
    }, 250);
  }

  // A guess starts no computation: it needs no place in the queue of drags.
  post() {
    this.seq += 1;
    this.stage.send("guess", { seq: this.seq, value: this.value });
  }

  read() {
    const value = this.shown();
    const { names } = this.stage.run.header;
    const flat = this.spec.kind === "level";
    const [lo, hi] = this.limits()[0];
    const words = flat ? number(value) : names.map((name, i) => `${name} ${number(value[i])}`).join(", ");
    this.node.setAttribute("aria-valuenow", flat ? value : value[0]);
    this.node.setAttribute("aria-valuemin", lo);
    this.node.setAttribute("aria-valuemax", hi);
    this.node.setAttribute("aria-valuetext", this.value === null ? "not set yet" : words);
    this.node.dataset.set = this.rule.dataset.set = this.value !== null;
    const invitation = flat ? "drag to your guess" : "click anywhere";
    this.tag.textContent = this.value === null ? invitation : flat ? `you said ${number(value)}` : "you said";
    this.prompt.hidden = !this.open || (this.value !== null && !flat); // a level's question stays until it is locked
    this.node.hidden = this.rule.hidden = !this.open && this.value === null; // nothing was said
    const { answer } = this.spec;
    this.answer.hidden = answer === null || answer === undefined;
    const name = this.spec.answer_label ?? "it is";
    if (!this.answer.hidden) this.answerTag.textContent = flat ? `${name} ${number(answer)}` : name;
    this.place();
  }

  // What the question takes from the top of the chart.
  get head() {
    return this.open && this.spec.kind === "level" ? this.prompt.offsetHeight + 4 : 0;
  }

  place() {
    const { painter } = this.stage;
    if (!this.spec) return;
    const flat = this.spec.kind === "level";
    const g = flat ? painter.axes : painter.geometry;
    if (!g) return;
    const put = (node, x, y) => { node.style.transform = `translate(${x}px, ${y}px)`; };
    const at = (value) => (flat ? [g.box.x, g.Y(value)] : [g.X(value[0]), g.Y(value[1])]);
    const [x, y] = at(this.shown());
    put(this.node, x - 22, y - 22);
    put(this.rule, x, y);
    const side = (px) => (!flat && px > g.box.x + g.box.w - 130 ? "left" : "right");
    if (flat) this.rule.style.width = this.answer.style.width = `${g.box.w}px`;
    this.rule.dataset.side = side(x);
    if (flat) stackTags(this, y, g);
    if (this.answer.hidden) return;
    const [ax, ay] = at(this.spec.answer);
    this.answer.dataset.side = side(ax);
    put(this.answer, ax, ay);
    if (flat) return;
    // two tags at one height would cover each other
    this.answer.dataset.below = Math.abs(ay - y) < 26 && Math.abs(ax - x) < 120 ? ay >= y : "";
    this.rule.dataset.below = this.answer.dataset.below === "" ? "" : this.answer.dataset.below === "false";
  }

  destroy() {
    clearTimeout(this.settling);
  }
}
