// One stage on one page: state, what a message changes, and what is drawn when.

import { build } from "./dom.js";
import { Chips } from "./chips.js";
import { Handles } from "./handles.js";
import { Hover } from "./hover.js";
import { Painter } from "./painter.js";
import { Player } from "./player.js";
import { Readouts } from "./readouts.js";
import { frameOf } from "./message.js";
import { forgetWidths } from "./marks.js";
import { listen } from "./keys.js";
import { paintTokens, themeOf } from "./tokens.js";
import { readout } from "./format.js";
import { showTransport } from "./transport.js";
import * as plane from "./plane.js";

const REDUCED = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Stage {
  constructor(host, element) {
    this.element = element;
    this.parts = build();
    this.root = this.parts.root;
    this.attach(host);
    this.run = null;
    this.step = 0;
    this.player = new Player({
      step: (n) => this.show(n),
      stop: (ended) => this.stopped(ended),
      paint: () => (this.root.isConnected ? this.painter.now() : this.destroy()),
    });
    this.painter = new Painter(this);
    this.readouts = new Readouts(this.parts);
    this.chips = new Chips(this.parts.chips, () => this.painter.soon());
    this.handles = new Handles(this);
    this.hover = new Hover(this);
    this.wire();
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

  wire() {
    const { toStart, back, play, forward, toEnd, range, speed, chart } = this.parts;
    toStart.onclick = () => this.seek(0);
    back.onclick = () => this.seek(this.step - 1);
    play.onclick = () => this.toggle();
    forward.onclick = () => this.seek(this.step + 1);
    toEnd.onclick = () => this.seek(Infinity);
    range.oninput = () => this.seek(Number(range.value));
    speed.onchange = () => this.player.setSpeed(speed.value);
    this.unlisten = listen(this.root, range, ({ toggle, by, to }) => {
      if (this.run?.header.keys === false) return;
      if (toggle) this.toggle();
      else this.seek(by === undefined ? to : this.step + by);
    });
    const scrub = (event) => this.seek(this.painter.stepAt(event.offsetX));
    chart.onpointerdown = (event) => {
      chart.setPointerCapture(event.pointerId);
      scrub(event);
    };
    chart.onpointermove = (event) => chart.hasPointerCapture(event.pointerId) && scrub(event);
  }

  get steps() {
    return this.run?.header.steps ?? 0;
  }

  // Play stops where the run broke: nothing moves after that.
  get goal() {
    const broke = this.run?.header.stopped?.step;
    return broke === undefined ? this.steps : Math.min(this.steps, broke);
  }

  receive({ header, arrays }) {
    if (header.type === "live") {
      this.handles.echo(header, arrays);
      if (this.run && this.handles.held) this.refresh();
      return;
    }
    const before = this.run;
    this.run = { header, arrays, value: (key, t) => {
      const values = arrays[key];
      return values ? values[Math.min(t, values.length - 1)] : NaN;
    } };
    this.handles.arrived(header, before?.header.id);
    this.furnish();
    if (!before) this.open();
    else if (before.header.id === header.id) this.show(Math.min(this.step, this.steps));
    else this.replace(before);
    this.painter.resize();
  }

  open() {
    if (REDUCED.matches) this.chips.set("trail", true);
    this.show(REDUCED.matches ? this.goal : 0);
  }

  replace(before) {
    if (this.player.playing) {
      this.show(0);
      this.player.play(0, this.goal, this.steps);
    } else {
      const ended = before.header.steps > 0 && this.step >= before.header.steps;
      this.show(ended ? this.steps : Math.min(this.step, this.steps));
    }
  }

  // Everything that depends on the header alone.
  furnish() {
    const { header, arrays } = this.run;
    const { canvas, chart, plot, banner, range } = this.parts;
    this.root.dataset.kind = header.kind;
    this.root.dataset.steps = header.steps;
    this.root.dataset.strip = Boolean(header.strip);
    this.root.setAttribute("aria-label", header.title || "Stage");
    this.root.style.setProperty("--vizvi-aspect", header.kind === "2d" ? plane.aspect(this.run) : 1);
    this.root.dataset.present = Boolean(header.present);
    canvas.setAttribute("aria-label", header.title || `${header.target}, ${header.family}`);
    plot.hidden = !header.trace || !header.steps;
    chart.setAttribute("aria-label", header.trace ? `${header.trace.label} at each step, under its ceiling` : "");
    range.max = header.steps;
    banner.hidden = !header.stopped;
    banner.textContent = header.stopped ? `Stopped at step ${header.stopped.step}. ${header.stopped.message}` : "";
    this.chips.show(header, arrays);
    this.readouts.show(header.readouts ?? []);
  }

  frame() {
    return this.handles.frame() ?? frameOf(this.run, this.step);
  }

  seek(n) {
    if (!this.run) return;
    const playing = this.player.playing;
    this.player.pause();
    this.handles.drop();
    this.show(Math.min(this.steps, Math.max(0, n)));
    if (playing) this.stopped(false);
    this.report();
  }

  toggle() {
    if (!this.run || !this.steps) return;
    if (this.player.playing) {
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
    if (!ended) return;
    const { readouts = [] } = this.run.header;
    const say = (item) => `${item.label} ${readout(this.run.value(item.key, this.step), item.kind, item.key)} ${item.unit ?? ""}`;
    this.parts.live.textContent = [`Step ${this.step} of ${this.steps}, the end of the run.`, ...readouts.map(say)].join(" ");
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
    this.readouts.update(frame);
    this.offWindow(frame.value("mass"));
    this.handles.follow(frame);
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
    showTransport(this.parts, this.step, this.steps, this.player.playing);
  }

  retheme() {
    const theme = themeOf(this.element);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    paintTokens(this.root, this.theme);
    this.painter.resize();
  }

  destroy() {
    this.player.pause();
    this.painter.stop();
    this.watch.disconnect();
    this.unlisten();
    clearTimeout(this.reporting);
    this.handles.destroy();
  }
}
