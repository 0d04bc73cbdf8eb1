// One step in slow motion: five captions, by the clock or by hand, over the draws that the step really used.

import { ease, reduced } from "../shared/ease.js";
import { make } from "../shared/make.js";
import { row } from "../shared/message.js";

const INTERVAL = 1250; // ms per caption
const LAST = 4; // q has moved

// The step on which q moved most, in its own sds and in what its sds grew or shrank by.
export function boldest({ arrays: { q_mean: mean, q_cov: cov } }, last) {
  const dim = mean.shape[1] ?? 1;
  let [best, most] = [0, -1];
  for (let t = 0; t < last; t++) {
    const [m, to, c, after] = [row(mean, t), row(mean, t + 1), row(cov, t), row(cov, t + 1)];
    let moved = 0;
    for (let i = 0; i < dim; i++) moved += Math.abs(to[i] - m[i]) / Math.sqrt(c[2 * i]) + Math.abs(Math.log(after[2 * i] / c[2 * i])) / 2;
    if (moved > most) [best, most] = [t, moved];
  }
  return best;
}

export class Explain {
  constructor(stage) {
    this.stage = stage;
    this.phase = null;
    this.running = false;
    this.ready = false; // the draws of the steps are here
    this.wanted = false; // somebody has asked for them
    this.starting = false;
    const { explain, caption, root } = stage.parts;
    explain.onclick = () => (this.on ? this.stop() : this.start());
    this.count = make("strong", {});
    this.text = make("span", {});
    this.close = make("button", { type: "button", class: "vizvi-close", "aria-label": "Close the explanation", text: "×" });
    this.close.onclick = () => this.stop();
    caption.replaceChildren(this.count, this.text, this.close);
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.stop());
  }

  get on() {
    return this.phase !== null;
  }

  arrived({ header, arrays }, same) {
    this.ready = Boolean(arrays.step_z);
    this.spec = (this.ready || header.later?.includes("steps")) && header.explain ? header.explain : null;
    this.stage.parts.explain.hidden = !this.spec;
    if (!same || !this.spec) this.stop();
    if (!same) this.wanted = this.ready;
    if (this.starting && this.ready && same) this.start();
    this.starting = false;
  }

  start() {
    const { stage } = this;
    if (!this.spec) return;
    stage.player.pause();
    stage.handles.drop();
    this.wanted = true;
    this.starting = !this.ready;
    if (this.starting) return void stage.wanted.ask(); // it begins when the draws of the steps are there
    const last = Math.min(this.spec.last ?? stage.steps, stage.steps, stage.run.arrays.step_z.shape[0]);
    this.t = stage.step < last ? stage.step : boldest(stage.run, last); // at the end nothing moves: what moved most does
    this.go(0);
    this.run(!reduced());
  }

  go(phase) {
    const { stage } = this;
    const { caption, live, explain } = stage.parts;
    this.phase = phase;
    const words = this.spec.captions[phase] ?? "";
    this.count.textContent = `${phase + 1}/5`;
    this.text.textContent = words;
    live.textContent = `${phase + 1} of 5: ${words}`;
    caption.hidden = false;
    explain.setAttribute("aria-pressed", "true");
    stage.root.dataset.explaining = phase + 1;
    this.share = 0;
    this.cancel?.();
    this.cancel = ease(400, (share) => {
      this.share = share;
      stage.painter.soon();
    });
    stage.show(phase === LAST ? this.t + 1 : this.t);
  }

  run(running) {
    this.running = running;
    clearTimeout(this.timer);
    this.stage.transport.say();
    if (!running) return;
    this.timer = setTimeout(() => {
      if (this.phase === LAST) this.stop();
      else {
        this.go(this.phase + 1);
        this.run(true);
      }
    }, this.phase === LAST ? 2 * INTERVAL : INTERVAL);
  }

  toggle() {
    if (this.phase === LAST && !this.running) this.stop();
    else this.run(!this.running);
  }

  walk(by) {
    this.run(false);
    const phase = this.phase + Math.sign(by);
    if (phase > LAST) this.stop();
    else this.go(Math.max(0, phase));
  }

  stop() {
    if (!this.on) return;
    const { caption, explain } = this.stage.parts;
    clearTimeout(this.timer);
    this.cancel?.();
    this.phase = null;
    this.running = false;
    if (caption.contains(document.activeElement)) explain.focus();
    caption.hidden = true;
    explain.setAttribute("aria-pressed", "false");
    delete this.stage.root.dataset.explaining;
    this.stage.transport.say();
    this.stage.transport.report();
    this.stage.painter.soon();
  }

  // What the painters need, or null.
  scene() {
    if (!this.on) return null;
    const { arrays } = this.stage.run;
    const get = (name) => (arrays[name] ? row(arrays[name], this.t) : null);
    const [eps, z, force, push, logw] = ["step_eps", "step_z", "step_force", "step_push", "step_log_w"].map(get);
    return { phase: this.phase, share: this.share, t: this.t, eps, z, force, push, logw, wide: arrays.step_eps?.shape[2] ?? 1 };
  }
}
