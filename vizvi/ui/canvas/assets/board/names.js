// Names of what is drawn, written last: beside their own mark, on no other name and over as few lines as possible.

import { beside } from "../shared/labels.js";
import { font, widthOf } from "../shared/marks.js";
import { toneOf } from "./tones.js";

const ROUND = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.75], [-0.8, -0.75], [0.8, 0.75], [-0.8, 0.75]];

// Where a line's name may stand: first where it is wanted (0 start … 1 end), then further off, above or below it.
function alongLine(points, wanted = 1) {
  const n = points.length / 2;
  const at = (share) => Math.min(n - 1, Math.max(0, Math.round(share * (n - 1))));
  const spots = [];
  const shares = [1, 0.93, 0.85, 0.75, 0.62, 0.5, 0.35, 0.2, 0.08, 0, wanted];
  shares.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  for (const share of new Set(shares)) {
    const [x, y] = [points[2 * at(share)], points[2 * at(share) + 1]];
    if (share === 1) spots.push({ x, y, ux: 1, uy: 0 });
    for (const [ux, uy] of [[0, -1], [0, 1], [-0.9, -0.8], [0.9, -0.8], [-0.9, 0.8], [0.9, 0.8]]) spots.push({ x, y, ux, uy });
  }
  return spots;
}

function spotsOf(name, { box }, ui) {
  if (name.spots) return name.spots;
  if (name.along) return alongLine(name.along, name.wanted);
  if (name.tops) { // beside or over the tallest bars
    return [[1, -0.3], [-1, -0.3], [0, -1]].flatMap(([ux, uy]) => (
      Array.from({ length: Math.min(12, name.tops.length / 2) }, (_, i) => ({ x: name.tops[2 * i], y: name.tops[2 * i + 1], ux, uy }))));
  }
  if (name.around) {
    const [x, y, r] = name.around;
    const ring = (reach, last) => ROUND.map(([ux, uy]) => ({ x: x + ux * reach, y: y + uy * reach, ux, uy, last }));
    return [...ring(r - 3, false), ...ring(r + 14 * ui.type, true)];
  }
  if (name.upright !== undefined) {
    const rows = [0.035, 0.09, 0.15, 0.25, 0.5, 0.75, 0.93].map((share) => box.y + 12 * ui.type + share * box.h);
    return rows.flatMap((y) => [{ x: name.upright, y, ux: 1, uy: 0 }, { x: name.upright, y, ux: -1, uy: 0 }]);
  }
  const columns = [0, 0.15, 0.3, 0.5, 0.7, 0.9].map((share) => box.x + box.w - share * box.w);
  return columns.flatMap((x) => [{ x, y: name.level, ux: -1, uy: -0.9 }, { x, y: name.level, ux: -1, uy: 0.9 }]);
}

const NOWHERE = document.createElement("canvas").getContext("2d"); // names are placed here, and drawn on every frame

export function nameAll(board, ui, place, panel) {
  board.memory[`names${panel}`] ??= {};
  const memory = board.memory[`names${panel}`];
  place.placed = place.names.filter(({ find }) => find).map((name) => letter(ui, place, name)).filter(Boolean);
  const room = { taken: place.taken, frame: place.box, lines: place.lines, memory };
  // what can stand in fewest places goes first
  const rest = place.names.filter(({ find }) => !find).sort((a, b) => Number(Boolean(b.around)) - Number(Boolean(a.around)));
  for (const name of rest) {
    const style = { color: toneOf(ui.theme, name.tone), weight: 600 };
    const spot = beside(NOWHERE, ui, room, name.string, spotsOf(name, place, ui), style);
    if (spot) place.placed.push({ string: name.string, ...spot, ...style });
  }
}

function letter(ui, place, { string, tone, find }) {
  NOWHERE.font = font(ui, 20, 700);
  const [w, h] = [widthOf(NOWHERE, string) / 2 + 2, 11 * ui.type];
  const boxAt = ([x, y]) => ({ left: x - w, right: x + w, top: y - h, bottom: y + h });
  const clear = (a, b) => a.right < b.left || a.left > b.right || a.bottom < b.top || a.top > b.bottom;
  const spot = find((at) => place.taken.every((box) => clear(box, boxAt(at))));
  if (!spot) return null;
  const [x, y] = spot;
  place.taken.push(boxAt(spot));
  return { string, x, y, size: 20, weight: 700, color: toneOf(ui.theme, tone) };
}
