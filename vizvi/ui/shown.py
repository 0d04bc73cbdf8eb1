"""How the lab is shown, as its address says it: for a projector, in a course's own page, in a lecture, to a teacher."""

import streamlit as st

PRESENT, HIDE, TEACH, LECTURE = "present", "hide", "teach", "lecture"
CARRIED = (PRESENT, HIDE, TEACH, LECTURE)  # what a link to another page keeps; Streamlit keeps `embed` by itself


def presenting() -> bool:
    """Whether the address asks for a projector: `?present=1`."""
    return st.query_params.get(PRESENT) == "1"


def teaching() -> bool:
    """Whether the address opens the teacher's notes: `?teach=1`."""
    return st.query_params.get(TEACH) == "1"


def lecturing() -> bool:
    """Whether PageDown and PageUp lead through the lecture: `?lecture=1`."""
    return st.query_params.get(LECTURE) == "1"


def embedded() -> bool:
    """Whether the page stands in another one, without the lab's frame: `?embed=true`."""
    return bool(st.context.is_embedded)


def carried() -> dict[str, str]:
    """How the lab is shown, for a link within it."""
    return {key: st.query_params[key] for key in CARRIED if key in st.query_params}


def turn(key: str, on: bool) -> None:
    """Put a switch into the address or take it out; a callback."""
    if on:
        st.query_params[key] = "1"
    elif key in st.query_params:
        del st.query_params[key]
