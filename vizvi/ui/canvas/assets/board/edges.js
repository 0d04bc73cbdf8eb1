// What surrounds the panels: room for numbers, names and the color bar.

import { font, widthOf } from "../shared/marks.js";
import { numbers } from "../shared/axis.js";
import { ticks } from "../shared/format.js";

const HEIGHT = 400;
export const ROW = 20; // px from one line of a name to the next
const MEASURE = document.createElement("canvas").getContext("2d");

export const measure = (ui, string, size = 14, weight = 400) => {
  MEASURE.font = font(ui, size, weight);
  return widthOf(MEASURE, string);
};

const named = (ui, string) => measure(ui, string, 16, 600);

// A name in as few lines as fit.
function wrap(ui, name, room) {
  const lines = [];
  for (const word of (name ?? "").split(" ").filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && named(ui, longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export const yCount = (height, ui) => Math.max(2, height / (52 * ui.type));

// Larger type takes a higher board, but a projector also has to show the numbers below it.
export const fullHeight = ({ height = HEIGHT }, ui) => Math.min(height * ui.type, Math.max(height, 0.75 * height * ui.type, 0.5 * innerHeight));

const widest = (ui, labels) => Math.max(0, ...labels.map(({ text: label }) => measure(ui, label)));

// The first field that has a name, and the panel it lies in.
export const barOf = ({ panels }) => {
  const layers = panels.flatMap((panel, index) => panel.layers.map((layer) => ({ layer, index })));
  return layers.find(({ layer: { kind, bar, name } }) => kind === "field" && bar !== false && name) ?? null;
};

// A range may run from high to low: then low values are bright.
export const ordered = ([a, b]) => [Math.min(a, b), Math.max(a, b)];

// The middle of the row of names over a panel.
export const nameRow = ({ panels, edges: { grip } }, i, ui) => panels[i].box.y - (i ? 0 : grip) - 18 * ui.type;

export function edges({ header }, width, ui) {
  const { panels, x } = header;
  const bar = barOf(header);
  const side = width >= 480 * ui.type; // else the color bar lies under everything
  const total = panels.reduce((sum, { share }) => sum + (share ?? 1), 0);
  // the panels' heights are not known yet: room for the numbers of a little more and a little less
  const counts = ({ share }) => [0.6, 0.8, 1].map((part) => yCount((part * fullHeight(header, ui) * (share ?? 1)) / total, ui));
  const reach = Math.max(...panels.flatMap((panel) => counts(panel).map((count) => widest(ui, numbers(panel.y, count)))));
  const left = Math.ceil(Math.max(22 * ui.type, reach) + 14);
  const right = (header.cursor || header.start ? 24 : 16) * ui.type + (bar && side ? widest(ui, ticks(...ordered(bar.layer.range), 4)) + 26 * ui.type : 0);
  const room = width - left - right;
  const name = named(ui, x.label ?? "");
  const [lo, hi] = x.range;
  const inTheWay = ({ at, text: label }) => ((hi - at) / (hi - lo)) * room < name + measure(ui, label) / 2 + 10;
  const long = Boolean(x.label) && (x.ticks?.some(inTheWay) || name > 0.2 * room); // it takes rows of its own
  const xName = long ? wrap(ui, x.label, width - right) : [x.label].filter(Boolean);
  const beside = (i) => bar && side && bar.index === i;
  const yNames = panels.map(({ y }, i) => wrap(ui, y.label, width - 8 - (beside(i) ? named(ui, bar.layer.name) + 16 : 0)));
  const barRows = bar && !side ? (named(ui, bar.layer.name) > 0.45 * width ? 2 : 1) : 0;
  const heads = yNames.map(({ length }, i) => (length || beside(i) ? (i ? 37 : 30) + ROW * (Math.max(1, length) - 1) : 10) * ui.type);
  return {
    left, right, bar, side, long, xName, yNames, barRows, heads,
    bottom: (28 + (long ? 2 + ROW * xName.length : 0) + (barRows && 10 + 22 * barRows)) * ui.type,
    grip: header.cursor ? 26 * ui.type : 0,
  };
}
