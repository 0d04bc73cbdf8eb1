// Each thing to hold: where it stands, what a drag or a key makes of it, how it reads aloud, what Python hears.

import { arrow, clamp, sign, snapped } from "../shared/hand.js";
import { fixed, number } from "../shared/format.js";
import { real } from "../shared/axis.js";
import { pathCount, spot } from "./layers/paths.js";

// As many decimals as the step needs: none for whole numbers, else at least two.
export function spelled(x, step) {
  if (Number.isInteger(step)) return number(x).replace(/\.0+$/, "");
  const count = Math.min(6, (String(step).split(".")[1] ?? "").length);
  return count > 2 && Math.abs(x) < 100 ? fixed(x, count) : number(x);
}

// "KL(q‖p), nats" is a name and its unit.
export function words(label = "") {
  const plain = label.replace(" (log scale)", "");
  const cut = plain.lastIndexOf(", ");
  return cut < 0 ? [plain, ""] : [plain.slice(0, cut), plain.slice(cut + 2)];
}

const fine = ([lo, hi]) => (hi - lo) / 200;

export function cursorValue(board) {
  const { cursor } = board.header;
  if (cursor.follow) return cursor.follow[Math.min(board.step, cursor.follow.length - 1)];
  return board.hands.value("cursor") ?? cursor.value;
}

function cursorItem(board) {
  const { cursor } = board.header;
  const now = () => cursorValue(board);
  const range = cursor.follow
    ? { min: Math.min(...cursor.follow), max: Math.max(...cursor.follow) }
    : { min: cursor.min, max: cursor.max };
  const step = cursor.step || (range.max - range.min) / 200;
  const onGrid = (value) => snapped(value, range.min, range.max, step);
  const nearestStep = (value) => cursor.follow.reduce((best, v, n) => (Math.abs(v - value) < Math.abs(cursor.follow[best] - value) ? n : best), 0);
  return {
    key: "cursor", kind: "cursor", says: "cursor", name: cursor.name, axis: 0,
    step: cursor.follow && nearestStep,
    at: () => {
      const { X, gripY, panels: [{ box }] } = board.geometry;
      return [clamp(X(now()), box.x, box.x + box.w), gripY];
    },
    from: (x) => (cursor.follow ? board.geometry.toX(x) : onGrid(board.geometry.toX(x))),
    nudge: (key, by) => {
      if (key === "Home") return range.min;
      if (key === "End") return range.max;
      const way = sign(key);
      if (!way) return null;
      if (!cursor.follow) return onGrid(now() + way * by * step);
      const last = cursor.follow.length - 1;
      const rising = cursor.follow[last] >= cursor.follow[0] ? 1 : -1;
      return cursor.follow[clamp(Math.min(board.step, last) + way * rising * by, 0, last)];
    },
    read: () => ({ valuenow: now(), valuemin: range.min, valuemax: range.max, valuetext: cursorText(board) }),
    message: (value) => ({ value }),
  };
}

export function cursorText(board) {
  const { cursor, x } = board.header;
  const { label = "{}" } = cursor;
  const now = spelled(real(x, cursorValue(board)), x.log ? 0.01 : cursor.step);
  if (label?.includes("{}")) return label.replace("{}", now);
  return board.hands.value("cursor") === undefined && label ? label : now;
}

export const startValue = (board) => board.hands.value("start") ?? board.header.start.value;

function startItem(board, axis) {
  const { start, x, panels } = board.header;
  const ranges = [x.range, panels[0].y.range];
  const now = () => startValue(board);
  return {
    key: "start", kind: axis ? "twin" : "start", says: "start", name: start.names[axis], axis,
    at: () => {
      const { X, Y } = board.geometry.panels[0];
      return [X(now()[0]), Y(now()[1])];
    },
    from: (px, py) => {
      const { toX, toY } = board.geometry.panels[0];
      return [toX(px), toY(py)].map((value, i) => clamp(value, ...ranges[i]));
    },
    nudge: (key, by) => {
      const way = sign(key);
      if (!way) return null;
      const step = start.step?.[axis] ?? fine(ranges[axis]);
      return now().map((value, i) => (i === axis ? clamp(value + way * by * step, ...ranges[i]) : value));
    },
    read: () => ({
      valuenow: now()[axis], valuemin: ranges[axis][0], valuemax: ranges[axis][1],
      valuetext: (board.hands.value("start") ? null : start.texts?.[axis]) ?? number(real([x, panels[0].y][axis], now()[axis])),
    }),
    message: (value) => ({ value }),
  };
}

function pointItem(board, i) {
  const { points, x, panels } = board.header;
  const panel = points.panel ?? 0;
  const ranges = [x.range, panels[panel].y.range];
  const key = `point ${i}`;
  const now = () => board.hands.value(key) ?? Array.from(board.array(points.array).slice(2 * i, 2 * i + 2));
  const free = points.drag !== "y";
  return {
    key, kind: "point", says: "points", name: `${points.name ?? "Data point"} ${i + 1}`, axis: 1,
    at: () => {
      const { X, Y } = board.geometry.panels[panel];
      return [X(now()[0]), Y(now()[1])];
    },
    from: (px, py) => {
      const { toX, toY } = board.geometry.panels[panel];
      return [free ? clamp(toX(px), ...ranges[0]) : now()[0], clamp(toY(py), ...ranges[1])];
    },
    nudge: (name, by) => {
      const way = arrow(name);
      if (!way || (way[0] && !free)) return null;
      return now().map((value, axis) => (way[axis] ? clamp(value + way[axis] * by * fine(ranges[axis]), ...ranges[axis]) : value));
    },
    read: () => ({
      valuenow: now()[1], valuemin: ranges[1][0], valuemax: ranges[1][1],
      valuetext: [[x, "x"], [panels[panel].y, "y"]].map(([axis, name], n) => (
        `${words(axis.label)[0] || name} ${number(real(axis, now()[n]))}`)).join(", "),
    }),
    message: (value) => ({ index: i, value }),
  };
}

function pathItem(board) {
  const { select } = board.header;
  const count = pathCount(board);
  const now = () => board.press.picked ?? 0;
  return {
    key: "path", kind: "path", says: "path", name: select.name ?? "Path", axis: 0,
    at: () => spot(board, clamp(now(), 0, count - 1)),
    from: () => now(),
    nudge: (key, by) => {
      const way = sign(key);
      return way ? clamp(now() + way * by, 0, count - 1) : null;
    },
    read: () => ({
      valuenow: now() + 1, valuemin: 1, valuemax: count,
      valuetext: board.press.picked === null ? "none" : select.texts?.[now()] ?? `${now() + 1} of ${count}`,
    }),
    message: (index) => ({ index }),
  };
}

// still: nobody answers to a hand here, on the whole board or on its cursor; what it would hold is only shown.
export function items(board) {
  const { cursor, start, points, still } = board.header;
  const count = points ? board.array(points.array).length / 2 : 0;
  const shown = (item) => ({ ...item, fixed: Boolean(still) });
  return [
    ...(cursor ? [{ ...cursorItem(board), fixed: Boolean(cursor.still) }] : []),
    ...(pathCount(board) ? [pathItem(board)] : []),
    ...Array.from({ length: count }, (_, i) => shown(pointItem(board, i))),
    ...(start ? [startItem(board, 0), startItem(board, 1)].map(shown) : []), // two sliders, one grip: the mouse moves both
  ];
}
