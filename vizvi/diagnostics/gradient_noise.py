"""How noisy is one gradient? The exact mean and variance of each estimator, by quadrature over its draws."""

import math
import numbers
from typing import NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.estimators import ESTIMATORS
from vizvi.families._gaussian import normal_log_mass
from vizvi.integrate.rules import FAR, NEGLIGIBLE
from vizvi.member import slug, whole
from vizvi.problem import Problem

BASELINES = ("none", "mean", "leave-one-out")
SCORES = ("score_function", "score_function_loo")
SETTLED = 1e-9  # of a variance, relative, when leaving out every other node no longer moves it
OUTSIDE = 1e-13  # of its integral, in the outermost shell, for a cloud that is wide enough
COUNTS = {1: 257, 2: 65}  # nodes an axis at a radius of 8
RADIUS, WIDEST = 8.0, {1: 64.0, 2: 32.0}
MOST = 2**19  # nodes


class GradientNoise(NamedTuple):
    """One gradient of the loss in λ, over all draws that could come."""

    mean: np.ndarray  # (P,) the gradient of the divergence itself
    variance: np.ndarray  # (P,) ∞ where the second moment does not exist
    error: float  # of the finite variances with every other node, relative, the largest: theirs is far smaller

    @property
    def signal_to_noise(self) -> np.ndarray:
        """|mean|/sd, (P,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.abs(self.mean) / np.sqrt(self.variance)


def gradient_noise(problem: Problem, lam, estimator, draws: int = 1, constant: float = 0.0, baseline: str = "none",
                   entropy: str = "drawn") -> GradientNoise:  # fmt: skip
    """Mean and variance (P,) of one gradient of the loss, KL(q‖p), in λ (P,): what a step of gradient descent would see.

    estimator: a member of ESTIMATORS or its slug; draws: how many a gradient averages over, rounded up to a multiple of a
    mixture's components; constant: added to log p̃, which leaves the posterior as it is and drowns the score function.
    baseline, for the score function: what is subtracted from the cost of a draw, its exact mean or the mean of the other
    draws, of which there must then be some; `score_function_loo` brings its own. entropy: "closed" leaves −log q out of
    the draws' cost and adds the gradient of the entropy, known exactly (Ranganath, Gerrish & Blei, 2014); paths know it as
    they do. Raises ValueError with one sentence for bad input or another divergence than the reverse KL."""
    estimator = _checked(problem, estimator, constant, baseline, entropy)
    lam = problem.checked(lam)
    if lam.ndim != 1 or not np.isfinite(lam).all():
        raise ValueError(f"gradient_noise: lam has shape {lam.shape}, but must be one λ of finite numbers.")
    family, dim = problem.family, problem.target.dim
    group = family.round_draws(1)  # draws that only together represent q
    rounds = family.round_draws(whole("gradient_noise", "draws", draws, 1, 2**20)) // group
    kind = slug(estimator)
    if baseline == "leave-one-out" and rounds < 2 and kind == "score_function":
        raise ValueError(f"gradient_noise: draws is {draws!r}, but leaving one out takes at least {2 * group}.")
    others = rounds > 1 and (kind == "score_function_loo" or baseline == "leave-one-out")
    rule = "others" if others else baseline
    counts, radius = (COUNTS[dim],) * dim, RADIUS
    with np.errstate(all="ignore"):
        while True:
            u, log_cell, thinned = _cloud(counts, radius)
            eps, mass = _noise(problem, lam, u, group)
            mass = mass * np.exp(log_cell)
            draw = _each_draw(problem, lam, eps, kind, constant, entropy)
            mean, variance, square = _moments(draw, mass, rounds, rule)
            shell = np.clip(np.ceil(16 * np.sqrt((u * u).sum(axis=-1)) / radius) - 14, 0, 2)
            far, near, total = square[shell == 2].sum(axis=0), square[shell == 1].sum(axis=0), square.sum(axis=0)
            finer = tuple(2 * n - 1 for n in counts)
            if np.any(far > OUTSIDE * total) and radius < WIDEST[dim] and math.prod(finer) <= MOST:
                radius, counts = 2 * radius, finer
                continue
            endless = ~np.isfinite(variance) | ((far >= FAR * near) & (far > NEGLIGIBLE * total))
            halves = [_moments(draw, mass * factor, rounds, rule)[1] for factor in thinned]
            moved = [_change(variance[~endless], half[~endless]) for half in halves]
            finer = tuple(2 * n - 1 if off > SETTLED else n for n, off in zip(counts, moved, strict=True))
            if finer == counts or math.prod(finer) > MOST:
                break
            counts = finer
    result = GradientNoise(mean, np.where(endless, np.inf, variance), max(moved))
    for each in result[:2]:
        each.setflags(write=False)
    return result


def _checked(problem, estimator, constant, baseline, entropy):
    if not isinstance(problem, Problem):
        raise ValueError(f"gradient_noise: problem is {problem!r}, but must be a Problem.")
    if isinstance(estimator, str):
        estimator = ESTIMATORS[estimator]()
    if type(estimator) not in ESTIMATORS.values():
        raise ValueError(f"gradient_noise: estimator is {estimator!r}, but must be one of {', '.join(ESTIMATORS)}.")
    if not isinstance(problem.divergence, ReverseKL):
        raise ValueError("gradient_noise is exact for the reverse KL alone; others divide by a sum over the draws.")
    for name, value, known in (("baseline", baseline, BASELINES), ("entropy", entropy, ("drawn", "closed"))):
        if value not in known:
            raise ValueError(f"gradient_noise: {name} is {value!r}, but must be one of {', '.join(known)}.")
    if not (isinstance(constant, numbers.Real) and math.isfinite(constant)):
        raise ValueError(f"gradient_noise: constant is {constant!r}, but must be a finite number.")
    return estimator


def _cloud(counts, radius: float):
    """Nodes u (N, D) in a disc, the log volume of a cell, and for each axis factors (N,) that leave out every other node
    along it."""
    mesh = np.meshgrid(*(np.linspace(-radius, radius, n) for n in counts), indexing="ij")
    index = np.meshgrid(*(np.arange(n) for n in counts), indexing="ij")
    keep = sum(each * each for each in mesh) <= radius**2 * (1 + 1e-12)
    u = np.stack([each[keep] for each in mesh], axis=-1)
    thinned = [np.where(each[keep] % 2 == 0, 2.0, 0.0) for each in index]
    return u, sum(math.log(2 * radius / (n - 1)) for n in counts), thinned


def _noise(problem, lam, u, group: int):
    """Noise (N, K, E) for the K draws of a group at the nodes, and its density there (N,)."""
    family, dim = problem.family, problem.target.dim
    if family.noise_dim(dim) == dim:
        eps, log_m = u, normal_log_mass(u)
    else:
        # A draw's gradient depends on where it fell, not on how: with the spare normals at 1 noise and place map linearly.
        spare = np.ones(family.noise_dim(dim) - dim)
        loc, *ends = (family.transform(lam, np.concatenate([each, spare])) for each in (np.zeros(dim), *np.eye(dim)))
        z, log_m = family.nodes(lam, u)
        place = np.linalg.solve(np.array(ends).T - loc[:, None], (z - loc).T).T
        eps = np.concatenate([place, np.broadcast_to(spare, (len(u), len(spare)))], axis=1)
    return np.repeat(eps[:, None], group, axis=1), np.exp(log_m)


class Draw(NamedTuple):
    """What each of the K draws of a group adds to a gradient, at N nodes."""

    weight: np.ndarray  # (K,) the mass that each stands for
    cost: np.ndarray | None  # (N, K) of the score function; None for paths
    each: np.ndarray  # (N, K, P) the score, or the whole of a path's gradient
    spare: np.ndarray | float  # (N, K, P) what is known without a draw


def _each_draw(problem, lam, eps, kind: str, constant: float, entropy: str) -> Draw:
    family, group = problem.family, eps.shape[1]
    weight = np.broadcast_to(np.exp(family.log_mass(lam, group)), (group,))
    z = family.transform(lam, eps)
    log_q = family.log_prob(lam, z)
    cost = log_q - problem.target.log_prob(z) - constant
    if kind in SCORES:
        score = family.score_lam(lam, z)
        closed = entropy == "closed"
        return Draw(weight, cost - log_q if closed else cost, score, log_q[..., None] * score if closed else 0.0)
    push = problem.target.score(z) if kind == "reparam" else problem.force(lam, z)
    own = family.total_score(lam, eps, z) if kind == "reparam" else 0.0
    each = own - family.pull(lam, eps, push)
    if group > 1:
        each = each + cost[..., None] * family.score_mass(lam, group)
    return Draw(weight, None, np.broadcast_to(each, (*z.shape[:-1], lam.shape[-1])), 0.0)


def _moments(draw: Draw, mass, rounds: int, baseline: str):
    """Mean and variance (P,) of a gradient from so many rounds of draws, and what each node adds to one draw's second
    moment, (N, P)."""
    weight, cost, each, spare = draw
    extra = 0.0
    if cost is not None:
        score, cost = each, cost[..., None]
        if baseline != "none":
            cost = cost - _average(mass, weight, cost)
        each = cost * score
        if baseline == "others":
            # The sample covariance of cost and score: its variance beyond that of a fixed baseline.
            product = _spread(mass, weight, cost, cost) * _spread(mass, weight, score, score)
            extra = (product + _spread(mass, weight, cost, score) ** 2) / (rounds * (rounds - 1))
    mean = _average(mass, weight, each) + (_average(mass, weight, spare) if np.ndim(spare) else 0.0)
    square = mass[:, None] * (weight**2 @ each**2)
    return mean, _spread(mass, weight, each, each) / rounds + extra, square


def _average(mass, weight, x):
    """Under q, of (N, K, P): (P,)."""
    return weight @ _apart(mass, x)


def _spread(mass, weight, x, y):
    """Covariance of Σ w_k x_k and Σ w_k y_k over a group's independent draws, (P,)."""
    return weight**2 @ _apart(mass, (x - _apart(mass, x)) * (y - _apart(mass, y)))


def _apart(mass, x):
    """Averages over each component, (N, K, P) -> (K, P)."""
    return (mass @ x.reshape(len(mass), -1)).reshape(x.shape[1:])


def _change(new, old) -> float:
    """The largest relative change of a variance; rounding around 0 is none."""
    return float((np.abs(new - old) / np.maximum(np.abs(new), 1e-12)).max(initial=0.0))
