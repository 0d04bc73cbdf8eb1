// What a real user could not know fades out or in, as a run is hidden or told.

import { ease } from "../shared/ease.js";

export class Cover {
  constructor(stage) {
    this.stage = stage;
    this.share = 0; // 1 where it is hidden
    this.stop = null; // ends a fading
  }

  arrived({ hidden, present }, before) {
    const goal = hidden ? 1 : 0;
    this.stop?.();
    if (!before) this.share = goal;
    const from = this.share;
    if (from === goal) return;
    this.stop = ease(present ? 800 : 400, (share) => {
      this.share = from + (goal - from) * share;
      this.stage.painter.all();
    });
  }

  destroy() {
    this.stop?.();
  }
}
