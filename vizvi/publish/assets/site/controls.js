// Settings: alive where the page has other values of them, else written as they are.

import { all, every, make, now, page, tell } from "./page.js";
import { along, labelOf, nearest, number } from "./states.js";
import { lives } from "./address.js";

const HANDS = "input, select, .vz-buttons";

// go: shows another state.
export function alive(element, go) {
  const { setting: key, kind, label, options } = element.dataset;
  const value = all[now.here][key];
  if (value === undefined) return;
  const near = along(key);
  const offered = (options ? options.split("\x1f") : []);
  const words = { key, value, label, near, go };
  if (kind === "slider" && near.length > 2 && near.every((i) => number(all[i][key]) !== null)) slider(element, words);
  else if (kind === "switch" && near.length > 1) flip(element, words);
  else if (kind === "tabs" && offered.length) buttons(element, words, offered);
  else if (kind === "choice" && recorded(key, offered).filter(([, text]) => text !== undefined).length > 1) buttons(element, words, offered);
  else if (["menu", "slider"].includes(kind) && options) menu(element, words, offered);
  else fixed(element, words);
}

// One value alone was computed: it stands there, and leads to where it can be turned.
function fixed(element, { key, value, label }) {
  element.removeAttribute("data-alive");
  for (const each of element.querySelectorAll(`${HANDS}, .vz-value`)) each.remove();
  const href = lives();
  const shown = make(href ? "a" : "span", { className: `vz-value vz-fixed${href ? " vz-elsewhere" : ""}`, textContent: labelOf(key, value) });
  if (href) shown.setAttribute("href", href);
  shown.title = "Fixed here; the live edition turns it";
  if (href) shown.setAttribute("aria-label", `${label || key} ${labelOf(key, value)}, fixed here: turn it in the live edition`);
  element.append(shown);
}

function control(element, tag, props) {
  element.dataset.alive = "true";
  const found = element.querySelector(tag);
  if (found) return found;
  for (const each of element.querySelectorAll(`${HANDS}, .vz-fixed`)) each.remove();
  const value = element.querySelector(".vz-value") ?? element.appendChild(make("span", { className: "vz-value" }));
  const made = make(tag, props);
  value.before(made);
  made.setAttribute("aria-label", element.dataset.label || element.dataset.setting);
  return made;
}

function slider(element, { key, value, near, go }) {
  const rows = near.map((i) => [Number(all[i][key]), i]).sort((a, b) => a[0] - b[0]);
  const input = control(element, "input", { type: "range", min: 0, step: 1 });
  input.max = rows.length - 1;
  const at = rows.findIndex(([, i]) => all[i][key] === value);
  if (document.activeElement !== input || Number(input.value) !== at) input.value = at;
  const say = (n) => {
    const text = labelOf(key, all[rows[n][1]][key]);
    element.querySelector(".vz-value").textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  say(at);
  input.oninput = () => {
    say(Number(input.value));
    go(rows[Number(input.value)][1]);
  };
}

function flip(element, { key, value, near, go }) {
  const input = control(element, "input", { type: "checkbox" });
  element.querySelector(".vz-value").textContent = "";
  input.checked = value === "1" || value === "True";
  input.onchange = () => go(near.find((i) => all[i][key] !== value));
}

// What the page offers, by its labels; only what was recorded can be chosen.
function recorded(key, offered) {
  const byLabel = Object.fromEntries(Object.entries(page.labels[key] ?? {}).map(([text, label]) => [label, text]));
  return offered.map((label) => [label, byLabel[label]]);
}

function choose(key, value, go) {
  const { index, others } = nearest({ [key]: value }, all[now.here]);
  go(index, { play: "choice" });
  const elsewhere = others > 0 && !["tabs", "choice"].includes(every(`[data-setting="${key}"]`)[0]?.dataset.kind);
  if (elsewhere) tell("Shown with other settings than before: the static edition has this choice there alone.");
}

function buttons(element, { key, value, go }, offered) {
  const box = element.querySelector(".vz-buttons") ?? element.appendChild(make("div", { className: "vz-buttons" }));
  element.querySelector(".vz-value")?.remove();
  element.dataset.alive = "true";
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", element.dataset.label || "Parts");
  const focused = box.contains(document.activeElement) ? document.activeElement.textContent : null;
  box.replaceChildren(...recorded(key, offered).map(([label, text]) => {
    const button = make("button", { type: "button", className: "vz-tab", textContent: label.replace(/:material\/\w+:\s?/, "") });
    button.setAttribute("aria-pressed", String(text === value));
    button.disabled = text === undefined;
    if (button.disabled) button.title = "In the live edition";
    button.onclick = () => text !== value && choose(key, text, go);
    return button;
  }));
  if (focused) [...box.children].find((each) => each.textContent === focused)?.focus();
}

function menu(element, words, offered) {
  const { key, value, go } = words;
  const rows = recorded(key, offered).filter(([, text]) => text !== undefined);
  if (rows.length < 2) {
    fixed(element, words);
    return;
  }
  const select = control(element, "select", {});
  element.querySelector(".vz-value").textContent = "";
  select.replaceChildren(...rows.map(([label, text]) => make("option", { value: text, textContent: label, selected: text === value })));
  select.onchange = () => choose(key, select.value, go);
}
