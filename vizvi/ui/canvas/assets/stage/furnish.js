// Everything in the document that depends on a run's header alone.

import { aspect } from "./picture2d.js";
import { dialText } from "./dial.js";
import { readout } from "../shared/format.js";

export function furnish(stage) {
  const { header, arrays } = stage.run;
  const { root, canvas, chart, plot, banner, range } = stage.parts;
  root.dataset.kind = header.kind;
  root.dataset.steps = header.steps;
  root.dataset.strip = Boolean(header.strip);
  root.dataset.present = Boolean(header.present);
  root.dataset.hidden = Boolean(header.hidden);
  root.dataset.linked = Boolean(header.link);
  root.setAttribute("aria-label", header.title || "Stage");
  root.style.setProperty("--vizvi-aspect", header.kind === "2d" ? aspect(stage.run) : 1);
  canvas.setAttribute("aria-label", header.title || `${header.target}, ${header.family}`);
  plot.hidden = !header.thermometer && (!header.trace || !header.steps);
  plot.dataset.chart = header.thermometer ? "thermometer" : "trace";
  chart.setAttribute("aria-label", words(header));
  range.max = header.steps;
  banner.hidden = !header.stopped;
  banner.textContent = header.stopped ? `Stopped at step ${header.stopped.step}. ${header.stopped.message}` : "";
  stage.chips.show(header, arrays);
  stage.readouts.show(header.readouts ?? []);
  stage.formula.show(header.formula);
}

function words({ thermometer, trace, hidden }) {
  if (thermometer) return `${thermometer.label} as a level${hidden ? "" : " under its ceiling"}`;
  return trace ? `${trace.label} at each step${hidden ? "" : ", under its ceiling"}` : "";
}

// Said once, when playback arrives.
export function atTheEnd({ run, step, steps }) {
  const { readouts = [], hidden, dial } = run.header;
  const say = ({ label, key, kind, unit }) => `${label} ${readout(run.value(key, step), kind, key)} ${unit ?? ""}`;
  const known = readouts.filter(({ toy }) => !(hidden && toy)).map(say);
  return [dial ? `${dialText(dial, step)}.` : `Step ${step} of ${steps}, the end of the run.`, ...known].join(" ");
}
