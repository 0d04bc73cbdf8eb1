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

    def __init__(self, slot, session: Session, experiment: Experiment):
        self.slot, self.session, self.experiment = slot, session, experiment
        self.line, self.reached, self.at = None, 1, time.monotonic() + AFTER

    def __call__(self, done: int, of: int) -> None:
        steps, now = self.experiment.steps, time.monotonic()
        if of < steps or now < self.at:  # what counts less is a detail of one step
            return
        self.at, self.reached = now + EVERY, max(1, done * steps // of)
        if self.line is None:
            with self.slot.container(horizontal=True, vertical_alignment="center", key=f"{self.session.page}-counting"):
                self.line = st.empty()
                self._offer()
        self.line.markdown(f":material/hourglass: Step {self.reached} of {steps} …", width="content")

    def _offer(self) -> None:
        key = f"{self.session.page}.steps"
        if st.session_state.get(key) != self.experiment.steps:  # no widget of this page sets it
            return

        def stop() -> None:
            st.session_state[key] = self.reached

        st.button("Stop and keep", key=f"{self.session.page}.stop", on_click=stop, icon=":material/stop:")


def counted(slot, session: Session, experiment: Experiment, work: Callable[[Experiment], object]) -> None:
    """Do what is known to take a while, such as a run and its picture, and count its steps in a slot; its result is in
    the cache then, and what it refuses is told by who asks for it."""
    count = _Count(slot, session, experiment)
    try:
        with heard_by(count):
            work(experiment)
    except ValueError:
        pass
    finally:
        if count.line is not None:
            slot.empty()
