// Two canvases, each a still layer drawn once and a moving layer drawn per frame.

import * as line from "./picture1d.js";
import * as plane from "./picture2d.js";
import * as thermometer from "./thermometer.js";
import * as trace from "./trace.js";
import { Repaint, look } from "../shared/paint.js";
import { Surface } from "../shared/surface.js";
import { frameOf } from "./frame.js";
import { qColor } from "../shared/marks.js";

const FADED = 0.5; // of what is old

export class Painter {
  constructor(stage) {
    this.stage = stage;
    this.picture = new Surface(stage.parts.canvas);
    this.chart = new Surface(stage.parts.chart);
    this.geometry = null;
    this.axes = null;
    this.repaint = new Repaint((stale) => this.draw(stale), [stage.parts.picture, stage.parts.plot]);
  }

  ui() {
    const { theme, root, run, cover, chips, guess } = this.stage;
    return {
      ...look(root, theme, Boolean(run.header.present)),
      veil: cover.share, // 0: everything is known, 1: only what a real user knows
      layers: chips.on,
      head: guess.head, // px over the chart that a question takes
    };
  }

  // What the second canvas shows: a level now, or a line over all steps; null if neither.
  chartKind() {
    const { header } = this.stage.run;
    if (header.thermometer) return thermometer;
    return header.trace && header.steps ? trace : null;
  }

  all() {
    this.repaint.all();
  }

  soon() {
    this.repaint.soon();
  }

  now() {
    this.repaint.now();
  }

  prepare() {
    const { run, root, grips, guess } = this.stage;
    const ui = this.ui();
    this.look = ui;
    const kind = run.header.kind === "2d" ? plane : line;
    this.geometry = null;
    this.axes = null;
    if (this.picture.fit(ui)) {
      this.geometry = kind.layout(run, this.picture.width, this.picture.height, ui);
      kind.drawStatic(this.picture.pen, run, this.geometry, ui);
      const { box } = this.geometry;
      root.dataset.narrow = box.x + box.w < 430;
      root.style.setProperty("--vizvi-note-top", `${box.y + 8}px`);
      root.style.setProperty("--vizvi-note-right", `${this.picture.width - box.x - box.w + 8}px`);
    }
    const chart = this.chartKind();
    if (chart && this.chart.fit(ui)) {
      this.axes = chart.layout(run, this.chart.width, this.chart.height, ui);
      chart.drawStatic(this.chart.pen, run, this.axes, ui);
    }
    this.repaint.stale = false;
    grips.place();
    guess.place();
  }

  draw(stale) {
    const { run, root, chips, handles, highlight, grips } = this.stage;
    if (!run || !root.isConnected) return;
    if (stale) this.prepare();
    const { look: ui } = this;
    const frame = this.stage.frame();
    if (this.geometry) {
      const kind = run.header.kind === "2d" ? plane : line;
      const moved = frame.t > 0 || handles.held;
      const scene = this.stage.explain.scene();
      const layers = scene ? { ...chips.on, samples: false, arrows: false, trail: false } : chips.on;
      const { steps } = run.header;
      const dim = this.stage.trust.old && !this.stage.trust.behind ? FADED : 1; // numbers of another q
      const occupied = grips.boxes("q", 14);
      const extra = { layers, scene, steps, highlight, dim, occupied, start: moved ? frameOf(run, 0) : null, second: this.stage.second, other: this.stage.other() };
      const ctx = this.picture.begin(ui);
      ctx.globalAlpha = this.stage.trust.behind ? FADED : 1; // q and its numbers belong to the p before
      kind.drawFrame(ctx, run, frame, this.geometry, ui, extra);
      ctx.globalAlpha = 1;
    }
    if (run.arrays.mix) this.stage.parts.chips.style.setProperty("--vizvi-hue", qColor(ui, frame.style));
    if (this.axes) this.chartKind().drawFrame(this.chart.begin(ui), run, frame, this.axes, ui, { highlight, second: this.stage.other() && this.stage.second });
    this.repaint.done(root);
    if (root.dataset.painted !== run.header.id && this.geometry) root.dataset.painted = run.header.id;
  }

  stepAt(x) {
    return this.axes?.step ? this.axes.step(x) : null;
  }

  destroy() {
    this.repaint.stop();
    this.picture.drop();
    this.chart.drop();
    this.geometry = null;
    this.axes = null;
  }
}
