// Where a run stood, kept by the browser's tab: a reload, Back or a part of the page that is opened again finds it there.
// A link that is followed to a page opens it anew.

const here = new Set(); // pictures that have stood somewhere since this document was loaded
const name = (slot) => `vizvi.step.${slot}`;

// slot: the picture's key on its page; none where nobody keeps it, as in a page that was saved.
export function keepStep(slot, run, step) {
  if (!slot) return;
  here.add(slot);
  try { sessionStorage.setItem(name(slot), `${run} ${step}`); } catch { /* a tab without storage forgets */ }
}

export function forgetStep(slot) {
  try { sessionStorage.removeItem(name(slot)); } catch { /* as above */ }
}

// → { run, step } or null.
export function stoodAt(slot) {
  const loaded = /** @type {any} */ (performance.getEntriesByType("navigation")[0])?.type;
  if (!slot || (!here.has(slot) && loaded !== "reload" && loaded !== "back_forward")) return null;
  try {
    const [run, step] = (sessionStorage.getItem(name(slot)) ?? "").split(" ");
    return /^\d{1,5}$/.test(step) ? { run, step: Number(step) } : null;
  } catch { return null; }
}
