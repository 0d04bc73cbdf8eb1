// Missed and invented mass in the plane: p − q as blue where q misses and hatched orange where it invents.

import { clipped, hatch, polyline, text } from "../shared/marks.js";
import { kernelSum } from "./levels.js";
import { starts } from "../shared/message.js";
import { whole } from "./target2d.js";
import { withAlpha } from "../shared/tokens.js";

const CELLS = 101; // per axis; finer costs time and shows nothing more

export const canShowError = ({ header, arrays }) => Boolean(
  header.kind === "2d" && arrays.p_image && header.normalized !== false && !header.hidden && (header.q === "ellipse" || arrays.q_kernels),
);

// p on a coarse grid as a density: the image times its top, which must hold mass 1 if Python does not say.
function target(run) {
  if (run.coarse) return run.coarse;
  const image = run.arrays.p_image;
  const [h, w] = image.shape;
  const [[a, b], [c, d]] = run.header.window;
  const rows = Math.min(h, CELLS);
  const columns = Math.min(w, CELLS);
  let sum = 0;
  for (let i = 0; i < image.length; i++) sum += image[i];
  const scale = (run.header.p_top ?? (255 * w * h) / ((sum || 1) * (b - a) * (d - c))) / 255;
  const p = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      p[i * columns + j] = scale * image[Math.round((i * (h - 1)) / (rows - 1)) * w + Math.round((j * (w - 1)) / (columns - 1))];
    }
  }
  const canvas = () => Object.assign(document.createElement("canvas"), { width: columns, height: rows });
  const top = p.reduce((x, y) => Math.max(x, y), 0);
  run.coarse = { p, rows, columns, top, missed: canvas(), invented: canvas(), weave: canvas() };
  return run.coarse;
}

const channels = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

function ellipse({ mean, cov: [c11, c12, c22] }) {
  const det = c11 * c22 - c12 * c12;
  const height = 1 / (2 * Math.PI * Math.sqrt(det));
  return (z1, z2) => {
    const [dx, dy] = [z1 - mean[0], z2 - mean[1]];
    return height * Math.exp((-0.5 * (c22 * dx * dx - 2 * c12 * dx * dy + c11 * dy * dy)) / det);
  };
}

// Fills both images and says where each error is largest.
function compute(run, frame, theme) {
  const { p, rows, columns, top, missed, invented } = target(run);
  const [[a, b], [c, d]] = run.header.window;
  const density = frame.kernels ? kernelSum(frame.kernels, frame.df) : ellipse(frame);
  const least = [new ImageData(columns, rows), new ImageData(columns, rows)];
  const hues = [channels(theme.p), channels(theme.q)];
  const most = [{ error: 0 }, { error: 0 }];
  for (let i = 0; i < rows; i++) {
    const z2 = c + ((d - c) * i) / (rows - 1);
    for (let j = 0; j < columns; j++) {
      const z1 = a + ((b - a) * j) / (columns - 1);
      const error = p[i * columns + j] - density(z1, z2);
      const side = error > 0 ? 0 : 1;
      const size = Math.abs(error);
      if (size > most[side].error) most[side] = { error: size, z1, z2 };
      const at = 4 * ((rows - 1 - i) * columns + j);
      for (let k = 0; k < 3; k++) least[side].data[at + k] = hues[side][k];
      least[1 - side].data[at + 3] = 0;
      least[side].data[at + 3] = 230 * Math.min(1, size / top) ** 0.7;
    }
  }
  missed.getContext("2d").putImageData(least[0], 0, 0);
  invented.getContext("2d").putImageData(least[1], 0, 0);
  return most.map((each) => ({ ...each, share: each.error / top }));
}

export function drawPlaneError(ctx, run, frame, g, ui) {
  const most = compute(run, frame, ui.theme);
  const { missed, invented, weave } = run.coarse;
  const { x, y, w, h } = g.box;
  const at = whole(run, g);
  // hatching must be as fine as the screen, so it is cut out at the box's size
  const [width, height] = [Math.round(w * ui.ratio), Math.round(h * ui.ratio)];
  if (weave.width !== width) weave.width = width;
  if (weave.height !== height) weave.height = height;
  const pen = weave.getContext("2d");
  pen.setTransform(ui.ratio, 0, 0, ui.ratio, 0, 0);
  pen.globalCompositeOperation = "copy";
  pen.fillStyle = hatch(pen, ui, ui.theme.q, { alpha: 1 });
  pen.fillRect(0, 0, w, h);
  pen.globalCompositeOperation = "destination-in";
  pen.drawImage(invented, at[0] - x, at[1] - y, at[2], at[3]);
  clipped(ctx, g.box, () => {
    ctx.fillStyle = ui.theme.background; // instead of p's own ground, whose blue would read as missed
    ctx.fillRect(x + 1, y + 1, w - 2, h - 2);
    ctx.drawImage(missed, ...at);
    ctx.globalAlpha *= 0.5;
    ctx.drawImage(invented, ...at);
    ctx.globalAlpha *= 2;
    ctx.drawImage(weave, x, y, w, h);
    outlines(ctx, run, g, ui);
  });
  return most;
}

function outlines(ctx, run, g, ui) {
  const { p_xy: xy, p_len: lengths } = run.arrays;
  const at = lengths ? starts(lengths) : [0];
  ctx.setLineDash([]);
  ctx.strokeStyle = withAlpha(ui.theme.p, 0.7);
  ctx.lineWidth = 1.2 * ui.line;
  for (let i = 0; i + 1 < at.length; i++) {
    polyline(ctx, g, xy.subarray(2 * at[i], 2 * at[i + 1]));
    ctx.stroke();
  }
}

// The signs sit where each error is largest, over everything else.
export function drawErrorSigns(ctx, g, ui, most) {
  for (const [i, sign, color] of [[0, "−", ui.theme.p], [1, "+", ui.theme.q]]) {
    const { share, z1, z2 } = most[i];
    if (share > 0.08) text(ctx, ui, sign, g.X(z1), g.Y(z2), { size: 26, weight: 700, align: "center", color });
  }
}
