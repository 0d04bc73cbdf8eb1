"""Whether a divergence is infinite for every q of a family: then no start and no step size helps, only other tails."""

import numpy as np

from vizvi.exact import exact
from vizvi.member import label
from vizvi.problem import Problem

WIDTHS = (0.3, 1.0, 4.0, 30.0, 300.0)  # of the q that are tried, in eighths of p's window
FAR = 2.0**12  # where a tail shows its kind


def infinite(problem: Problem) -> str:
    """A sentence that names both tails if the problem's divergence is infinite for q from a third of the usual width to 300
    times it, all centered on p's window; empty if any is finite, or not known to be infinite."""
    power = problem.divergence.power
    if problem.family.layered or 0 < power < 1 or (power == 0 and not problem.family.heavy):
        return ""
    lo, hi = np.array(problem.target.window, float).T
    with np.errstate(all="ignore"):
        lam = [problem.family.from_moments((lo + hi) / 2, np.diag((each * (hi - lo) / 8) ** 2)) for each in WIDTHS]
        value = exact(problem, np.stack(lam), 1e-4, 2**18).divergence
    if not np.isposinf(value).all():
        return ""
    wide = power > 0  # it is p that must end first
    p, q = tail(problem.target, heaviest=wide), "power-law" if problem.family.heavy else "Gaussian"
    name = "Normal" if problem.target.dim == 1 and problem.family.gaussian else label(problem.family)
    why = f"p's tails are {p}, q's {q}" if p != q else f"{'p' if wide else 'q'}'s tails outlast {'q' if wide else 'p'}'s"
    return f"{problem.divergence.symbol} is ∞ here for every {name}: {why}."


def tail(target, heaviest: bool = True) -> str:
    """How p's density ends along rays from its window's middle: "power-law", "exponential", "Gaussian" or "lighter than
    Gaussian"; of its heaviest tail, or of its lightest. From log|log p| against log r (1 for e^−r, 2 for e^−r²)."""
    center = np.mean(target.window, axis=-1)
    angle = 2 * np.pi * np.arange(24) / 24
    rays = np.array([[1.0], [-1.0]]) if target.dim == 1 else np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    with np.errstate(all="ignore"):
        near, far = (np.abs(target.log_prob(center + r * rays)) for r in (FAR, 2 * FAR))
        order = np.where(np.isinf(far), np.inf, np.log2(far / near))
    order = np.nanmin(order) if heaviest else np.nanmax(order)
    kinds = ("power-law", "exponential", "Gaussian", "lighter than Gaussian")
    return kinds[int(np.searchsorted((0.5, 1.5, 2.5), order))]
