"""The joint density of a Normal–Gamma model as a target, so that its contours can be drawn and q be laid over them."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.models.normal_gamma import NormalGamma
from vizvi.targets import Target

DROP = 7.0  # nats below the peak at which a window ends


def joint(model: NormalGamma, y, log_scale: bool = True) -> "Joint":
    """p(y, μ, τ) of one data set y (n,) as a target over (μ, log τ), or over (μ, τ); ValueError for other data."""
    evidence = model.evidence(y)
    if np.ndim(evidence):
        raise ValueError("joint: y holds several data sets, but a picture shows one.")
    return Joint(model.posterior(y), float(evidence), bool(log_scale))


@dataclass(frozen=True)
class Joint(Target):
    """p(y, μ, τ) of one data set, over (μ, log τ) with the Jacobian, or over (μ, τ)."""

    posterior: NormalGamma
    evidence: float
    log_scale: bool = True
    log_z_error: ClassVar[float] = 0.0

    @property
    def names(self) -> tuple[str, str]:
        return ("μ", "log τ" if self.log_scale else "τ")

    @property
    def log_z(self) -> float:
        return self.evidence

    def log_prob(self, z):
        z = np.asarray(z, float)
        if not self.log_scale:
            return self.evidence + self.posterior.log_prob(z[..., 0], z[..., 1])
        p, mu, log_tau = self.posterior, z[..., 0], z[..., 1]
        # Written in log τ, where τ itself may underflow.
        constant = self.evidence - p.log_normalizer() - 0.5 * LOG_2PI
        with np.errstate(over="ignore"):
            pull = np.exp(log_tau) * (p.rate + 0.5 * p.strength * (mu - p.mean) ** 2)
        return constant + (p.shape + 0.5) * log_tau - pull

    @property
    def window(self) -> tuple:
        """Where either marginal lies within 7 nats of its peak."""
        p = self.posterior
        half = p.of_mean.scale * np.sqrt(2 * p.shape * np.expm1(2 * DROP / (2 * p.shape + 1)))
        lo, hi = np.log(p.shape / p.rate) + _log_gamma_ends(DROP / p.shape)
        ends = (lo, hi) if self.log_scale else (0.0, np.exp(hi))
        return ((float(p.mean - half), float(p.mean + half)), tuple(map(float, ends)))


def _log_gamma_ends(drop: float) -> np.ndarray:
    """Both roots u of u − eᵘ + 1 = −drop, by Newton's method."""
    u = np.array([-1 - drop, np.log1p(drop + np.sqrt(2 * drop))])
    for _ in range(60):
        u = u - (u - np.exp(u) + 1 + drop) / (1 - np.exp(u))
    return u
