// One document becomes another: what stays the same stays in place, so that pictures go on and a slider is not lost in
// mid-drag.

const named = (node) => node.dataset && (node.dataset.part ?? node.dataset.setting ?? node.dataset.fold ?? node.dataset.gate);
const same = (a, b) => a.nodeName === b.nodeName && named(a) === named(b);

export function morph(old, next) {
  for (const { name, value } of [...next.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (name !== "open" && !next.hasAttribute(name)) old.removeAttribute(name);
  if (old.dataset?.part || old.dataset?.setting) return;
  if (old.classList.contains("vz-check") && old.firstChild?.isEqualNode(next.firstChild)) return; // an answer given stays
  let at = old.firstChild;
  const until = (stop) => {
    while (at !== stop) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };
  for (const want of [...next.childNodes]) {
    let found = at;
    if (named(want)) while (found && !same(found, want)) found = found.nextSibling;
    if (found && same(found, want)) {
      until(found);
      if (found.nodeType === Node.ELEMENT_NODE) morph(found, want);
      else if (found.nodeValue !== want.nodeValue) found.nodeValue = want.nodeValue;
      at = found.nextSibling;
    } else old.insertBefore(want, at);
  }
  until(null);
}
