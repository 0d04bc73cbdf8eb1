// Grips on q itself: mouse, touch and arrow keys move them here at once; Python hears with one message in flight.

import { axes, covariance } from "./ellipse.js";
import { density } from "./curve.js";
import { frameOf } from "../shared/message.js";
import { apart, grips } from "./grips.js";
import { make } from "../shared/make.js";

export class Handles {
  constructor(stage) {
    this.stage = stage;
    this.q = null; // {mean, sd, angle} once touched, until a new run starts from there
    this.live = null;
    this.elements = [];
  }

  get held() {
    return this.q !== null;
  }

  arrived(header, before) {
    if (before !== header.id && !this.dragging) this.drop();
    const signature = JSON.stringify([header.kind, header.handles, header.turn, header.names, header.style]);
    if (signature === this.signature) return;
    this.signature = signature;
    const { grips: box } = this.stage.parts;
    this.elements = grips(header).map((grip) => this.element(grip, header));
    box.replaceChildren(...this.elements.map(({ node }) => node));
  }

  echo(header, arrays) {
    this.live = { header, arrays };
    if (this.stage.run || !this.stage.send) return;
    // remounted in mid-drag: ask for a whole run where q is
    const { mean, cov } = frameOf(this.live, 0);
    const { sd, angle } = header.kind === "2d" ? axes(cov) : { sd: [Math.sqrt(cov[0])], angle: 0 };
    this.q = { mean: [...mean], sd, angle };
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
    const { mean, cov } = this.stage.frame();
    if (run.header.kind === "1d") return { mean: [mean[0]], sd: [Math.sqrt(cov[0])], angle: 0 };
    if (!run.header.turn) return { mean: [...mean], sd: [Math.sqrt(cov[0]), Math.sqrt(cov[2])], angle: 0 };
    return { mean: [...mean], ...axes(cov) };
  }

  // The frame under the hand: position and width are local, numbers are Python's last answer.
  frame() {
    if (!this.q) return null;
    const { run } = this.stage;
    const { mean, sd, angle } = this.q;
    const base = frameOf(this.live ?? run, 0);
    const cov = run.header.kind === "1d" ? [sd[0] ** 2] : covariance(sd, angle);
    const value = (key) => (this.live?.arrays[key] ? this.live.arrays[key][0] : run.value(key, 0));
    return { ...base, t: 0, mean, cov, value, draws: null, style: run.header.style };
  }

  move(change) {
    const { stage } = this;
    if (!this.q) this.q = structuredClone(this.shape());
    change(this.q);
    const limits = stage.run.header.window.map(([lo, hi]) => hi - lo);
    this.q.sd = this.q.sd.map((s, i) => Math.min(2 * limits[i], Math.max(limits[i] / 500, s)));
    this.q.mean = this.q.mean.map((m, i) => Math.min(stage.run.header.window[i][1], Math.max(stage.run.header.window[i][0], m)));
    stage.explain.stop();
    stage.player.pause();
    stage.show(0);
    this.post(false);
  }

  post(released) {
    this.stage.channel.post("handles", this.q, released);
  }

  element(grip, header) {
    const node = make("div", {
      class: `vizvi-grip vizvi-grip-${grip.kind}`, role: "slider", tabindex: "0", "aria-label": grip.name,
      title: grip.hint, "aria-orientation": grip.axis === 1 ? "vertical" : "horizontal",
    });
    node.dataset.style = header.style;
    node.onkeydown = (event) => this.key(event, grip);
    node.onkeyup = () => this.settle();
    node.onpointerdown = (event) => {
      const at = this.point(event);
      const [x, y] = grip.at(this.shape(), this.stage.painter.geometry, this.tops());
      this.dragging = { grip, dx: x - at[0], dy: y - at[1] };
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true });
      event.preventDefault();
      this.move(() => {});
    };
    node.onpointermove = (event) => {
      if (this.dragging?.grip !== grip) return;
      const [x, y] = this.point(event);
      const g = this.stage.painter.geometry;
      this.move((q) => grip.drag(q, x + this.dragging.dx, y + this.dragging.dy, g));
    };
    node.onpointerup = node.onpointercancel = () => {
      if (!this.dragging) return;
      this.dragging = null;
      if (this.q) this.post(true);
    };
    return { node, grip };
  }

  point(event) {
    const bounds = this.stage.parts.picture.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  }

  key(event, grip) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const turn = { PageUp: 1, PageDown: -1 }[event.key];
    const { header } = this.stage.run;
    if (sign) this.move((q) => grip.nudge(q, sign * (event.shiftKey ? 10 : 1), header));
    else if (turn && grip.turns) this.move((q) => { q.angle += (turn * Math.PI) / 36; });
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.moved = true;
  }

  // Keys released: one final message, after a pause in which more keys may come.
  settle() {
    if (!this.moved) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      this.moved = false;
      if (this.q) this.post(true);
    }, 250);
  }

  // How high q's curve is, so that grips sit on it even where q is no Gaussian.
  tops() {
    const { run } = this.stage;
    const frame = run.header.kind === "1d" ? this.stage.frame() : null;
    const [lo, hi] = run.header.window[0];
    const curve = frame?.curve ? density(run, frame) : null;
    return { top: run.top, height: (z) => (curve && z >= lo && z <= hi ? curve(z) : undefined) };
  }

  follow() {
    if (!this.elements.length) return;
    const q = this.shape();
    for (const { node, grip } of this.elements) {
      const { now, min, max, text } = grip.read(q, this.stage.run.header);
      node.setAttribute("aria-valuenow", now);
      node.setAttribute("aria-valuemin", min);
      node.setAttribute("aria-valuemax", max);
      node.setAttribute("aria-valuetext", text);
    }
    this.place();
  }

  // Where each grip is, kept inside the picture.
  spots() {
    const g = this.stage.painter.geometry;
    if (!g || !this.elements.length) return [];
    const [q, tops] = [this.shape(), this.tops()];
    return this.elements.map(({ node, grip }) => {
      const [x, y] = apart(grip, q, g, tops);
      const left = Math.min(g.box.x + g.box.w, Math.max(g.box.x, x));
      const top = Math.min(g.box.y + g.box.h, Math.max(g.box.y, y));
      return { node, left, top };
    });
  }

  place() {
    for (const { node, left, top } of this.spots()) node.style.transform = `translate(${left - 22}px, ${top - 22}px)`;
  }

  // No label may hide under a grip.
  boxes() {
    return this.spots().map(({ left, top }) => ({ left: left - 14, right: left + 14, top: top - 14, bottom: top + 14 }));
  }

  destroy() {
    clearTimeout(this.settling);
  }
}
