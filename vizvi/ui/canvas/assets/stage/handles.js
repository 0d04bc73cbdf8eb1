// The hand on q itself: it moves here at once, its numbers are Python's last answer.

import { HINT } from "../shared/grip.js";
import { clamp, sign } from "../shared/hand.js";
import { apart, grips } from "./grips.js";
import { axes, covariance } from "./ellipse.js";
import { clampParts, componentGrips, kernelsOf, momentsOf, partsOf, weigh } from "./components.js";
import { density } from "./curve.js";
import { but, frameOf } from "./frame.js";
import { around, viewOf } from "./view.js";

// What a mark on the mean moves, by its coordinate's own name where that is not z.
function titled({ name, kind, axis }, { names }) {
  const own = kind === "scale" || names[axis].startsWith("z") || name.endsWith(names[axis]) ? "" : ` (${names[axis]})`;
  return `${name}${own}`;
}

// A t under a hand: its scales are smaller than its sds.
function oneBell({ kernels, df }, mean, sd) {
  if (!kernels) return {};
  return { kernels: [1, ...mean, ...sd.map((each) => each * Math.sqrt((df - 2) / df))] };
}

export class Handles {
  constructor(stage) {
    this.stage = stage;
    this.q = null; // {mean, sd, angle} once touched, until a new run starts from there
    this.live = null;
    this.from = null;
    this.asked = 0; // the number of the last release
  }

  get held() {
    return this.q !== null;
  }

  arrived(header, before) {
    const { stage } = this;
    const busy = stage.grips.holds("q") || stage.channel.waits(this.asked);
    if (before !== header.id && !busy) this.drop();
    const marks = header.parts && header.handles?.length ? componentGrips(header) : grips(header);
    stage.grips.put("q", stage.parts.grips, marks.map((grip) => this.mark(grip, header)));
  }

  echo(header, arrays) {
    this.live = { header, arrays };
    if (this.stage.run || !this.stage.send) return;
    // remounted in mid-drag: ask for a whole run where q is
    const { mean, cov } = frameOf(this.live, 0);
    const { kernels } = frameOf(this.live, 0);
    const { sd, angle } = header.kind === "2d" ? axes(cov) : { sd: [Math.sqrt(cov[0])], angle: 0 };
    this.q = header.parts ? { parts: partsOf(kernels, mean.length) } : { mean: [...mean], sd, angle };
    this.post(true);
  }

  drop() {
    this.q = null;
    this.live = null;
    this.stage.channel.forget("handles");
  }

  // q as it is on screen, in the handles' terms.
  shape() {
    if (this.q) return this.q;
    const { run } = this.stage;
    const { mean, cov, kernels } = this.stage.frame();
    if (run.header.parts) return { parts: partsOf(kernels, mean.length) };
    if (run.header.kind === "1d") return { mean: [mean[0]], sd: [Math.sqrt(cov[0])], angle: 0 };
    if (!run.header.turn) return { mean: [...mean], sd: [Math.sqrt(cov[0]), Math.sqrt(cov[2])], angle: 0 };
    return { mean: [...mean], ...axes(cov) };
  }

  // The frame under the hand: position and width are local, numbers are Python's last answer.
  frame() {
    if (!this.q) return null;
    const { run } = this.stage;
    const base = this.live ? frameOf(this.live, 0, run) : this.from;
    const value = (key) => (this.live?.arrays[key] ? this.live.arrays[key][0] : run.value(key, 0));
    const held = { t: 0, value, draws: null, style: run.header.style };
    if (this.q.parts) return but(base, { ...held, ...momentsOf(this.q.parts), kernels: kernelsOf(this.q.parts), kept: {} });
    const { mean, sd, angle } = this.q;
    const cov = run.header.kind === "1d" ? [sd[0] ** 2] : covariance(sd, angle);
    return but(base, { ...held, mean, cov, ...oneBell(base, mean, sd), kept: {} });
  }

  move(change) {
    const { stage } = this;
    const window = around(stage.run.header.window, viewOf(stage.run));
    if (!this.q) {
      this.from = frameOf(stage.run, stage.step); // what is drawn until Python answers
      this.q = { ...structuredClone(this.shape()), from: stage.step }; // and whose work q was until now
    }
    change(this.q);
    if (this.q.parts) clampParts(this.q.parts, window);
    else this.keep(window);
    stage.explain.stop();
    stage.player.pause();
    stage.show(0);
    this.post(false);
  }

  keep(window) {
    const wide = window.map(([lo, hi]) => hi - lo);
    this.q.sd = this.q.sd.map((s, i) => clamp(s, wide[i] / 500, 2 * wide[i]));
    this.q.mean = this.q.mean.map((m, i) => clamp(m, ...window[i]));
  }

  post(released) {
    const { channel } = this.stage;
    channel.post("handles", this.q, released);
    if (released) this.asked = channel.sent;
  }

  mark(grip, header) {
    const g = () => this.stage.painter.geometry;
    return {
      name: grip.name, kind: grip.kind, axis: grip.axis, still: grip.kind === "twin",
      hint: `${titled(grip, header)}: ${HINT}${grip.turns ? "; Page Up and Page Down turn q" : ""}${"weighs" in grip ? "; Page Up and Page Down weigh it" : ""}`,
      at: () => g() && grip.at(this.shape(), g(), this.tops()),
      shown: () => {
        const { box } = g();
        const [x, y] = apart(grip, this.shape(), g(), this.tops());
        return [clamp(x, box.x, box.x + box.w), clamp(y, box.y, box.y + box.h)];
      },
      grab: () => this.move(() => {}),
      to: (x, y) => this.move((q) => grip.drag(q, x, y, g())),
      nudge: (key, by) => {
        const [way, turn] = [sign(key), { PageUp: 1, PageDown: -1 }[key]];
        if (way) this.move((q) => grip.nudge(q, way * by, header));
        else if (turn && grip.turns) this.move((q) => { q.angle += (turn * Math.PI) / 36; });
        else if (turn && "weighs" in grip) this.move((q) => weigh(q.parts, grip.weighs, 0.1 * turn * by));
        else return false;
        return true;
      },
      done: () => this.q && this.post(true),
      read: () => grip.read(this.shape(), header),
    };
  }

  // How high q's curve is, so that grips sit on it even where q is no Gaussian.
  tops() {
    const { run } = this.stage;
    const frame = run.header.kind === "1d" ? this.stage.frame() : null;
    const [lo, hi] = run.header.window[0];
    const curve = frame?.curve ? density(run, frame) : null;
    return { top: run.top, height: (z) => (curve && z >= lo && z <= hi ? curve(z) : undefined) };
  }
}
