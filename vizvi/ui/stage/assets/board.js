// Entry point of the board: Streamlit calls the default export on every change of data or theme.

import { Board } from "./boardview.js";
import { decode } from "./message.js";

const mounted = new WeakMap();

export default function ({ data, key, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".vizvi-host") ?? parentElement;
  let board = mounted.get(parentElement);
  if (!board) {
    board = new Board(host, parentElement, key);
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
