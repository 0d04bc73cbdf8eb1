"""The look of a page: its question, its width, its quiet edges."""

import streamlit as st

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 3.6rem clamp(0.75rem, 3vw, 3rem) 3rem; max-width: 1760px; }
[data-testid="stMainBlockContainer"] [data-testid="stVerticalBlock"] { gap: 0.6rem; }
h1.vizvi-question, [data-testid="stHeading"] h1 { font-size: 1.75rem; line-height: 1.2; padding: 0; }
@media (max-width: 700px) {
  [data-testid="stMainBlockContainer"] { padding-top: 3.4rem; }
  [data-testid="stHeading"] h1 { font-size: 1.4rem; }
}
</style>
"""


def page(question: str, lead: str = "") -> None:
    """Open a page: the question that it answers, and at most one sentence below."""
    st.html(_STYLE)
    st.title(question, anchor=False)
    if lead:
        st.markdown(lead)
