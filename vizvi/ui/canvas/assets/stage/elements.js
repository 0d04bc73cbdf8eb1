// The stage's elements, built once per mount.

import { lostNote } from "../shared/lost.js";
import { make } from "../shared/make.js";

const SHAPES = {
  start: "M5 4h2.4v16H5zM19 4v16L8.6 12z",
  back: "M15 4h2.6v16H15zM13 4v16L3.5 12z",
  play: "M6 3.5v17L20.5 12z",
  pause: "M6 4h4.2v16H6zM13.8 4H18v16h-4.2z",
  forward: "M6.4 4H9v16H6.4zM11 4v16l9.5-8z",
  end: "M16.6 4H19v16h-2.4zM5 4v16l10.4-8z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

const button = (label, shape, extra = "") => make(
  "button", { type: "button", "aria-label": label, title: label, class: `vizvi-button ${extra}` }, icon(shape),
);

export const SPEEDS = [["0.125", "⅛×"], ["0.25", "¼×"], ["1", "1×"], ["4", "4×"], ["end", "to end"]];

export function build() {
  /** @type {any} */
  const parts = {
    canvas: make("canvas", { class: "vizvi-canvas", role: "img" }),
    targets: make("div", { class: "vizvi-grips" }),
    grips: make("div", { class: "vizvi-grips" }),
    guess: make("div", { class: "vizvi-grips" }),
    level: make("div", { class: "vizvi-grips" }),
    tip: make("div", { class: "vizvi-tip", "aria-hidden": "true", hidden: "" }),
    note: make("span", { hidden: "" }),
    fit: make("button", {
      type: "button", class: "vizvi-fit", hidden: "", "aria-pressed": "false",
      title: "Show all of p and q, or the axes that this target always has (Z)",
    }),
    banner: make("div", { class: "vizvi-banner", role: "note", hidden: "" }),
    chips: make("div", { class: "vizvi-chips", role: "group", "aria-label": "Layers" }),
    toStart: button("To start", "start"),
    back: button("Step back", "back"),
    play: button("Play", "play", "vizvi-play"),
    forward: button("Step forward", "forward"),
    toEnd: button("To end", "end"),
    range: make("input", { type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": "Step", class: "vizvi-range" }),
    counter: make("span", { class: "vizvi-counter", "aria-hidden": "true" }),
    speed: make("select", { "aria-label": "Speed", title: "Speed", class: "vizvi-speed" },
      ...SPEEDS.map(([value, text]) => make("option", { value, text }))),
    explain: make("button",
      { type: "button", class: "vizvi-explain", text: "Explain one step", "aria-pressed": "false", hidden: "" }),
    caption: make("div", { class: "vizvi-steps", hidden: "" }),
    cards: make("div", { class: "vizvi-cards" }),
    rest: make("div", { class: "vizvi-cards" }),
    toy: make("div", { class: "vizvi-toy-note", text: "⌁ known only here: a real problem never shows it", hidden: "" }),
    formula: make("div", { class: "vizvi-formula", role: "group", "aria-label": "Live formula", hidden: "" }),
    chart: make("canvas", { class: "vizvi-chart", role: "img" }),
    wait: make("span", { class: "vizvi-wait", text: "Shown once you lock in or skip", hidden: "" }),
    said: make("p", { class: "vizvi-said" }),
    lost: lostNote(),
    live: make("div", { class: "vizvi-hidden", "aria-live": "polite" }),
  };
  parts.speed.value = "1";
  parts.corner = make("div", { class: "vizvi-note", hidden: "" }, parts.note, parts.fit);
  parts.picture = make("div", { class: "vizvi-picture" },
    parts.canvas, parts.guess, parts.targets, parts.grips, parts.tip, parts.corner);
  parts.stageArea = make("div", { class: "vizvi-area" }, parts.banner, parts.lost, parts.picture, parts.caption, parts.chips);
  parts.transport = make("div", { class: "vizvi-transport", role: "group", "aria-label": "Playback" },
    parts.toStart, parts.back, parts.play, parts.forward, parts.toEnd, parts.range, parts.wait, parts.counter, parts.speed, parts.explain);
  parts.swap = make("button",
    { type: "button", class: "vizvi-swap", title: "What the chart shows: what is minimized, or the bound that climbs as it falls", hidden: "" },
    make("span", {}), make("span", { class: "vizvi-hidden", text: " or " }), make("span", { text: "ELBO" }));
  parts.plot = make("div", { class: "vizvi-plot" }, parts.chart, parts.level, parts.swap);
  parts.describe = make("details", { class: "vizvi-describe" }, make("summary", { text: "Describe this picture" }), parts.said);
  parts.more = make("details", { class: "vizvi-more", hidden: "" }, make("summary", { text: "More numbers" }), parts.rest);
  parts.side = make("div", { class: "vizvi-side" }, parts.cards, parts.more, parts.formula, parts.plot, parts.describe);
  parts.root = make("div", {
    class: "vizvi-lab", "data-vizvi": "stage", "data-kind": "", "data-step": "0", "data-steps": "0",
    "data-playing": "false", "data-frames": "0", "data-stale": "false", role: "group",
  }, parts.stageArea, parts.transport, parts.side, parts.live);
  parts.frame = make("div", { class: "vizvi-frame" }, parts.root);
  return parts;
}
