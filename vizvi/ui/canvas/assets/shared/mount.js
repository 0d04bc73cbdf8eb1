// How Streamlit's calls reach a picture.

import { lasting } from "./lasting.js";
import { decode } from "./message.js";

// create(host, element) → { attach(host), send, retheme(), receive(message), destroy() }; gives the module's default export.
export function mounter(create) {
  const at = lasting((element, host) => create(host, element));
  return ({ data, parentElement, setStateValue }) => { // on every change of data or theme
    const host = parentElement.querySelector(".vizvi-host") ?? parentElement;
    const [picture, letGo] = at(parentElement, host);
    picture.attach(host); // a rebuilt host gets the same picture back
    picture.send = setStateValue;
    picture.retheme();
    if (data) picture.receive(decode(data));
    return letGo;
  };
}

// Puts a picture's frame into its host, whose height held the place while the script loaded.
export function settleIn(frame, host) {
  if (frame.parentElement === host) return;
  host.replaceChildren(frame);
  host.style.minHeight = "";
}
