"""When does a mean-field q leave the middle? Two modes on the diagonal, and the fork where its mean splits."""

import math
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.lessons.basins.words import plane as words
from vizvi.targets import Target

REACH, NODES = 9.0, 801  # of the integrals over q, in its sds
FARTHEST, POINTS = 3.0, 181  # half-separation at the end of the picture, and points on each branch
ROUNDS = 45


@dataclass(frozen=True)
class DiagonalPair(Target):
    """Two round unit modes of equal weight at ±(d, d): a mean-field q cannot tilt toward them."""

    label: ClassVar = words.DIAGONAL
    log_z: ClassVar = 0.0
    log_z_error: ClassVar = 0.0
    window: ClassVar = ((-8.0, 8.0), (-8.0, 8.0))
    half: float = 2.0

    def log_prob(self, z):
        x, y = z[..., 0], z[..., 1]
        return _log_cosh(self.half * (x + y)) - 0.5 * (x * x + y * y) - self.half**2 - LOG_2PI

    def score(self, z):
        return self.half * np.tanh(self.half * (z[..., :1] + z[..., 1:])) - z


class Fork(NamedTuple):
    """A bifurcation diagram of q's mean along the diagonal, N(m, s²) in each coordinate; half-separations in order."""

    half: np.ndarray  # (N,) d along the middle branch, m = 0
    variance: np.ndarray  # (N,) s² there
    value: np.ndarray  # (N,) KL(q‖p) there, nats
    critical: float  # d where the middle stops being an optimum
    arm_half: np.ndarray  # (M,) d along the arm m ≥ 0; the other arm is its mirror image
    arm_mean: np.ndarray  # (M,) m
    arm_variance: np.ndarray  # (M,)
    arm_value: np.ndarray  # (M,) nats


def fork(farthest: float = FARTHEST, points: int = POINTS) -> Fork:
    """The optima of mean-field q on `DiagonalPair`, from d = 0 to `farthest`. By symmetry both coordinates of q are alike,
    and only t = z₁ + z₂ ~ N(2m, 2s²) matters to the modes.

    The middle stops being an optimum where the curvature along the diagonal, 2/s² − 1, is zero: where s² = 2."""
    half = np.linspace(0.0, farthest, points)
    log_s = _middle(half)
    critical = _root(lambda d: 2 * math.exp(-2 * _middle(np.array([d]))[0]) - 1, 0.5, 2.5)
    mean = farthest * np.linspace(0.0, 1.0, points)[1:] ** 1.5
    arm_half, arm_log_s = _arm(mean, critical)
    keep = np.isfinite(arm_half) & (arm_half <= farthest)
    # The arm grows out of the middle, where s² = 2.
    arm = np.array([[critical, 0.0, 0.5 * math.log(2)], *np.stack([arm_half, mean, arm_log_s], axis=-1)[keep]])
    arm_half, mean, arm_log_s = arm.T
    zero = np.zeros_like(half)
    return Fork(
        half, np.exp(2 * log_s), value(half, zero, log_s), critical,
        arm_half, mean, np.exp(2 * arm_log_s), value(arm_half, mean, arm_log_s),
    )  # fmt: skip


def value(half, mean, log_s):
    """KL(q‖p), nats, at q = N(m, s²) × N(m, s²): all (N,)."""
    variance = np.exp(2 * log_s)
    u, weight = _normal()
    t = 2 * mean[:, None] + np.sqrt(2 * variance)[:, None] * u
    return variance + mean**2 + half**2 - 1 - 2 * log_s - _log_cosh(half[:, None] * t) @ weight


def critical_with_fixed_scale(scale: float = 1.0) -> float:
    """d where N(0, scale²) stops being the best N(m, scale²) for two equal unit bumps at ±d on the line: there
    1 = d² E[sech²(d z)]. With the scale free this never happens: the curvature is 1/s² > 0 (Opper & Archambeau, 2009)."""
    u, weight = _normal()
    return _root(lambda d: 1 - d * d * (_sech_2(d * scale * u) @ weight), 0.5, 4.0)


def _middle(half) -> np.ndarray:
    """log s (N,) of the symmetric optimum, where 1/s² = 1 − d² E[sech²(d t)], by bisection."""
    u, weight = _normal()
    lo, hi = np.full(len(half), -1.0), np.full(len(half), 3.0)
    for _ in range(ROUNDS):
        mid = (lo + hi) / 2
        t = math.sqrt(2) * np.exp(mid)[:, None] * u
        # The slope of KL in log s, over 2 s²: it rises through zero once.
        wide = 1 - half**2 * (_sech_2(half[:, None] * t) @ weight) > np.exp(-2 * mid)
        lo, hi = np.where(wide, lo, mid), np.where(wide, mid, hi)
    return (lo + hi) / 2


def _arm(mean, critical: float):
    """d and log s (M,) at which the optimum off the middle has this mean m > 0: each by Newton's method from the last."""
    u, weight = _normal()
    out, x = np.full((2, len(mean)), np.nan), np.array([critical, 0.5 * math.log(2)])

    def slopes(m, x):
        """Of KL in m and in log s."""
        d, s = x[0], math.exp(x[1])
        t = d * (2 * m + math.sqrt(2) * s * u)
        return np.array([m - d * (np.tanh(t) @ weight), 1 - d * d * (_sech_2(t) @ weight) - 1 / (s * s)])

    for i, m in enumerate(mean):
        for _ in range(ROUNDS):
            f = slopes(m, x)
            h = 1e-6
            jacobian = np.stack([(slopes(m, x + each) - slopes(m, x - each)) / (2 * h) for each in h * np.eye(2)], axis=-1)
            # The fork itself is a root of the first equation at m = 0 only.
            step = np.linalg.solve(jacobian, f)
            x = x - np.clip(step, -0.3, 0.3)
            if np.abs(step).max() < 1e-11:
                out[:, i] = x
                break
        else:
            break
    return out


def _root(f, lo: float, hi: float) -> float:
    """Where f falls through zero, by bisection."""
    for _ in range(ROUNDS):
        mid = (lo + hi) / 2
        lo, hi = (mid, hi) if f(mid) > 0 else (lo, mid)
    return (lo + hi) / 2


def _normal():
    """Nodes and weights of a standard normal: a fine trapezoid, since log cosh has a kink when d is large."""
    u = np.linspace(-REACH, REACH, NODES)
    weight = np.exp(-0.5 * u * u)
    return u, weight / weight.sum()


def _log_cosh(x):
    x = np.abs(x)
    return x + np.log1p(np.exp(-2 * x)) - math.log(2)


def _sech_2(x):
    return 1 - np.tanh(x) ** 2
