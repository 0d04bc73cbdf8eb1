"""Where to look for optima: anywhere, and where p has its modes."""

from dataclasses import replace
from itertools import combinations_with_replacement

import numpy as np

from vizvi.families import FAMILIES
from vizvi.integrate.nodes import grid
from vizvi.integrate.places import local_maxima
from vizvi.integrate.truth import truth
from vizvi.optima.field import Field
from vizvi.optima.flow import flow
from vizvi.optima.minima import REACH, SEARCH, alone, newton

MODES, PAIRS = 8, 4  # of p's highest modes, start from so many, and between so many


def random_starts(problem, starts: int, seed: int) -> np.ndarray:
    """(starts, P): one stream each, so that more starts never change the starts there were."""
    lo, hi = np.array(problem.target.window, float).T
    parts = problem.family.components
    uniform = np.stack([each.random((parts, len(lo) + 1)) for each in np.random.default_rng(seed).spawn(starts)])
    mean = lo + (hi - lo) * (0.25 + 0.5 * uniform[..., :-1])
    sd = (hi - lo) / 8 * 2.0 ** (3 * uniform[..., -1:] - 2)
    return problem.family.place(mean, sd[..., None] ** 2 * np.eye(len(lo)))


def likely_starts(problem) -> np.ndarray:
    """p's mean with its covariance, its modes with small ones, and midpoints between modes with wide ones: (?, P)."""
    target, family = problem.target, problem.family
    box = np.array(target.window, float)
    width = box[:, 1] - box[:, 0]
    narrow = np.diag((width / 24) ** 2)
    modes = _modes(target)
    pairs = [(i, j) for i in range(min(len(modes), PAIRS)) for j in range(i)]
    means = [*modes, *((modes[i] + modes[j]) / 2 for i, j in pairs)]
    covs = [narrow] * len(modes) + [narrow + np.outer(*2 * [(modes[i] - modes[j]) / 2]) for i, j in pairs]
    known = truth(target)
    if np.all(np.isfinite(known.cov[0])) and np.all(np.linalg.eigvalsh(known.cov[0]) > 0):
        means.append(known.mean[0])
        covs.append((known.cov[0] + known.cov[0].T) / 2)
    if not means:
        means, covs = [box.mean(axis=1)], [np.diag((width / 8) ** 2)]
    likely = family.from_moments(np.array(means), np.array(covs))
    parts = family.components
    sets = list(combinations_with_replacement(range(min(len(modes), PAIRS)), parts))[: 2 * MODES]
    if parts == 1 or not sets:
        return likely
    mean = modes[np.array(sets)]
    # Components on the same mode start a little apart: as one they would stay one.
    mean = mean + np.linspace(-1, 1, parts)[:, None] * width / 24
    placed = family.place(mean, np.broadcast_to(narrow, (*mean.shape, len(width))))
    return np.concatenate([likely, placed, _splits(problem)])


def _splits(problem) -> np.ndarray:
    """Wherever one component fewer comes to rest, each of its components split in two: (?, P). What random starts find by
    luck alone lies below such a point."""
    family, dim = problem.family, problem.target.dim
    fewer = replace(family, components=family.components - 1) if family.components > 2 else FAMILIES["mean_field"]()
    smaller = replace(problem, family=fewer)
    end = flow(Field(smaller, SEARCH[dim], REACH, thin=True), likely_starts(smaller), resting=0.03)
    lam = newton(end)[end.rests]
    lam = lam[alone(smaller, lam)]
    kernels = fewer.kernels(lam)
    if kernels is None:
        mean, cov = fewer.moments(lam)
        sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
        kernels = np.concatenate([np.ones((len(lam), 1)), mean, sd], axis=-1)[:, None]
    return family.split(kernels)


def _modes(target) -> np.ndarray:
    """The highest local maxima of p on a grid over the window, (≤ MODES, D)."""
    count = 513 if target.dim == 1 else 97
    points = grid(target.window, (count,) * target.dim).points
    height = np.nan_to_num(target.log_prob(points), nan=-np.inf, neginf=-np.inf).reshape((count,) * target.dim)
    return points[local_maxima(height)[:MODES]]
