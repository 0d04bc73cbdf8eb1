// The hand on p: what of the target can be dragged, as Python lists it. A grip moves here at once, p when Python answers.

import { clamp, sign, snapped } from "../shared/hand.js";
import { number } from "../shared/format.js";

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
  const turn = Math.asin(clamp(value, -1, 1)) / 2;
  const all = [turn, Math.PI / 2 - turn, turn + Math.PI, 1.5 * Math.PI - turn];
  const far = (angle) => Math.abs(Math.atan2(Math.sin(angle - now), Math.cos(angle - now)));
  const best = all.reduce((a, b) => (far(b) < far(a) ? b : a));
  const radius = Math.hypot(dx, dy);
  return [mx + radius * Math.cos(best), my + radius * Math.sin(best)];
}

const ENOUGH = 4; // px that say which way a hand pulls

const stepOf = ({ step, lo, hi }) => step || (hi - lo) / 200;

export class TargetGrips {
  constructor(stage) {
    this.stage = stage;
    this.items = []; // { grip as Python told it, value, at, asked: the number of its last release }
  }

  // A run, or an answer that lists its grips again: values and places are Python's, but not what the hand set since.
  arrived(header) {
    const { grips, channel, parts } = this.stage;
    const listed = header.hidden ? [] : header.grips ?? []; // a grip would tell where p is
    this.items = listed.map((grip, i) => {
      const before = this.items[i]?.grip.key === grip.key ? this.items[i] : null;
      const mine = before && (grips.holds("p", i) || channel.waits(before.asked));
      return mine ? before : { grip, value: grip.value, at: grip.at, asked: 0, posted: false };
    });
    grips.put("p", parts.targets, this.items.map((item) => this.mark(item)));
    grips.place();
  }

  mark(item) {
    const { grip } = item;
    const g = () => this.stage.painter.geometry;
    return {
      name: grip.label, kind: "target", axis: grip.axis === "y" ? 1 : 0,
      at: () => g() && [g().X(item.at[0]), g().Y(item.at[1])],
      shown: () => {
        const { box, X, Y } = g();
        return [clamp(X(item.at[0]), box.x, box.x + box.w), clamp(Y(item.at[1]), box.y, box.y + box.h)];
      },
      grab: () => { item.taken = grip.across && this.sideways(item, g()); },
      to: (x, y) => this.pull(item, x, y, g()),
      nudge: (key, by) => {
        const [way, end] = [sign(key), { Home: grip.lo, End: grip.hi }[key]];
        if (!way && end === undefined) return false;
        this.set(item, end ?? item.value + way * by * stepOf(grip));
        return true;
      },
      done: () => {
        const moved = item.taken?.across ? this.find(grip.across[0]) : item.posted && item;
        item.taken = null;
        if (moved) this.post(moved, true);
      },
      read: () => ({ valuenow: item.value, valuemin: grip.lo, valuemax: grip.hi, valuetext: number(item.value) }),
    };
  }

  find(key) {
    return this.items.find((item) => item.grip.key === key);
  }

  // Where a hand took a grip that can be pulled two ways; which way it means, the first few pixels say.
  sideways({ grip, at }, g) {
    return { x: g.X(at[0]), y: g.Y(at[1]), at: [...at], value: this.find(grip.across[0])?.value, across: null };
  }

  pull(item, x, y, g) {
    const { grip, taken } = item;
    if (taken) {
      const [dx, dy] = [Math.abs(x - taken.x), Math.abs(y - taken.y)];
      if (taken.across === null && Math.max(dx, dy) < ENOUGH) return;
      taken.across ??= dx > dy;
      const other = taken.across && this.find(grip.across[0]);
      if (other) {
        this.set(other, taken.value + (x - taken.x) * g.perPixel[0] * grip.across[1]);
        item.at = [taken.at[0] + (other.value - taken.value) / grip.across[1], taken.at[1]];
        this.stage.grips.place();
        return;
      }
    }
    if (grip.axis === "tilt") {
      item.at = g.toZ(x, y);
      this.set(item, correlation(item.at, middle(this.stage.run.header)));
      return;
    }
    const by = grip.axis === "y"
      ? (g.Y(grip.at[1]) - y) / (g.Y(0) - g.Y(1))
      : (x - g.X(grip.at[0])) * g.perPixel[0];
    this.set(item, grip.value + by * (grip.per ?? 1));
  }

  set(item, wanted) {
    const value = snapped(wanted, item.grip.lo, item.grip.hi, stepOf(item.grip));
    item.at = this.whereabouts(item, value);
    if (value !== item.value) {
      item.value = value;
      this.stage.player.pause();
      this.stage.transport.say();
      this.post(item, false);
    }
    this.stage.grips.place();
  }

  whereabouts({ grip, at }, value) {
    if (grip.axis === "tilt") return direction(value, at, middle(this.stage.run.header));
    const by = (value - grip.value) / (grip.per || 1);
    return grip.axis === "y" ? [grip.at[0], grip.at[1] + by] : [grip.at[0] + by, grip.at[1]];
  }

  post(item, released) {
    const { channel } = this.stage;
    item.posted = !released;
    channel.post("grips", { key: item.grip.key, value: item.value, step: this.stage.step }, released);
    if (released) item.asked = channel.sent;
  }
}
