// The order of drawing: axes, layers, frames and names stand still; what the hand or a step moves comes on top.

import { LAYERS } from "./layers/index.js";
import { clipped } from "../shared/marks.js";
import { drawBar } from "./bar.js";
import { drawAxes, drawFrames } from "./layout.js";
import { drawHeld, pixelBoxes } from "./held.js";
import { nameAll } from "./names.js";

// Marks may stand half outside of the box; nothing else may.
const pad = ({ x, y, w, h }, by) => ({ x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by });

export function draw(board, ctx, ui) {
  const { geometry: g } = board;
  drawAxes(board, ctx, ui);
  g.panels.forEach((place, panel) => {
    // names wait until all is drawn: `lines` are pixels they avoid, `taken` is where they cannot be
    place.names = [];
    place.lines = [];
    place.taken = pixelBoxes(board, ui, panel);
    place.panel.layers.forEach((layer, index) => {
      const step = LAYERS[layer.kind]?.draw;
      if (!step) return;
      clipped(ctx, layer.kind === "marks" ? pad(place.box, 8 * ui.line) : place.box,
        () => step(ctx, ui, layer, place, board, `${panel}.${index}`));
    });
  });
  drawFrames(board, ctx, ui);
  drawBar(board, ctx, ui);
  for (const [panel, place] of g.panels.entries()) nameAll(board, ui, place, panel);
}

export function drawMoving(board, ctx, ui) {
  board.geometry.panels.forEach((place, panel) => {
    clipped(ctx, pad(place.box, 8 * ui.line), () => {
      place.panel.layers.forEach((layer, index) => {
        LAYERS[layer.kind]?.along?.(ctx, ui, layer, place, board, [panel, index]);
      });
    });
  });
  drawHeld(board, ctx, ui);
}
