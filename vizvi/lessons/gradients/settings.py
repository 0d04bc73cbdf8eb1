"""Settings of one gradient, which its runs share: widgets, and what they say as numbers."""

import streamlit as st

from vizvi.lessons.gradients import noise
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.words import settings as words
from vizvi.lessons.gradients.words.settings import TABS, WAYS
from vizvi.ui.bars import fold, tools
from vizvi.ui.own import OWN, with_own
from vizvi.ui.own import own_target as own_of
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, named, own_target, real, whole


def _read(text: str) -> list[str]:
    found = text.split(".")
    if not set(found) <= set(WAYS) or len(set(found)) < len(found):
        raise ValueError(text)
    return found


SETTINGS = {
    "gradients.ways": Setting([*WAYS], _read, words.ways_asked(", ".join(WAYS)), ".".join),
    "gradients.target": named(words.TARGETS | OWN),
    "gradients.own": own_target(1),
    "gradients.mean": real(2.0, -4.0, 4.0),
    "gradients.sd": real(1.0, 0.2, 3.0),
    "gradients.draws": whole(1, 1, 64),
    "gradients.constant": real(0.0, -1000.0, 1000.0),
    "gradients.baseline": named(words.BASELINES),
    "gradients.rate": real(0.05, 0.001, 1.0),
    "gradients.seed": whole(7, 0, 9999),
    "gradients.draw": whole(4, 1, noise.FAN),
    "gradients.tab": named(TABS),
}


def controls(session: Session) -> None:
    """What one gradient is of."""
    columns = st.columns([1, 0.8, 0.8, 1, 1.1, 2.1], vertical_alignment="bottom")
    own = own_of(session, "gradients.own", 1)
    offered = with_own(session, "gradients.target", list(words.TARGETS.values()), own, *OWN.values())
    columns[0].selectbox(words.TARGET_P, offered, key="gradients.target")
    columns[1].slider(words.MEAN_OF_Q, -4.0, 4.0, step=0.1, key="gradients.mean")
    columns[2].slider(words.SD_OF_Q, 0.2, 3.0, step=0.1, key="gradients.sd")
    columns[3].number_input(words.ADDED, -1000.0, 1000.0, step=10.0, format="%g", key="gradients.constant")
    columns[4].selectbox(words.BASELINE, list(words.BASELINES.values()), key="gradients.baseline")
    with columns[5]:
        tools(session)
    with session.fold_slot, fold("gradients"):
        st.number_input(words.DRAWS, 1, 64, key="gradients.draws")
        st.number_input(words.SEED, 0, 9999, key="gradients.seed")
        st.pills(
            words.ESTIMATORS,
            list(WAYS),
            selection_mode="multi",
            format_func=WAYS.__getitem__,
            key="gradients.ways",
        )


def chosen(session: Session) -> Setup:
    """The settings as numbers."""

    def word(key: str, labels: dict[str, str]) -> str:
        return next((name for name, label in labels.items() if label == session[key]), next(iter(labels)))

    name = word("gradients.target", words.TARGETS | OWN)
    own = own_of(session, "gradients.own", 1) if name in OWN else None
    return Setup(
        name if own or name not in OWN else next(iter(words.TARGETS)),
        session["gradients.mean"],
        session["gradients.sd"],
        session["gradients.draws"],
        session["gradients.constant"],
        word("gradients.baseline", words.BASELINES),
        session["gradients.seed"],
        own,
    )


def ways_of(session: Session) -> tuple[str, ...]:
    """The estimators that are shown: those picked, or all if none is."""
    return tuple(way for way in WAYS if way in (session["gradients.ways"] or WAYS))
