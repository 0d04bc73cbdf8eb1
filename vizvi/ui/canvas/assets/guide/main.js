// Entry point of the guide.

import { Guide } from "./guide.js";

const mounted = new WeakMap();

export default function guide({ data: [said], parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Guide(parentElement));
  const mine = mounted.get(parentElement);
  mine.receive(said);
  return () => queueMicrotask(() => {
    if (parentElement.isConnected) return;
    mine.destroy();
    mounted.delete(parentElement);
  });
}
