// For the back row: prose is folded to its first line; a press, or Enter on it, unfolds it. Beside a picture there is room for it.

const PROSE = "[data-testid='stMain'] [data-testid='stMarkdownContainer'] :is(p, li)";
const SPARED = "[class*='st-key-gate-'], [data-testid='stAlert'], [data-testid='stExpander'], [role='dialog'], label, button, a, "
  + "table, [data-testid='stCaptionContainer'], [data-testid='stTooltipContent']"; // asked for, or to be read whole
const PICTURE = "[data-vizvi][data-painted]";

export function fold(present) {
  for (const each of document.querySelectorAll(PROSE)) {
    if (!(each instanceof HTMLElement)) continue;
    if (!present || beside(each)) unmark(each);
    else if (!each.dataset.vizviFold && long(each) && !each.closest(SPARED) && !each.querySelector("p, li, a")) mark(each);
  }
}

/** Whether prose has a column for itself next to one with a picture, whose height is taken anyway. */
function beside(element) {
  const column = element.closest("[data-testid='stColumn']");
  if (!column || column.querySelector(PICTURE)) return false;
  return [...(column.parentElement?.children ?? [])].some((each) => each.querySelector(PICTURE));
}

function long(element) {
  const line = Number.parseFloat(getComputedStyle(element).lineHeight) || 32;
  return element.getBoundingClientRect().height > 1.7 * line;
}

function mark(element) {
  element.dataset.vizviFold = "folded"; // to the eye alone: a screen reader reads all of it, and its role stays what it was
  element.tabIndex = 0;
  element.title = "Enter or a press unfolds it";
  const turn = () => { element.dataset.vizviFold = element.dataset.vizviFold === "folded" ? "open" : "folded"; };
  element.onclick = turn;
  element.onkeydown = (event) => {
    if (event.target !== element || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    turn();
  };
}

function unmark(element) {
  if (!element.dataset.vizviFold) return;
  delete element.dataset.vizviFold;
  for (const name of ["tabindex", "title"]) element.removeAttribute(name);
  element.onclick = element.onkeydown = null;
}
