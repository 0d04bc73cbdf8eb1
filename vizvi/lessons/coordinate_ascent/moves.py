"""Half-steps that somebody calls one by one: as text in a link, as buttons, and which of them is shown."""

import re

import streamlit as st

from vizvi.lessons.coordinate_ascent.words import moves as words
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, whole

MOST = 800  # calls
END = 10_000  # "the last one" as a place among the calls
LAST = whole(END, 0, END)


def calls(pair: str, usual: str) -> Setting:
    """A setting: words of two letters, such as "1212"; a link says "s300." for a pair three hundred times."""

    def read(text: str) -> str:
        found = re.sub(r"s([0-9]{1,3})\.", lambda each: pair * min(int(each[1]), MOST), text)
        if found == "-":
            return ""
        if not found or len(found) > MOST or set(found) - set(pair):
            raise ValueError(text)
        return found

    def write(found: str) -> str:
        return re.sub(f"(?:{pair}){{4,}}", lambda each: f"s{len(each[0]) // 2}.", found) or "-"

    return Setting(usual, read, words.letters(MOST, pair), write)


def shown(session: Session, key: str, at: str) -> int:
    """How many of the calls are shown."""
    return min(session[at], len(session[key]))


def heard(session: Session, key: str, at: str, chart: str) -> None:
    """Move to the half-step to which a hand has dragged the staircase's line; before the buttons."""
    if dragged := session.heard(chart, "cursor"):
        try:
            place = round(float(dragged.value))
        except (TypeError, ValueError, OverflowError):
            return
        session[at] = END if place >= len(session[key]) else max(place, 0)


def buttons(session: Session, key: str, at: str, chart: str, labels: dict[str, str], until: int = 0) -> None:
    """A button for each kind of call, Undo and Start over. labels: letters -> what the button says; until: offer so many
    pairs at once. A call while an earlier half-step is shown goes on from there."""

    def add(letters: str) -> None:
        heard(session, key, at, chart)  # a line let go of just before may come with the press: it does not undo it
        session[key] = (session[key][: shown(session, key, at)] + letters)[:MOST]
        session[at] = END

    def back(to: int) -> None:
        heard(session, key, at, chart)
        session[key] = session[key][:to]
        session[at] = END

    count = shown(session, key, at)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for letters, label in labels.items():
            full = {"disabled": count >= MOST}
            kind = {"type": "primary"} if len(letters) == 1 else {}
            st.button(label, key=f"{key}.{letters}", on_click=add, args=(letters,), **full, **kind)
        if until:
            pair = max(labels, key=len)
            st.button(words.sweeps(until), key=f"{key}.until", on_click=add, args=(pair * until,), disabled=count >= MOST)
        st.button(words.UNDO, key=f"{key}.undo", on_click=back, args=(max(count - 1, 0),), disabled=not count)
        st.button(words.START_OVER, key=f"{key}.over", on_click=back, args=(0,), disabled=not count)
