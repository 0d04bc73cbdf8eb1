// One board on one page: what a message changes, what the hand holds, and what is drawn when.

import { build } from "./elements.js";
import { BoardGrips } from "./holder.js";
import { BoardHover } from "./hover.js";
import { Channel } from "../shared/channel.js";
import { Press } from "./press.js";
import { Hops } from "./hops.js";
import { Link } from "../shared/link.js";
import { Surface } from "../shared/surface.js";
import { draw, drawMoving } from "./paint.js";
import { forgetWidths } from "../shared/marks.js";
import { heightFor, layout } from "./layout.js";
import { legend } from "./legend.js";
import { paintTokens, themeOf, withAlpha } from "../shared/tokens.js";

export class Board {
  constructor(host, element, key) {
    this.send = null; // set by whoever mounts the board
    this.element = element;
    this.parts = build();
    this.root = this.parts.root;
    this.root.dataset.key = key;
    this.attach(host);
    this.message = null;
    this.step = 0; // of the linked stage
    this.geometry = null;
    this.memory = {}; // where labels stood, images already painted
    this.frames = 0;
    this.surface = new Surface(this.parts.canvas);
    this.channel = new Channel(this);
    this.grips = new BoardGrips(this);
    this.press = new Press(this);
    this.hover = new BoardHover(this);
    this.hops = new Hops(this);
    this.link = new Link(({ step }) => this.follow(step), () => null);
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.parts.picture);
    document.fonts?.ready.then(() => {
      forgetWidths();
      this.resize();
    });
  }

  attach(host) {
    if (this.parts.frame.parentElement === host) return;
    host.replaceChildren(this.parts.frame);
    host.style.minHeight = "";
  }

  get header() {
    return this.message?.header;
  }

  receive({ header, arrays }) {
    const before = this.header;
    this.message = { header, arrays };
    this.root.setAttribute("aria-label", header.title || "Chart");
    this.parts.canvas.setAttribute("aria-label", header.title || "Chart");
    this.root.dataset.present = Boolean(header.present);
    this.channel.heard(header.seq ?? 0);
    this.grips.arrived(header, before);
    this.press.arrived(header);
    this.hops.arrived();
    legend(this.parts.legend, header.legend, this.theme);
    this.link.join(header.link);
    this.resize();
  }

  // An array by its name in the message, or as plain numbers written in the header itself.
  array(of) {
    if (of === undefined || of === null) return null;
    if (typeof of === "string") return this.message.arrays[of] ?? null;
    const flat = of.flat(Infinity).map((x) => x ?? NaN);
    return Object.assign(Float64Array.from(flat), { shape: Array.isArray(of[0]) ? [of.length, flat.length / of.length] : [of.length] });
  }

  follow(step) {
    if (step === null || step === this.step) return;
    this.step = step;
    this.root.dataset.step = step;
    this.grips.follow();
    this.soon();
  }

  // The cursor stands for the linked stage's step: dragging it is scrubbing.
  seekStep(step) {
    this.follow(step);
    this.link.tell(step, false);
  }

  ui() {
    const large = Boolean(this.header.present);
    return {
      theme: this.theme,
      muted: withAlpha(this.theme.ink, 0.72),
      family: getComputedStyle(this.root).fontFamily,
      ratio: window.devicePixelRatio || 1,
      type: large ? 1.5 : 1,
      line: large ? 1.6 : 1,
    };
  }

  resize() {
    this.stale = true;
    this.soon();
  }

  soon() {
    this.request ??= requestAnimationFrame(() => this.now());
  }

  prepare() {
    const ui = this.ui();
    this.ui_ = ui;
    const { picture } = this.parts;
    const width = picture.clientWidth;
    picture.style.height = `${heightFor(this, width, ui)}px`;
    if (!this.surface.fit(ui)) return;
    this.geometry = layout(this, this.surface.width, this.surface.height, ui);
    draw(this, this.surface.pen, ui);
    this.stale = false;
  }

  now() {
    cancelAnimationFrame(this.request);
    this.request = null;
    if (!this.message || !this.theme || !this.root.isConnected) return;
    if (this.stale) this.prepare();
    if (!this.geometry || this.stale) return;
    this.grips.place();
    drawMoving(this, this.surface.begin(this.ui_), this.ui_);
    this.frames += 1;
    this.root.dataset.frames = this.frames;
    this.root.dataset.painted = this.header.id;
  }

  retheme() {
    const theme = themeOf(this.element);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    this.memory = {};
    paintTokens(this.root, theme);
    if (this.message) legend(this.parts.legend, this.header.legend, theme);
    this.resize();
  }

  destroy() {
    cancelAnimationFrame(this.request);
    this.watch.disconnect();
    this.link.leave();
    this.grips.destroy();
    this.hover.destroy();
    this.hops.destroy();
  }
}
