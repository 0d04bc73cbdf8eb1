"""The lesson's summary of one run: coverage at every step, and at its end that of sums and differences."""

from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.uncertainty import combination, coverage, uncertainty


class Sureness(NamedTuple):
    """Of q along λ (T+1, P), as plain numbers for a page."""

    coverage: list  # (T+1, D) true coverage of its 95 % intervals
    ellipse: list  # (T+1,) and of its ellipse
    sd_ratio: list  # (D,) at the end
    correlations: tuple[float, float]  # of p and of q at the end; nan in one dimension
    entropy_lost: float  # nats
    sums: tuple  # for the sum and the difference: (sd of p, sd of q, true coverage); empty in one dimension


def tiles(problem, lam) -> dict[str, np.ndarray]:
    """True coverage of q's 95 % intervals along λ (T, P) as read-outs of a stage: "interval_1", … each (T,)."""
    found = coverage(problem, np.atleast_2d(lam))[..., 2]
    return {f"interval_{i + 1}": each for i, each in enumerate(found.T)}


def sureness(problem, lam) -> Sureness:
    """How sure q is along a trajectory (T+1, P)."""
    found = uncertainty(problem, lam)
    sums = ()
    if problem.target.dim == 2:
        pairs = [combination(problem, lam[-1], weights) for weights in ((1, 1), (1, -1))]
        sums = tuple((float(each.sd_p), float(each.sd_q), float(each.coverage[2])) for each in pairs)
    return Sureness(
        np.asarray(found.coverage)[..., 2].tolist(),
        np.asarray(found.ellipse).tolist(),
        found.sd_ratio[-1].tolist(),
        (float(found.correlation_p[-1]), float(found.correlation_q[-1])),
        float(found.entropy_lost[-1]),
        sums,
    )
