// When a picture is drawn: still layers once they are stale, moving ones on the next frame. Requests come in bursts.

import { forgetWidths } from "./marks.js";
import { withAlpha } from "./tokens.js";

export class Repaint {
  // draw(stale): paints now; the boxes' sizes are watched, and the page's font, which may come after the first paint.
  constructor(draw, boxes) {
    this.draw = draw;
    this.stale = true;
    this.frames = 0;
    this.watch = new ResizeObserver(() => this.all());
    for (const box of boxes) this.watch.observe(box);
    document.fonts?.ready.then(() => {
      forgetWidths();
      this.all();
    });
  }

  // Size, theme or message changed: nothing drawn before is right.
  all() {
    this.stale = true;
    this.soon();
  }

  soon() {
    if (this.ended) return;
    this.request ??= requestAnimationFrame(() => this.now());
  }

  now() {
    cancelAnimationFrame(this.request);
    this.request = null;
    if (!this.ended) this.draw(this.stale);
  }

  // A frame is on screen.
  done(root) {
    this.frames += 1;
    root.dataset.frames = this.frames;
  }

  stop() {
    this.ended = true;
    cancelAnimationFrame(this.request);
    this.watch.disconnect();
  }
}

// What every mark needs to know of how it is looked at; `present` is for the back row.
export function look(root, theme, present) {
  return {
    theme,
    muted: withAlpha(theme.ink, 0.72),
    family: getComputedStyle(root).fontFamily,
    ratio: window.devicePixelRatio || 1,
    type: present ? 22 / 14 : 1, // ticks of 14 px become 22, a fiftieth of a projector's height
    line: present ? 1.6 : 1,
  };
}
