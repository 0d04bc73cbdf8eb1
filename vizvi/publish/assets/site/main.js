// The page of a static lesson: which of its recorded states is shown, by the address, by a knob, by a link, by a prediction.

import { flag, hash, presenting } from "./address.js";
import { dress, present, share } from "./dress.js";
import { ahead } from "./files.js";
import { acted, picked, saidNow } from "./gate.js";
import { follow, go } from "./going.js";
import { asks, main, now, page } from "./page.js";
import { on, repaint } from "./pictures.js";

on.turn = go;
on.drawn = saidNow;

main.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : main;
  const option = target.closest(".vz-option");
  const act = target.closest("[data-act]");
  const link = target.closest("a[href]");
  if (option) picked(option);
  else if (act) {
    go(acted(act)).then(() => { if (!main.contains(document.activeElement)) main.focus({ preventScroll: true }); });
  } else if (link?.getAttribute("href").startsWith(`${page.slug}.html`)) {
    event.preventDefault();
    follow(new URLSearchParams(link.getAttribute("href").split("#")[1] ?? ""), { play: "choice" });
  }
});

/** @type {HTMLElement} */ (document.querySelector(".vz-tools")).onclick = ({ target }) => {
  const { tool } = /** @type {HTMLElement} */ (target).dataset;
  if (tool === "reset") {
    now.step = null;
    go(0, { play: "reset" });
  } else if (tool === "present") present(!presenting());
  else if (tool === "share") share();
};

dress();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
addEventListener("hashchange", () => follow(hash()));
addEventListener("keydown", (event) => { // a lecture's clicker
  const way = { PageDown: "next", PageUp: "back" }[event.key];
  if (flag("lecture") !== "1" || !way || /** @type {Element} */ (event.target).closest?.('[role="slider"]')) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (document.querySelector(`[data-way="${way}"]`))?.click();
});
if (window.parent !== window) {
  new ResizeObserver(() => window.parent.postMessage({ vizvi: page.slug, height: document.body.offsetHeight }, "*")).observe(document.body);
}

const given = new URLSearchParams([...asks].filter(([key]) => key.includes(".")).concat([...hash()]));
follow(given).then(() => {
  document.body.dataset.ready = "true";
  setTimeout(ahead, 500);
});
