"""An experiment says all there is to say; a run that fails stops alone, keeps its last finite λ and says where."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pytest

import vizvi
from vizvi import Experiment, Problem, fit
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.families import FAMILIES
from vizvi.methods import METHODS, Method
from vizvi.optimizers import OPTIMIZERS
from vizvi.targets import TARGETS

PROBLEM = Problem(TARGETS["gaussian"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
GRADIENT = METHODS["gradient"]()


def test_start_is_the_windows_middle_half():
    history = fit(Experiment(PROBLEM, GRADIENT, runs=200, steps=1))
    start = history.lam[:, 0]
    assert np.all(np.abs(start[:, :2]) <= 2) and np.ptp(start[:, :2]) > 3.5
    assert np.allclose(np.exp(start[:, 2:]), 1)  # an eighth of a window of 8


@pytest.mark.parametrize("name, lowest, highest", [("runs", 1, 4096), ("steps", 1, 20_000), ("seed", 0, 2**32 - 1)])
def test_how_much_may_be_asked_for(name, lowest, highest):
    usual = Experiment(PROBLEM, GRADIENT, steps=1)
    assert getattr(replace(usual, **{name: lowest}), name) == lowest
    assert getattr(replace(usual, **{name: highest}), name) == highest
    for beyond in (lowest - 1, highest + 1):
        with pytest.raises(ValueError, match=name):
            replace(usual, **{name: beyond})


def test_start_given():
    start = (0.1, -0.2, 0.3, -0.4)
    history = fit(Experiment(PROBLEM, GRADIENT, runs=2, steps=1, start=start))
    assert np.array_equal(history.lam[:, 0], [start, start])
    assert not np.array_equal(history.lam[0, 1], history.lam[1, 1])


def test_equal_experiments_are_equal():
    one, other = (Experiment(PROBLEM, METHODS["gradient"](), steps=9, start=(0, 0, 0, 0)) for _ in range(2))
    assert one == other and hash(one) == hash(other) and repr(one) == repr(other)


@dataclass(frozen=True)
class Breaks(Method):
    """Run r takes a bad step at step 3 + r."""

    value: float = np.nan
    where: ClassVar[int] = 3

    def start(self, problem, lam):
        return 0

    def step(self, problem, lam, state, draw):
        draw(1, 1)
        new, loss = lam + 1, np.zeros(len(lam))
        r = state - self.where
        if 0 <= r < len(lam) - 1:
            (new if np.isnan(self.value) else loss)[r] = self.value
        return new, state + 1, (loss, lam)


@pytest.mark.parametrize("value", [np.nan, np.inf], ids=["lam", "loss"])
def test_a_bad_step_stops_its_run_only(value):
    history = fit(Experiment(PROBLEM, Breaks(value), runs=3, steps=10, start=(0, 0, 0, 0)))
    assert history.stopped.tolist() == [3, 4, 10]
    assert history.lam[0, :, 0].tolist() == [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3]
    assert history.lam[1, :, 0].tolist() == [0, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4]
    assert history.lam[2, -1, 0] == 10


def test_a_diverging_fit_stops_kindly():
    method = METHODS["gradient"](estimator=ESTIMATORS["reparam"](), optimizer=OPTIMIZERS["sgd"](rate=1.0))
    problem = Problem(TARGETS["banana"](bend=2.0), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    history = fit(Experiment(problem, method, runs=4, steps=200))
    assert np.isfinite(history.lam).all()
    for run, at in enumerate(history.stopped):
        assert np.all(history.lam[run, at:] == history.lam[run, at])
    assert history.stopped.min() < 200


def test_noise_blocks_do_not_matter():
    """The normals a run sees depend on its seed alone: not on how many are drawn ahead, nor on the other runs."""
    from vizvi.experiment import Noise

    alone, among = Noise(5, 1), Noise(5, 40)
    for _ in range(300):
        assert np.array_equal(alone(64, 2)[0], among(64, 2)[0])


GOOD = {"problem": PROBLEM, "method": GRADIENT}


@pytest.mark.parametrize(
    "change, words",
    [
        ({"steps": -1}, "steps is -1, but must be a whole number from 1 to"),
        ({"steps": 0}, "steps is 0"),
        ({"steps": 2.5}, "steps is 2.5"),
        ({"steps": "9"}, "steps is '9'"),
        ({"runs": 0}, "runs is 0, but must be a whole number from 1 to"),
        ({"runs": np.nan}, "runs is nan"),
        ({"runs": True}, "runs is True"),
        ({"seed": -1}, "seed is -1"),
        ({"start": (1.0,)}, "start is .* but must be empty or 4 finite numbers"),
        ({"start": (1.0, 2.0, np.nan, 0.0)}, "start is"),
        ({"start": "abcd"}, "start is 'abcd'"),
        ({"problem": None}, "problem is None, but must be a problem"),
        ({"method": "gradient"}, "method is 'gradient', but must be a method"),
        ({"runs": 4096, "steps": 20_000}, "too many"),
    ],
)
def test_bad_experiments(change, words):
    with pytest.raises(ValueError, match=words) as caught:
        Experiment(**{**GOOD, **change})
    one_sentence(caught)


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: TARGETS["gaussian"](correlation=1.5), "correlation is 1.5, but must be a number from -0.99 to 0.99"),
        (lambda: TARGETS["gaussian"](correlation=float("nan")), "correlation is nan"),
        (lambda: TARGETS["gaussian"](correlation="high"), "correlation is 'high'"),
        (lambda: TARGETS["two_bumps"](separation=-1), "separation is -1"),
        (lambda: METHODS["gradient"](draws=0), "draws is 0, but must be a whole number from 1 to 1024"),
        (lambda: METHODS["gradient"](draws=1.5), "draws is 1.5"),
        (lambda: METHODS["gradient"](optimizer="adam"), "optimizer is 'adam', but must be a member: one of adam"),
        (lambda: OPTIMIZERS["adam"](rate=-0.1), "rate is -0.1"),
        (lambda: TARGETS["bananna"], "Unknown target 'bananna': choose one of banana"),
        (lambda: FAMILIES["gauss"], "Unknown family 'gauss'"),
        (lambda: DIVERGENCES[None], "Unknown divergence None"),
        (lambda: METHODS[["gradient"]], "Unknown method"),
        (lambda: Problem("gaussian", FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), "target is 'gaussian'"),
        (lambda: Problem(TARGETS["gaussian"](), FAMILIES["mean_field"], DIVERGENCES["reverse_kl"]()), "family is"),
        (lambda: Problem(TARGETS["gaussian"](), FAMILIES["mean_field"](), None), "divergence is None"),
        (lambda: vizvi.exact(PROBLEM, np.zeros(3)), "lam has shape .3,., but its last axis must hold the 4 parameters"),
        (lambda: vizvi.exact(PROBLEM, 1.0), "lam has shape"),
    ],
)
def test_bad_input(make, words):
    with pytest.raises(ValueError, match=words) as caught:
        make()
    one_sentence(caught)


def one_sentence(caught):
    text = str(caught.value)
    assert text.endswith(".") and "\n" not in text


def test_knobs_refuse_what_is_outside(target):
    """At both ends of every knob a member can be made; just beyond, a sentence."""
    from dataclasses import fields

    for each in fields(target):
        knob = each.metadata.get("knob")
        if knob and knob.hi is not None and not isinstance(knob.default, bool):
            for value in (knob.lo - 1, knob.hi + 1, np.nan, np.inf, "x", None):
                with pytest.raises(ValueError, match=f"{each.name} is .* but must be") as caught:
                    type(target)(**{each.name: value})
                one_sentence(caught)


def test_links_survive():
    """repr is the cache key: two experiments that differ in a class differ in it."""
    one = Experiment(PROBLEM, METHODS["gradient"](optimizer=OPTIMIZERS["adam"]()))
    other = Experiment(PROBLEM, METHODS["gradient"](optimizer=OPTIMIZERS["sgd"]()))
    assert repr(one) != repr(other)


def test_runs_may_have_starts_of_their_own():
    """A run from its own start is what an experiment that starts there makes of the same noise."""
    starts = np.array([[-4.0, 0.2], [0.0, 1.0], [3.0, -0.5]])
    problem = Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    experiment = Experiment(problem, METHODS["gradient"](), runs=3, steps=20, seed=3)
    history = fit(experiment, starts)
    assert np.array_equal(history.lam[:, 0], starts)
    for k, start in enumerate(starts):
        alone = fit(replace(experiment, start=tuple(start)))
        assert np.array_equal(alone.lam[k], history.lam[k])
    with pytest.raises(ValueError, match="3 rows"):
        fit(experiment, starts[:2])


@pytest.mark.parametrize("slug", ["natural_gradient", "exact_descent", "laplace"])
def test_runs_that_go_together_do_not_feel_each_other(slug):
    starts = np.array([[-4.0, 0.2], [0.3, 1.0], [3.0, -0.5]])
    problem = Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    experiment = Experiment(problem, METHODS[slug](), runs=3, steps=15)
    together = fit(experiment, starts).lam
    for k, start in enumerate(starts):
        assert np.allclose(fit(replace(experiment, runs=1, start=tuple(start))).lam[0], together[k], atol=1e-9)
