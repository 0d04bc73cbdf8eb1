// A row of chips that say what a mark means, where a name beside the mark would not fit.

import { make } from "../shared/make.js";
import { toneOf } from "./tones.js";

const NS = "http://www.w3.org/2000/svg";
const DASHES = { dash: "6 4", long: "10 5", dot: "1 5" };

const svg = (tag, attributes, ...children) => {
  const node = document.createElementNS(NS, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

const SHAPES = {
  dot: (c) => [svg("circle", { cx: 13, cy: 8, r: 5, fill: c })],
  ring: (c) => [svg("circle", { cx: 13, cy: 8, r: 4.5, fill: "none", stroke: c, "stroke-width": 2.2 })],
  square: (c) => [svg("rect", { x: 8.5, y: 3.5, width: 9, height: 9, fill: c })],
  diamond: (c) => [svg("path", { d: "M13 2l6 6-6 6-6-6z", fill: c })],
  up: (c) => [svg("path", { d: "M13 2l6 11H7z", fill: c })],
  plus: (c) => [svg("path", { d: "M13 2v12M7 8h12", stroke: c, "stroke-width": 2.4 })],
  times: (c) => [svg("path", { d: "M8.5 3.5l9 9M8.5 12.5l9-9", stroke: c, "stroke-width": 2.4 })],
  fill: (c) => [svg("rect", { x: 3, y: 2, width: 20, height: 12, fill: c, "fill-opacity": 0.28, stroke: c })],
  hatch: (c) => [svg("rect", { x: 3, y: 2, width: 20, height: 12, fill: c, "fill-opacity": 0.12, stroke: c }),
    svg("path", { d: "M4 13L14 3M12 13L22 3", stroke: c, "stroke-width": 1.5 })],
  line: (c, dash) => [svg("path", { d: "M1 8h24", stroke: c, "stroke-width": 3, "stroke-dasharray": DASHES[dash] ?? "none",
    "stroke-linecap": dash === "dot" ? "round" : "butt" })],
};

export function legend(list, items, theme) {
  list.hidden = !items?.length;
  if (!theme || list.hidden) return;
  const signature = JSON.stringify([items, theme]);
  if (list.dataset.shown === signature) return;
  list.dataset.shown = signature;
  list.replaceChildren(...items.map(({ text, tone, dash, mark = "line" }) => {
    const icon = svg("svg", { viewBox: "0 0 26 16", "aria-hidden": "true" }, ...(SHAPES[mark] ?? SHAPES.line)(toneOf(theme, tone), dash));
    return make("li", { class: "vizvi-legend-item" }, icon, make("span", { text }));
  }));
}
