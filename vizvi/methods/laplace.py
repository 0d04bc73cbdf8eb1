from typing import ClassVar, NamedTuple

import numpy as np

from vizvi.integrate.truth import truth
from vizvi.member import central, member
from vizvi.methods import Method
from vizvi.targets import Target

HALVINGS = 40
FLAT = 1e-2  # a curvature smaller than this, per window's width squared, is none
BLURRED = 0.03  # share of a curvature that rounding may make up


class State(NamedTuple):
    log_p: np.ndarray  # (R,)
    score: np.ndarray  # (R, D)
    values: np.ndarray  # (R, D) curvatures of −log p, rising, and their directions
    vectors: np.ndarray  # (R, D, D)


@member
class Laplace(Method):
    """Newton's method to a mode of p, with the Gaussian that has p's curvature where it stands: fast, local, blind to the
    divergence (Laplace, 1774)."""

    label: ClassVar = "Laplace"

    def start(self, problem, lam):
        return _look(problem.target, problem.family.moments(lam)[0])

    def step(self, problem, lam, state, draw):
        target, family = problem.target, problem.family
        mean, cov = family.moments(lam)
        width, noise = np.ptp(np.array(target.window, float), axis=-1), _noise(target, state.log_p)
        sharp = np.abs(state.values)
        sharp = np.maximum(sharp, 1e-6 * np.maximum(sharp.max(axis=-1, keepdims=True), 1e-300))
        along = np.einsum("rij,ri->rj", state.vectors, state.score)
        # At a mode Newton's step promises less than rounding can show.
        settled = 0.5 * (along**2 / sharp).sum(axis=-1) <= noise
        flat = FLAT / width.max() ** 2
        saddle, level = settled & (state.values[:, 0] < -flat), settled & (np.abs(state.values[:, 0]) <= flat)
        reason = _reason(target, mean, state, noise, level)
        if all(reason):
            raise ValueError(reason[0])
        ahead = np.einsum("rij,rj->ri", state.vectors, along / sharp)
        # From a saddle, or from the bottom between two modes, along what bends upwards.
        down = state.vectors[:, :, 0] * np.sign(state.vectors[:, :1, 0] + 1e-9) / np.sqrt(sharp[:, :1])
        ahead = np.where(saddle[:, None], down, np.where(settled[:, None], 0.0, ahead))
        # No farther than a quarter of the window, and never downhill.
        ahead = ahead * np.minimum(1, 0.25 / np.maximum(np.abs(ahead / width).max(axis=-1), 1e-300))[:, None]
        mean = _uphill(target, mean, state.log_p, ahead, noise)
        moved = np.any(ahead != 0, axis=-1)
        after = _look(target, mean) if moved.any() else state
        curved = after.values[:, 0] > flat
        inverse = np.einsum("rij,rj,rkj->rik", after.vectors, 1 / np.where(curved[:, None], after.values, 1), after.vectors)
        cov = np.where(curved[:, None, None], inverse, cov)
        new = family.from_moments(mean, 0.5 * (cov + np.swapaxes(cov, -1, -2)))
        new[[bool(each) for each in reason]] = np.nan  # stops this run
        return new, after, (-state.log_p, np.full_like(lam, np.nan))

    def supports(self, problem):
        return "" if problem.family.gaussian else "Laplace's approximation is a Gaussian; take a Gaussian family."


def _reason(target, mean, state, noise, level) -> list[str]:
    """Why there is no Gaussian to be had at each mean (R, D), or nothing."""
    out = []
    for i, at in enumerate(np.round(mean, 3).tolist()):
        if not np.isfinite(state.log_p[i]):
            out.append(f"Laplace: log p is {state.log_p[i]} at {at}, so nothing leads to a mode; start where p is.")
        elif not np.isfinite(state.score[i]).all() or not np.isfinite(state.values[i]).all():
            out.append(f"Laplace: {at} lies on the edge of p's support, where log p has no curvature; start elsewhere.")
        elif _by_values(target) and np.sqrt(noise[i]) > BLURRED:
            out.append(f"Laplace: log p is rounded to {noise[i]:.1g} nats at {at}, too roughly to see its curvature.")
        elif level[i]:
            out.append(
                f"Laplace: log p has no curvature at its mode {at}, so no Gaussian fits there; "
                "choose another target or method."
            )
        else:
            out.append("")
    return out


def _noise(target, log_p):
    """What rounding may do to log p at each run's mean, nats, (R,)."""
    return np.maximum(4 * target.precision * np.maximum(np.abs(log_p), 1), truth(target).rounding)


def _by_values(target) -> bool:
    """Whether slopes of this target are differences of log p."""
    return getattr(target, "gradient", target) is None or type(target).score is Target.score


def _look(target, mean) -> State:
    """log p, its score and its curvature at means (R, D)."""
    log_p = target.log_prob(mean)
    unit = target.length
    if _by_values(target):
        # Second differences lose half of the digits; their step is where rounding and the fourth derivative meet.
        step = np.maximum(1e-4, np.minimum(0.3, _noise(target, log_p) ** 0.25)) * unit
        score, full = _differences(target.log_prob, mean, log_p, step[:, None])
    else:
        score = target.score(mean)
        rows = [central(lambda each, i=i: target.score(each)[..., i], mean, 1e-4, unit) for i in range(mean.shape[-1])]
        full = np.stack(rows, axis=-2)
    full = 0.5 * (full + np.swapaxes(full, -1, -2))
    fine = np.isfinite(full).all(axis=(-1, -2))
    values, vectors = np.linalg.eigh(np.where(fine[:, None, None], -full, np.eye(mean.shape[-1])))
    return State(log_p, score, np.where(fine[:, None], values, np.nan), vectors)


def _differences(f, mean, middle, step):
    """Slopes (R, D) and second differences (R, D, D) of f at means (R, D), from values less that in the middle."""
    dim = mean.shape[-1]
    unit = np.eye(dim)
    at = lambda shift: f(mean + step * shift) - middle
    ahead, back = ([at(sign * each) for each in unit] for sign in (1, -1))
    score = np.stack([(a - b) / (2 * step[:, 0]) for a, b in zip(ahead, back)], axis=-1)
    full = np.empty((len(mean), dim, dim))
    for i in range(dim):
        full[:, i, i] = (ahead[i] + back[i]) / step[:, 0] ** 2
        for j in range(i):
            cross = at(unit[i] + unit[j]) + at(-unit[i] - unit[j]) - at(unit[i] - unit[j]) - at(unit[j] - unit[i])
            full[:, i, j] = full[:, j, i] = cross / (4 * step[:, 0] ** 2)
    return score, full


def _uphill(target, mean, log_p, ahead, noise):
    """The mean after a step that is halved until log p does not fall."""
    new, open_ = mean.copy(), np.arange(len(mean))
    for _ in range(HALVINGS):
        trial = mean[open_] + ahead[open_]
        good = target.log_prob(trial) >= log_p[open_] - noise[open_]
        new[open_[good]] = trial[good]
        open_ = open_[~good]
        if not len(open_):
            break
        ahead = ahead / 2
    return new
