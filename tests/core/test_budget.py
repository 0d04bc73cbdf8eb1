"""The work budget: what a page may order is estimated before it is begun."""

import importlib
import itertools
import time
from dataclasses import replace

import pytest

import vizvi
import vizvi.picture as module
from vizvi.budget import LIMIT, nearest, seconds, value_of, with_setting, within
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.integrate.truth import truth
from vizvi.lessons import COURSE
from vizvi.methods import METHODS
from vizvi.presets import preset
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.variants import variants

LARGEST = {"steps": 2000, "runs": 32, "draws": 1024}  # what the pages' widgets go up to


def workable(targets, divergences=DIVERGENCES):
    """An experiment for every combination of the menus."""
    for target, family, divergence, method in itertools.product(targets, FAMILIES, divergences, METHODS):
        if target.dim not in FAMILIES[family].dims:
            continue
        problem = Problem(target, FAMILIES[family](), DIVERGENCES[divergence]())
        able = next((each for each in variants(METHODS[method]()) if not each.supports(problem)), None)
        if able is not None:
            yield Experiment(problem, able, steps=able.usual_steps)


def large(experiment):
    for name, value in LARGEST.items():
        if value_of(experiment, name):
            experiment = with_setting(experiment, name, min(value, 500) if name == "draws" else value)
    return experiment


def test_what_a_page_orders_is_within_the_limit_and_no_smaller_than_it_must_be():
    for usual in workable([TARGETS["two_bumps"](), TARGETS["banana"]()]):
        for asked in (usual, large(usual)):
            ordered, lowered = within(asked)
            assert seconds(ordered).total <= LIMIT
            assert (ordered == asked) == (not lowered) == (seconds(asked).total <= LIMIT)
            assert all(value_of(ordered, name) == value < value_of(asked, name) for name, value in lowered.items())
            if lowered:  # a tenth and a bit more of the last setting lowered would be too much
                name, value = list(lowered.items())[-1]
                assert seconds(with_setting(ordered, name, int(1.12 * value) + 1)).total > LIMIT or name == "draws"


def test_the_setting_that_is_farthest_above_the_usual_gives_way():
    usual = preset("banana", "mixture")
    assert nearest(usual) is None
    assert nearest(replace(usual, steps=2000))[0] == "steps"
    many, _ = nearest(replace(usual, runs=32, method=METHODS["gradient"](draws=1024)))
    assert many == "runs"


def test_costs_grow_with_what_is_ordered_and_fit_is_not_bounded():
    usual = preset("ring", "mixture")
    for name, value in LARGEST.items():
        assert seconds(with_setting(usual, name, value)).total > seconds(usual).total
    assert vizvi.fit(replace(preset("two_bumps", "mean_field", draws=4), steps=3000)).lam.shape[1] == 3001


def test_what_lessons_open_with_and_propose_is_within_the_limit():
    for name in COURSE:
        words = importlib.import_module(f"vizvi.lessons.{name}")
        proposed = [getattr(words, "DEFAULT", None), *getattr(words, "PRESETS", {}).values()]
        for experiment in proposed:
            assert not isinstance(experiment, Experiment) or not within(experiment)[1], (name, experiment)


def test_each_family_has_a_price_of_its_own():
    dear = [seconds(preset("ring", name)) for name in ("mean_field", "student_t", "mixture")]
    assert dear[0].picture < dear[1].picture and dear[0].fit < dear[1].fit < dear[2].fit
    assert dear[0].picture == seconds(preset("ring", "full_rank")).picture
    many = replace(preset("ring", "mixture").problem, family=FAMILIES["mixture"](components=4))
    assert seconds(replace(preset("ring", "mixture"), problem=many)).picture == pytest.approx(2 * dear[2].picture)


@pytest.mark.wide
@pytest.mark.parametrize("target", list(TARGETS))
def test_no_corner_takes_three_times_its_estimate(target, monkeypatch):
    target, late = TARGETS[target](), []
    truth(target)
    for usual in workable([target]):
        if usual.problem.family.layered:
            continue  # no playground offers them
        for asked in (usual, large(usual)):
            ordered, _ = within(asked)
            # The cost is even along a run: a share of the steps tells it.
            short = with_setting(ordered, "steps", min(ordered.steps, 12))
            try:
                vizvi.fit(short)
            except ValueError:  # what only a run can find out, such as a mode without curvature
                continue
            before = time.process_time()
            history = vizvi.fit(short)
            fitted = time.process_time()
            share = 12 / ordered.steps  # each step may take as many nodes as it may in the whole run
            monkeypatch.setattr(module, "PRECISION", (1e-4, int(2**23 * min(1, share))))
            module.picture(short, history)
            took, told = (fitted - before, time.process_time() - fitted), seconds(short)
            if sum(took) > 3 * told.total + 0.1:
                late.append((repr(ordered), took, told))
    assert not late
