// One board on one page: what a message changes, what the hand holds, and what is drawn when.

import { build } from "./elements.js";
import { Channel } from "../shared/channel.js";
import { Hands } from "./hands.js";
import { Hops } from "./hops.js";
import { Link } from "../shared/link.js";
import { Press } from "./press.js";
import { Repaint, look } from "../shared/paint.js";
import { Surface } from "../shared/surface.js";
import { Tip } from "../shared/tip.js";
import { description } from "./describe.js";
import { draw, drawMoving } from "./paint.js";
import { heightFor, layout } from "./layout.js";
import { legend } from "./legend.js";
import { paintTokens, themeOf } from "../shared/tokens.js";
import { settleIn } from "../shared/mount.js";
import { wordsAt } from "./hover.js";

export class Board {
  constructor(host, element, key) {
    this.send = null; // set by whoever mounts the board
    this.element = element;
    this.parts = build();
    this.root = this.parts.root;
    this.root.dataset.key = key;
    this.attach(host);
    this.parts.describe.ontoggle = () => this.tell();
    this.message = null;
    this.step = 0; // of the linked stage
    this.geometry = null;
    this.memory = {}; // where labels stood, images already painted
    this.surface = new Surface(this.parts.canvas);
    this.channel = new Channel(this);
    this.tip = new Tip(this.parts.picture, this.parts.tip, (x, y) => wordsAt(this, x, y));
    this.hands = new Hands(this);
    this.press = new Press(this);
    this.hops = new Hops(this);
    this.link = new Link(({ step }) => this.follow(step), () => null);
    this.repaint = new Repaint((stale) => this.draw(stale), [this.parts.picture]);
  }

  attach(host) {
    settleIn(this.parts.frame, host);
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
    if (this.channel.from(header)) this.hands.forget();
    this.channel.heard(header.seq ?? 0);
    this.hands.arrived(header, before);
    this.press.arrived(header);
    this.hops.arrived();
    legend(this.parts.legend, header.legend, this.theme);
    this.link.join(header.link);
    this.repaint.all();
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
    this.hands.show();
  }

  // The cursor stands for the linked stage's step: dragging it is scrubbing.
  seekStep(step) {
    this.follow(step);
    this.link.tell(step, false);
  }

  // Python has not answered for a while: what is drawn is old.
  quiet(stale, lost, asked) {
    this.root.dataset.asked = asked;
    this.root.dataset.stale = stale;
    this.parts.lost.hidden = !lost;
  }

  prepare() {
    const ui = look(this.root, this.theme, Boolean(this.header.present));
    this.ui = ui;
    const { picture } = this.parts;
    const width = picture.clientWidth;
    picture.style.height = `${heightFor(this, width, ui)}px`;
    if (!this.surface.fit(ui)) return false;
    this.geometry = layout(this, this.surface.width, this.surface.height, ui);
    draw(this, this.surface.pen, ui);
    return true;
  }

  draw(stale) {
    if (!this.message || !this.theme || !this.root.isConnected) return;
    if (stale) this.repaint.stale = !this.prepare();
    if (!this.geometry || this.repaint.stale) return;
    this.hands.grips.place();
    drawMoving(this, this.surface.begin(this.ui), this.ui);
    this.repaint.done(this.root);
    this.root.dataset.painted = this.header.id;
    this.tell();
  }

  // For who does not see it, or wants it said: only while it is open.
  tell() {
    if (this.parts.describe.open && this.message) this.parts.said.textContent = description(this);
  }

  retheme() {
    const theme = themeOf(this.element);
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return;
    this.theme = theme;
    this.memory = {};
    paintTokens(this.root, theme);
    if (this.message) legend(this.parts.legend, this.header.legend, theme);
    this.repaint.all();
  }

  // What the page keeps of a board that has gone should be small.
  destroy() {
    this.repaint.stop();
    this.channel.close();
    this.link.leave();
    this.hands.destroy();
    this.press.destroy();
    this.hops.destroy();
    this.parts.frame.remove();
    this.parts.root.replaceChildren();
    this.surface.drop();
    this.message = null;
    this.geometry = null;
    this.memory = {};
  }
}
