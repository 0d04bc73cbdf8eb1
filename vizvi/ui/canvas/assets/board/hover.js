// What the board says under the mouse: a mark's hint, or where the mouse is in the words of the axes.

import { fixed, number } from "../shared/format.js";
import { real } from "../shared/axis.js";
import { valueAt } from "./layers/field.js";
import { hit } from "./layers/boxes.js";
import { words } from "./grips.js";

const REACH = 14; // px around a mark that has a hint

// Three decimals where the axis is short.
const spell = (value, span) => (span < 2 && Math.abs(value) < 10 ? fixed(value, 3) : number(value));

function say(label, value, span) {
  const [name, unit] = words(label);
  return `${name} = ${spell(value, span)}${unit ? ` ${unit}` : ""}`;
}

function sayAt(axis, fallback, place) {
  return say(axis.label || fallback, real(axis, place), axis.log ? Infinity : axis.range[1] - axis.range[0]);
}

// The words at a pixel, or null outside of the panels.
export function wordsAt(board, x, y) {
  if (!board.geometry || board.header.hover === false) return null;
  const place = board.geometry.panels.find(({ box: b }) => x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h);
  return place ? hint(board, place, x, y) ?? read(board, place, x, y) : null;
}

function hint(board, place, x, y) {
  const { panel, X, Y } = place;
  for (const layer of [...panel.layers].reverse()) {
    const { hints, xy: name } = layer;
    const bar = hints && layer.kind === "boxes" ? hit(board, layer, place, x, y) : null;
    if (bar !== null && hints[bar]) return hints[bar];
    const xy = hints && board.array(name);
    for (let i = 0; xy && 2 * i < xy.length; i++) {
      if (hints[i] && Math.hypot(X(xy[2 * i]) - x, Y(xy[2 * i + 1]) - y) < REACH) return hints[i];
    }
  }
  return null;
}

function read(board, { panel, toX, toY }, px, py) {
  const { header } = board;
  const [x, y] = [toX(px), toY(py)];
  const span = ([a, b]) => Math.abs(b - a);
  const parts = [sayAt(header.x, "x", x), sayAt(panel.y, "y", y)];
  for (const layer of panel.layers) {
    if (layer.kind !== "field" || !layer.name) continue;
    const value = valueAt(layer, board.array(layer.array), x, y);
    if (Number.isFinite(value)) parts.push(say(layer.name, value, span(layer.range)));
  }
  return parts.join(" · ");
}
