// What a hand can hold: pointer, keys, settling, reading aloud and placing, alike for every mark of every picture.
//
// A mark is { name, kind, axis, hint, at() → [x, y] px, to(x, y), nudge(key, by) → whether the key meant something,
// done(moved), read() → what aria says } and may have { shown() → where it is drawn, grab(), reach, still, off() }:
// `still` marks answer to keys alone, `off()` ones to nothing.

import { make } from "./make.js";
import { nearest, spelled } from "./hand.js";

const REACH = 22; // px around its center that take a mark: 44 px to hit
const PAUSE = 250; // ms after the last key in which more keys may come

export const HINT = "drag, or use the arrow keys (Shift: large steps)";

export class Grips {
  // area: the element whose pixels marks speak in; begin: called when the hand takes something.
  constructor(area, begin = () => {}) {
    this.area = area;
    this.begin = begin;
    this.groups = new Map();
    this.held = null; // { group, index, offset, moved } under the pointer
    this.typed = null; // { group, index } moved by keys that have not settled
    this.press = (event) => this.down(event);
    area.addEventListener("pointerdown", this.press, true); // before the mark that lies on top hears of it
  }

  // The marks of one group. Those that stay the same keep their elements, their focus and the hand on them.
  put(group, layer, marks) {
    const signature = JSON.stringify(marks.map(({ name, kind, axis, hint, fixed }) => [name, kind, axis, hint, fixed]));
    const before = this.groups.get(group);
    if (before?.signature === signature && before.layer === layer) before.marks = marks;
    else {
      if (this.held?.group === group) this.let();
      if (this.typed?.group === group) this.typed = null;
      const nodes = marks.map((mark, index) => this.node(mark, group, index));
      layer.replaceChildren(...nodes);
      this.groups.set(group, { signature, layer, marks, nodes });
    }
    this.follow(group);
  }

  marks(group) {
    return this.groups.get(group)?.marks ?? [];
  }

  element(group, index = 0) {
    return this.groups.get(group)?.nodes[index];
  }

  // Whether the hand is on a mark: of this group, or the index-th of it.
  holds(group, index = null) {
    const on = (where) => where?.group === group && (index === null || where.index === index);
    return on(this.held) || on(this.typed);
  }

  // fixed: where the mark is can be seen, but no hand moves it.
  node({ name, kind, axis, hint = `${name}: ${HINT}`, fixed = false }, group, index) {
    if (fixed) return make("div", { class: `vizvi-grip vizvi-grip-${kind} vizvi-grip-fixed`, "aria-hidden": "true" });
    const node = make("div", {
      class: `vizvi-grip vizvi-grip-${kind}`, role: "slider", tabindex: "0", "aria-label": name, title: hint,
      "aria-orientation": axis === 1 ? "vertical" : "horizontal",
    });
    node.onkeydown = (event) => this.key(event, group, index);
    node.onkeyup = () => this.pause();
    node.onblur = () => this.pause();
    return node;
  }

  point({ clientX, clientY }) {
    const bounds = this.area.getBoundingClientRect();
    return [clientX - bounds.left, clientY - bounds.top];
  }

  // What is where, for the pointer.
  spots() {
    return [...this.groups].flatMap(([group, { marks, nodes }]) => marks.flatMap((mark, index) => {
      if (mark.still || mark.off?.() || nodes[index].hidden || !mark.at()) return [];
      const [x, y] = (mark.shown ?? mark.at)();
      return [{ group, index, x, y, reach: mark.reach ?? REACH }];
    }));
  }

  down(event) {
    if (event.button > 0) return;
    const found = nearest(this.spots(), ...this.point(event));
    if (!found) return;
    event.stopPropagation();
    this.hold(event, found);
  }

  // Takes a mark where it is, or, with `jump`, brings it to the pointer; `by` is the element that hears the pointer.
  hold(event, { group, index }, { jump = false, by = null } = {}) {
    this.settle();
    const { marks, nodes } = this.groups.get(group);
    const [x, y] = this.point(event);
    const [px, py] = jump ? [x, y] : marks[index].at();
    const node = by ?? nodes[index];
    const ears = new AbortController();
    this.held = { group, index, offset: [x - px, y - py], moved: false, ears };
    node.setPointerCapture(event.pointerId);
    node.addEventListener("pointermove", (move) => this.drag(move), { signal: ears.signal });
    for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => this.release(), { signal: ears.signal });
    nodes[index].focus({ preventScroll: true });
    event.preventDefault();
    this.begin();
    marks[index].grab?.();
    if (jump) this.drag(event);
  }

  // A tap: the mark comes and stays.
  call(event, { group, index }) {
    this.settle();
    const mark = this.marks(group)[index];
    mark.to(...this.point(event));
    mark.done(true);
    this.follow(group);
  }

  drag(event) {
    if (!this.held) return;
    const { group, index, offset: [dx, dy] } = this.held;
    const [x, y] = this.point(event);
    this.held.moved = true;
    this.marks(group)[index].to(x - dx, y - dy);
    this.follow(group);
  }

  let() {
    const { held } = this;
    this.held = null;
    held?.ears.abort();
    return held;
  }

  release() {
    const held = this.let();
    if (held) this.marks(held.group)[held.index]?.done(held.moved);
  }

  key(event, group, index) {
    const mark = this.marks(group)[index];
    if (event.ctrlKey || event.metaKey || event.altKey || mark.off?.()) return;
    if (this.typed && !(this.typed.group === group && this.typed.index === index)) this.settle();
    if (!mark.nudge(event.key, event.shiftKey ? 10 : 1)) return;
    event.preventDefault();
    event.stopPropagation();
    clearTimeout(this.settling);
    this.typed = { group, index };
    this.follow(group);
  }

  // Keys released: the final message follows a pause in which more keys may come.
  pause() {
    if (!this.typed) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), PAUSE);
  }

  settle() {
    clearTimeout(this.settling);
    const { typed } = this;
    this.typed = null;
    if (typed) this.marks(typed.group)[typed.index]?.done(true);
  }

  // What the marks say to who does not see them.
  follow(group) {
    const { marks = [], nodes = [] } = this.groups.get(group) ?? {};
    marks.forEach((mark, index) => {
      if (mark.fixed) return;
      for (const [name, value] of Object.entries(mark.read())) nodes[index].setAttribute(`aria-${name}`, spelled(value));
    });
  }

  // Puts every element where its mark is.
  place() {
    for (const { marks, nodes } of this.groups.values()) {
      marks.forEach((mark, index) => {
        if (!mark.at()) return;
        const [x, y] = (mark.shown ?? mark.at)();
        const half = mark.reach ?? REACH;
        nodes[index].style.transform = `translate(${x - half}px, ${y - half}px)`;
      });
    }
  }

  // Where no label may stand.
  boxes(group, half) {
    return this.marks(group).filter((mark) => mark.at()).map((mark) => {
      const [x, y] = (mark.shown ?? mark.at)();
      return { left: x - half, right: x + half, top: y - half, bottom: y + half };
    });
  }

  destroy() {
    clearTimeout(this.settling);
    this.let();
    this.area.removeEventListener("pointerdown", this.press, true);
    this.groups.clear();
  }
}
