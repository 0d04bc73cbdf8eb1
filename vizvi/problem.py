"""A problem: what we want."""

from dataclasses import dataclass

import numpy as np

from vizvi.divergences import DIVERGENCES, Divergence
from vizvi.families import FAMILIES, Family
from vizvi.member import label
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
        if self.target.dim not in self.family.dims:
            raise ValueError(
                f"Problem: a {label(self.family).lower()} moves one coordinate given the other, so it needs a "
                "target in two dimensions."
            )

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

    def drawn_log_w(self, lam, eps, z):
        """The same at the draw z = transform(λ, ε), which a family that knows ε may have cheaper."""
        return self.target.log_prob(z) - self.family.drawn_log_prob(lam, eps, z)

    def drawn_force(self, lam, eps, z):
        """The same at the draw z = transform(λ, ε)."""
        return self.target.score(z) - self.family.drawn_score_z(lam, eps, z)

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
