// The room around a page: the list of keys behind "?", a lecture's clicker, prose on one line, a frame's height.

import { keepHistory } from "./back.js";
import { fold } from "./fold.js";
import { make } from "../shared/make.js";
import { scrolled } from "../shared/scrolled.js";
import { singleKeys, typed, written } from "../shared/keys.js";
import { Help } from "./help.js";
import { tellHeight } from "./height.js";

const OFTEN = 500; // ms between looks at what the page has become

const WIDE = ".st-key-tries, .st-key-workshop-ladder, [data-testid='stMarkdownContainer']:has(> table)"; // what may go on beyond the edge of a page

// A row that goes on beyond an edge fades there; where nothing in it takes the focus it does itself, for the arrow keys.
function edges(row) {
  const far = row.scrollWidth - row.clientWidth;
  const ends = [row.scrollLeft > 4 && "left", row.scrollLeft < far - 4 && "right"].filter(Boolean).join(" ");
  if (row.dataset.vizviMore !== ends) row.dataset.vizviMore = ends;
  if (far > 0 && !row.querySelector("a, button, input")) row.tabIndex = 0;
  else row.removeAttribute("tabindex");
  row.onscroll ??= () => edges(row);
}

export class Room {
  constructor(element) {
    this.button = make("button", { type: "button", class: "vizvi-help", "aria-label": "Keyboard help", title: "Keyboard help: ?", text: "?" });
    this.help = new Help(this.button);
    this.button.onclick = () => this.help.open(this.data.keys);
    this.host = element.querySelector(".vizvi-host") ?? element;
    this.host.replaceChildren(this.button);
    this.data = { keys: [] };
    this.quiet = null; // ends what tells a frame's height
    this.ears = new AbortController();
    document.addEventListener("keydown", (event) => this.key(event), { signal: this.ears.signal });
    keepHistory(this.ears.signal);
    this.clock = setInterval(() => this.look(), OFTEN);
  }

  receive(data) {
    this.data = data;
    this.button.dataset.present = Boolean(data.present);
    this.button.hidden = Boolean(data.embedded);
    document.documentElement.lang = "en";
    if (data.embedded) this.quiet ??= tellHeight();
    this.look();
  }

  look() {
    fold(Boolean(this.data.present));
    for (const row of document.querySelectorAll(WIDE)) if (row instanceof HTMLElement) edges(row);
    this.button.dataset.away = scrolled();
    const accent = getComputedStyle(this.host).getPropertyValue("--st-primary-color"); // known inside of components alone
    document.documentElement.style.setProperty("--vizvi-accent", accent.trim() || "#5A6B80");
  }

  key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || written(event.target)) return;
    if (document.querySelector("[role='dialog']")) return;
    if (event.key === "?" && singleKeys()) {
      event.preventDefault();
      this.help.open(this.data.keys);
    }
    const way = { PageDown: "next", PageUp: "back" }[event.key];
    if (!way || !this.data.lecture || typed(event.target)) return; // a ring of q turns by these keys
    event.preventDefault(); // also at either end: a page that scrolls is not what a clicker meant
    /** @type {HTMLElement | null} */ (document.querySelector(`.st-key-lecture-${way} a`))?.click();
  }

  destroy() {
    clearInterval(this.clock);
    this.ears.abort();
    this.quiet?.();
    this.help.close();
  }
}
