// Dresses the options of an open menu: a sketch as the ground of each, found by its name, so that typing may filter them.

import { themeOf } from "../shared/tokens.js";
import { picture } from "./picture.js";

export class Menus {
  constructor(element) {
    this.element = element;
    this.data = {};
    this.drawn = new Map(); // by theme, menu and name: drawn when first seen
    // A menu is hung below the body itself; only its own changes are watched further.
    this.inside = new MutationObserver(() => this.dress());
    this.outside = new MutationObserver(() => this.look());
    this.outside.observe(document.body, { childList: true });
  }

  // Nothing new comes as nothing.
  receive(data) {
    if (!Object.keys(data).length) return;
    this.data = data;
    this.drawn.clear();
  }

  look() {
    this.inside.disconnect();
    const list = openList();
    if (!list) return;
    this.inside.observe(list, { childList: true, subtree: true, characterData: true });
    this.dress();
  }

  dress() {
    const list = openList(), menu = this.data[list?.getAttribute("aria-label") ?? ""];
    if (!list || !menu) return;
    const theme = themeOf(this.element);
    for (const option of list.querySelectorAll("[role='option']")) {
      if (!(option instanceof HTMLElement)) continue;
      const sketch = menu[option.textContent];
      option.dataset.vizviSketch = String(Boolean(sketch));
      option.style.backgroundImage = sketch ? this.url(theme, sketch) : "";
    }
  }

  url(theme, sketch) {
    const name = `${theme.name} ${JSON.stringify(sketch)}`;
    if (!this.drawn.has(name)) this.drawn.set(name, `url("data:image/svg+xml,${encodeURIComponent(picture(sketch, theme))}")`);
    return this.drawn.get(name);
  }

  destroy() {
    this.inside.disconnect();
    this.outside.disconnect();
  }
}

function openList() {
  return document.querySelector("[data-testid='stSelectboxVirtualDropdown'] [role='listbox']");
}
