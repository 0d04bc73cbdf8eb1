"""A problem: what we want."""

from dataclasses import dataclass

import numpy as np

from vizvi.divergences import DIVERGENCES, Divergence
from vizvi.families import FAMILIES, Family
from vizvi.targets import TARGETS, Target


@dataclass(frozen=True)
class Problem:
    """A target to follow, a family to follow it with, and a divergence that says what close means."""

    target: Target
    family: Family
    divergence: Divergence

    def __post_init__(self):
        for name, base, known in (
            ("target", Target, TARGETS),
            ("family", Family, FAMILIES),
            ("divergence", Divergence, DIVERGENCES),
        ):
            value = getattr(self, name)
            if not isinstance(value, base):
                raise ValueError(f"Problem: {name} is {value!r}, but must be a {name}, such as one of {', '.join(known)}.")

    @property
    def params(self) -> tuple[str, ...]:
        """What the P entries of λ are called."""
        return self.family.names(self.target.dim)

    def log_w(self, lam, z):
        """log p̃(z) − log q(z; λ), (...): is z too rare under q or too common?"""
        return self.target.log_prob(z) - self.family.log_prob(lam, z)

    def force(self, lam, z):
        """∇ log p(z) − ∇ log q(z; λ), (..., D): where a draw at z would rather be."""
        return self.target.score(z) - self.family.score_z(lam, z)

    def checked(self, lam) -> np.ndarray:
        """λ as an array (..., P), or a ValueError."""
        try:
            lam = np.asarray(lam, float)
        except (TypeError, ValueError):
            raise ValueError(f"lam is {lam!r}, but must be numbers ({', '.join(self.params)}).") from None
        if lam.ndim < 1 or lam.shape[-1] != len(self.params):
            raise ValueError(
                f"lam has shape {lam.shape}, but its last axis must hold the {len(self.params)} parameters "
                f"({', '.join(self.params)})."
            )
        return lam
