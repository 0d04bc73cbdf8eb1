// What a page was given, and what of it is shown now.

export const page = JSON.parse(document.getElementById("vz-page").textContent);
export const main = document.getElementById("vz-main");
export const asks = new URLSearchParams(location.search);
export const all = page.states.map(([change]) => settings(change)); // every recorded state by its settings
export const answers = kept(); // predictions by name: { said, locked }
export const drawings = {}; // q as it was drawn before the answer, by picture
// here: the state that is shown; turn: counts what was asked for, only the newest is shown; step: of the first stage.
export const now = { here: 0, turn: 0, step: null };

const ANSWERS = `vizvi.answers.${page.slug}`;

function settings(change) {
  const found = { ...page.base };
  for (const [key, text] of Object.entries(change)) {
    if (text === null) delete found[key];
    else found[key] = text;
  }
  return found;
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem(`vizvi.answers.${page.slug}`) ?? "{}"); } catch { return {}; }
}

export function keep() {
  try { sessionStorage.setItem(ANSWERS, JSON.stringify(answers)); } catch { /* a tab without storage forgets */ }
}

export const make = (tag, props) => Object.assign(document.createElement(tag), props);

/** @type {(selector: string, root?: ParentNode) => any[]} */
export const every = (selector, root = main) => [...root.querySelectorAll(selector)];

const note = document.getElementById("vz-note");

export function tell(words) {
  note.textContent = words;
  note.hidden = false;
}

export function hush() {
  note.hidden = true;
}
