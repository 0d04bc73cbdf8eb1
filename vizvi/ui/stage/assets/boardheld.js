// What the hand moves, drawn on every frame: the cursor's line through all panels, and the names of grips.

import { cursorText, startValue } from "./boarditems.js";
import { font, text, widthOf } from "./marks.js";
import { pen, toneOf } from "./boardtones.js";

export function drawHeld(board, ctx, ui) {
  const { cursor, start } = board.header;
  if (cursor) drawCursor(board, ctx, ui);
  for (const { placed } of board.geometry.panels) {
    for (const { string, x, y, ...style } of placed) text(ctx, ui, string, x, y, { ...style, align: "center" });
  }
  if (start?.label) nameStart(board, ctx, ui, start.label);
}

function drawCursor(board, ctx, ui) {
  const { geometry: g, grips } = board;
  const [x, y] = grips.items.find(({ kind }) => kind === "cursor").at();
  pen(ctx, ui, { tone: "ink", width: 2, alpha: 0.85 });
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x, g.bottom);
  ctx.stroke();
  const string = cursorText(board);
  ctx.font = font(ui, 16, 600);
  const off = 18 * ui.type;
  const right = x + off + widthOf(ctx, string) < g.width - 2;
  text(ctx, ui, string, right ? x + off : x - off, y, { weight: 600, align: right ? "left" : "right" });
}

function nameStart(board, ctx, ui, label) {
  const { X, Y, box } = board.geometry.panels[0];
  const value = startValue(board);
  const [x, y] = [X(value[0]), Y(value[1])];
  ctx.font = font(ui, 16, 600);
  const off = 17 * ui.type;
  const width = widthOf(ctx, label) + off;
  const right = x + width < box.x + box.w;
  text(ctx, ui, label, right ? x + off : x - off, y, { weight: 600, align: right ? "left" : "right", color: toneOf(ui.theme, "q") });
}

// Where grips stand in a panel; while one is held the names stay where they are.
export function pixelBoxes(board, panel) {
  const { header, grips } = board;
  if (grips.dragging) return [];
  const inside = ({ kind }) => (kind === "start" && panel === 0) || (kind === "point" && (header.points.panel ?? 0) === panel);
  return grips.items.filter(inside).map((item) => {
    const [x, y] = item.at();
    const half = (item.kind === "point" ? 8 : 14) * (header.present ? 1.5 : 1);
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
}
