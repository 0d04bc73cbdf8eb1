// Entry point of the room: what stands around every page. One for the whole visit.

import { Room } from "./room.js";

const mounted = new WeakMap();

export default function room({ data: [said], parentElement }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Room(parentElement));
  const mine = mounted.get(parentElement);
  mine.receive(said);
  return () => queueMicrotask(() => {
    if (parentElement.isConnected) return;
    mine.destroy();
    mounted.delete(parentElement);
  });
}
