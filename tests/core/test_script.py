"""An experiment as Python: executed, it is the experiment."""

import contextlib
import importlib
import io
from dataclasses import replace

import pytest

import vizvi
from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.lessons import COURSE
from vizvi.methods import METHODS
from vizvi.models.drawn import drawn
from vizvi.models.pasted import pasted
from vizvi.optimizers import OPTIMIZERS
from vizvi.presets import descent, preset
from vizvi.script import script

ODD = METHODS["gradient"](
    estimator=ESTIMATORS["score_function_loo"](),
    optimizer=OPTIMIZERS["sgd"](rate=0.02),
    draws=17,
    schedule="cosine",
    clip=3.0,
)
CASES = [
    replace(preset("banana", "mixture", bend=0.7), method=ODD, steps=5, runs=3, seed=99),
    replace(preset("two_bumps", "mean_field", separation=1.75), steps=4, start=(0.1 + 0.2, -1 / 3)),
    replace(descent("funnel", "student_t", scale=2.5), steps=2),
]


def ran(text):
    names, printed = {}, io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "script", "exec"), names)
    return names, printed.getvalue()


@pytest.mark.parametrize("experiment", CASES, ids=lambda each: type(each.problem.target).__name__)
def test_the_lines_make_the_experiment_and_its_numbers(experiment):
    names, printed = ran(script(experiment))
    assert names["experiment"] == experiment and repr(names["experiment"]) == repr(experiment)
    assert (names["history"].lam == vizvi.fit(experiment).lam).all()
    assert f"{vizvi.exact(experiment.problem, vizvi.fit(experiment).lam[0, -1]).elbo:.4f}" in printed


def test_what_lessons_open_with_can_be_written():
    for name in COURSE:
        experiment = getattr(importlib.import_module(f"vizvi.lessons.{name}"), "DEFAULT", None)
        if isinstance(experiment, Experiment):
            text = script(replace(experiment, steps=1))
            assert ran(text)[0]["experiment"] == replace(experiment, steps=1)
            assert len(text.splitlines()) <= 16 and max(map(len, text.splitlines())) < 170


WRITTEN = [
    drawn([(-1, -2), (0, 0), (1.5, -2)]), vizvi.formula("-x^4"), vizvi.formula("-x^2", 1, ((-4, 5),)),
    pasted("poisson", [0, 1.5, 2], [2, 1, 4], center=True), pasted("normal", None, [4.2, 5.1, 3.6], prior_sd=2.5),
]  # fmt: skip


@pytest.mark.parametrize("target", WRITTEN, ids=repr)
def test_what_somebody_wrote_is_made_from_its_text(target):
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), CASES[1].problem.divergence)
    experiment = replace(CASES[1], problem=problem, start=(), steps=1)
    assert ran(script(experiment))[0]["experiment"] == experiment


def test_what_no_registry_knows_is_refused_in_words():
    own = vizvi.density(lambda z: -(z[..., 0] ** 2), 1, ((-4, 4),))
    with pytest.raises(ValueError, match="is not in a registry"):
        script(replace(CASES[1], problem=replace(CASES[1].problem, target=own)))
