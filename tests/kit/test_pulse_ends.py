"""Who may end a run: a browser that has gone, and a newer wish for what is being computed; never a clock."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException, StopException

from vizvi.ui import pulse
from vizvi.ui.pulse import Listener


class Requests:
    """A pending request, as Streamlit keeps it."""

    def __init__(self, state="CONTINUE", **data):
        self._state, self._rerun_data = SimpleNamespace(value=state), RerunData(**data)

    def on_scriptrunner_ready(self):
        return SimpleNamespace(type=self._state, rerun_data=self._rerun_data)


def heard(monkeypatch, requests, mine=("lab",), ticking=False, later=1.0, active=True):
    """What comes of one beat, `later` seconds after the run began."""
    clock = [100.0]
    context = SimpleNamespace(session_id="s", script_requests=requests, fragment_ids_this_run=list(mine) or None)
    monkeypatch.setattr(pulse.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(pulse, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(pulse.st, "session_state", {})
    instance = SimpleNamespace(is_active_session=lambda session: active)
    monkeypatch.setattr(pulse, "runtime", SimpleNamespace(exists=lambda: True, get_instance=lambda: instance))
    listener = Listener(ticking)
    for _ in range(4):  # a browser may be away for a moment
        clock[0] += later / 4
        listener(0, 0)
    clock[0] += 1.0
    listener(0, 0)


@pytest.mark.parametrize("requests, mine, ticking", [
    (Requests(), ("lab",), False),  # nothing is wanted
    (Requests("RERUN", fragment_id_queue=["stage"]), ("lab",), False),  # something else is
    (Requests("RERUN", fragment_id_queue=["lab"], is_auto_rerun=True), ("lab",), False),  # a clock
    (Requests("RERUN", fragment_id_queue=["lab"], is_auto_rerun=True), ("piece",), True),
])  # fmt: skip
def test_goes_on(monkeypatch, requests, mine, ticking):
    heard(monkeypatch, requests, mine, ticking)


@pytest.mark.parametrize("queue, mine, ticking, wanted", [
    (["lab"], ("lab",), False, ["lab"]), (["lab", "stage"], ("lab",), False, ["lab", "stage"]),
    (["lab"], ("piece",), True, ["lab"]), (["lab"], (), False, []),  # a whole page begins anew as a whole
])  # fmt: skip
def test_a_newer_wish_comes_first(monkeypatch, queue, mine, ticking, wanted):
    with pytest.raises(RerunException) as caught:
        heard(monkeypatch, Requests("RERUN", fragment_id_queue=queue), mine, ticking)
    assert caught.value.rerun_data.fragment_id_queue == wanted


def test_a_browser_that_has_gone_ends_it(monkeypatch):
    with pytest.raises(StopException):
        heard(monkeypatch, Requests(), later=1.5, active=False)


def test_a_short_answer_is_never_cut(monkeypatch):
    listener = Listener()
    now = listener.began
    monkeypatch.setattr(pulse.time, "monotonic", lambda: now + 0.3)
    requests = Requests("RERUN", fragment_id_queue=["lab"])
    context = SimpleNamespace(session_id="s", script_requests=requests, fragment_ids_this_run=["lab"])
    monkeypatch.setattr(pulse, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(pulse.st, "session_state", {})
    listener(0, 0)


def test_streamlit_keeps_its_requests_where_we_look(monkeypatch):
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

    requests = ScriptRequests()
    heard(monkeypatch, requests)
    requests.request_rerun(RerunData(fragment_id="lab", is_auto_rerun=True))
    heard(monkeypatch, requests)  # a clock's
    requests = ScriptRequests()
    requests.request_rerun(RerunData(fragment_id="lab"))
    with pytest.raises(RerunException) as caught:
        heard(monkeypatch, requests)
    assert caught.value.rerun_data.fragment_id_queue == ["lab"]
    heard(monkeypatch, requests)  # it has been taken
