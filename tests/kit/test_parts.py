"""The parts of a page."""

from streamlit.testing.v1 import AppTest


def two_parts():
    import streamlit as st

    from vizvi.ui.parts import place

    labels = {"one": "A", "two": "B", "three": "C"}
    part = st.selectbox("Part", list(labels))
    with place(part, labels):
        st.markdown(f"It is {part}.")


def test_what_parts_that_are_away_showed_is_emptied():
    page = AppTest.from_function(two_parts).run()
    for part, at in (("one", 1), ("three", 3), ("two", 2)):
        page.selectbox[0].select(part).run()
        places = {each: page.main.children[each] for each in (1, 2, 3)}
        assert [each.value for each in page.markdown] == [f"It is {part}."]
        assert [each for each, place in places.items() if place.type != "empty"] == [at]
