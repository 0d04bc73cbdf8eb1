"""Pages: each opens without an exception, and no poking of its widgets brings one."""


import pytest
from visit import ROOT, opened

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.lessons import LESSONS
from vizvi.lessons.play_2d import DEFAULT as PLAY_2D
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.ui.pictures import drawn

PAGES = sorted(each.stem for each in (ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("page", PAGES)
def test_page_opens(page):
    app = opened(page)
    assert not app.exception
    assert len(app.title) == 1


def test_a_link_opens_what_it_says():
    app = opened("play_2d", **{"play_2d.target": "two_modes", "play_2d.target.separation": "2.25", "play_2d.seed": "11"})
    assert app.selectbox(key="play_2d.target").value == "two_modes"
    assert app.slider(key="play_2d.target.separation").value == 2.25
    assert app.number_input(key="play_2d.seed").value == 11
    assert not app.info


def test_a_broken_link_is_told():
    app = opened("play_2d", **{"play_2d.target": "nonsense", "play_2d.steps": "-1"})
    assert not app.exception
    assert "nonsense" in app.info[0].value
    assert app.selectbox(key="play_2d.target").value == "gaussian"


@pytest.mark.parametrize("page, other", [("play_1d", "student_t"), ("play_2d", "banana")])
def test_who_leaves_a_prediction_unanswered_has_skipped_it(page, other):
    app = opened(page)
    usual = app.selectbox(key=f"{page}.target").value
    assert app.button(key=f"{page}.skip")
    assert not app.success
    app.selectbox(key=f"{page}.target").select(other).run()
    assert not [each for each in app.button if each.key == f"{page}.skip"]
    assert app.success
    app.selectbox(key=f"{page}.target").select(usual).run()
    assert not [each for each in app.button if each.key == f"{page}.skip"]
    assert LESSONS[page].prediction.tell in "".join(each.value for each in app.markdown)
    app.button(key=f"{page}.again").click().run()
    assert app.button(key=f"{page}.skip")


@pytest.mark.parametrize("page", list(LESSONS))
@pytest.mark.parametrize("locked", [True, False])
def test_the_gate_opens_by_an_answer_and_by_a_skip(page, locked):
    app, lesson = opened(page), LESSONS[page]
    if locked and not lesson.prediction.options:
        assert app.button(key=f"{page}.lock").disabled  # nothing is drawn yet
        return
    if locked:
        app.button_group(key=f"{page}.predict").select(lesson.prediction.options[0]).run()
    app.button(key=f"{page}.lock" if locked else f"{page}.skip").click().run()
    assert not app.exception
    assert lesson.prediction.tell in "".join(each.value for each in app.markdown)
    assert app.success


def test_the_usual_estimator_comes_back():
    app = opened("play_2d")
    app.selectbox(key="play_2d.divergence").select("alpha").run()
    assert app.selectbox(key="play_2d.method.estimator").value != "reparam"
    app.selectbox(key="play_2d.divergence").select("reverse_kl").run()
    assert app.selectbox(key="play_2d.method.estimator").value == "reparam"
    app.selectbox(key="play_2d.method.estimator").select("score_function").run()
    assert app.selectbox(key="play_2d.method.estimator").value == "score_function"


def test_one_normal_in_one_dimension():
    app = opened("play_1d", **{"play_1d.family": "full_rank"})
    family = app.selectbox(key="play_1d.family")
    assert family.value == "mean_field"
    assert "Normal" in family.options
    assert "Full-rank" not in family.options
    assert not app.info


def test_what_is_hidden_belongs_to_the_link():
    app = opened("gap", **{"gap.hide": "1"})
    assert app.toggle(key="gap.hide").value
    assert not app.info
    app.button(key="gap.reset").click().run()
    assert not app.toggle(key="gap.hide").value


def test_cache_tells_experiments_apart():
    def experiment(family):
        problem = Problem(TARGETS["gaussian"](), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
        return Experiment(problem, METHODS["exact_descent"](), steps=3)

    # Two members without knobs have equal fields: only `repr` tells their classes apart.
    assert drawn(experiment("mean_field")).header != drawn(experiment("full_rank")).header


def test_the_preset_is_worth_opening_with():
    history = fit(PLAY_2D)
    assert vizvi.exact(PLAY_2D.problem, history.lam[0, -1]).reverse_kl < 0.9


def test_a_knob_that_was_away_comes_back_as_it_was_left():
    """Other members' knobs have no widget meanwhile, and Streamlit forgets what has none."""
    app = opened("play_1d", **{"play_1d.target.separation": "5.0", "play_1d.method.draws": "5"})
    app = app.selectbox(key="play_1d.method").select("laplace").run()
    app = app.selectbox(key="play_1d.target").select("log_gamma").run()
    app = app.run()
    app = app.selectbox(key="play_1d.target").select("two_bumps").run()
    app = app.selectbox(key="play_1d.method").select("gradient").run()
    assert app.slider(key="play_1d.target.separation").value == 5.0
    assert app.number_input(key="play_1d.method.draws").value == 5
    app = app.selectbox(key="play_1d.target").select("log_gamma").run()
    (reset,) = [each for each in app.button if each.key == "play_1d.reset"]
    app = reset.click().run()
    app = app.selectbox(key="play_1d.target").select("student_t").run()
    app = app.selectbox(key="play_1d.target").select("two_bumps").run()
    assert app.slider(key="play_1d.target.separation").value == 3.0 and not app.exception
