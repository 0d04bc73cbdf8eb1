// The legend: a sentence of marks, each a switch for its layer.

import { canShowError } from "./mismatch2d.js";
import { make } from "../shared/make.js";

// Optima along a dial have no past and no start, unless the header asks for them.
const isRun = (h, layer) => h.steps > 0 && (!h.dial || layer in (h.layers ?? {}));

const LAYERS = [
  ["samples", "samples", "Draws from q", (h, a) => a.draw_z || h.later?.includes("draws")],
  ["arrows", "force", "Where each draw would rather be", (h, a) => a.draw_force || h.later?.includes("draws")],
  ["trail", "trail", "Where q has been", (h) => isRun(h, "trail")],
  ["start", "start", "Where q started", (h) => isRun(h, "start")],
  ["others", "other runs", "Runs from other starts", (h, a) => a.others_mean],
  ["error", "missed − / invented +", "Mass that q misses (p above q) and invents (q above p)",
    (h, a) => (h.kind === "1d" ? h.normalized !== false && !h.hidden : canShowError({ header: h, arrays: a }))],
];

// Extra curves are layers too; they begin visible.
const curveLayers = ({ curves = [] }) => curves.map(({ key, label, style }) => (
  [`curve-${key}`, label, HINTS[style], () => true, style]));
const HINTS = {
  prior: "What was believed before the data", likelihood: "How probable the data are at each z; not a density of z",
  joint: "Prior times likelihood: p's shape without its height",
};

export class Chips {
  constructor(box, changed) {
    this.box = box;
    this.changed = changed;
    this.chosen = {}; // what the viewer switched outlives a new run
    this.on = {};
  }

  set(layer, on) {
    this.chosen[layer] = on;
    this.on[layer] = on;
    this.buttons?.[layer]?.setAttribute("aria-pressed", on);
    this.changed();
  }

  show(header, arrays) {
    const initial = { trail: !header.dial, start: !header.dial, others: true, ...header.layers };
    const all = [...curveLayers(header), ...LAYERS];
    const present = all.filter(([, , , has]) => has(header, arrays));
    for (const [layer] of all.slice(0, -LAYERS.length)) initial[layer] ??= true;
    for (const [layer] of all) this.on[layer] = this.chosen[layer] ?? Boolean(initial[layer]);
    const names = present.map(([layer]) => layer).join();
    if (names !== this.names) this.rebuild(present);
    this.names = names;
    for (const [layer] of present) this.buttons[layer].setAttribute("aria-pressed", this.on[layer]);
    this.caption.textContent = [header.target, header.family, header.divergence].filter(Boolean).join(" · ");
    this.box.dataset.style = header.style;
  }

  rebuild(present) {
    this.buttons = {};
    this.box.dataset.many = present.length > 5;
    for (const [layer, label, hint, , style] of present) {
      const button = make("button", { type: "button", class: "vizvi-chip", title: hint, "data-layer": style ?? layer },
        make("span", { class: "vizvi-swatch", "aria-hidden": "true" }), make("span", { text: label }));
      button.onclick = () => this.set(layer, !this.on[layer]);
      this.buttons[layer] = button;
    }
    this.caption = make("span", { class: "vizvi-caption" });
    this.box.replaceChildren(...Object.values(this.buttons), this.caption);
  }
}
