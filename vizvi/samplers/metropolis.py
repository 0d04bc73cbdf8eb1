import numpy as np

from vizvi.member import knob, member
from vizvi.samplers import Move, Sampler, toss


@member
class Metropolis(Sampler):
    """Try a Gaussian step and stay where it leads too far down: it only needs log p (Metropolis et al., 1953)."""

    scale: float = knob(1.0, 0.001, 10.0, "Step sd")

    def start(self, target, z):
        return (target.log_prob(z),)

    def move(self, target, z, state, draw):
        (log_p,) = state
        noise = draw(z.shape[-1] + 2)
        proposal = z + self.scale * noise[:, :-2]
        there = target.log_prob(proposal)
        accepted, log_ratio, log_coin = toss(there - log_p, noise[:, -2:])
        new = np.where(accepted[:, None], proposal, z)
        return new, (np.where(accepted, there, log_p),), Move(accepted, proposal, log_ratio, log_coin, (z, proposal))

    def work(self, target):
        return 1
