// Two canvases, each a static layer drawn once and a moving layer drawn per frame.

import * as line from "./picture1d.js";
import * as plane from "./picture2d.js";
import * as thermometer from "./thermometer.js";
import * as trace from "./trace.js";
import { Surface } from "../shared/surface.js";
import { frameOf } from "../shared/message.js";
import { qColor } from "../shared/marks.js";
import { withAlpha } from "../shared/tokens.js";

export class Painter {
  constructor(stage) {
    this.stage = stage;
    this.picture = new Surface(stage.parts.canvas);
    this.chart = new Surface(stage.parts.chart);
    this.frames = 0;
  }

  ui() {
    const { theme, root, run } = this.stage;
    const large = Boolean(run.header.present); // for the back row
    return {
      theme,
      muted: withAlpha(theme.ink, 0.72),
      family: getComputedStyle(root).fontFamily,
      ratio: window.devicePixelRatio || 1,
      type: large ? 1.5 : 1,
      line: large ? 1.6 : 1,
      veil: this.stage.veil, // 0: everything is known, 1: only what a real user knows
      layers: this.stage.chips.on,
      head: this.stage.guess.head, // px over the chart that a question takes
    };
  }

  // What the second canvas shows: a level now, or a line over all steps; null if neither.
  chartKind() {
    const { header } = this.stage.run;
    if (header.thermometer) return thermometer;
    return header.trace && header.steps ? trace : null;
  }

  // Size, theme or run changed: the still layers are stale. Collected, since these come in bursts.
  resize() {
    this.stale = true;
    this.soon();
  }

  soon() {
    this.request ??= requestAnimationFrame(() => this.now());
  }

  prepare() {
    const { run, root } = this.stage;
    this.ui_ = this.ui();
    const kind = run.header.kind === "2d" ? plane : line;
    this.geometry = null;
    this.axes = null;
    if (this.picture.fit(this.ui_)) {
      this.geometry = kind.layout(run, this.picture.width, this.picture.height, this.ui_);
      kind.drawStatic(this.picture.pen, run, this.geometry, this.ui_);
      const { box } = this.geometry;
      root.style.setProperty("--vizvi-note-top", `${box.y + 8}px`);
      root.style.setProperty("--vizvi-note-right", `${this.picture.width - box.x - box.w + 8}px`);
    }
    const chart = this.chartKind();
    if (chart && this.chart.fit(this.ui_)) {
      this.axes = chart.layout(run, this.chart.width, this.chart.height, this.ui_);
      chart.drawStatic(this.chart.pen, run, this.axes, this.ui_);
    }
    this.stale = false;
  }

  now() {
    cancelAnimationFrame(this.request);
    this.request = null;
    const { run, root, chips, handles, highlight } = this.stage;
    if (!run || !root.isConnected) return;
    if (this.stale) {
      this.prepare();
      handles.place();
      this.stage.targets.place();
      this.stage.guess.place();
    }
    const frame = this.stage.frame();
    if (this.geometry) {
      const kind = run.header.kind === "2d" ? plane : line;
      const moved = frame.t > 0 || handles.held;
      const scene = this.stage.explain.scene();
      const layers = scene ? { ...chips.on, samples: false, arrows: false, trail: false } : chips.on;
      const { steps } = run.header;
      const extra = { layers, scene, steps, highlight, occupied: handles.boxes(), start: moved ? frameOf(run, 0) : null };
      const ctx = this.picture.begin(this.ui_);
      ctx.globalAlpha = this.stage.stale ? 0.6 : 1; // q and its numbers belong to the p before
      kind.drawFrame(ctx, run, frame, this.geometry, this.ui_, extra);
      ctx.globalAlpha = 1;
    }
    if (run.arrays.mix) this.stage.parts.chips.style.setProperty("--vizvi-hue", qColor(this.ui_, frame.style));
    if (this.axes) this.chartKind().drawFrame(this.chart.begin(this.ui_), run, frame, this.axes, this.ui_, { highlight });
    this.frames += 1;
    root.dataset.frames = this.frames;
    if (root.dataset.painted !== run.header.id && this.geometry) root.dataset.painted = run.header.id;
  }

  stepAt(x) {
    return this.axes?.step ? this.axes.step(x) : null;
  }

  stop() {
    cancelAnimationFrame(this.request);
  }
}
