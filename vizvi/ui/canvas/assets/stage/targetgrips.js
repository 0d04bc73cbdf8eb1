// Grips on p: what of the target can be dragged, as Python lists it. The grip moves here at once, p when Python answers.

import { make } from "../shared/make.js";
import { number } from "../shared/format.js";

const clamp = (x, { lo, hi }) => Math.min(hi, Math.max(lo, x));

function snapped(x, grip) {
  const step = grip.step || (grip.hi - grip.lo) / 200;
  const value = clamp(grip.lo + Math.round((x - grip.lo) / step) * step, grip);
  return Number(value.toFixed(9)); // 0.30000000000000004 is no value to put in a link
}

const middle = ({ window }) => window.map(([lo, hi]) => (lo + hi) / 2);

// The correlation a direction stands for: 1 along the rising diagonal, 0 along the axes.
function correlation([x, y], [mx, my]) {
  const [a, b] = [(x - mx + y - my) ** 2, (x - mx - y + my) ** 2];
  return a + b > 0 ? (a - b) / (a + b) : 0;
}

// Back again: the angle nearest to where the grip was, at the same distance from the middle.
function direction(value, [x, y], [mx, my]) {
  const [dx, dy] = [x - mx, y - my];
  const now = Math.atan2(dy, dx);
  const turn = Math.asin(Math.min(1, Math.max(-1, value))) / 2;
  const all = [turn, Math.PI / 2 - turn, turn + Math.PI, 1.5 * Math.PI - turn];
  const far = (angle) => Math.abs(Math.atan2(Math.sin(angle - now), Math.cos(angle - now)));
  const best = all.reduce((a, b) => (far(b) < far(a) ? b : a));
  const radius = Math.hypot(dx, dy);
  return [mx + radius * Math.cos(best), my + radius * Math.sin(best)];
}

export class TargetGrips {
  constructor(stage) {
    this.stage = stage;
    this.held = null; // the grip under the hand, whose place Python's answers must not change
    this.items = [];
  }

  // A run, or an answer that lists its grips again: values and places are Python's, but not under the hand.
  arrived(header) {
    const grips = header.hidden ? [] : header.grips ?? []; // a grip would tell where p is
    const keys = JSON.stringify(grips.map(({ key, label }) => [key, label]));
    if (keys !== this.keys) {
      this.keys = keys;
      this.held = null;
      this.items = grips.map((grip) => this.item(grip));
      this.stage.parts.targets.replaceChildren(...this.items.map(({ node }) => node));
    }
    grips.forEach((grip, i) => {
      if (this.items[i] === this.held) return;
      Object.assign(this.items[i], { grip, value: grip.value, at: grip.at });
      this.read(this.items[i]);
    });
    this.place();
  }

  item(grip) {
    const node = make("div", {
      class: "vizvi-grip vizvi-grip-target", role: "slider", tabindex: "0", "aria-label": grip.label,
      title: `${grip.label}: drag, or use the arrow keys (Shift: large steps)`,
      "aria-orientation": grip.axis === "y" ? "vertical" : "horizontal",
    });
    const item = { node, grip, value: grip.value, at: grip.at };
    node.onpointerdown = (event) => {
      const [x, y] = this.point(event);
      const g = this.stage.painter.geometry;
      this.held = item;
      this.start = { x, y, value: item.value, off: [x - g.X(item.at[0]), y - g.Y(item.at[1])] };
      node.setPointerCapture(event.pointerId);
      node.focus({ preventScroll: true });
      event.preventDefault();
    };
    node.onpointermove = (event) => {
      if (this.held === item && this.start) this.drag(item, ...this.point(event));
    };
    node.onpointerup = node.onpointercancel = () => {
      if (!this.start) return;
      const moved = item.value !== this.start.value || this.posted;
      this.start = null;
      this.held = null;
      if (moved) this.post(item, true);
    };
    node.onkeydown = (event) => this.key(event, item);
    node.onkeyup = node.onblur = () => this.settle();
    return item;
  }

  point(event) {
    const bounds = this.stage.parts.picture.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  }

  drag(item, x, y) {
    const g = this.stage.painter.geometry;
    const { grip } = item;
    const { value, off } = this.start;
    if (grip.axis === "tilt") {
      const at = g.toZ(x - off[0], y - off[1]);
      item.at = at;
      this.set(item, correlation(at, middle(this.stage.run.header)));
    } else {
      const up = (this.start.y - y) / (g.Y(0) - g.Y(1));
      const by = grip.axis === "y" ? up : (x - this.start.x) * g.perPixel[0];
      this.set(item, value + by * (grip.per ?? 1));
    }
  }

  set(item, wanted) {
    const value = snapped(wanted, item.grip);
    item.at = this.whereabouts(item, value);
    if (value !== item.value) {
      item.value = value;
      this.stage.player.pause();
      this.stage.transport();
      this.post(item, false);
    }
    this.read(item);
    this.place();
  }

  whereabouts({ grip, at }, value) {
    if (grip.axis === "tilt") return direction(value, at, middle(this.stage.run.header));
    const by = (value - grip.value) / (grip.per || 1);
    return grip.axis === "y" ? [grip.at[0], grip.at[1] + by] : [grip.at[0] + by, grip.at[1]];
  }

  key(event, item) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const end = { Home: item.grip.lo, End: item.grip.hi }[event.key];
    if (!sign && end === undefined) return;
    const step = item.grip.step || (item.grip.hi - item.grip.lo) / 200;
    event.preventDefault();
    event.stopPropagation();
    this.held = item;
    this.set(item, end ?? item.value + sign * step * (event.shiftKey ? 10 : 1));
  }

  // Keys released: the final message follows a pause in which more keys may come.
  settle() {
    if (!this.held || this.start) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const item = this.held;
      this.held = null;
      if (item && this.posted) this.post(item, true);
    }, 250);
  }

  post({ grip, value }, released) {
    this.posted = !released;
    this.stage.channel.post("grips", { key: grip.key, value }, released);
  }

  read({ node, grip, value }) {
    node.setAttribute("aria-valuenow", value);
    node.setAttribute("aria-valuemin", grip.lo);
    node.setAttribute("aria-valuemax", grip.hi);
    node.setAttribute("aria-valuetext", number(value));
  }

  place() {
    const g = this.stage.painter.geometry;
    if (!g) return;
    for (const { node, at } of this.items) {
      const left = Math.min(g.box.x + g.box.w, Math.max(g.box.x, g.X(at[0])));
      const top = Math.min(g.box.y + g.box.h, Math.max(g.box.y, g.Y(at[1])));
      node.style.transform = `translate(${left - 22}px, ${top - 22}px)`;
    }
  }

  destroy() {
    clearTimeout(this.settling);
  }
}
