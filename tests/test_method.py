"""Every method: goes down, repeats bit by bit, keeps runs apart, and refuses in a sentence what makes no sense."""

import numpy as np
import pytest

from vizvi import Experiment, Problem, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS


def suitable(method):
    """A problem that the method supports, with mean-field and the reverse KL if it may."""
    for divergence in ("reverse_kl", *DIVERGENCES):
        for family in ("mean_field", *FAMILIES):
            problem = Problem(TARGETS["gaussian"](correlation=0.5), FAMILIES[family](), DIVERGENCES[divergence]())
            if not method.supports(problem):
                return problem
    raise AssertionError(f"{method} supports nothing")


def test_descends(method):
    problem = suitable(method)
    start = tuple(problem.family.from_moments(np.array([1.5, -1.5]), 0.1 * np.eye(2)).tolist())
    history = fit(Experiment(problem, method, runs=3, steps=300, seed=1, start=start))
    first, last = (exact(problem, history.lam[:, t]).divergence for t in (0, -1))
    slow = getattr(getattr(method, "optimizer", None), "rate", 1.0) < 0.01
    assert np.all(last < first)
    assert slow or np.all(last < 0.25 * first)


def test_repeats_bit_by_bit(method):
    experiment = Experiment(suitable(method), method, runs=2, steps=12, seed=3)
    for one, other in zip(fit(experiment), fit(experiment), strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_more_runs_change_nothing(method):
    few, many = (fit(Experiment(suitable(method), method, runs=runs, steps=12, seed=3)) for runs in (2, 5))
    # Sums over differently shaped arrays may differ in the last bit, the randomness may not.
    assert np.allclose(few.lam, many.lam[:2], rtol=1e-9, atol=1e-11)


def test_history(method):
    problem = suitable(method)
    params = len(problem.params)
    history = fit(Experiment(problem, method, runs=2, steps=7))
    assert history.lam.shape == (2, 8, params)
    assert history.loss.shape == (2, 7)
    assert history.grad.shape == (2, 7, params)
    assert history.stopped.tolist() == [7, 7]
    assert np.isfinite(history.loss).all() and np.isfinite(history.lam).all()
    assert not any(each.flags.writeable for each in history)


def test_every_pairing_runs_or_says_why_not(method, target):
    """Each family and divergence with each target: fits, and the ledger can be read; or one sentence."""
    if type(target)() != target or type(method)() != method:
        return
    for family in FAMILIES.values():
        for divergence in DIVERGENCES.values():
            problem = Problem(target, family(), divergence())
            experiment = Experiment(problem, method, steps=3)
            if reason := method.supports(problem):
                assert reason.endswith(".") and "\n" not in reason
                with pytest.raises(ValueError, match=reason[:20]):
                    fit(experiment)
                continue
            history = fit(experiment)
            assert np.isfinite(history.lam).all()
            ledger = exact(problem, history.lam[0, -1])
            assert np.isfinite(ledger.log_z)
            assert np.isfinite(ledger.divergence) or np.isnan(ledger.divergence) or ledger.divergence == np.inf


def test_exact_descent_goes_down_at_every_step(family, divergence):
    from vizvi.methods import METHODS

    problem = Problem(TARGETS["two_bumps"](separation=1.5), family, divergence)
    history = fit(Experiment(problem, METHODS["exact_descent"](), runs=4, steps=40, seed=2))
    assert np.all(np.diff(history.loss, axis=1) <= 1e-6 * (1 + np.abs(history.loss[:, 1:])))
