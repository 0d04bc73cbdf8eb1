"""Coins behind one bell: independent before it rings, rivals once it has."""

import math
from dataclasses import dataclass

import numpy as np

from vizvi.models.binary import LARGEST, Binary


@dataclass(frozen=True)
class Coins(Binary):
    """Each coin that shows heads rings a bell with its own strength, and the bell may ring by itself: a noisy or (Pearl,
    1988). Heard, one coin's heads explain the ring away, so the others need not be heads.

    chances: P(heads) of each coin; strengths: P(that coin rings the bell | heads); leak: P(it rings by itself); heard:
    whether it rang. All strictly between 0 and 1, or ValueError."""

    chances: tuple[float, ...] = (0.5, 0.5, 0.5)
    strengths: tuple[float, ...] = (0.9, 0.9, 0.9)
    leak: float = 0.05
    heard: bool = True

    def __post_init__(self):
        for name in ("chances", "strengths"):
            try:
                value = tuple(float(each) for each in getattr(self, name))
            except (TypeError, ValueError):
                value = ()
            if not 1 <= len(value) <= LARGEST or not all(0 < each < 1 for each in value):
                raise ValueError(f"Coins: {name} is {getattr(self, name)!r}, but must be up to 12 numbers between 0 and 1.")
            object.__setattr__(self, name, value)
        if len(self.chances) != len(self.strengths):
            raise ValueError(f"Coins: there are {len(self.chances)} chances, but {len(self.strengths)} strengths.")
        if not 0 < self.leak < 1:
            raise ValueError(f"Coins: leak is {self.leak!r}, but must be between 0 and 1.")

    @property
    def names(self):
        return tuple(f"coin {i + 1}" for i in range(len(self.chances)))

    @property
    def edges(self):
        """Every pair of coins meets in the bell."""
        return tuple((i, j) for j in range(len(self.chances)) for i in range(j))

    def log_prob(self, z):
        chance = np.array(self.chances)
        prior = z @ np.log(chance) + (1 - z) @ np.log1p(-chance)
        return prior + (np.log(-np.expm1(self._log_silence(z))) if self.heard else self._log_silence(z))

    def score(self, z):
        chance, quiet = np.array(self.chances), np.log1p(-np.array(self.strengths))
        prior = np.log(chance) - np.log1p(-chance)
        if not self.heard:
            return np.broadcast_to(prior + quiet, np.shape(z))
        return prior - quiet / np.expm1(-self._log_silence(z))[..., None]

    def _log_silence(self, z):
        """log P(the bell stays silent | z)."""
        return z @ np.log1p(-np.array(self.strengths)) + math.log1p(-self.leak)
