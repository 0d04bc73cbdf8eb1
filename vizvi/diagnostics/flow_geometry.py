"""What a flow does to space: the base's grid and circles layer by layer, how it stretches, what a thread must hold."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment
from vizvi.integrate.special import normal_cdf, normal_quantile
from vizvi.member import slug
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS

SHARES = (0.5, 0.95)  # of q's mass inside the circles' images, exactly
RADII = tuple(math.sqrt(-2 * math.log(1 - share)) for share in SHARES)
DEEP = 8  # layers from which on a coupling flow needs smaller steps


class Warp(NamedTuple):
    """Images of the base's lines after so many layers, in the target's own coordinates."""

    grid: np.ndarray  # (2·lines, points, 2) lines of equal ε₁, then of equal ε₂
    circles: np.ndarray  # (2, points, 2) around 50 % and 95 % of q's mass; no highest-density regions
    log_det: np.ndarray  # (cells, cells) log |det ∂z/∂ε| at the middles of the base's cells, ε₁ along the columns


class Thread(NamedTuple):
    """The best single planar layer on two bumps at ±d, z = scale (ε + v tanh wε)."""

    kl: float
    scale: float
    v: float
    w: float
    slope: float  # the largest of the map: what holds the islands together is squeezed by it
    between: float  # q's mass in |z| < d/2
    between_p: float  # and p's
    edge: float  # the base's |ε| that lands at |z| = d/2: half of what the thread is made of, in sds
    log_ratio: float  # log q/p at 0


def training(problem, runs: int = 8, steps: int = 1000, seed: int = 0, temper: float = 1.0) -> Experiment:
    """How a flow is trained here, and any family beside one: sticking the landing, Adam on a cosine to nothing, gradients
    clipped at 10.

    temper: the power of p to begin with; below 1, far modes are felt before q has settled."""
    deep = getattr(problem.family, "layers", 0) >= DEEP
    rate = 0.1 if slug(problem.family) == "planar" else 0.02 if deep else 0.05
    method = METHODS["gradient"](
        ESTIMATORS["sticking_the_landing"](), OPTIMIZERS["adam"](rate=rate), schedule="cosine", horizon=steps, clip=10.0,
        temper=temper,
    )  # fmt: skip
    return Experiment(problem, method, runs=runs, steps=steps, seed=seed)


def warp(problem, lam, layers: int, lines: int = 13, points: int = 121, reach: float = 3.0) -> Warp:
    """The base's grid over ±reach and its circles after the first `layers` layers of a flow at λ (P,), 2-D."""
    family, lam = problem.family, problem.checked(lam)
    at, along = np.linspace(-reach, reach, lines), np.linspace(-reach, reach, points)
    upright = np.stack(np.broadcast_arrays(at[:, None], along), axis=-1)
    angle = np.linspace(0, 2 * np.pi, points)
    circles = np.array(RADII)[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    middles = (at[1:] + at[:-1]) / 2
    cells = np.stack(np.meshgrid(middles, middles), axis=-1)
    grid = np.concatenate([upright, upright[..., ::-1]])
    return Warp(*(family.warped(lam, each, layers) for each in (grid, circles)), family.log_det(lam, cells))


def log_det_range(problem, lam, reach: float = 3.0) -> tuple[float, float]:
    """The least and the most that a flow at λ (P,) stretches space where |ε| ≤ reach: log |det ∂z/∂ε|."""
    axis = np.linspace(-reach, reach, 2001 if problem.target.dim == 1 else 121)
    u = np.stack(np.meshgrid(*[axis] * problem.target.dim, indexing="ij"), axis=-1).reshape(-1, problem.target.dim)
    stretch = problem.family.log_det(problem.checked(lam), u[(u * u).sum(axis=-1) <= reach**2])
    return float(stretch.min()), float(stretch.max())


def least_between(share: float, apart: float, slope: float) -> float:
    """The least mass that any map of a Gaussian with slopes up to `slope` leaves between two islands: Gaussian
    isoperimetry, Φ(Φ⁻¹(a) + δ/M) − a for an island of mass a = `share` and islands δ = `apart` apart (Borell, 1975)."""
    return float(normal_cdf(normal_quantile(share) + apart / slope) - share)


def steepest(separation: float) -> float:
    """The slope at 0 of the map that makes two unit bumps at ±d of a Gaussian exactly: e^(d²/2)."""
    return math.exp(separation**2 / 2)


def thread(separation: float) -> Thread:
    """The best single planar layer on two equal unit bumps at ±separation, by search on fine nodes. ValueError unless
    separation is between 1 and 6: below, there is one bump, beyond, no slope that digits could follow."""
    from scipy.optimize import minimize

    if not 1 <= separation <= 6:
        raise ValueError(f"thread: separation is {separation!r}, but must be from 1 to 6.")
    t = np.linspace(0, math.asinh(8e3), 6001)
    eps = np.sinh(t) / 1e3  # steps of a millionth at 0, where the slope is steep
    step = t[1] - t[0]
    mass = 2 * np.exp(-0.5 * eps**2) / math.sqrt(2 * math.pi) * np.cosh(t) / 1e3 * step
    mass[[0, -1]] /= 2
    mass /= mass.sum()

    def loss(numbers):
        scale, v, w = np.exp(numbers)
        th = np.tanh(w * eps)
        log_q = -0.5 * eps**2 - numbers[0] - np.log1p(v * w * (1 - th * th))
        z = scale * (eps + v * th)
        log_p = np.logaddexp(-0.5 * (z - separation) ** 2, -0.5 * (z + separation) ** 2) - math.log(2)
        return mass @ (log_q - log_p)

    options = {"xatol": 1e-7, "fatol": 1e-11, "maxiter": 2000}
    found = minimize(loss, np.log([1.4, separation / 2, 3 * separation]), method="Nelder-Mead", options=options)
    scale, v, w = np.exp(found.x)
    inside = scale * (eps + v * np.tanh(w * eps)) < separation / 2
    edge = float(np.interp(separation / 2, scale * (eps + v * np.tanh(w * eps)), eps)) if inside.any() else 0.0
    between_p = normal_cdf(1.5 * separation) - normal_cdf(0.5 * separation)
    slope = scale * (1 + v * w)
    log_ratio = -math.log(slope) + 0.5 * separation**2
    between = 2 * float(normal_cdf(edge)) - 1
    return Thread(float(found.fun), *map(float, (scale, v, w, slope)), between, float(between_p), edge, log_ratio)
