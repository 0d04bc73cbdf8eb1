// What the hand can hold: the cursor, the start, data points. They move here at once; Python hears one message at a time.

import { items } from "./grips.js";
import { make } from "../shared/make.js";

export class BoardGrips {
  constructor(board) {
    this.board = board;
    this.local = {}; // what the hand has set, by key, until Python has answered a release
    this.items = [];
    this.dragging = null;
  }

  arrived(header, before) {
    for (const [key, { seq }] of Object.entries(this.local)) {
      const answered = seq !== null && (header.seq ?? 0) >= seq;
      const reset = this.dragging?.item.key !== key && JSON.stringify(said(header, key)) !== JSON.stringify(said(before, key));
      if (answered || (reset && seq !== null)) delete this.local[key];
    }
    const { board } = this;
    const listed = items(board);
    const signature = JSON.stringify(listed.map(({ key, kind, name, axis }) => [key, kind, name, axis]));
    if (signature !== this.signature) {
      this.signature = signature;
      this.dragging = null;
      this.nodes = listed.map((_, i) => this.node(i, listed[i]));
      board.parts.grips.replaceChildren(...this.nodes);
    }
    this.items = listed;
    this.follow();
  }

  value(key) {
    return this.local[key]?.value;
  }

  node(i, { kind, name, axis }) {
    const node = make("div", {
      class: `vizvi-grip vizvi-grip-${kind}`, role: "slider", tabindex: "0", "aria-label": name,
      title: `${name}: drag, or use the arrow keys (Shift: large steps)`, "aria-orientation": axis === 1 ? "vertical" : "horizontal",
    });
    node.onkeydown = (event) => this.key(event, this.items[i]);
    node.onkeyup = node.onblur = () => this.settle(this.items[i]);
    node.onpointerdown = (event) => {
      const [x, y] = this.point(event);
      const [px, py] = this.items[i].at();
      this.hold(event, this.items[i], node, [x - px, y - py]);
    };
    node.onpointermove = (event) => this.drag(event);
    node.onpointerup = node.onpointercancel = () => this.release();
    return node;
  }

  // The canvas gives a press on empty ground to the grip that goes there.
  hold(event, item, node, offset = [0, 0]) {
    if (event.button > 0) return;
    this.dragging = { item, offset, moved: false };
    node.setPointerCapture(event.pointerId);
    this.nodes[this.items.indexOf(item)].focus({ preventScroll: true });
    event.preventDefault();
    this.board.hover.hide();
  }

  point(event) {
    const bounds = this.board.parts.picture.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  }

  drag(event) {
    if (!this.dragging) return;
    const [x, y] = this.point(event);
    const [dx, dy] = this.dragging.offset;
    this.dragging.moved = true;
    this.set(this.dragging.item, this.dragging.item.from(x - dx, y - dy));
  }

  release() {
    const { item, moved } = this.dragging ?? {};
    this.dragging = null;
    if (item && moved) this.finish(item);
  }

  set(item, value) {
    if (item.step) { // the step of the linked stage, not a value of its own
      this.board.seekStep(item.step(value));
      return;
    }
    this.local[item.key] = { value, seq: null };
    this.board.channel.post(item.says, item.message(value), false);
    this.follow();
    this.board.soon();
  }

  finish(item) {
    const held = this.local[item.key];
    if (!held || item.step) return;
    this.board.channel.post(item.says, item.message(held.value), true);
    held.seq = this.board.channel.sent;
  }

  key(event, item) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const value = item.nudge(event.key, event.shiftKey ? 10 : 1);
    if (value === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.set(item, value);
    this.typed = true;
  }

  // Keys released: the final message follows a pause in which more keys may come.
  settle(item) {
    if (!this.typed) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.typed = false;
      this.finish(item);
    }, 250);
  }

  follow() {
    this.items.forEach(({ read }, i) => {
      for (const [name, value] of Object.entries(read())) this.nodes[i].setAttribute(`aria-${name}`, value);
    });
  }

  place() {
    this.items.forEach((item, i) => {
      const [x, y] = item.at();
      const half = item.kind === "point" ? 15 : 22;
      this.nodes[i].style.transform = `translate(${x - half}px, ${y - half}px)`;
    });
  }

  destroy() {
    clearTimeout(this.settling);
  }
}

// What a header says of one grip.
function said(header, key) {
  if (key === "cursor") return header?.cursor?.value;
  if (key === "path") return header?.select?.index;
  return key === "start" ? header?.start?.value : undefined;
}
