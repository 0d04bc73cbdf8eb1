// Back and Forward, pressed quickly: Streamlit writes a page's address when its run begins, and by then that page may have
// been left again. What it would lay over a newer entry of the history is not written.

const LATE = 10_000; // ms in which a run may still begin that an earlier press of Back asked for

// Watches until the signal aborts.
export function keepHistory(signal) {
  let turned = Number.NEGATIVE_INFINITY; // when Back or Forward was last pressed
  const hand = () => { turned = Number.NEGATIVE_INFINITY; };
  window.addEventListener("popstate", () => { turned = performance.now(); }, { signal });
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, hand, { signal, capture: true });
  const { history } = window;
  const push = history.pushState;
  history.pushState = (state, unused, url) => {
    const elsewhere = url && new URL(url, window.location.href).pathname !== window.location.pathname;
    if (elsewhere && performance.now() - turned < LATE) return;
    push.call(history, state, unused, url);
  };
  signal.addEventListener("abort", () => { history.pushState = push; });
}
