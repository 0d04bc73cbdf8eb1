"""A second run: written as what differs from the first, in the link, with its own numbers in the same picture."""

import re
import warnings
from dataclasses import replace

import numpy as np
import pytest
from visit import opened, pictures, revealed, shared

from vizvi.diagnostics.mirrored_start import mirrored
from vizvi.diagnostics.run_ends import run_ends
from vizvi.exact import exact
from vizvi.experiment import Noise, first_lam, fit
from vizvi.presets import preset
from vizvi.ui.second import CHANGES


@pytest.mark.parametrize(
    "page, word, query",
    [
        ("play_2d", "full_rank", {}),
        ("play_2d", "forward_kl", {"target": "two_modes", "family": "full_rank"}),
        ("play_1d", "fast", {"target": "skew_normal", "steps": "60"}),
    ],
)
def test_its_numbers_are_those_of_a_run_of_its_own(page, word, query):
    app = revealed(opened(page, **{f"{page}.{key}": text for key, text in query.items()}, **{f"{page}.versus": word}))
    assert not app.exception and shared(app)[f"{page}.versus"] == word
    header, arrays = pictures(app)[f"{page}.stage"]
    assert header["second"]["label"] == CHANGES[word][0]
    change = {f"{page}.{key}": text for key, text in CHANGES[word][1].items()}
    alone = revealed(opened(page, **({f"{page}.{key}": text for key, text in query.items()} | change)))
    _, own = pictures(alone)[f"{page}.stage"]
    for name in ("q_mean", "reverse_kl", "elbo"):
        np.testing.assert_allclose(arrays[f"b.{name}"], own[name], rtol=1e-6)


def test_what_would_be_the_same_again_is_no_second_run():
    app = revealed(opened("play_2d", **{"play_2d.versus": "mean_field"}))
    assert not app.exception and "second" not in pictures(app)["play_2d.stage"][0]


@pytest.mark.parametrize(
    "page, same", [("play_1d", ("mean_field", "full_rank", "reverse_kl")), ("play_2d", ("mean_field", "reverse_kl"))]
)
def test_the_menu_offers_what_differs(page, same):
    (menu,) = [each for each in revealed(opened(page)).selectbox if each.key == f"{page}.versus"]
    assert menu.options == [label for word, (label, _) in CHANGES.items() if word not in same]


def test_a_question_of_another_problem_says_so():
    words = "Asked of the problem this page opens with"
    for query, told in (({}, False), ({"play_2d.target": "ring"}, True)):
        app = revealed(opened("play_2d", **query))
        assert any(words in each.value for each in app.markdown) == told


def test_a_question_that_is_open_has_one_run():
    assert "second" not in pictures(opened("play_2d", **{"play_2d.versus": "full_rank"}))["play_2d.stage"][0]


def test_the_ends_of_many_runs_are_counted():
    app = revealed(opened("play_1d", **{"play_1d.runs": "8", "play_1d.steps": "500"}))
    (told,) = [each.value for each in app.markdown if ":material/groups:" in each.value]
    ends = fit(app.session_state["_play_1d"].experiment).lam[:, -1, 0]
    counts = [int(each.sum()) for each in (ends > 2, ends < -2, np.abs(ends) < 1)]  # on either bump, and over both
    assert sum(counts) == 8 and all(counts)
    assert told.startswith(f":material/groups: Of **8** runs, **{max(counts)}** near z = ")
    assert sorted(int(each) for each in re.findall(r"\*\*(\d)\*\* near", told)) == sorted(counts)
    lam = np.array([[3.0, 0.0], [-3.0, 0.0], [3.2, 0.1], [np.nan, 0], [3.0, 400]])  # the last two diverged
    with warnings.catch_warnings(action="error"):
        found = run_ends(app.session_state["_play_1d"].experiment.problem, lam)
    assert [each.runs for each in found] == [(0, 2), (1,)]


def test_any_of_many_runs_comes_to_the_front():
    app = revealed(opened("play_1d", **{"play_1d.runs": "5", "play_1d.steps": "200", "play_1d.run": "2"}))
    experiment = app.session_state["_play_1d"].experiment
    lam = fit(experiment).lam
    for run in (2, 4, 1):
        (menu,) = [each for each in app.selectbox if each.key == "play_1d.run"]
        app = menu.select(run).run()
        assert not app.exception and shared(app).get("play_1d.run", "1") == str(run)
        _, arrays = pictures(app)["play_1d.stage"]
        np.testing.assert_allclose(arrays["q_mean"][:, 0], lam[run - 1, :, 0], rtol=1e-6)
        np.testing.assert_allclose(arrays["elbo"][-1], exact(experiment.problem, lam[run - 1, -1:]).elbo[0], rtol=1e-6)
        others = np.delete(lam, run - 1, axis=0)[..., 0]
        count = np.ptp(others) / 65_534  # drawn only: sent as counts of 16 bits
        np.testing.assert_allclose(arrays["others_mean"][:, -1, 0], others[:, -1], rtol=1e-6, atol=count)
    app.session_state["play_1d.run"] = 5
    app = app.run()
    app.session_state["play_1d.runs"] = 3  # the run in front is gone
    assert not app.run().exception and app.session_state["play_1d.run"] == 3


def test_another_start_is_on_the_other_side():
    experiment = preset("two_bumps", "mean_field", steps=150)
    first = first_lam(experiment, Noise(experiment.seed, 1))[0]
    other = mirrored(experiment)
    assert first[0] * other[0] < 0 and other[1] == pytest.approx(first[1])
    ends = [fit(replace(experiment, start=tuple(each))).lam[0, -1, 0] for each in (first, other)]
    assert ends[0] * ends[1] < 0  # two bumps, two ends
