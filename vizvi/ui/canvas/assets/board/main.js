// Entry point of the board.

import { Board } from "./board.js";
import { mounter } from "../shared/mount.js";

// Streamlit tells Python's key as a class of the element's container, with dashes for dots.
function keyOf(element) {
  const container = element.closest('[class*="st-key-"]');
  return /st-key-(\S+)/.exec(container?.className ?? "")?.[1] ?? "";
}

export default mounter((host, element) => new Board(host, element, keyOf(element)));
