// What the hand has set on a board. It moves here at once; Python hears one message at a time, and until it has answered
// a release the hand's word holds.

import { Grips } from "../shared/grip.js";
import { items } from "./grips.js";

const SMALL = 15; // px around a data point: there are many

export class Hands {
  constructor(board) {
    this.board = board;
    this.local = {}; // by key: { value, seq of the release or null }
    this.items = [];
    this.grips = new Grips(board.parts.picture, () => board.tip.hide());
  }

  arrived(header, before) {
    const news = (header.seq ?? 0) !== (before?.seq ?? 0); // it answers a move, maybe one before the release: that is no reset
    for (const [key, { seq }] of Object.entries(this.local)) {
      const answered = seq !== null && (header.seq ?? 0) >= seq;
      const other = () => JSON.stringify(told(header, key)) !== JSON.stringify(told(before, key));
      const reset = seq !== null && !news && !this.holds(key) && other();
      if (answered || reset) delete this.local[key];
    }
    this.items = items(this.board);
    this.grips.put("board", this.board.parts.grips, this.items.map((item) => this.mark(item)));
  }

  // Another session drew this picture: it knows nothing of what was set here.
  forget() {
    this.local = {};
    this.grips.let();
  }

  holds(key) {
    const index = this.items.findIndex((item) => item.key === key);
    return index >= 0 && this.grips.holds("board", index);
  }

  value(key) {
    return this.local[key]?.value;
  }

  mark(item) {
    return {
      name: item.name, kind: item.kind, axis: item.axis,
      reach: item.kind === "point" ? SMALL : undefined,
      still: item.kind === "twin" || item.kind === "path" || item.fixed, // the mouse has another way to these, or none
      fixed: item.fixed,
      at: () => (this.board.geometry ? item.at() : null),
      to: (x, y) => this.set(item, item.from(x, y)),
      nudge: (key, by) => {
        const value = item.nudge(key, by);
        if (value !== null) this.set(item, value);
        return value !== null;
      },
      done: (moved) => moved && this.finish(item),
      read: item.read,
    };
  }

  set(item, value) {
    if (item.step) { // the step of the linked stage, not a value of its own
      this.board.seekStep(item.step(value));
      return;
    }
    this.local[item.key] = { value, seq: null };
    this.board.channel.post(item.says, item.message(value), false);
    this.follow();
    this.board.repaint.soon();
  }

  finish(item) {
    const held = this.local[item.key];
    if (!held || item.step) return;
    held.seq = this.board.channel.post(item.says, item.message(held.value), true);
  }

  // A path is picked by resting on it, or by a click.
  pick(index, clicked) {
    this.local.path = { value: index, seq: this.board.channel.post("path", { index }, clicked) };
    this.show();
  }

  point(index) {
    this.local.path = { value: index, seq: null };
    this.show();
  }

  show() {
    this.follow();
    this.board.repaint.soon();
  }

  follow() {
    this.grips.follow("board");
  }

  destroy() {
    this.grips.destroy();
    this.local = {};
    this.items = [];
  }
}

// What a header says of one grip.
function told(header, key) {
  if (key === "cursor") return header?.cursor?.value;
  if (key === "path") return header?.select?.index;
  return key === "start" ? header?.start?.value : undefined;
}
