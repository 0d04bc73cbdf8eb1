// The address: it tells the state that is shown and its step, and how the page is shown.

import { all, asks, main, make, now, page } from "./page.js";

export const CARRIED = ["present", "hide", "teach", "lecture", "embed"]; // how the page is shown: no setting, and links keep it
const STEP = ["step", `${page.slug}.step`];

export const hash = () => new URLSearchParams(location.hash.slice(1));
export const flag = (name) => asks.get(name) ?? hash().get(name);
export const presenting = () => flag("present") === "1";

const fullKey = (key) => (key in page.base || all.some((query) => key in query) ? key : `${page.slug}.${key}`);

function shortKey(key) {
  const short = key.slice(page.slug.length + 1);
  return key.startsWith(`${page.slug}.`) && !CARRIED.includes(short) ? short : key;
}

// What a link or an address asks for: settings by their full keys, and a step.
export function asked(given) {
  const wanted = {};
  for (const [key, value] of given) if (![...CARRIED, ...STEP, "v"].includes(key)) wanted[fullKey(key)] = value;
  const at = given.get(STEP[0]) ?? given.get(STEP[1]);
  return { wanted, step: at === null ? null : Number(at) };
}

// What is shown instead of settings that were not computed.
export function snapped(wanted, index) {
  const off = Object.keys(wanted).filter((key) => all[index][key] !== wanted[key]);
  const told = off.map((key) => `${shortKey(key)} ${wanted[key]} is shown at ${all[index][key] ?? "its usual setting"}`);
  return `Computed ahead of time for some settings only: ${told.join("; ")}. The live edition has them all.`;
}

export function write() {
  const query = new URLSearchParams();
  for (const name of CARRIED) if (hash().get(name)) query.set(name, hash().get(name));
  for (const [key, value] of Object.entries(page.states[now.here][0])) if (value !== null) query.set(shortKey(key), value);
  if (now.step) query.set("step", now.step);
  const address = String(query).replace(/%2C/g, ",");
  history.replaceState(null, "", location.pathname + location.search + (address ? `#${address}` : ""));
  live();
}

// Where the live edition shows the same; where none is named, how to have one.
export const lives = () => (page.live ? `${page.live}/${page.slug}?${new URLSearchParams({ v: "1", ...all[now.here] })}` : "");

function live() {
  const [box, href] = [document.getElementById("vz-live"), lives()];
  if (href) box.replaceChildren(make("a", { href, textContent: "this page in the live edition" }), ".");
  else box.replaceChildren(make("code", { textContent: "pip install vizvi && vizvi" }), ".");
  if (href) for (const each of main.querySelectorAll("a.vz-elsewhere")) each.setAttribute("href", href);
}
