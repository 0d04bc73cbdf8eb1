// Everything in the document that depends on a run's header alone.

import { aspect } from "./picture2d.js";

export function dress({ root, plot, banner, range, wait, grips }, run) {
  const { header } = run;
  const { dataset } = root;
  dataset.kind = header.kind;
  dataset.steps = header.steps;
  dataset.strip = Boolean(header.strip);
  dataset.present = Boolean(header.present);
  dataset.hidden = Boolean(header.hidden);
  dataset.linked = Boolean(header.link);
  dataset.pair = header.pair ?? ""; // "leads" has the one transport of two stages side by side, "follows" has none
  dataset.open = Boolean(header.open);
  grips.dataset.style = header.style;
  root.setAttribute("aria-label", [header.target, header.family].filter(Boolean).join(", ") || "Stage");
  root.style.setProperty("--vizvi-aspect", header.kind === "2d" ? aspect(run) : 1);
  plot.hidden = !header.thermometer && (!header.trace || !header.steps);
  plot.dataset.chart = header.thermometer ? "thermometer" : "trace";
  range.max = header.steps;
  wait.hidden = !header.open;
  banner.hidden = !header.stopped; // it keeps its room; it is seen at the step that it is about
  banner.textContent = header.stopped ? `Stopped at step ${header.stopped.step}. ${header.stopped.message}` : "";
}
