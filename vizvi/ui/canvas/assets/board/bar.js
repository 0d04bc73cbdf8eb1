// What the colors of a field mean: a bar beside its panel, or under everything where that is too narrow.

import { font, text, widthOf } from "../shared/marks.js";
import { nameRow, ordered } from "./edges.js";
import { table } from "./layers/field.js";
import { number, ticks } from "../shared/format.js";
import { withAlpha } from "../shared/tokens.js";

const THICK = 14;
const CORNER = 28; // there lies the button that describes the picture

function strip(layer, theme) {
  const colors = table(layer.map ?? "viridis", theme);
  const canvas = Object.assign(document.createElement("canvas"), { width: 256, height: 1 });
  const data = new ImageData(256, 1);
  for (let i = 0; i < 256; i++) data.data.set([colors[3 * i], colors[3 * i + 1], colors[3 * i + 2], 255], 4 * i);
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

function frame(ctx, ui, x, y, w, h) {
  ctx.setLineDash([]);
  ctx.lineWidth = 1;
  ctx.strokeStyle = withAlpha(ui.theme.ink, 0.35);
  ctx.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(w) - 1, Math.round(h) - 1);
}

export function drawBar(board, ctx, ui) {
  const { bar, side } = board.geometry.edges;
  if (!bar) return;
  if (side) beside(board, ctx, ui, bar);
  else below(board, ctx, ui, bar);
}

function beside({ geometry: g }, ctx, ui, { layer, index }) {
  const { box } = g.panels[index];
  const [lo, hi] = layer.range;
  const [x, w] = [box.x + box.w + 12 * ui.type, THICK * ui.type];
  ctx.save();
  ctx.translate(x, box.y + box.h);
  ctx.rotate(-Math.PI / 2); // the strip runs upward
  ctx.globalAlpha = layer.alpha ?? 1;
  ctx.drawImage(strip(layer, ui.theme), 0, 0, box.h, w);
  ctx.restore();
  frame(ctx, ui, x, box.y, w, box.h);
  for (const { value, text: label } of ticks(...ordered(layer.range), Math.max(2, box.h / (52 * ui.type)))) {
    const y = box.y + box.h * (1 - (value - lo) / (hi - lo));
    text(ctx, ui, label, x + w + 6, y, { size: 14, color: ui.muted });
  }
  text(ctx, ui, layer.name, box.x + box.w + g.edges.right - 2, nameRow(g, index, ui), { weight: 600, align: "right" });
}

const end = (value) => number(value).replace(/\.00$/, "");

function below({ geometry: g }, ctx, ui, { layer }) {
  const { box } = g.panels[0];
  const y = g.height - 14 * ui.type;
  const [lo, hi] = layer.range.map(end);
  ctx.font = font(ui, 14);
  const [a, b] = [widthOf(ctx, lo), widthOf(ctx, hi)];
  ctx.font = font(ui, 16, 600);
  const own = g.edges.barRows > 1; // a long name takes a row of its own
  const name = own ? 0 : widthOf(ctx, layer.name) + 12;
  text(ctx, ui, layer.name, own ? 4 : CORNER, own ? y - 22 * ui.type : y, { weight: 600 });
  const x = CORNER + name + a + 6;
  const w = box.x + box.w - b - 6 - x;
  text(ctx, ui, lo, x - 6, y, { size: 14, align: "right", color: ui.muted });
  ctx.globalAlpha = layer.alpha ?? 1;
  ctx.drawImage(strip(layer, ui.theme), x, y - (THICK / 2) * ui.type, w, THICK * ui.type);
  ctx.globalAlpha = 1;
  frame(ctx, ui, x, y - (THICK / 2) * ui.type, w, THICK * ui.type);
  text(ctx, ui, hi, box.x + box.w, y, { size: 14, align: "right", color: ui.muted });
}
