// Back and Forward, pressed quickly: Streamlit writes a page's address when its run begins, and by then that page may have
// been left again. What it would lay over a newer entry of the history is not written.

// Only another page's address is ever kept back, and only while nobody has touched this document since Back or Forward: a
// press that means to go somewhere (a link, a menu, a clicker's key; a screen reader's is a click alone) lifts that first.
// The settings of a page, shared links and steps among them, stay on its path and are always written. A frame has history,
// a `window` and presses of its own: where another document around it moves it, that is a load or a Back, and no push.

const LATE = 10_000; // ms in which a run may still begin that an earlier press of Back asked for

// After a press of a link from a page to itself Streamlit runs the page, but leaves the address as it was: a server that is
// started anew, a reload and Back would know nothing of the link. So the address is written here, and what Python says of it
// in full takes its place. What a press with a modifier opens elsewhere is the browser's.

// Where a press leads within this page, or null.
function within(event) {
  const link = event.target instanceof Element && event.target.closest('a[data-testid="stPageLink-NavLink"]');
  if (!(link instanceof HTMLAnchorElement) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  const to = new URL(link.href), { pathname, search } = window.location;
  return to.pathname === pathname && to.search !== search ? to : null;
}

// Watches until the signal aborts.
export function keepHistory(signal) {
  let turned = Number.NEGATIVE_INFINITY; // when Back or Forward was last pressed
  const hand = () => { turned = Number.NEGATIVE_INFINITY; };
  window.addEventListener("popstate", () => { turned = performance.now(); }, { signal });
  for (const kind of ["pointerdown", "keydown", "click"]) window.addEventListener(kind, hand, { signal, capture: true });
  const { history } = window;
  const push = history.pushState;
  let led = false; // whether the last press was a link from this page to itself
  window.addEventListener("click", (event) => {
    const to = within(event);
    led = Boolean(to);
    if (to) push.call(history, {}, "", to.href);
  }, { signal, capture: true });
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, () => { led = false; }, { signal, capture: true });
  history.pushState = (state, unused, url) => {
    const elsewhere = url && new URL(url, window.location.href).pathname !== window.location.pathname;
    if (elsewhere && performance.now() - turned < LATE) return;
    if (led && !elsewhere) history.replaceState(state, unused, url);
    else push.call(history, state, unused, url);
  };
  signal.addEventListener("abort", () => { history.pushState = push; });
}
