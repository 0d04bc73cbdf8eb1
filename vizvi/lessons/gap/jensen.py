"""Why is the ELBO a bound? On the curve of the logarithm, the mean of logs lies below the log of the mean."""

from typing import NamedTuple

import numpy as np


class Jensen(NamedTuple):
    """Weights of S draws, and the two averages that Jensen's inequality puts in order (nats)."""

    w: np.ndarray  # (S,)
    mean_log: float  # what the ELBO averages
    log_mean: float  # what the evidence is


def jensen(problem, lam, eps) -> Jensen:
    """The picture for λ (P,) and noise (S, E)."""
    z = problem.family.transform(np.asarray(lam, float), eps)
    log_w = problem.log_w(np.asarray(lam, float), z)
    return Jensen(np.exp(log_w), float(log_w.mean()), float(np.log(np.exp(log_w).mean())))
