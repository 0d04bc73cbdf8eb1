"""Natural gradients of a few draws: the metric by closed form, the step in the limit, and what it no longer feels."""

import numpy as np
import pytest

from vizvi import Experiment, Problem, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.methods._natural_draws import NaturalDraws, fisher
from vizvi.optimizers import OPTIMIZERS
from vizvi.targets import TARGETS


def gaussian(correlation, family="full_rank"):
    return Problem(TARGETS["gaussian"](correlation=correlation), FAMILIES[family](), DIVERGENCES["reverse_kl"]())


def test_the_metric_of_a_mean_field():
    """In (m, log s) it is diag(1/s², 2)."""
    lam = np.array([[0.3, -1.2, 0.4, -0.7]])
    want = np.diag([*np.exp(-2 * lam[0, 2:]), 2, 2])
    assert fisher(gaussian(0.5, "mean_field"), lam)[0] == pytest.approx(want, abs=1e-10)


def test_the_metric_is_the_curvature_of_the_divergence():
    """KL(q_λ‖q_λ+δ) ≈ ½ δᵀ F δ, whatever λ: here with q_λ+δ as the target."""
    problem, rng = gaussian(0.0), np.random.default_rng(3)
    lam, step = rng.normal(size=5) * 0.5, 1e-3
    mean, cov = problem.family.moments(lam)
    metric, inverse = fisher(problem, lam[None])[0], np.linalg.inv
    for direction in rng.normal(size=(4, 5)):
        m, s = problem.family.moments(lam + step * direction)
        volume = np.log(np.linalg.det(s) / np.linalg.det(cov))
        kl = 0.5 * (np.trace(inverse(s) @ cov) + (m - mean) @ inverse(s) @ (m - mean) - 2 + volume)
        assert kl == pytest.approx(0.5 * step**2 * direction @ metric @ direction, rel=0.02)


def test_many_draws_are_the_exact_natural_gradient():
    """A short step of very many draws goes where `natural_gradient` goes."""
    problem = gaussian(0.8)
    start = tuple(problem.family.from_moments(np.array([-1.0, 0.7]), np.array([[1.5, 0.2], [0.2, 0.6]])).tolist())
    ends = {}
    for name, method in (("draws", NaturalDraws(rate=0.01, draws=1024)), ("exact", METHODS["natural_gradient"](rate=0.01))):
        lam = fit(Experiment(problem, method, runs=64 if name == "draws" else 1, steps=1, start=start)).lam
        ends[name] = (lam[:, 1] - lam[:, 0]) / 0.01
    mean, error = ends["draws"].mean(axis=0), ends["draws"].std(axis=0) / 8
    assert np.all(np.abs(mean - ends["exact"][0]) < 5 * error + 0.03 * np.abs(ends["exact"][0]).max())


def test_it_does_not_feel_the_condition_number():
    """From a start that is moved along with p, the KL after so many steps hardly depends on the correlation: gradient
    descent at its own best constant step does."""
    ends = {}
    plain = METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](0.02), draws=8)
    for name, method in (("natural", NaturalDraws(rate=0.1, draws=8)), ("plain", plain)):
        for rho in (0.0, 0.95):
            problem = gaussian(rho)
            root = np.linalg.cholesky([[1, rho], [rho, 1]])
            start = tuple(problem.family.from_moments(root @ [-2.0, 1.5], root @ root.T * 4).tolist())
            lam = fit(Experiment(problem, method, runs=16, steps=60, seed=2, start=start)).lam
            ends[name, rho] = np.median(exact(problem, lam[:, -1]).reverse_kl)
    assert ends["natural", 0.95] == pytest.approx(ends["natural", 0.0], rel=0.3) and ends["natural", 0.95] < 0.03
    assert max(ends["plain", 0.95], ends["plain", 0.0]) > 0.3  # one of the two is too slow or too wild for it


def test_refusals():
    for problem in (
        Problem(TARGETS["two_bumps"](), FAMILIES["mixture"](), DIVERGENCES["reverse_kl"]()),
        Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["forward_kl"]()),
    ):
        with pytest.raises(ValueError, match=r"\.$"):
            fit(Experiment(problem, NaturalDraws(), steps=1))
    score = NaturalDraws(estimator=ESTIMATORS["score_function"]())
    assert np.isfinite(fit(Experiment(gaussian(0.5), score, steps=3)).lam).all()
