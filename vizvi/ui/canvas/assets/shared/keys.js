// Keyboard: Space, arrows, Home and End, wherever they are not already somebody else's.

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false']), [role='slider'], "
  + "[role='textbox'], [role='combobox'], [role='listbox'], [role='menu'], [role='tablist'], [role='radiogroup'], "
  + "[role='grid'], [role='dialog'], canvas[data-testid], iframe, video, audio";
const PRESSING = "button, a[href], summary, [role='button'], [role='link'], [role='checkbox'], [role='switch']";

const SINGLE = "vizvi.keys"; // whether keys of one character mean something: some people speak to their browser

// Whether a key that was pressed there is somebody else's.
export function typed(target) {
  return target instanceof Element && target.getAttribute("type") !== "range" && Boolean(target.closest(TYPING));
}

// Whether a letter that is pressed there is one to be written, or to choose by.
export function written(target) {
  return typed(target) && !target.closest("[role='slider'], [role='tablist'], [role='radiogroup'], [role='grid']");
}

export function singleKeys() {
  try { return sessionStorage.getItem(SINGLE) !== "off"; } catch { return true; }
}

export function useSingleKeys(on) {
  try { sessionStorage.setItem(SINGLE, on ? "on" : "off"); } catch { /* a tab without storage forgets */ }
}

function visible(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

// Outside any stage, the first one on screen answers.
function mine(root, target) {
  const owner = target.closest?.('[data-vizvi="stage"]');
  if (owner) return owner === root;
  const first = [...document.querySelectorAll('[data-vizvi="stage"]')].find(visible);
  return first === root && !document.querySelector('[role="dialog"]');
}

export function command(event) {
  const stride = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case " ": return { toggle: true };
    case "ArrowLeft": return { by: -stride };
    case "ArrowRight": return { by: stride };
    case "Home": return { to: 0 };
    case "End": return { to: Infinity };
    case "z": case "Z": return singleKeys() ? { fit: true } : null;
    default: return null;
  }
}

export function listen(root, range, act) {
  const handler = (event) => {
    if (!root.isConnected) return document.removeEventListener("keydown", handler);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
    const what = command(event);
    const target = event.target instanceof Element ? event.target : document.body;
    if (!what || !mine(root, target)) return null;
    const grip = what.toggle && target.classList.contains("vizvi-grip");
    if (what.fit ? written(target) : target !== range && !grip && target.closest(TYPING)) return null;
    if (what.toggle && target.closest(PRESSING)) return null;
    event.preventDefault();
    return act(what);
  };
  document.addEventListener("keydown", handler);
  return () => document.removeEventListener("keydown", handler);
}
