"""Work that nobody waits for ends: the browser's tab was closed, Stop was pressed, or a newer setting is on its way."""

import time
from dataclasses import replace

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import RerunException, StopException, get_script_run_ctx

from vizvi import pulse

EVERY = 0.05  # seconds between two looks
PATIENCE = 0.4  # of a run's first seconds, in which it is not cut short: a hand's answers are shorter
GONE = 1.0  # a browser that is away for so long has left; one that comes back asks for a run of its own


class Listener:
    """Ends the run that it was made in. ticking: a piece of work that comes again by its clock, so any wish comes first."""

    def __init__(self, ticking: bool = False):
        self.ticking, self.began, self.looked, self.left = ticking, time.monotonic(), 0.0, None

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self.looked < EVERY:
            return
        self.looked = now
        st.session_state.get("_pulse")  # Streamlit ends a run here that it wants to end
        context = get_script_run_ctx()
        if context is None:
            return
        if self._away(context.session_id, now):
            raise StopException
        if now - self.began > PATIENCE and self._overtaken(context):
            request = context.script_requests.on_scriptrunner_ready()
            if request.type.value != "RERUN":
                raise StopException
            whole = not context.fragment_ids_this_run
            raise RerunException(replace(request.rerun_data, fragment_id_queue=[]) if whole else request.rerun_data)

    def _away(self, session: str, now: float) -> bool:
        """Whether the browser has gone."""
        if not runtime.exists() or runtime.get_instance().is_active_session(session):
            self.left = None
            return False
        self.left = self.left or now
        return now - self.left > GONE

    def _overtaken(self, context) -> bool:
        """Whether a visitor wants something that makes what is being computed stale. A run of the whole page begins anew as
        a whole, with what is wanted: what stands below its fragment would else never be drawn."""
        requests = context.script_requests
        data, state = getattr(requests, "_rerun_data", None), getattr(requests, "_state", None)
        if data is None or getattr(state, "value", state) != "RERUN" or data.is_auto_rerun:
            return False
        mine, wanted = set(context.fragment_ids_this_run or ()), set(data.fragment_id_queue)
        return bool(wanted) and (self.ticking or mine <= wanted)


def listen(ticking: bool = False) -> None:
    """Let this run be ended, from here on."""
    pulse.listen(Listener(ticking))
