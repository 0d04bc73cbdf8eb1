from typing import ClassVar

import numpy as np

from vizvi.integrate.special import log_uniform
from vizvi.member import knob, member
from vizvi.samplers import Move, Sampler, toss


@member
class HMC(Sampler):
    """Kick the point and let it roll on −log p: far moves, still taken (Duane et al., 1987; Neal, 2011).

    Each trajectory has a step of its own, uniform in (1 ± jitter)·step: without that a chain may circle for ever."""

    label: ClassVar = "Hamiltonian Monte Carlo"
    step: float = knob(0.3, 0.001, 3.0, "Leapfrog step ε")
    leapfrog: int = knob(6, 1, 100, "Leapfrog steps L")
    jitter: float = knob(0.2, 0.0, 1.0, "Jitter of ε")

    def start(self, target, z):
        return target.log_prob(z), target.score(z)

    def move(self, target, z, state, draw):
        log_p, score = state
        noise, dim = draw(z.shape[-1] + 4), z.shape[-1]
        kick, coin, luck = noise[:, :dim], noise[:, dim : dim + 2], noise[:, dim + 2 :]
        size = self.step * (1 + self.jitter * (2 * np.exp(log_uniform(luck)) - 1))[:, None]
        path, momentum, slope = [z], kick + 0.5 * size * score, score
        for i in range(self.leapfrog):
            path.append(path[-1] + size * momentum)
            slope = target.score(path[-1])
            momentum = momentum + (0.5 if i == self.leapfrog - 1 else 1.0) * size * slope
        there = target.log_prob(path[-1])
        energy = 0.5 * ((momentum**2).sum(axis=-1) - (kick**2).sum(axis=-1))
        accepted, log_ratio, log_coin = toss(there - log_p - energy, coin)
        taken = accepted[:, None]
        state = np.where(accepted, there, log_p), np.where(taken, slope, score)
        return np.where(taken, path[-1], z), state, Move(accepted, path[-1], log_ratio, log_coin, tuple(path))

    def work(self, target):
        return self.leapfrog + 1
