// Entry point of the board: Streamlit calls the default export on every change of data or theme.

import { Board } from "./board.js";
import { decode } from "../shared/message.js";

const mounted = new WeakMap();

// Streamlit tells Python's key as a class of the element's container, with dashes for dots.
function keyOf(element) {
  const container = element.closest('[class*="st-key-"]');
  return /st-key-(\S+)/.exec(container?.className ?? "")?.[1] ?? "";
}

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".vizvi-host") ?? parentElement;
  let board = mounted.get(parentElement);
  if (!board) {
    board = new Board(host, parentElement, keyOf(parentElement));
    mounted.set(parentElement, board);
  }
  board.attach(host); // a rebuilt host gets the same board back
  board.send = setStateValue;
  board.retheme();
  if (data) board.receive(decode(data));
  // Streamlit may call this while the element is still on the page.
  return () => queueMicrotask(() => {
    if (parentElement.isConnected) return;
    board.destroy();
    mounted.delete(parentElement);
  });
}
