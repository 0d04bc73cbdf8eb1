// Entry point of the menus: sketches beside the names in whichever of Streamlit's menus is open.

import { Menus } from "./menus.js";

const mounted = new WeakMap();

export default function menus({ data: [said], parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Menus(parentElement));
  const mine = mounted.get(parentElement);
  mine.receive(said);
  return () => queueMicrotask(() => {
    if (parentElement.isConnected) return;
    mine.destroy();
    mounted.delete(parentElement);
  });
}
