"""Share: a full link with every setting written out, so that it shows the same numbers wherever it is opened."""

from urllib.parse import urlencode

import streamlit as st

from vizvi.ui.session import Session
from vizvi.ui.shown import HIDE

VERSION = "1"  # of the link's grammar: old links must open forever

_HTML = """<button type="button" class="vizvi-share">Share</button>
<span class="vizvi-shared" role="status"></span>"""
_CSS = """
.vizvi-share { font: inherit; color: var(--st-text-color); background: transparent; width: 100%; min-height: 2.5rem;
  border: 1px solid var(--st-border-color, #8884); border-radius: var(--st-button-radius, 0.5rem); cursor: pointer; }
.vizvi-share:hover, .vizvi-share:focus-visible { border-color: var(--st-primary-color); }
.vizvi-share:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.vizvi-shared { position: absolute; right: 0; bottom: 100%; font-size: 0.85rem; white-space: nowrap;
  background: var(--st-background-color); padding: 0 0.3rem; }
"""
# Where the clipboard is closed (a plain-http address), the link is put in a prompt to be copied by hand.
_JS = """
export default ({ data, parentElement }) => {
  const button = parentElement.querySelector("button"), told = parentElement.querySelector("[role=status]");
  button.onclick = async () => {
    const here = window.location;
    const link = here.origin + here.pathname + "?" + data.query + (data.step ? stepOf(data.step) : "");
    try {
      await navigator.clipboard.writeText(link);
      told.textContent = "Link copied";
      setTimeout(() => { told.textContent = ""; }, 2500);
    } catch {
      window.prompt("Copy this link", link);
    }
  };
};
function stepOf(key) {
  const stage = document.querySelector('[data-vizvi="stage"]');
  return stage ? "&" + encodeURIComponent(key) + "=" + stage.dataset.step : "";
}
"""


def share(session: Session, step: bool = True) -> None:
    """A button that copies the link of what is shown, the stage's step included."""
    mount = st.components.v2.component("vizvi_share", html=_HTML, css=_CSS, js=_JS)
    away = {HIDE: names} if (names := st.query_params.get(HIDE)) else {}  # what a teacher hid stays hidden
    query = urlencode({"v": VERSION} | away | session.query())
    mount(key=f"{session.page}.share", data={"query": query, "step": f"{session.page}.step" if step else ""})
