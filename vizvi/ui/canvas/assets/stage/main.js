// Entry point: Streamlit calls the default export on every change of data or theme.

import { decode } from "../shared/message.js";
import { Stage } from "./stage.js";

const mounted = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".vizvi-host") ?? parentElement;
  let stage = mounted.get(parentElement);
  if (!stage) {
    stage = new Stage(host, parentElement);
    mounted.set(parentElement, stage);
  }
  stage.attach(host); // a rebuilt host gets the same stage back
  stage.send = setStateValue;
  stage.retheme();
  if (data) stage.receive(decode(data));
  // Streamlit may call this while the element is still on the page.
  return () => queueMicrotask(() => {
    if (parentElement.isConnected) return;
    stage.destroy();
    mounted.delete(parentElement);
  });
}
