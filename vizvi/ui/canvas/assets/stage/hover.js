// What the picture says under the mouse.

import { density, interpolate } from "./curve.js";
import { number } from "../shared/format.js";

const small = (d) => (d >= 0.0995 ? d.toFixed(2) : d >= 0.0005 ? d.toFixed(3) : d > 0 ? "< 0.001" : "0");

// The words at a pixel, or null outside of the picture.
export function wordsAt(stage, x, y) {
  const { run, painter: { geometry: g } } = stage;
  const bottom = g && (g.bottom ?? g.box.y + g.box.h);
  if (!g || x < g.box.x || x > g.box.x + g.box.w || y < g.box.y || y > bottom) return null;
  return run.header.kind === "2d" ? point(run, g.toZ(x, y)) : curve(run, stage.frame(), g.toZ(x));
}

const point = ({ header }, z) => header.names.map((name, i) => `${name} = ${number(z[i])}`).join(" · ");

function curve(run, frame, z) {
  const { header, arrays } = run;
  const p = interpolate(arrays.p, ...header.window[0])(z);
  const q = density(run, frame)(z);
  const known = header.normalized !== false && !header.hidden;
  const parts = [`${header.names[0]} = ${number(z)}`];
  if (known) parts.push(`p = ${small(p)}`);
  parts.push(`q = ${small(q)}`);
  if (known && p > 0 && q > 0) parts.push(`log q/p = ${number(Math.log(q / p))} nats`);
  return parts.join(" · ");
}
