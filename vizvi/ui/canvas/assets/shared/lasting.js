// One object for each place on the page, kept while its element is there.

// create(element, …) → an object with destroy(); gives (element, …) → [that object, what Streamlit calls when it lets go].
export function lasting(create) {
  const there = new WeakMap();
  return (element, ...given) => {
    if (!there.has(element)) there.set(element, create(element, ...given));
    const one = there.get(element);
    // Streamlit may let go while the element is still on the page.
    return [one, () => queueMicrotask(() => {
      if (element.isConnected) return;
      one.destroy();
      there.delete(element);
    })];
  };
}

// A component that draws no picture: create(element) → { receive(said), destroy() }; gives the module's default export.
export function aside(create) {
  const at = lasting(create);
  return ({ data: [said], parentElement }) => { // Python wraps what it says in a list
    const [one, letGo] = at(parentElement);
    one.receive(said);
    return letGo;
  };
}
