// How Streamlit's calls reach a picture: one object per place on the page, kept while its element is.

import { decode } from "./message.js";

// create(host, element) → { attach(host), send, retheme(), receive(message), destroy() }; gives the module's default export.
export function mounter(create) {
  const mounted = new WeakMap();
  return ({ data, parentElement, setStateValue }) => { // on every change of data or theme
    const host = parentElement.querySelector(".vizvi-host") ?? parentElement;
    let picture = mounted.get(parentElement);
    if (!picture) {
      picture = create(host, parentElement);
      mounted.set(parentElement, picture);
    }
    picture.attach(host); // a rebuilt host gets the same picture back
    picture.send = setStateValue;
    picture.retheme();
    if (data) picture.receive(decode(data));
    // Streamlit may call this while the element is still on the page.
    return () => queueMicrotask(() => {
      if (parentElement.isConnected) return;
      picture.destroy();
      mounted.delete(parentElement);
    });
  };
}

// Puts a picture's frame into its host, whose height held the place while the script loaded.
export function settleIn(frame, host) {
  if (frame.parentElement === host) return;
  host.replaceChildren(frame);
  host.style.minHeight = "";
}
