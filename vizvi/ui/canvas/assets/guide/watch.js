// What only the browser sees: a run at its end, a number within bounds, something pressed.

const each = (selector) => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);

const atStart = () => each("[data-vizvi='stage']").every(({ dataset }) => dataset.step === "0" && dataset.playing === "false");

const shows = ({ lo = -Infinity, hi = Infinity, name, by_hand: byHand }) => (!byHand || atStart()) && (
  each(`[data-vizvi-value="${CSS.escape(name)}"]`).some(({ dataset }) => {
    const value = dataset.value ? Number(dataset.value) : Number.NaN;
    return value >= lo && value <= hi;
  }));

const ended = () => each("[data-vizvi='stage']").some(({ dataset }) => (
  Number(dataset.steps) > 0 && Number(dataset.step) >= Number(dataset.steps)));

export class Watch {
  constructor(before = null) {
    before?.close();
    this.pressed = [];
    this.first = {}; // what held when a task was first looked at is nobody's doing
    this.ears = new AbortController();
    document.addEventListener("click", (event) => this.click(event), { signal: this.ears.signal, capture: true });
  }

  click({ target }) {
    const on = target instanceof Element ? target.closest("button, summary, a, label, [role='tab']") : null;
    if (!on || on.closest(".vizvi-guide")) return;
    this.pressed.push([on.getAttribute("aria-label") ?? "", on.textContent ?? ""].join(" "));
  }

  sees(what, i) {
    if (what.kind === "pressed") return this.pressed.some((words) => words.includes(what.words));
    const run = what.kind === "reached";
    if (!each(run ? "[data-vizvi='stage'][data-painted]" : `[data-vizvi-value="${CSS.escape(what.name)}"]`).length) return false;
    const holds = run ? ended() : shows(what);
    this.first[i] ??= holds;
    if (!holds) this.first[i] = false;
    return holds && !this.first[i];
  }

  close() {
    this.ears.abort();
  }
}
