"""How much models, searches and diagnostics may be asked for: the bounds of every count, as its error states them, and the
least of each taken."""

import numpy as np
import pytest

from vizvi import Problem, optima
from vizvi.diagnostics.gradient_noise import gradient_noise
from vizvi.diagnostics.simulation_calibration import simulation_calibration
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.models.chain import Chain
from vizvi.models.gaussian_mixture import GaussianMixture
from vizvi.models.ising import Ising
from vizvi.models.normal_gamma import NormalGamma
from vizvi.models.normal_mean import NormalMean
from vizvi.models.polynomial_regression import PolynomialRegression
from vizvi.models.regression_stream import RegressionStream
from vizvi.models.stream import Stream
from vizvi.models.topics import Topics
from vizvi.schedules import SCHEDULES
from vizvi.targets import TARGETS

CHAIN, MOMENT = Chain(2, 0.5), Chain(2, 0.5).moment(0.8)
X, SHARE = np.array([0.2, -1.0, 1.7]), np.full((3, 2), 0.5)
MIXTURE, STREAM, LINES = GaussianMixture(2), Stream(100, 10), RegressionStream(n=100, batch=10)
TOPICS = Topics(np.ones((3, 4)), 2)
SEEDS, HALVING = 2**32 - 1, SCHEDULES["robbins_monro"]()
BUMPS = Problem(TARGETS["two_bumps"](weight=0.7), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
# What is asked, its name, the least and the most.
COUNTS = [
    (lambda n: Chain(n, 0.5), "length", 2, 50),
    (lambda n: CHAIN.em(0.1, MOMENT, n), "steps", 0, 100_000),
    (lambda n: CHAIN.gradient_ascent(0.1, MOMENT, n), "steps", 0, 100_000),
    (GaussianMixture, "components", 1, 1000),
    (lambda n: MIXTURE.variational(X, SHARE, n), "sweeps", 0, 100_000),
    (lambda n: MIXTURE.em(X, SHARE, n), "sweeps", 0, 100_000),
    (lambda n: MIXTURE.gibbs(X, SHARE, n), "steps", 1, 100_000),
    (lambda n: MIXTURE.gibbs(X, SHARE, 1, n), "chains", 1, 100_000),
    (lambda n: NormalGamma().coordinate_ascent(X, n), "sweeps", 0, 100_000),
    (lambda n: NormalGamma().gibbs(X, n), "steps", 1, 100_000),
    (lambda n: NormalGamma().gibbs(X, 1, n), "chains", 1, 1000),
    (lambda n: Stream(n, 1), "n", 2, 10_000_000),
    (lambda n: Stream(100, n), "batch", 1, 100),
    (lambda n: STREAM.run(HALVING, n), "steps", 1, 2**27),
    (lambda n: STREAM.run(HALVING, 1, runs=n), "runs", 1, 4096),
    (lambda n: STREAM.run(HALVING, 1, seed=n), "seed", 0, SEEDS),
    (lambda n: RegressionStream(n=n, batch=10), "n", 10, 10_000_000),
    (lambda n: RegressionStream(n=100, batch=n), "batch", 10, 100),
    (lambda n: LINES.run(HALVING, n), "steps", 1, 20_000),
    (lambda n: LINES.run(HALVING, 1, runs=n), "runs", 1, 4096),
    (lambda n: LINES.run(HALVING, 1, seed=n), "seed", 0, SEEDS),
    (lambda n: Topics(np.ones((3, 4)), n), "topics", 1, SEEDS),
    (TOPICS.start, "seed", 0, SEEDS),
    (lambda n: TOPICS.fit(sweeps=n), "sweeps", 0, SEEDS),
    (lambda n: TOPICS.fit(sweeps=1, local=n), "local", 1, SEEDS),
    (lambda n: TOPICS.stochastic(steps=n, batch=2), "steps", 1, SEEDS),
    (lambda n: TOPICS.stochastic(steps=3, looks=n, batch=2), "looks", 2, SEEDS),
    (lambda n: TOPICS.stochastic(steps=3, batch=n), "batch", 1, SEEDS),
    (lambda n: PolynomialRegression(degree=n), "degree", 0, 60),
    (lambda n: simulation_calibration(NormalMean(), n), "sets", 1, 100_000),
    (lambda n: simulation_calibration(NormalMean(), 1, draws=n), "draws", 1, 10_000),
    (lambda n: simulation_calibration(NormalMean(), 1, seed=n), "seed", 0, SEEDS),
    (lambda n: gradient_noise(BUMPS, [0.3, 0.1], "reparam", n), "draws", 1, 2**20),
    (lambda n: optima(BUMPS, starts=n), "starts", 1, 4096),
    (lambda n: optima(BUMPS, starts=1, seed=n), "seed", 0, SEEDS),
    (lambda n: Ising(0.5, 0.0, n, 2), "rows", 1, 12),
]


@pytest.mark.parametrize("ask, name, least, most", COUNTS)
def test_the_bounds_of_a_count(ask, name, least, most):
    with pytest.raises(ValueError, match=rf"{name} is -1, but must be a whole number from {least} to {most}\.$"):
        ask(-1)
    ask(least)
