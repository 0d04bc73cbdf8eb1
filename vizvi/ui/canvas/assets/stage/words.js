// What the stage says in words: to who does not see it, and once when playback arrives.

import { dialText } from "./dial.js";
import { number, readout } from "../shared/format.js";

const say = ({ label, key, kind, unit }, value) => `${label} ${readout(value, kind, key)}${unit ? ` ${unit}` : ""}`;

// The numbers that a visitor may know now.
function known({ readouts = [], hidden }, value) {
  return readouts.filter(({ toy, key }) => !(hidden && toy) && !Number.isNaN(value(key))).map((each) => say(each, value(each.key)));
}

const list = (values) => (values.length > 1 ? `(${values.map(number).join(", ")})` : number(values[0]));

function whereAbouts({ mean, cov }) {
  if (!mean || !cov) return "";
  const sd = mean.length > 1 ? [cov[0], cov[2]].map(Math.sqrt) : [Math.sqrt(cov[0])];
  return `q has mean ${list([...mean])} and ${sd.length > 1 ? "sds" : "sd"} ${list(sd)}`;
}

// The picture as it is at this step. Python may send a sentence of its own as `label`, with {step}, {steps} and read-outs.
export function pictureWords({ header }, frame, { step, held }) {
  const { label, title, target, family, steps, dial, hidden } = header;
  if (label) return label.replace(/\{(\w+)\}/g, (_, key) => ({ step, steps })[key] ?? readout(frame.value(key), "quadrature", key));
  const subject = `${[target, family].filter(Boolean).join(", ") || "p and q"}${hidden ? "; what nobody could know is hidden" : ""}`;
  const when = held ? "Under the hand" : dial ? dialText(dial, step) : `Step ${step} of ${steps}`;
  const takeaway = !held && !dial && step >= steps && title ? [title] : []; // it tells of the end
  return [`${subject}.`, ...takeaway, `${when}: ${[whereAbouts(frame), ...known(header, frame.value)].filter(Boolean).join(", ")}.`].join(" ");
}

// What is drawn how, the picture as it is at this step, and what a hand can do: for "Describe this picture".
export function description({ header }, frame, state) {
  const { kind, style, hidden, handles = [], grips = [], open } = header;
  const line = style === "forward" ? "the long-dashed line" : "the orange line";
  const p = hidden ? "" : kind === "1d" ? "The filled blue curve is p. " : "The blue ground is p, with lines around 20, 50 and 90\u2009% of its mass. ";
  const q = kind === "1d" ? `q is ${line}.` : `q is ${line}, around 50 and 95\u2009% of its mass.`;
  const held = [handles.length && "q by its round handles", grips.length && !hidden && "p by its diamonds"].filter(Boolean);
  const hint = [held.length && `Drag ${held.join(" and ")}, or focus one and use the arrow keys.`, open ? "" : "Space plays and pauses."];
  return [`${p}${q}`, pictureWords({ header }, frame, state), ...hint].filter(Boolean).join(" ");
}

export function chartWords({ header }, frame) {
  const { thermometer, trace, hidden } = header;
  const shown = thermometer ?? trace;
  if (!shown) return "No chart";
  const now = frame.value(thermometer ? thermometer.level : trace.key);
  const kind = thermometer ? `as a level${hidden ? "" : " under its ceiling"}` : `at each step${hidden || !trace.ceiling ? "" : ", under its ceiling"}`;
  return `${shown.label} ${kind}; now ${number(now)}`;
}

export function atTheEnd({ header }, frame, { step, steps }) {
  const { dial } = header;
  const where = dial ? `${dialText(dial, step)}.` : `Step ${step} of ${steps}, the end of the run.`;
  return [where, ...known(header, frame.value)].join(" ");
}
