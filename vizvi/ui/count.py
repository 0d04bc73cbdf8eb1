"""A run that takes its time says how far it is, and can be stopped where it is."""

import time
from collections.abc import Callable

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.pulse import heard_by
from vizvi.ui.session import Session

AFTER, EVERY = 0.3, 0.25  # seconds before the first count and between two


class _Line:
    """What a slot says while work beats: how far it is, and what a hand can do about it. Nothing in the first moment."""

    def __init__(self, slot, offer: Callable[[], None], key: str | None = None):
        self.slot, self.offer, self.key = slot, offer, key
        self.line, self.at = None, time.monotonic() + AFTER

    def due(self) -> bool:
        return time.monotonic() >= self.at

    def tell(self, text: str) -> None:
        self.at = time.monotonic() + EVERY
        if self.line is None:
            with self.slot.container(horizontal=True, vertical_alignment="center", key=self.key):
                self.line = st.empty()
                self.offer()
        self.line.markdown(f":material/hourglass: {text}", width="content")

    def clear(self) -> None:
        if self.line is not None:
            self.slot.empty()


def counted(slot, session: Session, experiment: Experiment, work: Callable[[Experiment], object], part: str = "") -> None:
    """Do what is known to take a while, such as a run and its picture, and count its steps in a slot; its result is in
    the cache then, and what it refuses is told by who asks for it. part: where a page counts several, which one."""
    name, key, steps, reached = f"{session.page}{part}", f"{session.page}.steps", experiment.steps, 1

    def stop() -> None:
        st.session_state[key] = reached

    def offer() -> None:
        if st.session_state.get(key) == steps:  # else no widget of this page sets it
            st.button("Stop and keep", key=f"{name}.stop", on_click=stop, icon=":material/stop:")

    line = _Line(slot, offer, f"{name}-counting")

    def heard(done: int, of: int) -> None:
        nonlocal reached
        if of >= steps and line.due():  # what counts less is a detail of one step
            reached = max(1, done * steps // of)
            line.tell(f"Step {reached} of {steps} …")

    try:
        with heard_by(heard):
            work(experiment)
    except ValueError:
        pass
    finally:
        line.clear()


def stoppable(slot, session: Session, key: str, of: int, work: Callable[[], object], say: Callable[[int, int], str]):
    """The result of work that beats `done, of`; after a moment a slot says how far it is, beside a button that ends it.
    None once it was ended, with a button that goes on with it.

    key: of the place on the page, and of what is being done there."""
    stopped, reached = session.own("stopped"), 0
    if key in stopped:
        with slot.container(horizontal=True, vertical_alignment="center"):
            st.markdown(say(stopped[key], of), width="content")
            go = {"on_click": stopped.pop, "args": (key,), "icon": ":material/play_arrow:"}
            st.button("Go on", key=f"{session.page}.goes_on", **go)
        return None

    def stop() -> None:
        stopped.clear()
        stopped[key] = reached

    line = _Line(slot, lambda: st.button("Stop", key=f"{session.page}.stops", on_click=stop, icon=":material/stop:"))

    def heard(done: int, whole: int) -> None:
        nonlocal reached
        if whole == of and line.due():
            reached = done
            line.tell(say(done, whole))

    try:
        with heard_by(heard):
            return work()
    finally:
        line.clear()
