"""Sums over nodes for a family of which nothing is known but its score."""

import numpy as np


class NodeSums:
    """F, ∇F, ∇²F and the Fisher information at λ (R, P), from the score at every node."""

    def __init__(self, ground):
        self.ground, self.family = ground, ground.problem.family

    def __call__(self, lam):
        ground = self.ground
        size = self.family.components * len(ground.u) + (len(ground.points) if ground.over_p else 0)
        return ground.chunked(self._some, 4 * size, lam)

    def _some(self, lam):
        ground, family = self.ground, self.family
        z, log_m = family.nodes(lam, ground.u)
        mass = np.broadcast_to(np.exp(log_m + ground.log_cell), z.shape[:-1])
        own = family.score_lam(lam[:, None], z)
        metric = (own * mass[..., None]).swapaxes(-1, -2) @ own
        points, log_w, base = [], [], []
        if ground.around_q:
            points, log_w, base = [z], [ground.log_w(z, family.log_prob(lam[:, None], z))], [mass]
        if ground.over_p:
            points.append(np.broadcast_to(ground.points, (len(lam), *ground.points.shape)))
            log_w.append(ground.log_p - ground.floor(family.log_prob(lam[:, None], points[-1])))
            base.append(np.broadcast_to(ground.base_p, log_w[-1].shape))
        points = np.concatenate(points, axis=1)
        base = ground.base_p if ground.power == 1 else np.concatenate(base, axis=1)
        weigh = ground.weigh if ground.problem.divergence.pure else ground.costs
        value, moved, bent = weigh(np.concatenate(log_w, axis=1), base)
        score = family.score_lam(lam[:, None], points)
        hess = ground.first * family.curvature(lam, points, moved) + ground.third * metric
        if ground.second:
            bent = moved if ground.problem.divergence.pure else bent
            hess = hess + ground.second * (score.swapaxes(-1, -2) * bent[:, None]) @ score
        return value, ground.first * (moved[:, None] @ score)[:, 0], hess, metric
