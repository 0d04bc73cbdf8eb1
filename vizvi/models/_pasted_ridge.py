"""Ridge: where the posterior of two coefficients under pasted data lives, along its own axes, and its integral there."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from vizvi.integrate.box import box_nodes
from vizvi.models._pasted_likelihood import likelihood
from vizvi.targets import Target

NEWTON, HALVINGS = 200, 40
REACH, RIM = 9.0, 1e-7  # half-width of the box in Laplace's sds, widened while its edge holds more than this share


@lru_cache(maxsize=64)
def _ridge(target: Target):
    """The mode (2,) and a factor (2, 2) of Laplace's covariance there, by Newton's steps that never go down."""
    y, prior = np.array(target.y), -np.eye(2) / target.prior_sd**2
    z = np.array({"poisson": [math.log(y.mean() + 0.5), 0.0], "normal": [y.mean(), math.log(y.std() + 1e-3)]}.get(
        target.template, [0.0, 0.0]
    ))  # fmt: skip
    for _ in range(NEWTON):
        value, slope, bend = target.log_prob(z), target.score(z), likelihood(target, z, 2) + prior
        values, vectors = np.linalg.eigh(-bend)
        step = vectors @ ((slope @ vectors) / np.maximum(np.abs(values), 1e-12 * np.abs(values).max()))
        size = 1.0
        for _ in range(HALVINGS):
            if target.log_prob(z + size * step) >= value:
                break
            size /= 2
        z = z + size * step
        if step @ slope < 1e-16 * max(1.0, abs(value)):
            break
    cov = np.linalg.inv(-(likelihood(target, z, 2) + prior))
    return z, np.linalg.cholesky((cov + cov.T) / 2)


@dataclass(frozen=True)
class Whitened(Target):
    """The same posterior along its own ridge: mode at 0, Laplace's covariance the identity."""

    target: Target
    window: tuple = ()

    def log_prob(self, z):
        mode, factor = _ridge(self.target)
        return self.target.log_prob(mode + z @ factor.T)


@lru_cache(maxsize=64)
def nodes_of(target: Target):
    """A grid along the axes of the ridge, wide enough for what it holds: its sds differ by orders of magnitude."""
    mode, factor = _ridge(target)
    white, box = Whitened(target), [[-REACH, REACH], [-REACH, REACH]]
    for _ in range(8):
        axes = [np.linspace(lo, hi, 65) for lo, hi in box]
        value = white.log_prob(np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1))
        mass = np.exp(value - value.max())
        mass /= mass.sum()
        edges = [(mass.take(0, axis).sum(), mass.take(-1, axis).sum()) for axis in (0, 1)]
        if max(map(max, edges)) < RIM:
            break
        box = [[lo * (1.5 if a > RIM else 1), hi * (1.5 if b > RIM else 1)] for (lo, hi), (a, b) in zip(box, edges)]
    box = tuple(map(tuple, box))
    nodes = box_nodes(Whitened(target, box), box)
    log_volume = nodes.log_volume + np.log(np.diag(factor)).sum()
    return nodes._replace(points=mode + nodes.points @ factor.T, log_volume=log_volume, needles=())


@lru_cache(maxsize=64)
def integral(target: Target) -> tuple[float, float]:
    """log ∫ likelihood × prior and its error: refinement plus what lies outside."""
    nodes = nodes_of(target)
    log_mass = target.log_prob(nodes.points) + nodes.log_volume
    top = log_mass.max()
    mass = np.exp(log_mass - top)
    error = abs((mass * nodes.coarse).sum() / mass.sum() - 1) + mass[nodes.ring > 0].sum() / mass.sum()
    return float(top + math.log(mass.sum())), float(error)


def window_of(target: Target) -> tuple:
    """All but 4e-5 of each marginal, and a margin."""
    from vizvi.formula.window import box_of_mass

    nodes = nodes_of(target)
    log_mass = target.log_prob(nodes.points) + nodes.log_volume
    inside = nodes.ring == 0
    return box_of_mass(nodes.points[inside], np.exp(log_mass - log_mass.max())[inside])
