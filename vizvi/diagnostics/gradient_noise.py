"""How noisy is one gradient? The exact mean and variance of each estimator, by quadrature over its draws."""

import math
import numbers
from typing import NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.estimators import ESTIMATORS
from vizvi.families._gaussian import normal_log_mass
from vizvi.integrate.rules import FAR, NEGLIGIBLE, cloud
from vizvi.member import slug, whole
from vizvi.problem import Problem

BASELINES = ("none", "mean", "leave-one-out")
SCORES = ("score_function", "score_function_loo")
SETTLED = 1e-10  # of a variance, relative, when a finer rule no longer moves it
OUTSIDE = 1e-13  # of its integral, in the outermost shell, for a cloud that is wide enough
COUNTS = {1: 257, 2: 65}  # nodes an axis at a radius of 8
RADIUS, WIDEST = 8.0, {1: 64.0, 2: 32.0}
MOST = {1: 2**14 + 1, 2: 2**9 + 1}  # nodes an axis


class GradientNoise(NamedTuple):
    """One gradient of the loss in λ, over all draws that could come."""

    mean: np.ndarray  # (P,) the gradient of the divergence itself
    variance: np.ndarray  # (P,) ∞ where the second moment does not exist
    error: float  # of the finite variances by quadrature, relative, the largest

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
    choose = (kind, rounds, constant, "others" if others else baseline, entropy)
    radius, count, before = RADIUS, COUNTS[dim], None
    with np.errstate(all="ignore"):
        while True:
            mean, variance, shells = _moments(problem, lam, *_nodes(problem, lam, count, radius, group), *choose)
            if np.any(shells[1] > OUTSIDE * shells[0]) and radius < WIDEST[dim] and 2 * count - 1 <= MOST[dim]:
                radius, count, before = 2 * radius, 2 * count - 1, None
                continue
            endless = ~np.isfinite(variance) | ((shells[1] >= FAR * shells[2]) & (shells[1] > NEGLIGIBLE * shells[0]))
            moved = math.inf if before is None else _change(variance[~endless], before[~endless])
            if moved <= SETTLED or 2 * count - 1 > MOST[dim]:
                break
            count, before = 2 * count - 1, variance
    result = GradientNoise(mean, np.where(endless, np.inf, variance), moved)
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


def _nodes(problem, lam, count: int, radius: float, group: int):
    """Noise (N, K, E) for the K draws of a group, its mass (N,), and which shell each node is in: 2 and 1 the last two."""
    family, dim = problem.family, problem.target.dim
    u, log_cell, _ = cloud(dim, (count,) * dim, radius)
    if family.noise_dim(dim) == dim:
        eps, log_m = u, normal_log_mass(u)
    else:
        # A draw's gradient depends on where it fell, not on how: with the spare normals at 1 noise and place map linearly.
        spare = np.ones(family.noise_dim(dim) - dim)
        loc, *ends = (family.transform(lam, np.concatenate([each, spare])) for each in (np.zeros(dim), *np.eye(dim)))
        z, log_m = family.nodes(lam, u)
        place = np.linalg.solve(np.array(ends).T - loc[:, None], (z - loc).T).T
        eps = np.concatenate([place, np.broadcast_to(spare, (len(u), len(spare)))], axis=1)
    shell = np.clip(np.ceil(16 * np.sqrt((u * u).sum(axis=-1)) / radius) - 14, 0, 2)
    return np.repeat(eps[:, None], group, axis=1), np.exp(log_m + log_cell), shell


def _moments(problem, lam, eps, mass, shell, kind: str, rounds: int, constant: float, baseline: str, entropy: str):
    """Mean and variance (P,) of a gradient from so many rounds, and its second moment's integral over everything and over
    the last and the last but one shell, (3, P)."""
    family, group = problem.family, eps.shape[1]
    weight = np.broadcast_to(np.exp(family.log_mass(lam, group)), (group,))
    z = family.transform(lam, eps)
    log_q, spare = family.log_prob(lam, z), 0.0
    cost = log_q - problem.target.log_prob(z) - constant
    if kind in SCORES:
        score = family.score_lam(lam, z)
        if entropy == "closed":
            spare = _average(mass, weight, log_q[..., None] * score)
            cost = cost - log_q
        if baseline != "none":
            cost = cost - _average(mass, weight, cost[..., None])
        each = cost[..., None] * score
    else:
        push = problem.target.score(z) if kind == "reparam" else problem.force(lam, z)
        own = family.total_score(lam, eps, z) if kind == "reparam" else 0.0
        each = own - family.pull(lam, eps, push)
        if group > 1:
            each = each + cost[..., None] * family.score_mass(lam, group)
    each = np.broadcast_to(each, (*z.shape[:-1], lam.shape[-1]))
    mean = _average(mass, weight, each)
    variance = _spread(mass, weight, each, each) / rounds
    if baseline == "others" and kind in SCORES:
        # The sample covariance of cost and score: its variance beyond that of a fixed baseline.
        cost = np.broadcast_to(cost[..., None], each.shape)
        product = _spread(mass, weight, cost, cost) * _spread(mass, weight, score, score)
        variance = variance + (product + _spread(mass, weight, cost, score) ** 2) / (rounds * (rounds - 1))
    square = mass[:, None] * (weight[:, None] ** 2 * each**2).sum(axis=1)
    return mean + spare, variance, np.stack([square[part].sum(axis=0) for part in (shell >= 0, shell == 2, shell == 1)])


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
