"""A run that takes its time says how far it is, and can be stopped where it is."""

import time
from collections.abc import Callable

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.pulse import heard_by
from vizvi.ui.session import Session

AFTER, EVERY = 0.3, 0.25  # seconds before the first count and between two


class _Count:
    """What is written into a slot while work beats."""

    def __init__(self, slot, session: Session, experiment: Experiment, part: str):
        self.slot, self.session, self.experiment, self.part = slot, session, experiment, part
        self.line, self.reached, self.at = None, 1, time.monotonic() + AFTER

    def __call__(self, done: int, of: int) -> None:
        steps, now = self.experiment.steps, time.monotonic()
        if of < steps or now < self.at:  # what counts less is a detail of one step
            return
        self.at, self.reached = now + EVERY, max(1, done * steps // of)
        if self.line is None:
            key = f"{self.session.page}{self.part}-counting"
            with self.slot.container(horizontal=True, vertical_alignment="center", key=key):
                self.line = st.empty()
                self._offer()
        self.line.markdown(f":material/hourglass: Step {self.reached} of {steps} …", width="content")

    def _offer(self) -> None:
        key = f"{self.session.page}.steps"
        if st.session_state.get(key) != self.experiment.steps:  # no widget of this page sets it
            return

        def stop() -> None:
            st.session_state[key] = self.reached

        st.button("Stop and keep", key=f"{self.session.page}{self.part}.stop", on_click=stop, icon=":material/stop:")


def counted(slot, session: Session, experiment: Experiment, work: Callable[[Experiment], object], part: str = "") -> None:
    """Do what is known to take a while, such as a run and its picture, and count its steps in a slot; its result is in
    the cache then, and what it refuses is told by who asks for it. part: where a page counts several, which one."""
    count = _Count(slot, session, experiment, part)
    try:
        with heard_by(count):
            work(experiment)
    except ValueError:
        pass
    finally:
        if count.line is not None:
            slot.empty()


def stoppable(slot, session: Session, key: str, of: int, work: Callable[[], object], say: Callable[[int, int], str]):
    """The result of work that beats `done, of`; after a moment a slot says how far it is, beside a button that ends it.
    None once it was ended, with a button that goes on with it.

    key: of the place on the page, and of what is being done there."""
    stopped = session.own("stopped")
    if key in stopped:
        with slot.container(horizontal=True, vertical_alignment="center"):
            st.markdown(say(stopped[key], of), width="content")
            go = {"on_click": stopped.pop, "args": (key,), "icon": ":material/play_arrow:"}
            st.button("Go on", key=f"{session.page}.goes_on", **go)
        return None
    line, at, reached = None, time.monotonic() + AFTER, 0

    def stop() -> None:
        stopped.clear()
        stopped[key] = reached

    def heard(done: int, whole: int) -> None:
        nonlocal line, at, reached
        now = time.monotonic()
        if whole != of or now < at:
            return
        at, reached = now + EVERY, done
        if line is None:
            with slot.container(horizontal=True, vertical_alignment="center"):
                line = st.empty()
                st.button("Stop", key=f"{session.page}.stops", on_click=stop, icon=":material/stop:")
        line.markdown(f":material/hourglass: {say(done, whole)}", width="content")

    try:
        with heard_by(heard):
            return work()
    finally:
        if line is not None:
            slot.empty()
