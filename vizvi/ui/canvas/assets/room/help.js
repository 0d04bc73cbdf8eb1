// The list of every key: a dialog that opens over the page, is read by keyboard alone, and gives the focus back.

import { make } from "../shared/make.js";
import { singleKeys, useSingleKeys } from "../shared/keys.js";

export class Help {
  constructor(button) {
    this.button = button;
    this.dialog = null;
  }

  open(sections) {
    if (this.dialog) return;
    const before = document.activeElement;
    const done = make("button", { type: "button", class: "vizvi-done", text: "Close" });
    const box = make("input", { type: "checkbox", id: "vizvi-single-keys" });
    box.checked = singleKeys();
    box.onchange = () => useSingleKeys(box.checked);
    this.dialog = make("dialog", { class: "vizvi-dialog", role: "dialog", "aria-labelledby": "vizvi-help-title" },
      make("h2", { id: "vizvi-help-title", text: "Keys" }), ...sections.map(section),
      make("label", {}, box, make("span", { text: "Keys of one character (?, G and Z) are on" })), done);
    const shut = () => {
      if (!this.dialog) return;
      this.close();
      (before instanceof HTMLElement && before.isConnected && before !== document.body ? before : this.button).focus();
    };
    done.onclick = this.dialog.onclose = shut;
    this.dialog.onclick = (event) => event.target === this.dialog && shut(); // beside it
    // The browser would close it a moment later, and the next key would still be taken for one of the list.
    this.dialog.onkeydown = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      shut();
    };
    this.button.parentElement.append(this.dialog);
    this.dialog.showModal();
    done.focus();
  }

  close() {
    this.dialog?.remove();
    this.dialog = null;
  }
}

function section([title, rows]) {
  const list = make("dl", {});
  for (const [keys, what] of rows) {
    list.append(make("dt", {}, ...keys.map((key) => make("kbd", { text: key }))), make("dd", { text: what }));
  }
  return make("section", {}, make("h3", { text: title }), list);
}
