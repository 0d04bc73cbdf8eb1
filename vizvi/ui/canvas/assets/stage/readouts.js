// Cards with live numbers, those of less weight behind "More numbers"; the four numbers of the ledger exist even when no
// card shows them.

import { make } from "../shared/make.js";
import { bound, readout } from "../shared/format.js";
import { isToy } from "./veil.js";

const ALWAYS = ["elbo", "log_z", "reverse_kl", "forward_kl"];
const UNKNOWN = "not known well enough to print";

function card(item) {
  const value = make("span", { class: "vizvi-value", "data-vizvi-value": item.key });
  const mark = item.toy ? [make("span", { class: "vizvi-toy", text: " ⌁", "aria-hidden": "true" })] : [];
  const equals = item.kind === "quadrature" ? [make("span", { class: "vizvi-equals", text: "= ", "aria-hidden": "true" })] : [];
  const element = make("div", { class: "vizvi-card", "data-tone": item.tone || "ink" },
    make("div", { class: "vizvi-label" }, make("span", { text: item.label }), ...mark),
    make("div", { class: "vizvi-line" }, ...equals, value, make("span", { class: "vizvi-unit", text: item.unit ?? "" })));
  if (item.toy) element.dataset.toy = "true";
  const how = make("span", { class: "vizvi-hidden" });
  element.append(how);
  return { element, value, item, how };
}

// What a number is, and how well it is known, on hover and for a screen reader.
function explain(element, item, how, off) {
  const exact = item.kind === "quadrature" && known(off, item.unit);
  const title = [item.hint, exact, item.toy && "Known only here."].filter(Boolean).join(" ");
  if (element.title === title) return;
  element.title = title;
  how.textContent = exact || "";
}

function known(off, unit) {
  return Number.isFinite(off) ? `Within ${bound(off)}${unit ? ` ${unit}` : ""}, by quadrature.` : "By quadrature.";
}

function second(element, item, other) {
  let place = element.querySelector(".vizvi-second");
  const x = other ? other.value(item.key) : Number.NaN;
  if (!other || item.key === "log_z" || item.key === "correlation_p" || Number.isNaN(x)) return void place?.remove();
  if (!place) {
    place = make("div", { class: "vizvi-second" });
    element.append(place);
  }
  place.dataset.style = other.style;
  const text = `q₂ ${readout(x, item.kind, item.key)}`;
  if (place.textContent !== text) place.textContent = text;
}

export class Readouts {
  constructor(parts) {
    this.parts = parts;
    this.signature = null;
    this.rows = [];
  }

  show(items) {
    const signature = JSON.stringify(items);
    if (signature === this.signature) return;
    this.signature = signature;
    this.rows = items.map(card);
    const hidden = ALWAYS.filter((key) => !items.some((item) => item.key === key)).map((key) => {
      const value = make("span", { class: "vizvi-hidden", "data-vizvi-value": key, "aria-hidden": "true" });
      return { element: value, value, item: { key, kind: "number", toy: isToy(key) } };
    });
    this.rows.push(...hidden);
    const [rest, first] = [true, false].map((more) => this.rows.filter(({ item }) => Boolean(item.more) === more));
    this.parts.cards.replaceChildren(...first.map(({ element }) => element), this.parts.toy);
    this.parts.rest.replaceChildren(...rest.map(({ element }) => element));
    this.parts.more.hidden = !rest.length;
    this.parts.toy.hidden = !items.some((item) => item.toy);
  }

  // Hidden: what a real user could not know is a question mark.
  // A second run's number stands under the first one's.
  update(frame, hidden, why = "", other = null) {
    for (const { element, value, item, how } of this.rows) {
      if (item.label) second(element, item, hidden && item.toy ? null : other);
      if (how) explain(element, item, how, frame.value(`off.${item.key}`));
      const covered = hidden && item.toy;
      if (item.label && (element.dataset.covered === "true") !== covered) element.dataset.covered = covered;
      if (covered) {
        value.dataset.value = "";
        value.textContent = "?";
        value.parentElement.dataset.exact = false;
        value.title = "not known to a real user";
        continue;
      }
      const x = frame.value(item.key);
      const full = String(x);
      if (value.dataset.value === full) continue;
      value.dataset.value = full;
      value.textContent = readout(x, item.kind, item.key);
      value.parentElement.dataset.exact = /^[−\d]/.test(value.textContent); // no "= ∞"
      if (Number.isNaN(x)) value.title = why || UNKNOWN;
      else value.removeAttribute("title");
    }
  }
}
