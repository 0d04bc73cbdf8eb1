"""A page orders what a class can afford: it says which setting is too large, and takes the nearest that fits."""

from visit import opened, unfolded

from vizvi.budget import LIMIT, seconds


def test_too_large_a_link_is_told_and_lowered_and_the_button_sets_it():
    app = opened("play_1d", **{"play_1d.family": "mixture", "play_1d.steps": "2000", "play_1d.runs": "32"})
    (told,) = [each.value for each in app.markdown if "would take about" in each.value]
    assert told.count("32 runs") == 1 and "s here; shown: **" in told
    experiment = app.session_state["_play_1d"].experiment
    assert experiment.runs < 32 and seconds(experiment).total <= LIMIT
    assert app.session_state["play_1d.runs"] == 32
    (button,) = [each for each in app.button if each.key == "play_1d.take"]
    app = button.click().run()
    assert app.session_state["play_1d.runs"] == experiment.runs
    assert not [each.value for each in app.markdown if "would take about" in each.value]
    assert app.session_state["_play_1d"].experiment == experiment and not app.exception


def test_the_source_begins_with_the_run_as_python():
    app = unfolded(opened("play_1d", **{"play_1d.seed": "5"}), "Source: the code that just ran")
    first = app.code[0].value
    assert first.startswith("import vizvi\n") and "seed=5" in first
