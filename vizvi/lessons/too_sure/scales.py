"""Too sure, or too vague? It depends on the scale: a Gaussian on log z against z itself, for z ~ Gamma(shape)."""

import math
from typing import NamedTuple

from vizvi.integrate.truth import truth
from vizvi.targets.log_gamma import LogGamma


class Scales(NamedTuple):
    """Means and variances of p and of the best q, on the log scale and on that of z."""

    log_p: tuple[float, float]
    log_q: tuple[float, float]
    p: tuple[float, float]
    q: tuple[float, float]


def scales(shape: float = 1.0) -> Scales:
    """z ~ Gamma(shape), scale 1, and the Gaussian on log z that minimizes the reverse KL: N(log k − 1/(2k), 1/k).

    Back on z's own scale q is a log-normal with the exact mean k but variance k²(e^(1/k) − 1), above p's k, although on
    the log scale it is too narrow. Raises ValueError unless the shape is one that the target accepts."""
    known = truth(LogGamma(shape=shape))
    k = float(shape)
    return Scales(
        (float(known.mean[0][0]), float(known.cov[0][0, 0])),
        (math.log(k) - 1 / (2 * k), 1 / k),
        (k, k),
        (k, k * k * math.expm1(1 / k)),
    )
