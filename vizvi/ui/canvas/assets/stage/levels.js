// Lines of a density in the plane around given shares of its mass, from its kernels alone: a grid, levels, and their lines.

const CELLS = 81; // points along an axis
const INSIDE = [0.5, 0.95]; // mass inside the lines

// A sum of kernels (weight, two locs, two scales each): Gaussian, or t with df degrees of freedom.
export function kernelSum(kernels, df) {
  const parts = Array.from({ length: kernels.length / 5 }, (_, k) => [...kernels.slice(5 * k, 5 * k + 5)]);
  const fall = df ? (r2) => (1 + r2 / df) ** (-(df + 2) / 2) : (r2) => Math.exp(-r2 / 2);
  return (z1, z2) => {
    let sum = 0;
    for (const [w, m1, m2, s1, s2] of parts) {
      sum += (w * fall(((z1 - m1) / s1) ** 2 + ((z2 - m2) / s2) ** 2)) / (2 * Math.PI * s1 * s2);
    }
    return sum;
  };
}

// The heights above which the given shares of mass lie; each value stands for a cell of this area.
export function massLevels(values, cell, shares) {
  const rising = Float64Array.from(values).sort();
  const wanted = [...shares];
  const levels = [];
  let held = 0;
  for (let i = rising.length - 1; i >= 0 && wanted.length; i--) {
    held += rising[i] * cell;
    while (wanted.length && held >= wanted[0]) {
      levels.push(rising[i]);
      wanted.shift();
    }
  }
  return [...levels, ...wanted.map(() => rising[0])];
}

// The level lines of values on a grid (rows × columns, row 0 lowest) as runs of points in grid units, closed if they close.
export function levelLines(values, columns, rows, height) {
  const above = (i, j) => Number(values[i * columns + j] > height);
  const value = (i, j) => values[i * columns + j];
  const ends = new Map(); // edge → the edges that a line joins it to
  const join = (a, b) => {
    for (const [from, to] of [[a, b], [b, a]]) ends.has(from) ? ends.get(from).push(to) : ends.set(from, [to]);
  };
  const right = (i, j) => 2 * (i * columns + j); // the edge from a point to the one on its right, and to the one above
  const up = (i, j) => 2 * (i * columns + j) + 1;
  for (let i = 0; i + 1 < rows; i++) {
    for (let j = 0; j + 1 < columns; j++) {
      const kind = above(i, j) + 2 * above(i, j + 1) + 4 * above(i + 1, j + 1) + 8 * above(i + 1, j);
      if (kind === 0 || kind === 15) continue;
      const [south, east, north, west] = [right(i, j), up(i, j + 1), right(i + 1, j), up(i, j)];
      const middle = (value(i, j) + value(i, j + 1) + value(i + 1, j) + value(i + 1, j + 1)) / 4 > height;
      if (kind === 5 || kind === 10) { // a saddle: its middle says which corners hang together
        const around = (kind === 5) === middle;
        join(south, around ? east : west);
        join(north, around ? west : east);
      } else {
        const crossed = [south, east, north, west].filter((_, k) => ((kind >> k) & 1) !== ((kind >> ((k + 1) % 4)) & 1));
        join(crossed[0], crossed[1]);
      }
    }
  }
  const point = (edge) => {
    const at = edge >> 1;
    const [i, j] = [Math.floor(at / columns), at % columns];
    const [from, to] = [value(i, j), edge & 1 ? value(i + 1, j) : value(i, j + 1)];
    const share = (height - from) / (to - from);
    return edge & 1 ? [j, i + share] : [j + share, i];
  };
  const lines = [];
  const follow = (first) => {
    const line = [];
    for (let edge = first, next; edge !== undefined; edge = next) {
      line.push(...point(edge));
      const around = ends.get(edge);
      next = around.pop();
      if (next === undefined) break;
      const back = ends.get(next);
      back.splice(back.indexOf(edge), 1);
    }
    if (line.length > 2) lines.push(line);
  };
  for (const [edge, around] of ends) if (around.length === 1) follow(edge); // from the border first
  for (const [edge, around] of ends) if (around.length) follow(edge);
  return lines;
}

// Lines around 50 % and 95 % of the mass of a sum of kernels on a window, each {level, xy}.
export function contoursOf(kernels, df, [[a, b], [c, d]]) {
  const [dx, dy] = [(b - a) / (CELLS - 1), (d - c) / (CELLS - 1)];
  const density = kernelSum(kernels, df);
  const values = new Float64Array(CELLS * CELLS);
  for (let i = 0; i < CELLS; i++) for (let j = 0; j < CELLS; j++) values[i * CELLS + j] = density(a + dx * j, c + dy * i);
  return massLevels(values, dx * dy, INSIDE).flatMap((height, level) => levelLines(values, CELLS, CELLS, height)
    .map((line) => ({ level, xy: Float64Array.from(line, (each, k) => (k % 2 ? c + dy * each : a + dx * each)) })));
}
