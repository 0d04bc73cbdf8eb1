// What stands under a picture whose Python has gone silent: a sentence and a way out. The address holds all settings.

import { make } from "./make.js";

export function lostNote() {
  const link = make("a", { class: "vizvi-reload", href: "", text: "Reload" });
  link.onclick = (event) => {
    event.preventDefault();
    window.location.reload();
  };
  return make("div", { class: "vizvi-lost", role: "status", hidden: "" },
    make("span", { text: "Connection lost: the picture still plays, numbers are from the last answer." }), " ", link);
}
