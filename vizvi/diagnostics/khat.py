"""Can q's own draws tell that q is wrong? Pareto k̂ and the effective sample size of importance weights p/q."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.rules import FAR, NEGLIGIBLE
from vizvi.integrate.truth import truth
from vizvi.problem import Problem

FEWEST = 5  # draws that a tail needs
SMALL = 225  # from so many draws on the tail is 3√S, before a fifth of them
LEVEL = 1e-6  # log weights of a tail that differ by less differ by rounding alone
AT_ONCE = 16  # rows: more would not stay in a processor's cache
PRIOR_K, PRIOR_DRAWS = 0.5, 10  # a weak prior on k̂: as good as ten draws that say ½


class Reliability(NamedTuple):
    """What importance weights of S draws say; leading shape that of the log ratios."""

    k: np.ndarray  # (...) estimated tail index of the weights; −∞ where the largest are all the same, ∞ where few hold all
    usable: float  # k̂ below this, and averages over weighted draws can be trusted at this S
    ess: np.ndarray  # (...) how many draws from p the weighted draws are worth, of S
    relative_ess: np.ndarray  # (...) the same as a share


class Histogram(NamedTuple):
    """Shares of draws by log10 of their weight relative to an average one."""

    edges: np.ndarray  # (B+1,)
    share: np.ndarray  # (B,)


def khat(log_ratios, tail: int | None = None) -> np.ndarray:
    """Pareto k̂ of importance ratios (Vehtari, Simpson, Gelman, Yao & Gabry, 2024): (..., S) -> (...).

    log_ratios: log p − log q at draws of q, nats, any constant missing; −∞ where p vanishes. A generalized Pareto is
    fitted to the largest 3√S (a fifth of S below 225), or to the `tail` largest, as Zhang & Stephens (2009) do. Below ½
    the weights' variance is finite; above `usable(S)` no estimate from them is. −∞ where the largest weights are all the
    same; ∞ where fewer than five draws stand out of the rest. Raises ValueError for fewer than 25 draws, nan, +∞, no finite
    ratio or a tail that is too short or too long."""
    log_w = _checked(log_ratios)
    if tail is not None and not FEWEST <= tail < log_w.shape[-1]:
        raise ValueError(f"khat: tail is {tail!r}, but must be at least {FEWEST} and below the number of draws.")
    return _khat(log_w, tail, _ess(log_w))


def _khat(log_w, tail: int | None, ess) -> np.ndarray:
    flat, ess = log_w.reshape(-1, log_w.shape[-1]), np.ravel(ess)
    found = np.empty(len(flat))
    for first in range(0, len(flat), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        found[part] = _tail_index(flat[part], tail, ess[part])
    return found.reshape(log_w.shape[:-1])[()]


def _ess(log_w) -> np.ndarray:
    """Effective sample size (...) of log ratios (..., S)."""
    share = normalized(log_w)
    return 1 / (share * share).sum(axis=-1)


def reliability(log_ratios) -> Reliability:
    """k̂ and effective sample size of log ratios (..., S); ValueError as for `khat`."""
    log_w = _checked(log_ratios)
    ess = _ess(log_w)
    return Reliability(_khat(log_w, None, ess), usable(log_w.shape[-1]), ess, ess / log_w.shape[-1])


def usable(draws: int) -> float:
    """The k̂ below which S draws are enough: min(1 − 1/log₁₀ S, 0.7)."""
    return min(1 - 1 / math.log10(draws), 0.7)


def normalized(log_ratios) -> np.ndarray:
    """Weights (..., S) that add up to 1."""
    weight = np.exp(log_ratios - np.max(log_ratios, axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)


def histogram(log_ratios, bins: int = 40, reach: tuple[float, float] = (-4.0, 4.0)) -> Histogram:
    """Shares of S draws (S,) by log10 of weight over mean weight; what lies beyond the reach is counted at its ends."""
    log_w = _checked(log_ratios)
    if log_w.ndim != 1:
        raise ValueError(f"histogram: log_ratios has shape {log_w.shape}, but must be one row (S,).")
    with np.errstate(divide="ignore"):
        size = np.log10(normalized(log_w) * len(log_w))
    edges = np.linspace(*reach, bins + 1)
    count, _ = np.histogram(np.clip(size, *reach), edges)
    return Histogram(edges, count / len(log_w))


def log_ratios(problem: Problem, lam, eps) -> np.ndarray:
    """log p̃ − log q at the draws that standard normals (..., S, E) make of q at λ (P,): (..., S) nats, log Z
    missing.

    Each component of a mixture has its share of the draws, so all stand for the same mass and the ratios are p/q alone."""
    lam, eps = problem.checked(lam), np.asarray(eps, float)
    return problem.log_w(lam, _draws(problem, lam, eps))


def _draws(problem: Problem, lam, eps) -> np.ndarray:
    """Draws of q (..., S, D) of one mass: a mixture's own come in turn from each component, whatever its weight."""
    family, count = problem.family, eps.shape[-2]
    parts = family.round_draws(1)
    if parts == 1:
        return family.transform(lam, eps)
    held = np.cumsum(np.exp(family.log_mass(lam, parts)))
    owner = np.searchsorted(held[:-1] / held[-1], (np.arange(count) + 0.5) / count, side="right")
    every = family.transform(lam, np.repeat(eps, parts, axis=-2))  # each normal as a draw of each component
    return every[..., parts * np.arange(count) + owner, :]


def gaussian_tail(cov_q, cov_p) -> float:
    """The exact tail index of p/q for two Gaussians (D, D): the largest eigenvalue of I − cov_q cov_p⁻¹, or 0 if the
    weights are bounded. In 1-D 1 − variance ratio; |ρ| for the mean-field optimum of a correlated pair."""
    cov_q, cov_p = np.atleast_2d(np.asarray(cov_q, float)), np.atleast_2d(np.asarray(cov_p, float))
    root = np.linalg.cholesky(cov_q)
    return max(0.0, float(np.linalg.eigvalsh(np.eye(len(cov_q)) - root.T @ np.linalg.solve(cov_p, root)).max()))


def true_relative_ess(problem: Problem, lam) -> np.ndarray:
    """1/E_q[(p/q)²], p normalized, at λ (..., P): the share that infinitely many draws would show; 0 where it diverges.

    By quadrature over p, so it knows of modes that q never visits. √(1 − 4ρ²)/(1 − ρ²) for the mean-field optimum of a
    correlated pair."""
    return np.exp(log_true_ess(problem, lam))


def log_true_ess(problem: Problem, lam) -> np.ndarray:
    """Its logarithm, −log(1 + χ²(p‖q)): it may be too small for a float."""
    lam = problem.checked(lam)
    flat, known = lam.reshape(-1, lam.shape[-1]), truth(problem.target)
    out = np.empty(len(flat))
    for i, each in enumerate(flat):
        with np.errstate(over="ignore", invalid="ignore"):
            log_f = 2 * known.log_p - problem.family.log_prob(each, known.nodes.points) + known.nodes.log_volume
            log_f = np.where(np.isneginf(known.log_p), -np.inf, log_f)
            top = np.nanmax(log_f)
            size = np.nan_to_num(np.exp(log_f - top))
        total, near, far = (size[pick].sum() for pick in (slice(None), known.nodes.ring == 1, known.nodes.ring == 2))
        endless = max(near, far) > NEGLIGIBLE * total and far >= FAR * near
        out[i] = -math.inf if endless or not np.isfinite(top) else -top - math.log(total)
    return np.minimum(out, 0.0).reshape(lam.shape[:-1])[()]


def _checked(log_w) -> np.ndarray:
    try:
        log_w = np.asarray(log_w, float)
    except (TypeError, ValueError):
        raise ValueError(f"khat: log_ratios is {log_w!r}, but must be an array of numbers (..., S).") from None
    if log_w.ndim < 1 or log_w.shape[-1] < 5 * FEWEST:
        raise ValueError(f"khat: log_ratios has shape {log_w.shape}, but its last axis must hold at least 25 draws.")
    if np.isnan(log_w).any() or np.isposinf(log_w).any() or not np.isfinite(log_w).any(axis=-1).all():
        raise ValueError("khat: log_ratios must be finite, or −inf where p vanishes, with at least one finite ratio.")
    return log_w


def _tail_index(log_w, count: int | None, ess) -> np.ndarray:
    """k̂ (R,) of rows (R, S) with their effective sample sizes."""
    draws = log_w.shape[-1]
    count = count or (int(3 * math.sqrt(draws)) if draws > SMALL else draws // 5)
    largest = np.partition(log_w, draws - count - 1)[:, draws - count - 1 :]  # the rest needs no order
    largest = np.sort(largest - log_w.max(axis=-1, keepdims=True))
    weight = np.exp(largest)
    excess = weight[:, 1:] - weight[:, :1]
    alike = largest[:, -1] - largest[:, 1] <= LEVEL
    few = (excess > 0).sum(axis=-1) < FEWEST  # too few draws hold the weight
    k = np.where(alike, -math.inf, math.inf)
    told = np.flatnonzero(~alike & ~few)
    with np.errstate(all="ignore"):
        shape = _pareto_shape(excess[told])
    shape = np.where(np.isnan(shape), math.inf, shape)
    # A handful of draws says nothing of a tail that would be harmless.
    k[told] = np.where(ess[told] < FEWEST, np.maximum(shape, 1.0), shape)
    return k


def _pareto_shape(excess) -> np.ndarray:
    """The generalized Pareto's shape (R,) for sorted excesses (R, n) over a threshold: its posterior mean on a grid of
    b = −k/σ (Zhang & Stephens, 2009), drawn to ½ by the weak prior of Vehtari et al. (2024)."""
    rows, n = excess.shape
    grid = 30 + int(math.sqrt(n))
    quartile = excess[:, int(n / 4 + 0.5) - 1]
    # Ties at the threshold: the first that is above it.
    quartile = np.where(quartile > 0, quartile, excess[np.arange(rows), (excess > 0).argmax(axis=-1)])
    b = 1 / excess[:, -1:] + (1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))) / (3 * quartile[:, None])
    k = np.log1p(-b[..., None] * excess[:, None]).mean(axis=-1)
    log_lik = n * (np.log(-b / k) - k - 1)
    weight = np.exp(log_lik - log_lik.max(axis=-1, keepdims=True))
    weight /= weight.sum(axis=-1, keepdims=True)
    weight = np.where(weight >= 10 * np.finfo(float).eps, weight, 0.0)
    best = (b * weight).sum(axis=-1) / weight.sum(axis=-1)
    k = np.log1p(-best[:, None] * excess).mean(axis=-1)
    return (n * k + PRIOR_DRAWS * PRIOR_K) / (n + PRIOR_DRAWS)
