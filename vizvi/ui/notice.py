"""The notice above a picture: what of a link was not understood."""

import streamlit as st

from vizvi.ui.session import Session


def notice(session: Session) -> None:
    """Tell it, in a place that stays: once there is nothing more to tell, what stands below is not mounted anew."""
    place = st.empty()
    if session.notice:
        place.info(session.notice)
