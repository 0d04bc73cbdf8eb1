// One stage on one page: state, what a message changes, and what is drawn when.

import { build } from "./elements.js";
import { Channel } from "../shared/channel.js";
import { Chips } from "./chips.js";
import { Explain } from "./explain.js";
import { Formula } from "./formula.js";
import { Group } from "./group.js";
import { Guess } from "./guess.js";
import { Handles } from "./handles.js";
import { Hover } from "./hover.js";
import { Painter } from "./painter.js";
import { Player } from "./player.js";
import { Readouts } from "./readouts.js";
import { TargetGrips } from "./targetgrips.js";
import { atTheEnd } from "./furnish.js";
import { forgetWidths } from "../shared/marks.js";
import { frameOf } from "../shared/message.js";
import { receive } from "./receive.js";
import { paintTokens, themeOf } from "../shared/tokens.js";
import { showTransport } from "./transport.js";
import { wire } from "./wire.js";

export class Stage {
  constructor(host, element) {
    this.send = null; // set by whoever mounts the stage
    this.uncover = null; // ends a fading veil
    this.element = element;
    this.parts = build();
    this.root = this.parts.root;
    this.attach(host);
    this.run = null;
    this.step = 0;
    this.veil = 0; // 1 where what a real user could not know is hidden
    this.stale = false; // p moved and the run has not followed yet
    this.highlight = null;
    this.player = new Player({
      step: (n) => this.show(n),
      stop: (ended) => this.stopped(ended),
      paint: () => (this.root.isConnected ? this.painter.now() : this.destroy()),
    });
    this.painter = new Painter(this);
    this.readouts = new Readouts(this.parts);
    this.chips = new Chips(this.parts.chips, () => this.painter.resize());
    this.formula = new Formula(this.parts.formula, (mark) => this.point(mark));
    this.channel = new Channel(this);
    this.handles = new Handles(this);
    this.targets = new TargetGrips(this);
    this.guess = new Guess(this);
    this.explain = new Explain(this);
    this.group = new Group(this);
    this.hover = new Hover(this);
    this.unlisten = wire(this);
    this.watch = new ResizeObserver(() => this.painter.resize());
    for (const part of [this.parts.picture, this.parts.plot]) this.watch.observe(part);
    document.fonts?.ready.then(() => {
      forgetWidths();
      this.painter.resize();
    });
  }

  attach(host) {
    if (this.parts.frame.parentElement === host) return;
    host.replaceChildren(this.parts.frame);
    host.style.minHeight = "";
  }

  get steps() {
    return this.run?.header.steps ?? 0;
  }

  // Play stops where the run broke: nothing moves after that.
  get goal() {
    const broke = this.run?.header.stopped?.step;
    return broke === undefined ? this.steps : Math.min(this.steps, broke);
  }

  receive(message) {
    receive(this, message);
  }

  setStale(stale) {
    this.stale = stale;
    this.root.dataset.stale = stale;
  }

  // A term of the formula is under the mouse or focused: its mark stands out.
  point(mark) {
    if (this.highlight === mark) return;
    this.highlight = mark;
    this.painter.soon();
  }

  frame() {
    return this.handles.frame() ?? frameOf(this.run, this.step);
  }

  walk(by) {
    if (this.explain.on) this.explain.walk(by);
    else this.seek(this.step + by);
  }

  seek(n) {
    if (!this.run) return;
    const playing = this.player.playing;
    this.explain.stop();
    this.player.pause();
    this.handles.drop();
    this.show(Math.min(this.steps, Math.max(0, n)));
    if (playing) this.stopped(false);
    this.report();
  }

  toggle() {
    if (!this.run || !this.steps) return;
    if (this.explain.on) {
      this.explain.toggle();
      return;
    }
    if (this.player.playing || this.group.playing) {
      if (this.group.playing) this.group.pause();
      this.player.pause();
      this.stopped(false);
      return;
    }
    this.handles.drop();
    const from = this.step >= this.goal ? 0 : this.step;
    this.show(from);
    this.player.play(from, this.goal, this.steps);
    this.transport();
  }

  stopped(ended) {
    this.transport();
    this.report();
    if (ended) this.parts.live.textContent = atTheEnd(this);
  }

  report() {
    clearTimeout(this.reporting);
    if (!this.run.header.report_step) return;
    this.reporting = setTimeout(() => this.send("step", this.step), 400);
  }

  // The step changes in the document at once; pixels follow on the next frame.
  show(n) {
    this.step = n;
    this.root.dataset.step = n;
    this.transport();
    this.refresh();
  }

  refresh() {
    const frame = this.frame();
    const hidden = Boolean(this.run.header.hidden);
    this.readouts.update(frame, hidden);
    this.formula.update(frame, hidden);
    this.offWindow(frame.value("mass"));
    this.handles.follow();
    if (!this.player.playing) this.painter.soon();
  }

  offWindow(mass) {
    const outside = mass < 0.9;
    this.parts.note.hidden = !outside;
    if (!outside) return;
    const percent = Math.round(100 * (1 - mass));
    this.parts.note.textContent = `q has ${percent}\u2009% of its mass outside the picture`;
  }

  transport() {
    this.group.tell();
    const playing = this.player.playing || this.explain.running || this.group.playing;
    showTransport(this.parts, this.step, this.steps, playing, this.run?.header.dial);
  }

  retheme() {
    const theme = themeOf(this.element);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    paintTokens(this.root, this.theme);
    this.painter.resize();
  }

  destroy() {
    this.explain.stop();
    this.group.leave();
    this.player.pause();
    this.painter.stop();
    this.watch.disconnect();
    this.unlisten();
    this.uncover?.();
    clearTimeout(this.reporting);
    this.handles.destroy();
    this.targets.destroy();
    this.guess.destroy();
  }
}
