// Hypothetical outcomes: one draw at a time (Hullman et al., 2015), slow enough to be compared, paused at first.

import { reduced } from "../shared/ease.js";

const SLOWEST_HARMLESS = 400; // ms; faster draws lose their use (Kale et al., 2019)

export class Hops {
  constructor(board) {
    this.board = board;
    this.index = 0;
    const { hopsPlay, hopsNext } = board.parts;
    hopsPlay.onclick = () => (this.timer ? this.pause() : this.play());
    hopsNext.onclick = () => {
      this.pause();
      this.next();
    };
  }

  get layers() {
    return this.board.header.panels.flatMap(({ layers }) => layers).filter(({ kind }) => kind === "hops");
  }

  arrived() {
    const { parts } = this.board;
    const { layers } = this;
    this.count = layers.length ? this.board.array(layers[0].y).shape[0] : 0;
    parts.hops.hidden = this.count < 2;
    parts.hopsPlay.hidden = reduced();
    if (this.count < 2) this.pause();
    this.say();
  }

  next() {
    this.index = (this.index + 1) % this.count;
    this.say();
    this.board.repaint.soon();
  }

  say() {
    this.board.parts.hopsCount.textContent = `draw ${(this.index % (this.count || 1)) + 1}/${this.count}`;
    this.board.root.dataset.draw = this.index;
  }

  play() {
    const interval = Math.max(SLOWEST_HARMLESS, this.layers[0]?.interval ?? 0);
    this.timer = setInterval(() => (this.board.root.isConnected ? this.next() : this.pause()), interval);
    this.board.parts.hopsPlay.textContent = "Pause draws";
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.board.parts.hopsPlay.textContent = "Play draws";
  }

  destroy() {
    this.pause();
  }
}
