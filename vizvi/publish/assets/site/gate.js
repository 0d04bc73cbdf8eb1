// The prediction: its buttons, and what was said beside what came.

import { answers, drawings, every, make, now, page } from "./page.js";

export const gates = new Map(); // document → the prediction in it
export const tables = new Map(); // document → its pictures that a hand can hold

// What a document asks, and which of its pictures a hand can hold.
export function asking(name, doc, content) {
  gates.set(name, content.querySelector("[data-gate]")?.dataset.gate);
  tables.set(name, doc.parts.flatMap(([part, , , table]) => (table ? [part] : [])));
  return gates.get(name);
}

// What is to be drawn has been once every q was held.
export function saidNow() {
  for (const gate of every("[data-gate]")) {
    const made = answers[gate.dataset.gate];
    const options = gate.querySelector(".vz-options");
    const [lock] = every('[data-act="lock"]', gate);
    if (lock && options) lock.disabled = !gate.querySelector('.vz-option[aria-pressed="true"]');
    else if (lock) drawn(gate, lock);
    if (made?.said && !lock && !gate.querySelector(".vz-said")) {
      const words = make("p", { className: "vz-said", textContent: "You said " });
      words.append(make("strong", { textContent: made.said }), ".");
      gate.append(words);
    }
  }
}

function drawn(gate, lock) {
  const holdable = page.states[now.here][2] ? tables.get(page.states[now.here][2]) ?? [] : [];
  lock.disabled = holdable.some((part) => !drawings[part]);
  if (!holdable.length && !gate.querySelector(".vz-hint")) {
    gate.append(make("p", { className: "vz-hint", textContent: "Decide, then lock it in; the live edition lets you draw it." }));
  }
}

export function picked(option) {
  for (const each of option.parentElement.querySelectorAll(".vz-option")) each.setAttribute("aria-pressed", String(each === option));
  const check = option.closest(".vz-check");
  if (check) for (const told of check.querySelectorAll(".vz-told")) told.hidden = told.dataset.right !== option.dataset.right;
  const lock = option.closest("[data-gate]")?.querySelector('[data-act="lock"]');
  if (lock) lock.disabled = false;
}

// A button of the prediction; the state to show then.
export function acted(button) {
  const gate = button.closest("[data-gate]");
  const { gate: name } = gate.dataset;
  if (button.dataset.act === "again") {
    delete answers[name];
    return page.states[now.here][2] ? now.here : Math.max(0, page.states.findIndex(([, , asked]) => asked && gates.get(asked) === name));
  }
  const locked = button.dataset.act === "lock";
  answers[name] = { said: locked ? gate.querySelector('.vz-option[aria-pressed="true"]')?.textContent ?? "" : "", locked };
  return page.states[now.here][3] ?? now.here; // an answer may move the page
}
