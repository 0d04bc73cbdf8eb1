// Where everything is: panels stacked over one x axis, and the way from numbers to pixels and back.

import { ROW, edges, fullHeight, measure, nameRow, yCount } from "./edges.js";
import { text } from "../shared/marks.js";
import { gridLine, numbers, xNumbers, yNumbers } from "../shared/axis.js";
import { withAlpha } from "../shared/tokens.js";

// An axis of no length would put everything nowhere.
const proper = ([lo, hi]) => (hi === lo ? [lo - 0.5, hi + 0.5] : [lo, hi]);

function ratio({ x, panels }) {
  const [[a, b], [c, d]] = [x.range, panels[0].y.range];
  return (b - a) / (d - c);
}

export function heightFor(board, width, ui) {
  const { header } = board;
  const full = fullHeight(header, ui);
  if (header.aspect !== "equal" || header.panels.length > 1) return full;
  const e = edges(board, width, ui);
  return Math.min(full, Math.round((width - e.left - e.right) / ratio(header) + e.heads[0] + e.grip + e.bottom));
}

export function layout(board, width, height, ui) {
  const { header } = board;
  const e = edges(board, width, ui);
  const { heads } = e;
  const room = height - e.grip - e.bottom - heads.reduce((a, b) => a + b, 0);
  const shares = header.panels.map(({ share }) => share ?? 1);
  const total = shares.reduce((a, b) => a + b, 0);
  let w = width - e.left - e.right;
  let [x, shrink] = [e.left, 1];
  if (header.aspect === "equal") {
    const wanted = room * ratio(header);
    if (wanted < w) [x, w] = [x + (w - wanted) / 2, wanted];
    else shrink = w / wanted;
  }
  const [lo, hi] = proper(header.x.range);
  const X = (value) => x + ((value - lo) / (hi - lo)) * w;
  const toX = (px) => lo + ((px - x) / w) * (hi - lo);
  let top = e.grip;
  const panels = header.panels.map((panel, i) => {
    top += heads[i];
    const h = (room * shrink * shares[i]) / total;
    const box = { x, y: top, w, h };
    top += h;
    const [low, high] = proper(panel.y.range);
    return {
      panel, box, X, toX, head: heads[i],
      Y: (value) => box.y + h * (1 - (value - low) / (high - low)),
      toY: (py) => low + (1 - (py - box.y) / h) * (high - low),
    };
  });
  return { panels, X, toX, width, height, edges: e, gripY: heads[0] + e.grip - 13 * ui.type, top: panels[0].box.y, bottom: top };
}

// Grid, numbers and names of the axes.
export function drawAxes(board, ctx, ui) {
  const { header, geometry: g } = board;
  const xTicks = numbers(header.x, g.panels[0].box.w / (62 * ui.type));
  for (const { panel, box, Y } of g.panels) {
    for (const { value } of xTicks) {
      if (value >= header.x.range[0] && value <= header.x.range[1]) gridLine(ctx, ui, g.X(value), box.y, g.X(value), box.y + box.h);
    }
    yNumbers(ctx, ui, box, numbers(panel.y, yCount(box.h, ui)), Y);
  }
  const y = g.bottom + 15 * ui.type;
  const end = g.panels[0].box.x + g.panels[0].box.w;
  const limit = g.edges.long || !header.x.label ? Infinity : end - measure(ui, header.x.label, 16, 600) - 10;
  xNumbers(ctx, ui, xTicks, g.X, { y, limit, width: g.width });
  g.edges.xName.forEach((line, i) => {
    text(ctx, ui, line, end, g.edges.long ? y + (22 + ROW * i) * ui.type : y, { weight: 600, align: "right" });
  });
}

// Over everything that is drawn in a panel: its frame, and y's name in the row above it.
export function drawFrames(board, ctx, ui) {
  const { geometry: g } = board;
  g.panels.forEach(({ box }, i) => {
    ctx.strokeStyle = withAlpha(ui.theme.ink, 0.35);
    ctx.setLineDash([]);
    ctx.lineWidth = 1;
    ctx.strokeRect(Math.round(box.x) + 0.5, Math.round(box.y) + 0.5, Math.round(box.w) - 1, Math.round(box.h) - 1);
    const lines = g.edges.yNames[i];
    lines.forEach((line, n) => {
      const up = ROW * (lines.length - 1 - n) * ui.type;
      text(ctx, ui, line, Math.max(4, box.x - g.edges.left + 4), nameRow(g, i, ui) - up, { weight: 600 });
    });
  });
}
