"""Schedules: how far each stochastic step goes. One file each; the folder is the registry."""

import numpy as np

from vizvi.member import discover


class Schedule:
    """Step sizes ρ in (0, 1]: the share of a noisy update that each step takes."""

    def at(self, t) -> np.ndarray:
        """ρ of the steps t = 0, 1, … (...): (...)."""
        raise NotImplementedError


SCHEDULES = discover(__name__, Schedule)
