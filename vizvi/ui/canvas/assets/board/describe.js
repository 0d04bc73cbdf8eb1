// The board in words, as it is now: what it says, its axes and marks, what can be held and where that stands.

import { number } from "../shared/format.js";
import { real } from "../shared/axis.js";
import { words } from "./grips.js";

const WHAT = { dot: "dots", ring: "rings", line: "a line", fill: "an area", hatch: "hatching", square: "squares", diamond: "diamonds",
  up: "triangles", plus: "plus signs", times: "crosses" };
const FEW = 3; // things to hold that are told one by one

function along(axis, fallback) {
  const [name, unit] = words(axis.label || fallback);
  const [lo, hi] = axis.range.map((value) => number(real(axis, value)));
  return `${name} from ${lo} to ${hi}${unit ? ` ${unit}` : ""}${axis.log ? ", on a logarithmic scale" : ""}`;
}

function named({ layers }) {
  const names = layers.flatMap(({ label, labels, name }) => [label, name, ...(Array.isArray(labels) ? labels : [])]);
  return [...new Set(names.filter((each) => typeof each === "string" && each))].slice(0, 12);
}

export function description({ header, hands }) {
  const { title = "", x, panels, legend = [] } = header;
  const out = [title, `Across: ${along(x, "x")}.`];
  for (const panel of panels) {
    const marks = named(panel);
    out.push(`Up: ${along(panel.y, "y")}${marks.length ? `; named in it: ${marks.join(", ")}` : ""}.`);
  }
  if (legend.length) out.push(`${legend.map(({ text, mark = "line" }) => `${text}: ${WHAT[mark] ?? mark}`).join("; ")}.`);
  const held = hands.items.filter(({ kind, fixed }) => kind !== "twin" && !fixed);
  if (held.length && held.length <= FEW) {
    out.push(`Now: ${held.map((item) => `${item.name} at ${item.read().valuetext ?? number(item.read().valuenow)}`).join("; ")}.`);
  } else if (held.length) out.push(`${held.length} points can be moved.`);
  if (held.length) out.push("Focus what can be held and use the arrow keys.");
  return out.filter(Boolean).join(" ");
}
