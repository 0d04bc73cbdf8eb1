// How the page is shown: what is hidden, whether for a room, which words need the live edition.

import { CARRIED, flag, lives, presenting } from "./address.js";
import { asks, every, tell } from "./page.js";
import { turned } from "./states.js";

// hide= puts controls away by the names that links use, as in the live edition; teach=1 opens the teacher's notes.
export function cover() {
  const away = new Set((flag("hide") ?? "").split(",").map((each) => each.trim()).filter(Boolean));
  for (const element of every("[data-setting]")) {
    const key = element.dataset.setting;
    const name = key.slice(key.indexOf(".") + 1);
    element.hidden = away.has(key) || away.has(name) || away.has(name.split(".")[0]);
  }
  for (const tool of every("[data-tool]", document)) tool.hidden = away.has(tool.dataset.tool);
  for (const fold of every('[data-fold="More"]')) fold.hidden = away.has("more");
  const [teach] = every('[data-name="teach"]');
  if (teach && flag("teach") === "1" && !teach.dataset.opened) {
    teach.dataset.opened = "true";
    teach.open = true;
  }
  carry();
}

// Links keep how the page is shown.
function carry() {
  const carried = new URLSearchParams(CARRIED.filter((name) => asks.has(name)).map((name) => [name, asks.get(name)]));
  if (!carried.size) return;
  for (const link of document.querySelectorAll('a[href*=".html"]')) {
    const [file, query] = link.getAttribute("href").split("#");
    link.setAttribute("href", `${file.split("?")[0]}?${carried}${query ? `#${query}` : ""}`);
  }
}

// A sentence that asks for a hand says where one is heard, unless one is heard here. holdable: whether q can be held.
export function byHand(holdable) {
  for (const mark of every(".vz-byhand")) {
    const { of } = mark.dataset;
    mark.hidden = of === "q" ? holdable : of !== "" && turned(of).length > 0;
    if (lives()) mark.querySelector("a").setAttribute("href", lives());
  }
}

// In a room the first stage ends where the screen does, whatever stands above it.
export function room() {
  const [stage] = every('[data-kind="stage"]');
  if (!stage) return;
  const above = Math.round(stage.getBoundingClientRect().top + window.scrollY) + 16;
  document.body.style.setProperty("--vz-above", `${above}px`);
}

export function present(on) {
  const url = new URL(location.href);
  if (on) url.searchParams.set("present", "1");
  else url.searchParams.delete("present");
  location.replace(url);
  if (url.hash === location.hash) location.reload();
}

export async function share() {
  try {
    await navigator.clipboard.writeText(location.href);
    tell("Link copied.");
  } catch {
    window.prompt("Copy this link", location.href);
  }
}

export function dress() {
  document.body.dataset.present = String(presenting());
  document.body.dataset.embed = String(["1", "true"].includes(flag("embed")));
  if (presenting()) document.querySelector('[data-tool="present"]').textContent = "Leave presenter mode";
}
