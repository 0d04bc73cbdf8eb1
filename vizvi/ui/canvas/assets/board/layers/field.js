// A field of numbers as colors, painted once per message at its own resolution and scaled up smoothly.

import { mixed } from "../../shared/blend.js";

// 33 evenly spaced stops each.
const MAPS = {
  viridis: "440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e26828e23898e21918c"
    + "1f988b1fa08822a78528ae8032b67a3fbc734ec36b5ec96270cf5784d44b98d83eaddc30c2df23d8e219ece51bfde725",
  cividis: "00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a716f70737676767d7c78"
    + "8482798c8878938e789b9476a39a74aba072b4a76fbcae6cc4b468cdbb63d5c25edec958e7d150f0d846f9e03afee838",
};

// 256 colors as [r, g, b, …]; "diverging" runs from p's blue through the page's background to q's orange.
export function table(name, theme) {
  const hex = name === "diverging"
    ? [[theme.p, theme.background], [theme.background, theme.q]].flatMap(([a, b], half) => (
      Array.from({ length: 16 + half }, (_, i) => mixed(a, b, i / 16).slice(1)))).join("")
    : MAPS[name] ?? MAPS.viridis;
  const stops = hex.length / 6 - 1;
  const channel = (stop, c) => parseInt(hex.slice(6 * stop + 2 * c, 6 * stop + 2 * c + 2), 16);
  const colors = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * stops;
    const low = Math.min(stops - 1, Math.floor(at));
    for (let c = 0; c < 3; c++) colors[3 * i + c] = channel(low, c) + (at - low) * (channel(low + 1, c) - channel(low, c));
  }
  return colors;
}

function paint(array, [lo, hi], colors) {
  const [height, width] = array.shape;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const data = new ImageData(width, height);
  const scale = 255 / (hi - lo || 1);
  for (let row = 0; row < height; row++) {
    let at = 4 * (height - 1 - row) * width; // row 0 is the lowest
    for (let i = row * width; i < (row + 1) * width; i++, at += 4) {
      const value = array[i];
      if (!Number.isFinite(value)) continue;
      const color = 3 * Math.min(255, Math.max(0, Math.round((value - lo) * scale)));
      data.data[at] = colors[color];
      data.data[at + 1] = colors[color + 1];
      data.data[at + 2] = colors[color + 2];
      data.data[at + 3] = 255;
    }
  }
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

export function equal(a, b) {
  if (a?.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !(Number.isNaN(a[i]) && Number.isNaN(b[i]))) return false;
  return true;
}

// The value at a place, from the nearest node; NaN outside.
export function valueAt(layer, array, x, y) {
  const [x0, x1, y0, y1] = layer.extent;
  const [height, width] = array.shape;
  const i = Math.round(((x - x0) / (x1 - x0)) * (width - 1));
  const j = Math.round(((y - y0) / (y1 - y0)) * (height - 1));
  return i >= 0 && i < width && j >= 0 && j < height ? array[j * width + i] : NaN;
}

export function draw(ctx, ui, layer, place, board, key) {
  const array = board.array(layer.array);
  if (!array) return;
  const name = layer.map ?? "viridis";
  let image = board.memory[key];
  if (image?.name !== name || image.range !== layer.range.join() || !equal(image.array, array)) {
    image = { name, array, range: layer.range.join(), canvas: paint(array, layer.range, table(name, ui.theme)) };
    board.memory[key] = image;
  }
  const [x0, x1, y0, y1] = layer.extent;
  const [height, width] = array.shape;
  const [dx, dy] = [(x1 - x0) / (width - 1) / 2, (y1 - y0) / (height - 1) / 2]; // a node is the middle of its pixel
  const [left, top] = [place.X(x0 - dx), place.Y(y1 + dy)];
  ctx.imageSmoothingEnabled = true;
  ctx.imageSmoothingQuality = "high";
  ctx.globalAlpha = layer.alpha ?? 1;
  ctx.drawImage(image.canvas, left, top, place.X(x1 + dx) - left, place.Y(y0 - dy) - top);
  ctx.globalAlpha = 1;
}
