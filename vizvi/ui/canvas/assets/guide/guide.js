// The guide: a card of small tasks over the page, which moves nothing. The next one lights up what it speaks of.

import { Lamp, find } from "./lamp.js";
import { Watch } from "./watch.js";
import { make } from "../shared/make.js";
import { scrolled } from "../shared/scrolled.js";
import { singleKeys, written } from "../shared/keys.js";

const OFTEN = 400; // ms between looks at the page

export class Guide {
  constructor(element) {
    this.build();
    this.host = element.querySelector(".vizvi-host") ?? element;
    this.host.replaceChildren(this.button, this.card, this.live);
    this.lamp = new Lamp();
    this.watch = new Watch();
    this.tasks = [];
    this.ears = new AbortController();
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.ears.signal });
    this.clock = setInterval(() => this.look(), OFTEN);
  }

  build() {
    this.button = make("button", { type: "button", class: "vizvi-guide-button", "aria-expanded": "false", title: "Guide: G" });
    this.list = make("ol", { class: "vizvi-tasks" });
    const shut = make("button", { type: "button", class: "vizvi-guide-shut", "aria-label": "Close the guide", text: "×" });
    const anew = make("button", { type: "button", class: "vizvi-anew", text: "Start over" });
    this.more = make("button", { type: "button", class: "vizvi-all", "aria-expanded": "false", text: "All tasks" });
    this.card = make("section", { class: "vizvi-guide", "aria-label": "Guide", "data-all": "false", hidden: "" },
      make("header", {}, make("strong", { text: "Guide" }), anew, this.more, shut), this.list);
    this.live = make("div", { class: "vizvi-guide-live", "aria-live": "polite" });
    this.button.onclick = () => this.turn(this.card.hidden);
    shut.onclick = () => this.turn(false);
    anew.onclick = () => this.anew();
    this.more.onclick = () => this.unfold(this.card.dataset.all === "false");
  }

  receive({ page, present, tasks }) {
    if (page !== this.page) {
      this.page = page;
      this.kept = remembered(page);
      this.turn(this.kept.open, false);
    }
    this.button.dataset.present = this.card.dataset.present = Boolean(present);
    this.tasks = tasks;
    this.look();
  }

  // What Python or the browser has seen done stays done in this visit.
  look() {
    let news = false;
    this.button.dataset.away = scrolled();
    this.tasks.forEach((task, i) => {
      if (this.kept.done.includes(task.do) || !(task.done || (task.watch && this.watch.sees(task.watch, i)))) return;
      this.kept.done.push(task.do);
      this.live.textContent = `Done: ${task.do}`;
      news = true;
    });
    if (news) keep(this.page, this.kept);
    this.show();
  }

  show() {
    const done = this.tasks.map((task) => this.kept.done.includes(task.do));
    const count = done.filter(Boolean).length;
    const text = `Guide ${count}/${done.length}`;
    if (this.button.textContent !== text) {
      this.button.textContent = text;
      this.button.setAttribute("aria-label", `${text} done`); // a name holds the words that are seen
    }
    if (this.list.childElementCount !== done.length || this.shown !== this.tasks.map((task) => task.do).join()) this.fill();
    const next = done.indexOf(false);
    [...this.list.children].forEach((item, i) => {
      item.dataset.done = done[i];
      item.dataset.next = i === next;
      item.querySelector(".vizvi-tick").textContent = done[i] ? "✓" : "○";
      item.querySelector(".vizvi-tick").setAttribute("aria-label", done[i] ? "done" : "to do");
    });
    if (next < 0 && done.length && this.card.dataset.all === "false") this.unfold(true);
    this.lamp.light(this.card.hidden ? "" : this.pointed ?? this.tasks[next]?.light ?? "");
  }

  fill() {
    this.shown = this.tasks.map((task) => task.do).join();
    this.list.replaceChildren(...this.tasks.map((task) => {
      const button = make("button", { type: "button", class: "vizvi-task", text: task.do, title: "Show me" });
      button.onclick = () => find(task.light)[0]?.scrollIntoView({ block: "center", behavior: "instant" });
      button.onpointerenter = button.onfocus = () => this.point(task.light);
      button.onpointerleave = button.onblur = () => this.point(undefined);
      return make("li", {}, make("span", { class: "vizvi-tick", role: "img" }), button);
    }));
  }

  // One task at a time leaves the page to be worked on; all of them when asked for, or once all are done.
  unfold(all) {
    this.card.dataset.all = all;
    this.more.setAttribute("aria-expanded", String(all));
    this.more.textContent = all ? "Only the next" : "All tasks";
  }

  point(light) {
    this.pointed = light;
    this.show();
  }

  turn(open, byHand = true) {
    this.card.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.kept.open = open;
    if (!byHand) return;
    keep(this.page, this.kept);
    this.show();
    if (open) (this.list.querySelector("[data-next='true'] button") ?? this.list.querySelector("button"))?.focus({ preventScroll: true });
    else if (this.card.contains(document.activeElement) || document.activeElement === document.body) this.button.focus({ preventScroll: true });
  }

  anew() {
    this.kept.done = [];
    this.unfold(false);
    this.watch = new Watch(this.watch);
    keep(this.page, this.kept);
    this.look();
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && this.card.contains(event.target)) this.turn(false);
    else if (event.key.toLowerCase() === "g" && singleKeys() && !written(event.target) && !document.querySelector("[role='dialog']")) {
      event.preventDefault();
      this.turn(this.card.hidden);
    }
  }

  destroy() {
    clearInterval(this.clock);
    this.ears.abort();
    this.watch.close();
    this.lamp.light("");
  }
}

const KEY = "vizvi.guide.";

function remembered(page) {
  try {
    const { done = [], open = false } = JSON.parse(sessionStorage.getItem(KEY + page) || "{}");
    return { done: Array.isArray(done) ? done : [], open: open === true };
  } catch {
    return { done: [], open: false };
  }
}

function keep(page, kept) {
  try { sessionStorage.setItem(KEY + page, JSON.stringify(kept)); } catch { /* a tab without storage forgets */ }
}
