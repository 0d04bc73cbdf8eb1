"""A line and a logistic curve from minibatches: the best q, the floor of a constant rate, and runs against it."""

import math

import numpy as np
import pytest

from vizvi.models.linear_regression import LinearRegression
from vizvi.models.logistic_regression import LogisticRegression
from vizvi.models.regression_stream import RegressionStream, levels
from vizvi.schedules import SCHEDULES


def test_the_best_line_is_the_posterior():
    stream = RegressionStream("line", 400, 20, prior_sd=1.5, data_seed=2)
    level, y = stream.data()
    model = LinearRegression(levels()[level], y, 1.0, 1.5)
    mean, precision = stream.best()
    assert np.allclose(mean, model.mean, atol=1e-10) and np.allclose(precision, model.precision, rtol=1e-10)


def test_the_best_logistic_q_is_that_of_the_model():
    stream = RegressionStream("logistic", 300, 20, data_seed=5)
    level, y = stream.data()
    design = np.column_stack([np.ones(300), levels()[level]])
    mean, cov = LogisticRegression(design, 5.0, "full_rank").posterior(y[None])
    got, precision = stream.best()
    assert np.allclose(got, mean[0], atol=1e-6) and np.allclose(np.linalg.inv(precision), cov[0], rtol=1e-5)


@pytest.mark.parametrize("n, want", [(1000, 8.8e-4), (10**5, 8.3e-6)])
def test_q_is_nearly_exact(n, want):
    assert RegressionStream("logistic", n, 32).gap() == pytest.approx(want, rel=0.25)


@pytest.mark.parametrize("kind", ["line", "logistic"])
@pytest.mark.parametrize("n", [1000, 100_000])
def test_floor(kind, n):
    """Two coefficients of a true model: ρ/(2 − ρ)·n/batch, and the runs get no lower."""
    stream, rate = RegressionStream(kind, n, 32), 0.05
    assert stream.floor(rate) == pytest.approx(rate / (2 - rate) * n / 32, rel=0.06)
    race = stream.run(SCHEDULES["constant"](rate), 240, seed=1, runs=48, start=stream.best())
    kl = race.kl[:, 120::12].mean(axis=1)
    assert abs(kl.mean() - stream.floor(rate)) < 5 * kl.std() / math.sqrt(len(kl)) + 0.05 * stream.floor(rate)


def test_all_data_at_once_and_decay_arrive():
    stream = RegressionStream("line", 500, 500)
    assert stream.run(SCHEDULES["constant"](1.0), 1, replace=False).kl[0, -1] < 1e-12
    stream = RegressionStream("logistic", 2000, 50)
    race = stream.run(SCHEDULES["robbins_monro"](5.0, 1.0), 400, runs=16)
    assert np.median(race.kl[:, -1]) < 0.5 and race.kl[:, 0].min() > 100
    assert race.touched[-1] == 20_000


def test_bad_input():
    for bad in ({"kind": "cubic"}, {"batch": 5}, {"prior_sd": 0.0}, {"n": 3}):
        with pytest.raises(ValueError, match=r"^RegressionStream: .*\.$"):
            RegressionStream(**bad)
