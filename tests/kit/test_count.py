"""Counts: work that takes a while says how far it is, can be stopped, and goes on when asked."""

import pytest
import visit
from streamlit.testing.v1 import AppTest

from vizvi.ui import count, side_by_side


@pytest.fixture
def told(monkeypatch):
    """What a page's slots were told while it worked, with nothing too fast to be counted."""
    lines = []
    monkeypatch.setattr(count, "AFTER", -1.0)
    monkeypatch.setattr(count, "EVERY", 0.0)
    markdown = count.st.delta_generator.DeltaGenerator.markdown
    keep = lambda self, body, *args, **named: lines.append(body) or markdown(self, body, *args, **named)
    monkeypatch.setattr(count.st.delta_generator.DeltaGenerator, "markdown", keep)
    return lines


def work():
    import streamlit as st

    from vizvi.pulse import beat
    from vizvi.ui.count import stoppable
    from vizvi.ui.session import Session

    session = Session("kl", None)

    def turn():
        for done in range(3):
            beat(done, 3)
            beat(done, 7)  # a detail of one turn
        return "all"

    say = lambda done, of: f"turn {done} of {of}"
    st.session_state["found"] = stoppable(st.empty(), session, "one", 3, turn, say)
    session.own("stopped").update(st.session_state.pop("put", {}))


def test_work_is_counted_stopped_and_goes_on(told):
    app = AppTest.from_function(work).run()
    assert [each for each in told if "turn" in each] == [f":material/hourglass: turn {k} of 3" for k in range(3)]
    assert app.session_state["found"] == "all" and not app.button  # nothing is left of it
    app.session_state["put"] = {"one": 2}
    app = app.run().run()
    assert app.session_state["found"] is None and app.markdown[-1].value == "turn 2 of 3"
    app = app.button(key="kl.goes_on").click().run()
    assert app.session_state["found"] == "all" and not app.exception


def test_both_stages_of_a_pair_are_counted(told, monkeypatch):
    seen = []
    monkeypatch.setattr(side_by_side, "counted", lambda *given: seen.append(given[2]) or count.counted(*given))
    app = visit.opened("kl", **{"kl.target": "student_t", "kl.steps": "37"})
    assert not app.exception and len({repr(each.problem.divergence) for each in seen}) == 2
    assert any("of 37" in each for each in told)
