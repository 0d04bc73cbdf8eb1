"""A page's state: what a link may set, and what a late message or a late address may not do."""

import pytest
from streamlit.testing.v1 import AppTest

from vizvi.ui import session as sessions
from vizvi.ui.setting import choice, named, real, reals, switch, text, whole


def demo() -> None:
    """A small page: a playground's row, two settings, and whatever a hand on its stage has said."""
    import streamlit as st

    from vizvi.lessons.play_1d import DEFAULT
    from vizvi.ui.menu import of_dim
    from vizvi.ui.rows import Row
    from vizvi.ui.session import Session
    from vizvi.ui.setting import choice, switch

    controls = Row(of_dim(1))
    session = Session("demo", DEFAULT, {"demo.on": switch(), "demo.way": choice("up", "down")}, controls.admitted)
    session.open()
    st.session_state["token"] = session.token
    event = session.heard("demo.board", "cursor")
    st.session_state["events"] = [*st.session_state.get("events", []), event]
    if event:
        st.session_state["demo.target.separation"] = event.value
    experiment = controls.show(session)
    st.toggle("On", key="demo.on")
    session.close(experiment)
    st.text(session.notice)


def opened(**query) -> AppTest:
    app = AppTest.from_function(demo, default_timeout=30)
    app.query_params.update(query)
    return app.run()


def address(app) -> dict:
    return {key: each if isinstance(each, str) else each[0] for key, each in app.query_params.items()}


def separation(app) -> float:
    return app.slider(key="demo.target.separation").value


def say(app, value: float, seq: int, token: str | None = None) -> AppTest:
    """What a browser says of a line on a board; with this session's token unless another is given."""
    mine = app.session_state["token"] if token is None else token
    said = {"value": value, "seq": seq, "released": True, "token": mine, "picture": "p"}
    app.session_state["demo.board"] = {"cursor": said}
    return app.run()


def test_a_link_sets_widgets_and_settings():
    app = opened(**{"demo.target.separation": "2.5", "demo.on": "1", "demo.way": "down"})
    assert separation(app) == 2.5 and app.toggle(key="demo.on").value and app.session_state["demo.way"] == "down"
    assert not app.text[0].value


@pytest.mark.parametrize(
    "key, value, told",
    [("demo.on", "maybe", "must be 0 or 1"), ("demo.way", "sideways", "must be one of up, down"),
     ("demo.target.separation", "1_0", "must be from"), ("demo.nothing", "1", "means nothing here"),
     ("demo.target", "banana", "does not show")],
)  # fmt: skip
def test_no_value_is_dropped_in_silence(key, value, told):
    app = opened(**{key: value})
    assert told.replace(",", "") in app.text[0].value.replace("\\", "").replace(",", "")
    assert separation(app) == 3.0 and not app.toggle(key="demo.on").value


def test_the_address_holds_what_differs():
    app = opened()
    assert address(app) == {}
    app.slider(key="demo.target.separation").set_value(2.0).run()
    app.toggle(key="demo.on").set_value(True).run()
    assert address(app) == {"demo.target.separation": "2.0", "demo.on": "1"}
    app.button(key="demo.reset").click().run()
    assert address(app) == {} and separation(app) == 3.0


def test_a_release_that_comes_with_reset_does_not_undo_it():
    app = opened()
    usual = separation(app)
    say(app, 2.5, 1)
    said = {"value": 2.5, "seq": 2, "released": True, "token": app.session_state["token"], "picture": "p"}
    app.session_state["demo.board"] = {"cursor": said}
    app.button(key="demo.reset").click().run()
    assert separation(app) == usual and not app.session_state["events"][-1]
    say(app, 2.0, 3)  # and the next drag is heard
    assert separation(app) == 2.0



def test_another_pages_settings_are_left_behind_and_how_it_is_shown_is_kept():
    app = opened(**{"present": "1", "other.target": "ring"})
    app.slider(key="demo.target.separation").set_value(2.0).run()
    assert address(app) == {"present": "1", "demo.target.separation": "2.0"}


def test_a_message_is_heard_once():
    app = say(opened(), 2.0, 1)
    assert separation(app) == 2.0
    app.slider(key="demo.target.separation").set_value(4.0).run()
    assert separation(app) == 4.0  # the same message is no news
    assert sum(each is not None for each in app.session_state["events"]) == 1
    assert separation(say(app, 1.5, 2)) == 1.5


def test_after_a_restart_an_old_drag_does_not_come_back():
    app = say(opened(**{"demo.target.separation": "7"}), 4.0, 9, token="of a session before")
    assert separation(app) == 7.0 and float(address(app)["demo.target.separation"]) == 7.0
    app.toggle(key="demo.on").set_value(True).run()
    assert separation(app) == 7.0 and float(address(app)["demo.target.separation"]) == 7.0


def test_a_late_address_is_no_link(monkeypatch):
    app = opened()
    app.slider(key="demo.target.separation").set_value(2.0).run()
    # A fragment's own rerun may bring an address that was written over in the meantime.
    monkeypatch.setattr(sessions.Session, "by_itself", property(lambda _: True))
    app.query_params.update({"demo.target.separation": "6.0"})
    app.run()
    assert separation(app) == 2.0
    # A rerun of the whole page of its own accord is Back, or a link.
    monkeypatch.undo()
    app.query_params.update({"demo.target.separation": "5.0"})
    app.run()
    assert separation(app) == 5.0


def test_a_link_follows_in_an_open_page():
    app = opened(**{"demo.target.separation": "2.5"})
    app.query_params.update({"demo.target.separation": "1.5", "demo.on": "1"})
    app.run()
    assert separation(app) == 1.5 and app.toggle(key="demo.on").value


@pytest.mark.parametrize(
    "setting, good, value, bad",
    [
        (choice("a", "b"), "b", "b", "c"),
        (named({"a": "An A", "b": "A B"}), "b", "A B", "A B"),
        (switch(), "1", True, "yes"),
        (whole(3, 1, 9), "7", 7, "10"),
        (real(1.0, 0.0, 2.0), "1.5", 1.5, "nan"),
        (reals((), 0.0, 9.0, (0, 2)), "1,2.5", (1.0, 2.5), "1"),
        (text(5), "abc", "abc", "abcdef"),
    ],
)
def test_kinds_of_settings(setting, good, value, bad):
    assert setting.understood(good) == value and setting.understood(setting.write(value)) == value
    assert setting.understood(setting.write(setting.default)) == setting.default
    for each in (bad, "9" * 5000):
        with pytest.raises(ValueError):
            setting.understood(each)
