// What stays still in the plane: axes, p as a blue ground with its contours, and their names.

import { xAxis, yAxis } from "../shared/axis.js";
import { gripBoxes } from "./target1d.js";
import { withAlpha } from "../shared/tokens.js";
import { drawGhosts, ghostLines } from "./ghosts.js";
import { beside, pixels, ring } from "../shared/labels.js";
import { clipped, font, polyline, text, widthOf } from "../shared/marks.js";
import { starts } from "../shared/message.js";
import { viewOf } from "./view.js";

function ground(run, theme) {
  const image = run.arrays.p_image;
  const [height, width] = image.shape;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const data = new ImageData(width, height);
  const channel = (i) => parseInt(theme.p.slice(1 + 2 * i, 3 + 2 * i), 16);
  for (let i = 0; i < image.length; i++) {
    const at = 4 * ((height - 1 - Math.floor(i / width)) * width + (i % width)); // row 0 is the lowest
    data.data[at] = channel(0);
    data.data[at + 1] = channel(1);
    data.data[at + 2] = channel(2);
    data.data[at + 3] = 255 * 0.45 * (image[i] / 255) ** 0.8;
  }
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

// Where an image of the target's window goes, in a picture that may show more or less than that: x, y, width, height.
export function whole({ header: { window: [[a, b], [c, d]] } }, g) {
  return [g.X(a), g.Y(d), g.X(b) - g.X(a), g.Y(c) - g.Y(d)];
}

export function drawStatic(ctx, run, g, ui) {
  const { theme } = ui;
  const { p_image: image, p_xy: xy, p_len: lengths, p_level: level } = run.arrays;
  const [windowX, windowY] = viewOf(run);
  xAxis(ctx, ui, g.box, g.X, windowX, run.header.names[0]);
  yAxis(ctx, ui, g.box, g.Y, windowY);
  yName(ctx, ui, g, run.header.names[1]);
  run.taken = gripBoxes(run, g);
  run.memory ??= {};
  g.lines = [];
  clipped(ctx, g.box, () => {
    ctx.imageSmoothingQuality = "high";
    if (image && run.header.normalized !== false && ui.veil < 1) {
      if (run.image?.theme !== theme) run.image = { theme, canvas: ground(run, theme) };
      ctx.globalAlpha = 1 - ui.veil;
      ctx.drawImage(run.image.canvas, ...whole(run, g));
      ctx.globalAlpha = 1;
    }
    const at = lengths ? starts(lengths) : [0];
    for (let i = 0; i + 1 < at.length; i++) {
      const line = xy.subarray(2 * at[i], 2 * at[i + 1]);
      g.lines.push(pixels(line, g));
      polyline(ctx, g, line);
      ctx.strokeStyle = withAlpha(theme.p, [0.95, 0.8, 0.6][level[i]]);
      ctx.lineWidth = [1.6, 1.4, 1.2][level[i]] * ui.line;
      ctx.stroke();
    }
  });
  ctx.strokeStyle = withAlpha(theme.ink, 0.35);
  ctx.lineWidth = 1;
  ctx.strokeRect(g.box.x + 0.5, g.box.y + 0.5, g.box.w - 1, g.box.h - 1);
  drawGhosts(ctx, run, g, ui);
  g.lines.push(...ghostLines(run, g));
  g.around = xy ? ring(pixels(xy, g), 1.1) : null;
}

// p's name moves out of the way of q's handles.
export function labelPlane(ctx, g, ui, room) {
  const name = ui.veil > 0.5 ? "p̃" : "p";
  if (g.around) beside(ctx, ui, room, name, g.around, { color: ui.theme.p });
}

// Over the axis; a name too long for that begins at the edge, above the marginal's low end.
function yName(ctx, ui, g, name) {
  ctx.font = font(ui, 16, 600);
  const long = widthOf(ctx, name) > g.box.x - 12;
  const y = long && g.margins ? 12 * ui.type : g.box.y - 12 * ui.type;
  text(ctx, ui, name, long ? 4 : g.box.x - 8, y, { weight: 600, align: long ? "left" : "right" });
}
