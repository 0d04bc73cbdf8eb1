// What the hand moves, drawn on every frame: the cursor's line through all panels, and the names of grips.

import { cursorText, startValue } from "./grips.js";
import { font, text, widthOf } from "../shared/marks.js";
import { measure } from "./edges.js";
import { pen, toneOf } from "./tones.js";

export function drawHeld(board, ctx, ui) {
  const { cursor, start } = board.header;
  if (cursor) drawCursor(board, ctx, ui);
  for (const { placed } of board.geometry.panels) {
    for (const { string, x, y, ...style } of placed) text(ctx, ui, string, x, y, { ...style, align: "center" });
  }
  if (start?.label) nameStart(board, ctx, ui, start.label);
}

function drawCursor(board, ctx, ui) {
  const { geometry: g, hands } = board;
  const [x, y] = hands.items.find(({ kind }) => kind === "cursor").at();
  pen(ctx, ui, { tone: "ink", width: 2, alpha: 0.85 });
  ctx.beginPath();
  g.panels.forEach(({ box }, i) => { // not through the names between panels
    ctx.moveTo(x, i ? box.y : y);
    ctx.lineTo(x, box.y + box.h);
  });
  ctx.stroke();
  const string = cursorText(board);
  ctx.font = font(ui, 16, 600);
  const off = 18 * ui.type;
  const right = x + off + widthOf(ctx, string) < g.width - 2;
  text(ctx, ui, string, right ? x + off : x - off, y, { weight: 600, align: right ? "left" : "right" });
}

// Beside the grip, on the side with room.
function startName(board, ui) {
  const { X, Y, box } = board.geometry.panels[0];
  const value = startValue(board);
  const [x, y] = [X(value[0]), Y(value[1])];
  const [off, width] = [17 * ui.type, measure(ui, board.header.start.label, 16, 600)];
  const right = x + off + width < box.x + box.w;
  return { x: right ? x + off : x - off, y, right, width };
}

function nameStart(board, ctx, ui, label) {
  const { x, y, right } = startName(board, ui);
  text(ctx, ui, label, x, y, { weight: 600, align: right ? "left" : "right", color: toneOf(ui.theme, "q") });
}

// Where grips stand in a panel; while one is held the names stay where they are.
export function pixelBoxes(board, ui, panel) {
  const { header, hands } = board;
  if (hands.grips.held) return [];
  const inside = ({ kind }) => (kind === "start" && panel === 0) || (kind === "point" && (header.points.panel ?? 0) === panel);
  const boxes = hands.items.filter(inside).map((item) => {
    const [x, y] = item.at();
    const half = (item.kind === "point" ? 8 : 14) * ui.type;
    return { left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
  if (panel === 0 && header.start?.label) {
    const { x, y, right, width } = startName(board, ui);
    boxes.push({ left: right ? x : x - width, right: right ? x + width : x, top: y - 10 * ui.type, bottom: y + 10 * ui.type });
  }
  return boxes;
}
