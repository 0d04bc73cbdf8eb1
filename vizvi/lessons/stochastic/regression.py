"""A line or a logistic curve learned from minibatches, piece by piece, so that it can be watched and stopped."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.lessons.stochastic.race import Setup
from vizvi.models.binary import sigmoid
from vizvi.models.regression_stream import RegressionStream, levels
from vizvi.schedules import SCHEDULES

STEPS, PIECE = 2000, 200


class Course(NamedTuple):
    """A run as far as it is; the start N(0, I) is row 0. In `unit`s: of the best q's sds, from its mean."""

    mean: np.ndarray  # (T+1, 2)
    cov: np.ndarray  # (T+1, 2, 2)
    kl: np.ndarray  # (T+1,) KL(q‖best q), nats


def stream(kind: str, setup: Setup) -> RegressionStream:
    """The model: y at 41 values of x, intercept −1, slope 1, prior sd 5."""
    return RegressionStream(kind, setup.n, setup.batch)


def pieces(kind: str, setup: Setup) -> Iterator:
    """Runs of 200 steps, each from where the one before ended; `race(...)` joins them."""
    model, start = stream(kind, setup), None
    for first in range(0, STEPS, PIECE):
        done = model.run(_rule(setup, first), PIECE, _seed(setup, first), start=start)
        start = done.mean[0, -1], done.precision[0, -1]
        yield done


def joined(found: list) -> Course:
    """The pieces as one run."""
    mean, precision, gone = (
        np.concatenate([getattr(found[0], name)[0], *(getattr(each, name)[0, 1:] for each in found[1:])])
        for name in ("mean", "precision", "kl")
    )
    return Course(mean, np.linalg.inv(precision), gone)


def minibatch(kind: str, setup: Setup, step: int) -> tuple[np.ndarray, np.ndarray]:
    """x and y (B,) of what a step looked at."""
    first = (step - 1) // PIECE * PIECE
    model = stream(kind, setup)
    now = model.minibatches(PIECE, _seed(setup, first))[step - 1 - first]
    level, y = model.data()
    return levels()[level[now]], y[now]


def curve(kind: str, mean) -> tuple[np.ndarray, np.ndarray]:
    """The outcome that coefficients (2,) expect along x."""
    x = np.linspace(-2, 2, 81)
    eta = mean[0] + mean[1] * x
    return x, eta if kind == "line" else sigmoid(eta)


def best(kind: str, setup: Setup) -> tuple[np.ndarray, np.ndarray]:
    """Mean (2,) and covariance (2, 2) of the best q."""
    mean, precision = stream(kind, setup).best()
    return mean, np.linalg.inv(precision)


@lru_cache(maxsize=32)
def floor(kind: str, n: int, batch: int, rate: float) -> float:
    """The KL that a constant step settles at, nats, to first order."""
    return RegressionStream(kind, n, batch).floor(rate)


@lru_cache(maxsize=16)
def gap(kind: str, n: int) -> float:
    """KL(best q‖exact posterior), nats."""
    return RegressionStream(kind, n).gap()


def first_kl(kind: str, setup: Setup) -> float:
    """KL of the start N(0, I), nats."""
    return float(stream(kind, setup).kl(np.zeros((1, 1, 2)), np.eye(2)[None, None])[0, 0])


def _rule(setup: Setup, first: int):
    """The schedule from a step on."""
    if setup.schedule == "robbins_monro":
        return SCHEDULES["robbins_monro"](setup.delay + first, setup.decay)
    return SCHEDULES["constant"](setup.rate)


def _seed(setup: Setup, first: int) -> int:
    return 1000 * setup.seed + first // PIECE
