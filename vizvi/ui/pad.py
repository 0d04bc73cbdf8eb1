"""The pad: a small black-and-white picture that a hand draws, by mouse, by touch and by keyboard."""

import streamlit as st

from vizvi.ui.session import Session

_HTML = '<div class="vizvi-pad" role="group"></div><span class="vizvi-pad-told" role="status"></span>'
_CSS = """
.vizvi-pad { display: grid; gap: 1px; max-width: 200px; aspect-ratio: 1; touch-action: none; user-select: none;
  background: color-mix(in srgb, var(--st-text-color) 35%, transparent); padding: 1px; }
@media (max-width: 700px) { .vizvi-pad { max-width: 280px; } }
.vizvi-pad button { all: unset; background: var(--st-background-color); cursor: crosshair; }
.vizvi-pad button[aria-pressed=true] { background: var(--st-text-color); }
.vizvi-pad button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: -3px; }
.vizvi-pad-told { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""
# One stroke is one message: the first cell says whether it darkens or lightens. Keys: arrows, Space or Enter.
_JS = """
export default ({ data, parentElement, setStateValue }) => {
  const pad = parentElement.querySelector(".vizvi-pad"), told = parentElement.querySelector("[role=status]");
  const { side, cells, label } = data;
  pad.setAttribute("aria-label", label);
  pad.style.gridTemplateColumns = `repeat(${side}, 1fr)`;
  if (pad.childElementCount !== side * side) {
    pad.replaceChildren(...Array.from({ length: side * side }, (_, i) => {
      const cell = document.createElement("button");
      cell.type = "button";
      cell.tabIndex = i ? -1 : 0;
      cell.setAttribute("aria-label", `row ${1 + Math.floor(i / side)}, column ${1 + (i % side)}`);
      return cell;
    }));
  }
  const all = [...pad.children];
  const dark = (cell) => cell.getAttribute("aria-pressed") === "true";
  if (!pad.stroke) all.forEach((cell, i) => cell.setAttribute("aria-pressed", String(cells[i] === "1")));
  pad.seq = Math.max(pad.seq ?? 0, data.seq);
  const put = (cell, on) => { if (cell && cell.parentElement === pad) cell.setAttribute("aria-pressed", String(on)); };
  const say = () => {
    const bits = all.map((cell) => (dark(cell) ? "1" : "0")).join("");
    const value = bits.match(/.{4}/g).map((four) => parseInt(four, 2).toString(16)).join("");
    pad.seq += 1;
    setStateValue("picture", { seq: pad.seq, token: data.token, released: true, value });
  };
  const root = pad.getRootNode();
  pad.onpointerdown = (event) => {
    const cell = event.target.closest("button");
    if (!cell) return;
    event.preventDefault();
    cell.focus();
    pad.setPointerCapture(event.pointerId);
    pad.stroke = { on: !dark(cell) };
    put(cell, pad.stroke.on);
  };
  pad.onpointermove = (event) => {
    if (pad.stroke) put(root.elementFromPoint(event.clientX, event.clientY)?.closest?.("button"), pad.stroke.on);
  };
  pad.onpointerup = pad.onpointercancel = () => {
    if (!pad.stroke) return;
    pad.stroke = null;
    say();
  };
  pad.onkeydown = (event) => {
    const at = all.indexOf(event.target);
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side }[event.key];
    if (at < 0) return;
    if (step) {
      const to = all[at + step];
      event.preventDefault();
      const row = (i) => Math.floor(i / side);
      if (!to || (Math.abs(step) === 1 && row(at) !== row(at + step))) return;
      all.forEach((cell) => { cell.tabIndex = -1; });
      to.tabIndex = 0;
      to.focus();
    } else if (event.key === " " || event.key === "Enter") {
      put(event.target, !dark(event.target));
      told.textContent = dark(event.target) ? "dark" : "light";
      say();
    } else return;
    event.preventDefault();
  };
};
"""


def _ignore() -> None:
    """State keys exist only if they have a callback."""


def pad(session: Session, key: str, cells: str, label: str, side: int = 8) -> None:
    """A picture of side² cells, "0" or "1" each by rows; what a hand makes of it is heard as "picture", in hexadecimal."""
    mount = st.components.v2.component("vizvi_pad", html=_HTML, css=_CSS, js=_JS)
    data = {"cells": cells, "side": side, "label": label, "seq": session.last(key, "picture"), "token": session.token}
    mount(key=key, data=data, on_picture_change=_ignore)
