"""What can a factorized q get right? Variances, precisions or entropy, one at a time (Margossian et al., 2024)."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import normal_cdf, normal_quantile

RIGHT = {"precisions": 0.0, "entropy": 0.5, "variances": 1.0}  # α (Minka) at which a factorized q has each of p's


class Ordering(NamedTuple):
    """Mean-field on a pair with unit variances and correlation ρ, against p's own; each of the shape of α."""

    variance: np.ndarray  # s, of either coordinate; p's is 1
    precision: np.ndarray  # 1/s over p's 1/(1 − ρ²)
    entropy_lost: np.ndarray  # nats
    coverage: np.ndarray  # p's mass in q's central 95 % interval


def ordering(rho: float, alpha) -> Ordering:
    """The optimum of D_α (Minka) over factorized Gaussians: α s² + (1 − 2α) s − (1 − α)(1 − ρ²) = 0.

    At α = 0 (reverse KL) precisions are exact, at ½ (Hellinger) entropy, at 1 (forward KL) variances: never two at once.
    Raises ValueError unless −1 < ρ < 1 and −1 ≤ α ≤ 2."""
    alpha = np.asarray(alpha, float)
    if not -1 < rho < 1:
        raise ValueError(f"ordering: rho is {rho!r}, but must be above −1 and below 1.")
    if not np.all((alpha >= -1) & (alpha <= 2)):
        raise ValueError("ordering: alpha must be from −1 to 2.")
    spare = 1 - rho**2
    # The root that is 1 − ρ² at α = 0, written so that α = 0 divides nothing: the smaller below 0, the larger above 1.
    b = 1 - 2 * alpha
    root = np.sqrt(b * b + 4 * alpha * (1 - alpha) * spare)
    s = np.where(b > 0, 2 * (1 - alpha) * spare / np.where(b > 0, b + root, 1), (root - b) / np.where(b > 0, 1, 2 * alpha))
    coverage = 2 * normal_cdf(normal_quantile(0.975) * np.sqrt(s)) - 1
    return Ordering(s, spare / s, 0.5 * np.log(spare) - np.log(s), coverage)


def ordering_curve(rho: float, count: int = 101) -> np.ndarray:
    """α from 0 to 1 and the variance there, (2, N): the line that fits should hit."""
    alpha = np.linspace(0, 1, count)
    return np.stack([alpha, ordering(rho, alpha).variance])
