import numpy as np

from vizvi.member import member
from vizvi.samplers import Move, Sampler
from vizvi.targets import Target


@member
class Gibbs(Sampler):
    """Draw one coordinate after the other given the rest: nothing is ever refused, but steps are only as wide as the
    conditionals (Geman & Geman, 1984). One step is a sweep over all coordinates."""

    def move(self, target, z, state, draw):
        path = [z]
        for k in range(z.shape[-1]):
            new = z.copy()
            new[:, k] = target.conditional(z, k, draw(3))
            path.append(z := new)
        sure = np.zeros(len(z))
        return z, state, Move(np.ones(len(z), bool), z, sure, np.full(len(z), -np.inf), tuple(path))

    def work(self, target):
        return target.dim

    def supports(self, target):
        if type(target).conditional is not Target.conditional:
            return ""
        return (
            "Gibbs draws each coordinate given the other, which it can only where that conditional is known in closed form."
        )
