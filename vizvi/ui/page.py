"""The look of a page: its question, its width, its quiet edges."""

import contextlib

import streamlit as st
from streamlit.errors import StreamlitAPIException

from vizvi.ui.shown import PRESENT, carried, embedded, presenting, turn

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 3.6rem clamp(0.75rem, 3vw, 3rem) 3rem; max-width: 1760px; }
[data-testid="stMainBlockContainer"] [data-testid="stVerticalBlock"] { gap: 0.6rem; }
.vizvi-computing {
  min-height: 24rem; padding-top: 9rem; text-align: center; opacity: 0; animation: vizvi-computing 0.2s 0.5s forwards;
}
@keyframes vizvi-computing { to { opacity: 0.7; } }
[data-testid="stElementContainer"][data-stale="true"] :is(.vizvi-frame, .vizvi-board) { position: relative; }
[data-testid="stElementContainer"][data-stale="true"] :is(.vizvi-frame, .vizvi-board)::after {
  content: ""; position: absolute; left: 0; right: 0; bottom: -4px; height: 3px; opacity: 0;
  background: linear-gradient(90deg, transparent, currentColor, transparent) no-repeat 0 0 / 40% 100%;
  animation: vizvi-working 1.2s 0.3s linear infinite;
}
@keyframes vizvi-working {
  from { opacity: 0.7; background-position: -70% 0; }
  to { opacity: 0.7; background-position: 170% 0; }
}
@media (prefers-reduced-motion: reduce) {
  [data-testid="stElementContainer"][data-stale="true"] :is(.vizvi-frame, .vizvi-board)::after {
    animation-iteration-count: 1; animation-fill-mode: forwards; background-size: 100% 100%;
  }
}
h1.vizvi-question, [data-testid="stHeading"] h1 { font-size: 1.75rem; line-height: 1.2; padding: 0 0 0.35rem; }
[class*="st-key-"][class*="-more"] {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); align-items: end;
}
[class*="st-key-"][class*="-tab"]:has(> [data-testid="stButtonGroup"]) { margin-top: 0.35rem; }
[class*="st-key-"][class*="-refused"] { min-height: clamp(430px, calc(100vh - 252px), 860px); }
[class*="st-key-"][class*="-desk-picture"] { position: relative; }
[data-testid="stLayoutWrapper"]:has(> [class*="-counting"]) {
  position: absolute; z-index: 9; top: 4rem; left: 50%; width: max-content; translate: -50%; padding: 0.5rem 1rem;
  border-radius: 0.75rem; background: color-mix(in srgb, currentColor 9%, transparent); backdrop-filter: blur(12px);
}
[class*="-desk-picture"]:has([class*="-counting"]) .vizvi-frame { opacity: 0.4; }
[class*="-desk-picture"]:has([class*="-counting"]):not(:has(.vizvi-frame)) { min-height: 24rem; }
.st-key-tries { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }
.st-key-tries > * { flex: none; }
.stApp:has(.st-key-tries) { --vizvi-above: 290px; }
[class*="st-key-gate-"] { min-height: 3.3rem; justify-content: center; }
[class*="st-key-gate-"] p { line-height: 1.35; }
[data-testid="stCaptionContainer"] { opacity: 0.68; } /* Streamlit's 60 % cannot be read, nor its 40 on the next line */
label[data-testid="stWidgetLabel"][disabled] { color: color-mix(in srgb, currentcolor 68%, transparent); }
#root :is(a, button, summary, [role="slider"], [tabindex="0"]:not(input, textarea)):focus-visible:not([class*="vizvi"]),
:is([class*="ComboBox"] > div, [data-testid="stNumberInputContainer"],
[data-testid="stTextInputRootElement"], [data-testid="stTextAreaRootElement"]):focus-within,
[data-testid="stCheckbox"] label:has(:focus-visible) {
  outline: 3px solid var(--vizvi-accent, #5A6B80); outline-offset: 2px; border-radius: 0.5rem;
}
#root [data-testid="stButtonGroup"] button[role="radio"]:focus-visible:not([class*="vizvi"]) { outline-offset: -3px; }
@media (max-width: 700px) {
  #root [data-testid="stMarkdownContainer"] :is(th, td) { padding-inline: 0.35rem; }
  [data-testid="stLayoutWrapper"]:has(> [class*="-desk-controls"]) { order: 2; }
  [data-testid="stMainBlockContainer"] { padding-top: 4.2rem; }
  [data-testid="stHeading"] h1 { font-size: 1.4rem; padding-bottom: 0.6rem; }
  :is([data-testid="stMarkdownContainer"], [data-testid="stTable"], [data-testid="stHtml"]):has(table) { overflow-x: auto; }
}
</style>
"""

# On the dark theme's slate a button's white text could not be read.
_DARK = """
<style>
[data-testid="stBaseButton-primary"]:not(:disabled) :is(p, span) { color: #171614; }
</style>
"""

# For the back row: type for a projector, and nothing on the screen that does not teach.
_PRESENT = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 0.3rem; max-width: none; }
[data-testid="stHeader"], [data-testid="stToolbar"] { display: none; }
[data-testid="stHeading"] h1 { font-size: 2.75rem; }
[data-testid="stMain"] :is(p, label, button, li, input, textarea, td, th, summary, code):not([class*="vizvi-"]),
[data-testid="stMain"] :is([data-testid="stSelectbox"], [data-testid="stSliderThumbValue"], [data-testid="stSliderTickBar"],
[data-testid="stCaptionContainer"], [data-testid="stProgress"]) *,
[class*="st-key-"][class*="-share"] { font-size: 1.4rem; }
[data-testid="stMain"] [data-testid="stCheckbox"] label > div:first-of-type { zoom: 1.4; }
[data-testid="stMain"] [data-testid="stSliderThumbValue"] { translate: 0 -0.4rem; }
[data-testid="stSelectboxVirtualDropdown"] [role="option"] * { font-size: 1.4rem; }
@media (max-height: 900px) {
  [data-testid="stHeading"] h1 { font-size: 2rem; }
  [data-testid="stMain"] :is(p, label, button, input):not([class*="vizvi-"]),
  [data-testid="stMain"] :is([data-testid="stSelectbox"], [data-testid="stSliderThumbValue"]) *,
  [class*="st-key-"][class*="-share"] { font-size: 1.1rem; }
  [data-testid="stMain"] [data-testid="stSelectbox"] > div * { font-size: 0.95rem; } /* whole names */
}
.vizvi-keys { font-size: 22px; opacity: 0.75; white-space: nowrap; }
.st-key-strip { padding-right: 15rem; column-gap: 1.5rem; }
.st-key-strip [data-testid="stPageLink"] p { white-space: nowrap; }
.st-key-lead p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
</style>
"""
# In a page of a course: the lesson, and nothing around it.
_EMBED = """
<style>
[data-testid="stMainBlockContainer"] { padding: 0.5rem 0.75rem; }
[data-testid="stHeader"], [data-testid="stToolbar"], .st-key-present, .st-key-class { display: none; }
</style>
"""


def theme_shown() -> str:
    """The theme that a figure is drawn for: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _call_the_router() -> None:
    """Run app.py instead: until some run has called st.navigation, `streamlit run` takes the scripts in `pages` for the
    whole app, and the very first visitor of a lesson would get it without its menu. An empty call is refused, but heard."""
    with contextlib.suppress(StreamlitAPIException):
        st.navigation([])
    st.rerun()


def present_button() -> None:
    """A switch to projector type; it lasts over every link."""
    if not presenting():
        st.button("Present", key="present", icon=":material/present_to_all:", on_click=turn, args=(PRESENT, True))


def link(slug: str, label: str, query: dict[str, str] | None = None, icon: str | None = None) -> None:
    """A link to a page of the lab, in place; how the lab is shown goes along."""
    st.page_link(f"pages/{slug}.py", label=label, icon=icon, query_params=(query or {}) | carried(), width="content")


def opening(question: str, lead: str = "") -> None:
    """Open a page: the question that it answers, and at most one sentence below."""
    if "_routed" not in st.session_state:
        _call_the_router()
    # Styles alone are moved to one place, in one call they keep their order.
    dark = _DARK if theme_shown() == "dark" else ""
    st.html(_STYLE + dark + (_PRESENT if presenting() else "") + (_EMBED if embedded() else ""))
    st.title(question, anchor=False)
    if lead:
        st.container(key="lead").markdown(lead)
