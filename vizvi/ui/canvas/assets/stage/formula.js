// The formula with the numbers of the step shown, in the colors of the picture.

import { make } from "../shared/make.js";
import { readout } from "../shared/format.js";

const spoken = (string) => string.replace("−", "minus ").replace("<", "less than ").replace("—", "not known");

// "E_q[…]" with its q below the line.
const lowered = (symbol) => symbol.split(/_(\w)/).map((text, i) => (i % 2 ? make("sub", { text }) : text));

export class Formula {
  constructor(box, highlight) {
    this.box = box;
    this.highlight = highlight;
    this.chosen = 0;
    this.numbers = [];
  }

  show(formula) {
    const signature = JSON.stringify(formula ?? null);
    if (signature === this.signature) return;
    this.signature = signature;
    this.box.hidden = !formula;
    this.tabs = formula?.tabs ?? [];
    this.chosen = Math.min(this.chosen, Math.max(0, this.tabs.length - 1));
    this.buttons = this.tabs.map(({ name }, i) => {
      const button = make("button", { type: "button", role: "tab", class: "vizvi-tab", text: name });
      button.onclick = () => this.choose(i);
      button.onkeydown = (event) => this.key(event, i);
      return button;
    });
    this.terms = make("div", { class: "vizvi-terms", role: "tabpanel" });
    this.sentence = make("p", { class: "vizvi-hidden" });
    const list = make("div", { class: "vizvi-tabs", role: "tablist", "aria-label": "Formula" }, ...this.buttons);
    list.hidden = this.tabs.length < 2;
    this.box.replaceChildren(list, this.terms, this.sentence);
    if (formula) this.choose(this.chosen);
  }

  choose(i) {
    this.chosen = i;
    this.buttons.forEach((button, k) => {
      button.setAttribute("aria-selected", k === i);
      button.tabIndex = k === i ? 0 : -1;
    });
    this.terms.setAttribute("aria-label", this.tabs[i].name);
    this.numbers = [];
    let before = "=";
    this.terms.replaceChildren(...this.tabs[i].terms.map((term) => {
      const part = term.key ? this.term(term, before) : make("span", { class: "vizvi-operator", text: term.text });
      before = term.text ?? "";
      return part;
    }));
    this.highlight(null);
    if (this.last) this.update(...this.last);
  }

  key(event, i) {
    const n = this.tabs.length;
    const to = { ArrowRight: (i + 1) % n, ArrowLeft: (i + n - 1) % n, Home: 0, End: n - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(to);
    this.buttons[to].focus();
  }

  term(term, before) {
    const number = make("span", { class: "vizvi-number", "data-vizvi-term": term.key });
    const symbol = make("span", { class: "vizvi-symbol" }, ...lowered(term.symbol));
    if (term.toy) symbol.append(make("span", { class: "vizvi-toy", text: "⌁", "aria-hidden": "true" }));
    const about = { class: "vizvi-term", role: "group", tabindex: "0", "data-tone": term.tone || "ink" };
    const part = make("span", about, symbol, number);
    if (term.toy) part.title = "Known only here";
    const mark = term.mark ?? term.key;
    part.onpointerenter = part.onfocus = () => this.highlight(mark);
    part.onpointerleave = part.onblur = () => this.highlight(null);
    this.numbers.push({ term, number, wrap: before !== "=" && before !== "" });
    return part;
  }

  update(frame, hidden) {
    this.last = [frame, hidden];
    if (this.box.hidden) return;
    const said = {};
    for (const { term, number, wrap } of this.numbers) {
      const shown = hidden && term.toy ? "?" : readout(frame.value(term.key), term.kind ?? "quadrature", term.key);
      const string = wrap && shown.startsWith("−") ? `(${shown})` : shown;
      said[term.key] = shown === "?" ? "not known" : spoken(shown);
      if (number.textContent === string) continue;
      number.textContent = string;
      number.parentElement.setAttribute("aria-label", `${term.symbol.replace("_", " ")} ${said[term.key]}`);
    }
    const sentence = this.tabs[this.chosen]?.sentence ?? "";
    const text = sentence.replace(/\{(\w+)\}/g, (_, key) => said[key] ?? spoken(readout(frame.value(key), "quadrature", key)));
    if (this.sentence.textContent !== text) this.sentence.textContent = text;
  }
}
