// One stage on one page: what a message changes, what the hand and the clock do, and what is shown then.

import { Channel } from "../shared/channel.js";
import { Chips } from "./chips.js";
import { Cover } from "./cover.js";
import { Explain } from "./explain.js";
import { Formula } from "./formula.js";
import { Grips } from "../shared/grip.js";
import { Group } from "./group.js";
import { Guess } from "./guess.js";
import { Handles } from "./handles.js";
import { Painter } from "./painter.js";
import { Readouts } from "./readouts.js";
import { Swap } from "./swap.js";
import { TargetGrips } from "./targetgrips.js";
import { Transport } from "./transport.js";
import { Tip } from "../shared/tip.js";
import { Trust } from "./trust.js";
import { Wanted } from "./wanted.js";
import { arrival } from "./arrival.js";
import { chartWords, description, pictureWords } from "./words.js";
import { build } from "./elements.js";
import { dress } from "./dress.js";
import { reduced } from "../shared/ease.js";
import { frameOf, valued } from "./frame.js";
import { runOf } from "../shared/message.js";
import { secondOf } from "./second.js";
import { forgetStep, keepStep, stoodAt } from "./stood.js";
import { paintTokens, themeOf } from "../shared/tokens.js";
import { grounded, reground } from "./target1d.js";
import { settleIn } from "../shared/mount.js";
import { wordsAt } from "./hover.js";
import { Zoom } from "./zoom.js";

const runOfId = (id) => String(id).split(".")[0];

export class Stage {
  constructor(host, element) {
    this.send = null; // set by whoever mounts the stage
    this.element = element;
    this.parts = build();
    this.root = this.parts.root;
    this.attach(host);
    this.parts.describe.ontoggle = () => this.run && this.tell();
    this.run = null;
    this.step = 0;
    this.stood = null; // where this picture stood when it was last on the page
    this.trust = new Trust(this);
    this.cover = new Cover(this);
    this.highlight = null;
    this.channel = new Channel(this);
    this.readouts = new Readouts(this.parts);
    this.formula = new Formula(this.parts.formula, (mark) => this.point(mark));
    this.tip = new Tip(this.parts.picture, this.parts.tip, (x, y) => (this.run ? wordsAt(this, x, y) : null));
    this.grips = new Grips(this.parts.picture, () => this.tip.hide());
    this.levels = new Grips(this.parts.plot);
    this.painter = new Painter(this);
    this.chips = new Chips(this.parts.chips, () => {
      this.wanted.ask();
      this.painter.all();
    });
    this.wanted = new Wanted(this);
    this.handles = new Handles(this);
    this.targets = new TargetGrips(this);
    this.guess = new Guess(this);
    this.explain = new Explain(this);
    this.swap = new Swap(this);
    this.zoom = new Zoom(this);
    this.group = new Group(this);
    this.transport = new Transport(this);
  }

  attach(host) {
    settleIn(this.parts.frame, host);
  }

  get player() {
    return this.transport.player;
  }

  get steps() {
    return this.run?.header.steps ?? 0;
  }

  // Play stops where the run broke: nothing moves after that.
  get goal() {
    const broke = this.run?.header.stopped?.step;
    return broke === undefined ? this.steps : Math.min(this.steps, broke);
  }

  // A question is open: nothing tells its answer.
  get waiting() {
    return Boolean(this.run?.header.open);
  }

  // A run replaces the run; an answer in mid-drag adds to it.
  receive({ header, arrays }) {
    const anew = this.channel.from(header);
    if (anew) this.handles.drop();
    this.channel.heard(header.seq ?? this.channel.sent);
    if (header.type === "live" || header.type === "ground") this.answered(header, arrays);
    else this.replace(header, arrays, anew);
  }

  answered(header, arrays) {
    if (header.type === "live") {
      this.handles.echo(header, arrays);
      if (this.run && this.handles.held) this.refresh();
    } else if (this.run) {
      const { p, worth, beside } = grounded(arrays);
      this.reground(header, p, worth);
      this.group.link.share({ header, p, worth: beside });
    }
  }

  // p moved under a hand, here or on a stage of the group; q stays, and is worth what Python says against this p.
  reground(header, p, worth) {
    if (header.kind !== this.run?.header.kind) return;
    reground(this.run, header, p);
    if (header.grips) this.targets.arrived(header);
    this.trust.weigh(worth);
    this.refresh();
    this.painter.all();
  }

  // anew: by another session, whose count of what a hand has done begins at nought: the same run stays where it is.
  replace(header, arrays, anew = false) {
    let before = this.run?.header ?? null;
    if (anew && before && runOfId(before.id) === runOfId(header.id)) {
      before = { ...before, id: header.id };
      header.open &&= before.open; // that the question was answered is told a moment later
    }
    if (!before) this.stood = stoodAt(header.slot);
    else if (header.open && !before.open) forgetStep(header.slot); // asked again
    this.swap.arrived(header);
    this.run = runOf(header, arrays);
    this.second = secondOf(this.run);
    this.zoom.arrived(this.run);
    this.trust.restore();
    this.handles.arrived(header, before?.id);
    dress(this.parts, this.run);
    this.chips.show(header, arrays);
    this.readouts.show(header.readouts ?? []);
    this.formula.show(header.formula);
    const caughtUp = this.group.join(header.link);
    this.targets.arrived(header);
    this.guess.show(header.guess);
    this.explain.arrived(this.run, before?.id === header.id);
    this.wanted.ask();
    this.cover.arrived(header, before);
    this.group.keep(() => this.arrive(before, caughtUp));
    this.painter.all();
  }

  arrive(before, caughtUp) {
    const { id, open } = this.run.header;
    const kept = this.stood?.run === runOfId(id) ? this.stood.step : null; // never of another run
    if (!open) this.stood = null;
    const led = this.group.playing || (!before && caughtUp);
    const now = { step: this.step, playing: this.player.playing, led, kept };
    const { step, play, trail } = arrival(now, before, this.run.header, { goal: this.goal, reduced: reduced() });
    if (trail) this.chips.set("trail", true);
    if (play !== null) this.player.pause();
    if (play) this.handles.drop();
    this.show(step);
    if (play) this.transport.start(step);
  }

  // The second run at this step, on the same clock.
  other() {
    return this.second && !this.handles.held ? frameOf(this.second, Math.min(this.step, this.second.header.steps)) : null;
  }

  // Called by the channel.
  quiet(old, lost, asked) {
    this.trust.quiet(old, lost, asked);
  }

  // A term of the formula is under the mouse or focused: its mark stands out.
  point(mark) {
    if (this.highlight === mark) return;
    this.highlight = mark;
    this.painter?.soon();
  }

  frame() {
    const frame = this.handles.frame() ?? frameOf(this.run, this.step);
    const { worth } = this.trust;
    return worth ? valued(frame, worth) : frame;
  }

  // The step changes in the document at once; pixels follow on the next frame.
  show(n) {
    if (this.trust.worth && n !== this.step) this.trust.outdate();
    this.step = n;
    this.trust.mark();
    this.root.dataset.step = n;
    if (!this.waiting) keepStep(this.run.header.slot, runOfId(this.run.header.id), n);
    this.transport.say();
    const broke = this.run?.header.stopped?.step;
    this.root.dataset.stopped = broke !== undefined && n >= broke;
    this.refresh();
  }

  refresh() {
    const frame = this.frame();
    const hidden = Boolean(this.run.header.hidden);
    this.readouts.update(frame, hidden, this.run.header.why, this.other());
    this.formula.update(frame, hidden);
    this.zoom.tell(frame.value("mass"));
    this.grips.follow("q");
    this.grips.place();
    if (this.player.playing) return;
    this.tell(frame);
    this.painter.soon();
  }

  // What a screen reader hears of the canvases.
  tell(frame = this.frame()) {
    const { canvas, chart } = this.parts;
    const state = { step: this.step, held: this.handles.held };
    canvas.setAttribute("aria-label", pictureWords(this.run, frame, state));
    if (this.parts.describe.open) this.parts.said.textContent = description(this.run, frame, state);
    chart.setAttribute("aria-label", chartWords(this.run, frame));
  }

  retheme() {
    const theme = themeOf(this.element);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    paintTokens(this.root, this.theme);
    this.painter.all();
  }

  // What the page keeps of a stage that has gone should be small.
  destroy() {
    this.explain.stop();
    this.group.leave();
    this.transport.destroy();
    this.zoom.destroy();
    this.channel.close();
    this.painter.destroy();
    this.cover.destroy();
    this.grips.destroy();
    this.levels.destroy();
    this.parts.frame.remove();
    this.root.replaceChildren();
    this.handles.live = null;
    this.run = null;
  }
}
