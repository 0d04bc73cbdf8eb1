// The clock: which iterate belongs on screen now. Iterates may be skipped, never invented.

const USUAL = 5; // seconds of a whole run at 1×, if that is neither too slow nor too fast to follow
const [SLOWEST, FASTEST] = [2, 30]; // iterates a second
const LONGEST = 12; // seconds, however many iterates that skips

// Iterates a second at 1×.
export const pace = (steps) => Math.max(Math.min(FASTEST, steps / USUAL), SLOWEST, steps / LONGEST);

export class Player {
  constructor({ step, stop, paint }) {
    this.onStep = step;
    this.onStop = stop;
    this.onPaint = paint;
    this.playing = false;
    this.speed = "1";
  }

  rate() {
    return pace(this.steps) * Number(this.speed);
  }

  play(from, goal, steps) {
    this.steps = steps;
    this.goal = goal;
    if (this.speed === "end") {
      this.onStep(goal);
      this.onStop(true);
      return;
    }
    this.playing = true;
    this.rebase(from);
    cancelAnimationFrame(this.request);
    this.request = requestAnimationFrame((now) => this.tick(now));
  }

  // A change of speed must not move the picture.
  rebase(from) {
    this.from = from;
    this.since = null;
    this.now = from;
  }

  setSpeed(speed) {
    this.speed = speed;
    if (!this.playing) return;
    if (speed === "end") {
      this.pause();
      this.onStep(this.goal);
      this.onStop(true);
    } else this.rebase(this.now);
  }

  tick(time) {
    if (!this.playing) return;
    this.since ??= time;
    const step = Math.min(this.goal, this.from + Math.floor(((time - this.since) / 1000) * this.rate() + 1e-6));
    if (step !== this.now) {
      this.now = step;
      this.onStep(step);
    }
    this.onPaint(); // once per display frame, in step with the screen
    if (step >= this.goal) {
      this.pause();
      this.onStop(true);
    } else this.request = requestAnimationFrame((next) => this.tick(next));
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.request);
  }
}
