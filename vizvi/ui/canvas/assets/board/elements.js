// The board's elements, built once per mount.

import { lostNote } from "../shared/lost.js";
import { make } from "../shared/make.js";

export function build() {
  /** @type {any} */
  const parts = {
    canvas: make("canvas", { class: "vizvi-canvas", role: "img" }),
    legend: make("ul", { class: "vizvi-legend", hidden: "" }),
    grips: make("div", { class: "vizvi-grips" }),
    tip: make("div", { class: "vizvi-tip", "aria-hidden": "true", hidden: "" }),
    hopsPlay: make("button", { type: "button", class: "vizvi-hops-button", text: "Play draws" }),
    hopsNext: make("button", { type: "button", class: "vizvi-hops-button", text: "Next draw" }),
    hopsCount: make("span", { class: "vizvi-counter", "aria-hidden": "true" }),
  };
  parts.hops = make("div", { class: "vizvi-hops", role: "group", "aria-label": "Draws one at a time", hidden: "" },
    parts.hopsPlay, parts.hopsNext, parts.hopsCount);
  parts.said = make("p", { class: "vizvi-said" });
  const summary = make("summary", { "aria-label": "Describe this picture", title: "Describe this picture", text: "i" });
  parts.describe = make("details", { class: "vizvi-describe" }, summary, parts.said);
  parts.picture = make("div", { class: "vizvi-ground" }, parts.canvas, parts.grips, parts.tip, parts.describe);
  parts.lost = lostNote();
  parts.root = make("div", { class: "vizvi-board", "data-vizvi": "board", role: "group", "data-stale": "false" },
    parts.legend, parts.picture, parts.hops, parts.lost);
  parts.frame = make("div", { class: "vizvi-frame" }, parts.root);
  return parts;
}
