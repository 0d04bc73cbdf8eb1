"""What a visitor sets of the lesson, by the keys of its link."""

import streamlit as st

from vizvi.lessons.amortize import TABS
from vizvi.lessons.amortize.seen import picture
from vizvi.lessons.amortize.words import settings as words
from vizvi.models.digit_networks import EPOCHS, HIDDEN
from vizvi.models.digits import hexed
from vizvi.ui.bars import fold, tools
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, named, real, text, whole

PAGE = "amortize"

COUNTS = ("0", "1", "2", "3", "5", "10", "20", "50")
ROWS = 1796


def _is_picture(given: str) -> bool:
    return not given or (len(given) == 16 and set(given.lower()) <= set("0123456789abcdef"))


SETTINGS = {
    "amortize.row": whole(24, 0, ROWS),
    "amortize.drawn": text(16, _is_picture)._replace(wanted=words.A_PICTURE),
    "amortize.hidden": choice(*HIDDEN)._replace(default="32"),
    "amortize.epochs": choice(*map(str, EPOCHS))._replace(default="1000"),
    "amortize.family": choice(*words.FAMILIES),
    "amortize.steps": choice(*COUNTS),
    "amortize.way": choice(*words.WAYS),
    "amortize.units": choice("16", "64", "linear"),
    "amortize.turn": real(45.0, 0.0, 90.0),
    "amortize.beta": real(1.0, 0.2, 20.0),
    "amortize.tab": named(TABS),
}
BESIDE = ("tab", "units", "turn", "beta", "way")  # these do not change what the question is about


def usual(session: Session) -> bool:
    """Whether what is shown is what the question is about."""
    shown = [key for key in SETTINGS if key.removeprefix(f"{PAGE}.") not in BESIDE]
    return all(session[key] == SETTINGS[key].default for key in shown)


def network(session: Session) -> tuple[str, str, int]:
    """Family, hidden units and epochs of the encoder."""
    return session["amortize.family"], session["amortize.hidden"], int(session["amortize.epochs"])


def bits(session: Session) -> str:
    """The picture in hexadecimal."""
    return hexed(picture(session["amortize.row"], session["amortize.drawn"]))


def controls(session: Session) -> None:
    """The row of widgets."""

    def undraw() -> None:
        session["amortize.drawn"] = ""

    columns = st.columns([0.85, 1.15, 1.1, 1.25, 0.75, 1.75], vertical_alignment="bottom")
    families = {"options": list(words.FAMILIES), "format_func": words.FAMILIES.get}
    columns[0].number_input(words.ROW, 0, ROWS, key="amortize.row", on_change=undraw, help=words.ROW_HELP)
    columns[1].segmented_control(words.ENCODER, HIDDEN, key="amortize.hidden")
    columns[2].segmented_control(words.EPOCHS, list(map(str, EPOCHS)), key="amortize.epochs")
    columns[3].segmented_control(words.Q, **families, key="amortize.family")
    columns[4].select_slider(words.STEPS, COUNTS, key="amortize.steps", help=words.STEPS_HELP)
    with columns[5]:
        tools(session)


def more(session: Session) -> None:
    """What stands behind More."""
    with fold(PAGE):
        st.segmented_control(words.WAY, list(words.WAYS), format_func=words.WAYS.get, key="amortize.way")
