// Zoom to fit: axes stand still, unless somebody asks to see all of p and q; and back.

import { ease } from "../shared/ease.js";
import { make } from "../shared/make.js";
import { fitting, topOf, viewOf } from "./view.js";
import { frameOf } from "./frame.js";

const LABELS = { outside: "Zoom to fit", small: "Zoom to fit", tiny: "Zoom to q" };

export class Zoom {
  constructor(stage) {
    this.stage = stage;
    this.view = null; // what was asked for, until the axes are the usual ones again
    this.place = ""; // the target's window that it belongs to
    this.stop = null;
    stage.parts.fit.onclick = () => this.toggle();
  }

  // The q's on show: one, or two runs'.
  get frames() {
    return [this.stage.frame(), this.stage.other()].filter(Boolean);
  }

  // A new run on the same target keeps what is shown; another target has its own axes.
  arrived(run) {
    const place = JSON.stringify([run.header.target, run.header.window]);
    if (place !== this.place || run.header.hidden || run.header.open) this.view = null;
    this.place = place;
    this.stop?.();
    if (this.view) this.put(run, this.view);
  }

  toggle() {
    const { run } = this.stage;
    if (!run) return;
    const goal = this.view ? null : fitting(run, this.frames)?.view;
    const { link } = this.stage.group;
    if (!this.view && !goal) return void link.share({ fit: null }); // where two play as one, it may be the other's wish
    this.turn(goal);
    link.share({ fit: { view: goal, window: run.header.window } });
  }

  // A stage beside this one was turned, so that both stay comparable; or somebody wants it of whoever has something to fit.
  hear(fit) {
    const { run } = this.stage;
    if (!run) return;
    if (!fit) {
      if (!this.view && fitting(run, this.frames)) this.toggle();
    } else if (JSON.stringify(fit.window) === JSON.stringify(run.header.window)) this.turn(fit.view);
  }

  turn(goal) {
    const { run } = this.stage;
    this.view = goal;
    this.stop?.();
    const [from, to] = [viewOf(run), goal ?? run.header.window];
    this.stop = ease(run.header.present ? 800 : 400, (share) => {
      const now = to.map((range, axis) => range.map((end, i) => from[axis][i] + share * (end - from[axis][i])));
      this.put(run, share < 1 ? now : goal);
      this.stage.painter.all();
    });
    this.stage.refresh();
  }

  // Widths and heights that hang on what is shown are reckoned anew.
  put(run, view) {
    const { second } = this.stage;
    for (const each of [run, second].filter(Boolean)) Object.assign(each, { view, trail: {} });
    if (run.header.kind === "1d") run.top = view ? topOf(run, this.framesOf(run)) : null;
  }

  framesOf(run) {
    return this.stage.run === run ? this.frames : [frameOf(run, 0)];
  }

  // How much of q the window leaves out, and the button that shows it.
  tell(mass) {
    const { note } = this.stage.parts;
    const outside = mass < 0.9;
    note.hidden = !outside || Boolean(this.view);
    this.say(outside);
    if (!outside) return;
    const percent = Math.round(100 * (1 - mass));
    const rest = (text) => make("span", { class: "vizvi-rest", text }); // what a narrow picture does without
    note.replaceChildren(`q has ${percent}\u2009%`, rest(" of its mass"), " outside", rest(" the picture"));
  }

  // The button: there if the window does not show what there is to see, or does no longer.
  say(outside = false) {
    const { run, player, parts } = this.stage;
    const { fit, corner } = parts;
    if (player.playing && !this.view && !outside) fit.hidden = true;
    else {
      const found = this.view ? null : fitting(run, this.frames);
      fit.hidden = !this.view && !found;
      const label = this.view ? "Usual axes" : LABELS[found?.why] ?? "";
      if (fit.textContent !== label) fit.textContent = label;
      fit.setAttribute("aria-pressed", Boolean(this.view));
    }
    corner.hidden = fit.hidden && parts.note.hidden;
  }

  destroy() {
    this.stop?.();
  }
}
