"""The picture: what is drawn is what the experiment says."""

from dataclasses import replace

import numpy as np
import pytest
from cover import widened

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.member import slug
from vizvi.methods import METHODS
from vizvi.picture import picture
from vizvi.picture.outlines import mass_levels
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.ui.canvas import pack, unpack


def workable(problem):
    """Each method that supports the problem, by its default or by the first estimator that does."""
    for cls in METHODS.values():
        candidates = [cls()]
        if "estimator" in cls.__dataclass_fields__:
            candidates += [replace(cls(), estimator=each()) for each in ESTIMATORS.values()]
        for method in candidates:
            if not method.supports(problem):
                yield method
                break


COMBINATIONS = [
    (problem, method, (t, f, d, type(method).__name__))
    for t, target in TARGETS.items()
    for f, family in FAMILIES.items()
    if target.dim in family.dims
    for d, divergence in DIVERGENCES.items()
    for problem in [Problem(target(), family(layers=1) if family.layered else family(), divergence())]
    for method in workable(problem)
]


STEPS = 2


@pytest.mark.parametrize(
    "problem, method",
    widened([pytest.param(*each[:2], id="-".join(each[2])) for each in COMBINATIONS], [each[2] for each in COMBINATIONS]),
)
def test_every_combination_runs_through_fit_ledger_and_packing(problem, method):
    experiment = Experiment(problem, method, steps=STEPS, seed=3)
    try:
        history = fit(experiment)
    except ValueError as refusal:  # what only a run can find out, such as a mode that is a circle
        assert slug(method) == "laplace" and "no curvature" in str(refusal)
        return
    header, arrays = unpack(pack(*picture(experiment, history)))
    assert history.lam.shape == (1, STEPS + 1, len(problem.params))
    assert np.isfinite(history.lam).all()
    assert header["steps"] == STEPS
    assert arrays["q_mean"].shape == (STEPS + 1, problem.target.dim)
    assert {"elbo", "log_z", "reverse_kl", "forward_kl", "mass"} <= set(arrays)
    for row in header["readouts"]:
        assert len(arrays[row["key"]]) in (1, STEPS + 1)


def gaussian_on_two_bumps(**options):
    problem = Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    return Experiment(problem, METHODS["gradient"](), seed=7, **options)


def test_numbers_are_the_ledgers():
    experiment = gaussian_on_two_bumps(steps=20)
    history = fit(experiment)
    ledger = vizvi.exact(experiment.problem, history.lam[0])
    _, arrays = picture(experiment, history)
    for name in ("elbo", "reverse_kl", "forward_kl"):
        np.testing.assert_allclose(arrays[name], getattr(ledger, name), atol=2e-5)


def test_the_strip_integrates_to_the_divergence(divergence):
    experiment = replace(
        gaussian_on_two_bumps(),
        problem=Problem(TARGETS["two_bumps"](separation=1.3), FAMILIES["mean_field"](), divergence),
        method=METHODS["exact_descent"](),
        start=(0.3, 0.2),
        steps=3,
    )
    header, arrays = picture(experiment, fit(experiment))
    values = arrays[header["strip"]["total"]]
    step = (header["window"][0][1] - header["window"][0][0]) / (arrays["strip"].shape[1] - 1)
    area = arrays["strip"].astype(float).sum(axis=1) * step
    np.testing.assert_allclose(area, values, atol=2e-3)


def test_the_trace_shows_the_end_of_the_climb():
    experiment = gaussian_on_two_bumps()
    header, arrays = picture(experiment, fit(experiment))
    lo, hi = header["trace"]["other"]["range"]
    assert lo < arrays["elbo"][-1] < arrays["log_z"][0] < hi


def test_lines_hold_their_mass():
    x = np.linspace(-6, 6, 601)
    mass = np.exp(-0.5 * (x[:, None] ** 2 + x**2)) / (2 * np.pi) * 0.02**2
    for share, level in zip((0.5, 0.9), mass_levels(mass, (0.5, 0.9)), strict=True):
        assert mass[mass >= level].sum() == pytest.approx(share, abs=1e-3)


def test_a_stopped_run_says_where():
    target = vizvi.density(
        lambda z: np.where(np.abs(z[..., 0]) < 30, -0.5 * (z**2).sum(-1), np.nan), dim=1, window=((-5, 5),)
    )
    problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    experiment = Experiment(problem, METHODS["gradient"](), steps=5, start=(0.0, 3.0))
    header, _ = picture(experiment, fit(experiment))
    assert header["stopped"]["step"] == 0
    assert "finite" in header["stopped"]["message"]


def test_pictures_of_different_experiments_have_different_ids():
    one, other = gaussian_on_two_bumps(), gaussian_on_two_bumps(steps=199)
    assert picture(one, fit(one)).header["id"] != picture(other, fit(other)).header["id"]
