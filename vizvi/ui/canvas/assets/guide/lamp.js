// What a task speaks of, and the light on it: an outline, which takes no room.

const CLASS = (key) => `.st-key-${key.replace(/[^a-zA-Z0-9_-]/g, "-")}`;
const NAMED = "button, summary, a, [role='slider'], [role='tab'], [role='radio'], label, input, select";

const visible = (element) => element.getClientRects().length > 0 && !element.closest(".vizvi-guide");

// The elements of "key:kl.carry", "value:elbo", "chart:kl.map", or of words: an accessible name or a text, whole or its start.
export function find(light) {
  const [, kind, rest] = /^(key|value|chart):(.+)$/.exec(light) ?? [];
  if (kind === "key") return all(CLASS(rest));
  if (kind === "value") return all(`[data-vizvi-value="${CSS.escape(rest)}"]`);
  if (kind === "chart") return [...all(`[data-vizvi][data-key="${CSS.escape(rest)}"]`), ...all(`${CLASS(rest)} [data-vizvi]`)].slice(0, 1);
  return light ? named(light) : [];
}

const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);

export function named(words) {
  const found = [...document.querySelectorAll(NAMED)].filter(visible);
  const nameOf = (element) => (element.getAttribute("aria-label") ?? element.textContent ?? "").trim();
  const exact = found.filter((element) => nameOf(element) === words);
  return (exact.length ? exact : found.filter((element) => nameOf(element).includes(words))).slice(0, 2);
}

export class Lamp {
  constructor() {
    this.lit = [];
  }

  light(what) {
    const found = find(what);
    for (const each of this.lit) if (!found.includes(each)) delete each.dataset.vizviLit;
    for (const each of found) each.dataset.vizviLit = "true";
    this.lit = found;
  }
}
