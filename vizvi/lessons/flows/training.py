"""Eight runs of a flow, in pieces that can be watched and stopped, and what came of each."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.flow_geometry import log_det_range, training
from vizvi.diagnostics.khat import log_ratios, reliability
from vizvi.divergences import DIVERGENCES
from vizvi.exact import stated
from vizvi.experiment import Experiment, Noise, first_lam
from vizvi.families import FAMILIES
from vizvi.integrate.special import normal_cdf
from vizvi.member import slug
from vizvi.optima import optima
from vizvi.problem import Problem
from vizvi.targets import TARGETS, Target

RUNS, STEPS, EVERY = 8, 1000, 50
TEMPERED = 0.1  # the power of p that tempered runs begin with
FINE, BUDGET = 1e-3, 2**20  # nats that halving the resolution may move a ledger; points it may take
DRAWS, SEED = 16_384, 0
SECTORS = 36
ISLAND = 0.05  # of q's draws on each side: both islands were found


class Piece(NamedTuple):
    """How far eight runs are, and what their own draws say of them."""

    step: int
    lam: np.ndarray  # (R, P)
    kl: np.ndarray  # (R,) KL(q‖p) by draws, nats
    error: np.ndarray  # (R,) its standard error
    right: np.ndarray  # (R,) share of the draws with z₁ > 0
    between: np.ndarray  # (R,) share between two islands, |z₁| < d/2; nan where there are no two
    thinnest: np.ndarray  # (R,) what the thinnest of 36 sectors around the middle holds, in fair shares: a seam's is near 0
    draws: int


class Judged(NamedTuple):
    """One q by its own draws, by quadrature, and by geometry."""

    k: float  # k̂
    ess: float  # relative
    forward: float  # KL(p‖q); nan where quadrature can't tell
    forward_error: float  # nats that it may be off
    stretch: tuple[float, float]  # least and most log |det| over |ε| ≤ 3


def target_of(name: str | Target, separation: float) -> Target:
    """A target by its name, unless it is somebody's own; only two islands know a distance."""
    return (
        name if isinstance(name, Target) else TARGETS[name](**({"separation": separation} if name == "two_modes" else {}))
    )


@lru_cache(maxsize=64)
def experiment(target: str | Target, separation: float, kind: str, layers: int, tempered: bool, seed: int) -> Experiment:
    """Eight runs as flows are trained here, on a target of the registry or somebody's own."""
    problem = Problem(target_of(target, separation), FAMILIES[kind](layers=layers), DIVERGENCES["reverse_kl"]())
    return training(problem, RUNS, STEPS, seed, TEMPERED if tempered else 1.0)


def pieces(made: Experiment, every: int = EVERY, draws: int = DRAWS // 8):
    """Yield the runs every fifty steps, with what so many draws say of them, more at the end: the same λ as `fit`, bit for
    bit."""
    method, noise = made.method, Noise(made.seed, made.runs)
    lam = first_lam(made, noise)
    state, alive = method.start(made.problem, lam), np.ones(len(lam), bool)
    yield piece(made.problem, 0, lam, draws)
    for step in range(1, made.steps + 1):
        with np.errstate(all="ignore"):  # never around a yield
            new, state, (loss, _) = method.step(made.problem, lam, state, noise)
        alive = alive & np.isfinite(new).all(axis=-1) & np.isfinite(loss)
        lam = np.where(alive[:, None], new, lam)
        if step % every == 0 or step == made.steps:
            yield piece(made.problem, step, lam, DRAWS if step == made.steps else draws)


def piece(problem: Problem, step: int, lam, draws: int = DRAWS // 8) -> Piece:
    """What so many draws of flows at λ (R, P) say of them, the same base draws for all."""
    eps = np.random.default_rng(SEED).standard_normal((draws, problem.target.dim))
    with np.errstate(all="ignore"):
        z = problem.family.transform(lam[:, None], eps)
        gap = problem.family.drawn_log_prob(lam[:, None], eps, z) - problem.target.log_prob(z) + problem.target.log_z
        first = z[..., 0]
        between = np.full(len(lam), np.nan)
        if slug(problem.target) == "two_modes":
            between = (np.abs(first) < problem.target.separation / 2).mean(axis=-1)
        return Piece(
            step, lam, gap.mean(axis=-1), gap.std(axis=-1) / draws**0.5, (first > 0).mean(axis=-1), between,
            _thinnest(problem, z), draws,
        )  # fmt: skip


def _thinnest(problem: Problem, z):
    """Over 36 sectors around the window's middle, the least share of the draws (R, S, 2) in any, times 36."""
    middle = np.mean(problem.target.window, axis=-1)
    turn = np.arctan2(*np.moveaxis(z - middle, -1, 0)[::-1]) / (2 * np.pi)
    sector = np.where(np.isfinite(turn), np.floor(SECTORS * (turn % 1)) % SECTORS, 0).astype(int)
    counts = [np.bincount(each, minlength=SECTORS).min() for each in sector]
    return np.array(counts) * SECTORS / z.shape[1]


def between_islands(separation: float) -> float:
    """p's own mass in |z₁| < d/2, of two unit islands at ±d."""
    return float(normal_cdf(1.5 * separation) - normal_cdf(0.5 * separation))


def both(piece: Piece) -> int:
    """How many of the runs have q on both sides of z₁ = 0."""
    return int(((piece.right > ISLAND) & (piece.right < 1 - ISLAND)).sum())


@lru_cache(maxsize=64)
def gaussian(target: Target) -> float:
    """KL(q‖p) of the best tilted Gaussian, by as many draws: what no layers would reach at best."""
    problem = Problem(target, FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    found = optima(problem, starts=4, seed=0)
    return float(piece(problem, 0, found.lam[:1], DRAWS).kl[0])


@lru_cache(maxsize=64)
def judged(problem: Problem, lam: tuple[float, ...]) -> Judged:
    """A flow at λ: what its draws say, and what only the exact answer does."""
    eps = np.random.default_rng(SEED).standard_normal((DRAWS // 4, problem.target.dim))
    with np.errstate(all="ignore"):
        told = reliability(log_ratios(problem, np.array(lam), eps))
        ledger, off = stated(problem, np.array(lam), FINE, BUDGET)
    forward, error = float(ledger.forward_kl), float(off["forward_kl"])
    return Judged(float(told.k), float(told.relative_ess), forward, error, log_det_range(problem, lam))
