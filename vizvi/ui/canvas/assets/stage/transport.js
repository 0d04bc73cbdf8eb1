// Playback: what buttons, scrubber, chart and keyboard make of the step and the clock, and what the transport says then.

import { Player } from "./player.js";
import { atTheEnd } from "./words.js";
import { dialText, dialWords } from "./dial.js";
import { icon } from "./elements.js";
import { listen } from "../shared/keys.js";

export class Transport {
  constructor(stage) {
    this.stage = stage;
    this.player = new Player({
      step: (n) => stage.show(n),
      stop: (ended) => this.stopped(ended),
      paint: () => (stage.root.isConnected ? stage.painter.now() : stage.destroy()),
    });
    const { toStart, back, play, forward, toEnd, range, speed, chart } = stage.parts;
    toStart.onclick = () => this.seek(0);
    back.onclick = () => this.walk(-1);
    play.onclick = () => this.toggle();
    forward.onclick = () => this.walk(1);
    toEnd.onclick = () => this.seek(Infinity);
    range.oninput = () => this.seek(Number(range.value));
    speed.onchange = () => this.player.setSpeed(speed.value);
    chart.onpointerdown = (event) => {
      chart.setPointerCapture(event.pointerId);
      this.scrub(event);
    };
    chart.onpointermove = (event) => chart.hasPointerCapture(event.pointerId) && this.scrub(event);
    this.unlisten = listen(stage.root, range, (command) => this.obey(command));
  }

  obey({ toggle, by, to, fit }) {
    if (this.stage.run?.header.keys === false) return;
    if (toggle) this.toggle();
    else if (fit) this.stage.zoom.toggle();
    else if (by !== undefined) this.walk(by);
    else this.seek(to);
  }

  scrub({ offsetX }) {
    const step = this.stage.painter.stepAt(offsetX);
    if (step !== null) this.seek(step);
  }

  walk(by) {
    const { stage } = this;
    if (stage.explain.on) stage.explain.walk(by);
    else this.seek(stage.step + by);
  }

  seek(n) {
    const { stage, player: { playing } } = this;
    if (!stage.run || stage.waiting) return;
    stage.explain.stop();
    this.player.pause();
    stage.handles.drop();
    stage.show(Math.min(stage.steps, Math.max(0, n)));
    if (playing) this.stopped(false);
    this.report();
  }

  toggle() {
    const { stage, player } = this;
    if (!stage.run || !stage.steps || stage.waiting) return;
    if (stage.explain.on) stage.explain.toggle();
    else if (player.playing || stage.group.playing) {
      if (stage.group.playing) stage.group.pause();
      player.pause();
      this.stopped(false);
    } else {
      stage.handles.drop();
      const from = stage.step >= stage.goal ? 0 : stage.step;
      stage.show(from);
      this.start(from);
    }
  }

  start(from) {
    this.player.play(from, this.stage.goal, this.stage.steps);
    this.say();
  }

  stopped(ended) {
    const { stage } = this;
    this.say();
    this.report();
    stage.tell();
    if (ended) stage.parts.live.textContent = atTheEnd(stage.run, stage.frame(), stage);
  }

  // Python hears where the viewer stands, if it asked to.
  report() {
    clearTimeout(this.reporting);
    if (!this.stage.run.header.report_step) return;
    this.reporting = setTimeout(() => this.stage.channel.tell("step", { value: this.stage.step }), 400);
  }

  // Where the run is, and whether it plays.
  say() {
    const { stage } = this;
    const { step, steps, run, parts, waiting } = stage;
    stage.group.tell();
    const { root, play, range, counter, toStart, back, forward, toEnd, explain } = parts;
    const playing = this.player.playing || stage.explain.running || stage.group.playing;
    if (root.dataset.playing !== String(playing)) {
      root.dataset.playing = playing;
      const label = playing ? "Pause" : "Play";
      play.setAttribute("aria-label", label);
      play.title = `${label} (space)`;
      play.replaceChildren(icon(playing ? "pause" : "play"));
    }
    const dial = run?.header.dial;
    range.value = step;
    range.setAttribute("aria-valuetext", dial ? dialWords(dial, step) : `step ${step} of ${steps}`);
    range.style.setProperty("--vizvi-done", `${steps ? (100 * step) / steps : 0}%`);
    counter.textContent = dial ? dialText(dial, step) : `step ${step}/${steps}`;
    for (const part of [play, range, toStart, back, forward, toEnd, explain]) part.disabled = waiting;
    const idle = [[toStart, step <= 0], [back, step <= 0], [forward, step >= steps], [toEnd, step >= steps]];
    for (const [part, off] of idle) part.dataset.idle = off; // looks idle; `disabled` would drop the keyboard focus
  }

  destroy() {
    this.player.pause();
    this.unlisten();
    clearTimeout(this.reporting);
  }
}
