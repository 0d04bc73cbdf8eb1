// Regions: each class has a color, a hatch of its own and a letter where it is widest.

import { equal } from "./field.js";
import { toneOf } from "../tones.js";

const TONES = ["class1", "class2", "class3", "class4", "class5", "class6"];

// How dark a hatch is at (x, y) px of a tile of side n: 0…1.
const line = (d, n) => Math.max(0, Math.min(1, 1.05 - Math.abs(d - n / 2)));
const HATCHES = [
  (x, y, n) => line((x + y) % n, n),
  (x, y, n) => line((x - y + n) % n, n),
  (x, y, n) => Math.max(0, Math.min(1, n / 5 + 0.5 - Math.hypot(x - n / 2, y - n / 2))),
  (x, y, n) => line(y % n, n),
  (x, y, n) => line(x % n, n),
  (x, y, n) => Math.max(line((x + y) % n, n), line((x - y + n) % n, n)),
];

const rgb = (hex) => [0, 1, 2].map((i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16));

// A class's pattern as finished pixels: its tone, thin on the ground and thicker on the hatch.
function tile(k, side, tone, alpha) {
  const [r, g, b] = rgb(tone);
  const bytes = new Uint8ClampedArray(4 * side * side);
  for (let i = 0; i < side * side; i++) {
    const shade = HATCHES[k % HATCHES.length](i % side, Math.floor(i / side), side);
    bytes.set([r, g, b, 255 * alpha * (0.2 + 0.45 * shade)], 4 * i);
  }
  return new Uint32Array(bytes.buffer);
}

// One pass at the screen's own resolution, so that borders and hatches are crisp.
function paint(array, layer, place, ui) {
  const { box, toX, toY } = place;
  const [rows, columns] = array.shape;
  const [x0, x1, y0, y1] = layer.extent;
  const [width, height] = [Math.round(box.w * ui.ratio), Math.round(box.h * ui.ratio)];
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const data = new ImageData(width, height);
  const out = new Uint32Array(data.data.buffer);
  const side = Math.round(9 * ui.line * ui.ratio);
  const tones = layer.tones ?? TONES;
  const tiles = tones.map((tone, k) => tile(k, side, toneOf(ui.theme, tone), layer.alpha ?? 1));
  const inside = (share, count) => Math.min(count - 1, Math.max(0, share * (count - 1)));
  const across = Float64Array.from({ length: width }, (_, x) => inside((toX(box.x + (x + 0.5) / ui.ratio) - x0) / (x1 - x0), columns));
  const cell = Int32Array.from(across, (g) => Math.min(columns - 2, Math.floor(g)));
  const { pure, weigh } = soft(array);
  for (let y = 0; y < height; y++) {
    const g = inside((toY(box.y + (y + 0.5) / ui.ratio) - y0) / (y1 - y0), rows);
    const j = Math.min(rows - 2, Math.floor(g));
    const line = (y % side) * side;
    for (let x = 0, to = y * width; x < width; x++, to++) {
      const node = j * columns + cell[x];
      const k = pure[node] >= 0 ? pure[node] : weigh(node, across[x] - cell[x], g - j);
      if (k > 0) out[to] = tiles[(k - 1) % tiles.length][line + (x % side)];
    }
  }
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

// Each node lends half of its weight to its neighbors.
function blurred(share, [rows, columns]) {
  const out = new Float32Array(share.length);
  for (let r = 0; r < rows; r++) {
    const [up, down] = [Math.max(0, r - 1) * columns, Math.min(rows - 1, r + 1) * columns];
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const sides = share[r * columns + Math.max(0, c - 1)] + share[r * columns + Math.min(columns - 1, c + 1)];
      out[i] = 0.5 * share[i] + 0.125 * (sides + share[up + c] + share[down + c]);
    }
  }
  return out;
}

// The class at a place between four nodes: the one with most weight there. Weights are blurred twice, so that borders
// are less of a stair; what is one node wide still shows.
function soft(array) {
  const { shape, shape: [, columns] } = array;
  const ids = [...new Set(array)];
  const shares = ids.map((id) => blurred(blurred(Float32Array.from(array, (a) => (a === id ? 1 : 0)), shape), shape));
  const pure = new Int16Array(array.length).fill(-1); // the class of a cell that no other reaches
  for (let n = 0; n < ids.length; n++) {
    const s = shares[n];
    for (let node = 0; node + columns + 1 < s.length; node++) {
      if (s[node] + s[node + 1] + s[node + columns] + s[node + columns + 1] > 3.9999) pure[node] = ids[n];
    }
  }
  const weigh = (node, u, v) => {
    let [best, most] = [0, -1];
    for (let n = 0; n < ids.length; n++) {
      const s = shares[n];
      const weight = (1 - v) * ((1 - u) * s[node] + u * s[node + 1]) + v * ((1 - u) * s[node + columns] + u * s[node + columns + 1]);
      if (weight > most) [best, most] = [ids[n], weight];
    }
    return best;
  };
  return { pure, weigh };
}

// How far each node is from any other class and from the border, in px.
export function depths(array, dx, dy) {
  const [rows, columns] = array.shape;
  const far = new Float32Array(array.length);
  const slope = Math.hypot(dx, dy);
  const steps = [[0, -1, dx], [-1, 0, dy], [-1, -1, slope], [-1, 1, slope]];
  for (const sign of [1, -1]) { // two sweeps, each knowing the neighbors it comes from
    for (let n = 0; n < array.length; n++) {
      const i = sign > 0 ? n : array.length - 1 - n;
      const [r, c] = [Math.floor(i / columns), i % columns];
      let best = sign > 0 ? Infinity : far[i];
      for (let s = 0; s < 4; s++) {
        const [r2, c2] = [r + sign * steps[s][0], c + sign * steps[s][1]];
        const j = r2 * columns + c2;
        const other = r2 < 0 || c2 < 0 || r2 >= rows || c2 >= columns || array[j] !== array[i];
        best = Math.min(best, steps[s][2] + (other ? 0 : far[j]));
      }
      far[i] = best;
    }
  }
  return far;
}

export function draw(ctx, ui, layer, place, board, key) {
  const array = board.array(layer.array);
  if (!array) return;
  const { box } = place;
  const [rows, columns] = array.shape;
  const [x0, x1, y0, y1] = layer.extent;
  const look = JSON.stringify([box, ui.ratio, ui.line, layer.extent, layer.tones, layer.alpha, place.toX(0), place.toY(0)]);
  let image = board.memory[key];
  if (image?.look !== look || !equal(image.array, array)) {
    const [dx, dy] = [(place.X(x1) - place.X(x0)) / (columns - 1), (place.Y(y0) - place.Y(y1)) / (rows - 1)];
    image = { look, array, canvas: paint(array, layer, place, ui), deep: depths(array, dx, dy) };
    board.memory[key] = image;
  }
  ctx.drawImage(image.canvas, box.x, box.y, box.w, box.h);
  const tones = layer.tones ?? TONES;
  const pixel = (i) => [
    place.X(x0 + ((i % columns) / (columns - 1)) * (x1 - x0)), place.Y(y0 + (Math.floor(i / columns) / (rows - 1)) * (y1 - y0))];
  (layer.letters ?? []).forEach((letter, k) => {
    // the deepest node on which no mark stands
    const find = (free) => {
      let best = -1;
      for (let i = 0; i < array.length; i++) {
        if (array[i] === k + 1 && !(image.deep[best] >= image.deep[i]) && free(pixel(i))) best = i;
      }
      return best;
    };
    place.names.push({ string: letter, tone: tones[k % tones.length], find: (free) => {
      const anywhere = find(() => true);
      if (anywhere < 0 || image.deep[anywhere] < 7 * ui.type) return null;
      const best = find(free);
      return pixel(best >= 0 && image.deep[best] > 0.3 * image.deep[anywhere] ? best : anywhere);
    } });
  });
}
