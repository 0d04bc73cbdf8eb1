"""Sums over the latent plane: log p(x), and the moments of p(z | x), of many pictures from one table of the decoder."""

from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.models.network import softplus_sum

RADIUS, NODES = 6.0, 161  # half-width of the shared window and nodes along each axis
RIM = 1e-7  # share of the mass that may sit on the window's outermost nodes
COARSE = 5e-3  # nats by which every other node may differ: the error left is below its square
BEYOND = 16.0  # nats below the peak inside the window that the density on the ring must stay
OWN = 1e-3  # the same for nodes of one picture's own
BLOCK = 32  # pictures at once
CUT = 32.0  # nats below the peak that no integral can show
TRIES = 8
OUTSIDE, APART = 16.0, 0.5  # half-width of a sparse ring of nodes around the window, and its step


class Table(NamedTuple):
    """The decoder on a square grid of nodes, the second latent fastest."""

    nodes: np.ndarray  # (N, 2)
    step: float
    logits: np.ndarray  # (N, pixels) η
    rest: np.ndarray  # (N,) what log p(x, z) adds to x·η, whatever the picture

    def ring(self) -> "Table":
        """The nodes beyond the shared window."""
        out = np.abs(self.nodes).max(axis=-1) > RADIUS
        return Table(self.nodes[out], self.step, self.logits[out], self.rest[out])


class Posterior(NamedTuple):
    """What is known of a picture; read-only."""

    log_p: np.ndarray  # (...) log p(x), nats
    mean: np.ndarray  # (..., 2)
    cov: np.ndarray  # (..., 2, 2)
    error: np.ndarray  # (...) of log_p, nats


def table(decoder, box=((-RADIUS, RADIUS),) * 2, count: int = NODES) -> Table:
    """The decoder on count² nodes over a box."""
    axes = [np.linspace(*ends, count) for ends in box]
    nodes = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
    parts = [decoder.logits(nodes[i : i + 2048]) for i in range(0, len(nodes), 2048)]
    rest = [decoder.count * softplus_sum(each) for each in parts]
    rest = -np.concatenate(rest) - 0.5 * (nodes**2).sum(axis=-1) - LOG_2PI
    return Table(nodes, float(axes[0][1] - axes[0][0]), np.concatenate(parts), rest)


def log_joint(decoder, known: Table, x) -> np.ndarray:
    """log p(x, z) at a table's nodes for pictures (B, pixels): (B, N)."""
    out = x @ known.logits.T
    out += known.rest
    out += decoder.log_choose(x)[:, None]
    return out


def posterior(decoder, x) -> Posterior:
    """Evidence and moments of pictures (B, pixels), in blocks."""
    blocks = (x[i : i + BLOCK] for i in range(0, max(1, len(x)), BLOCK))
    parts = [summed(decoder, each, log_joint(decoder, decoder.table, each)) for each in blocks]
    return Posterior(*(np.concatenate(each) for each in zip(*parts)))


def summed(decoder, x, values) -> Posterior:
    """The same from log p(x, z) at the shared nodes, values (B, N)."""
    known = decoder.table
    log_p, mean, cov, error, rim = _integrate(values, known.nodes)
    log_p += 2 * np.log(known.step)
    beyond = log_joint(decoder, decoder.ring, x).max(axis=1) > values.max(axis=1) - BEYOND
    for i in np.flatnonzero((rim > RIM) | (error > COARSE) | beyond):
        box = _tight(known.nodes, values[i], known.step)
        if beyond[i]:
            box = np.array([[-OUTSIDE, OUTSIDE]] * 2)
        elif rim[i] > RIM:
            box = _doubled(box)
        log_p[i], mean[i], cov[i], error[i] = own_posterior(decoder, x[i], box)
    return Posterior(log_p, mean, cov, np.minimum(error, error**2 + 1e-12))


def own_posterior(decoder, x, box) -> tuple:
    """log p, mean, cov and the difference every other node makes, by nodes of one picture's own, first over `box`."""
    count = NODES
    for _ in range(TRIES):
        known = table(decoder, box, count)
        values = log_joint(decoder, known, x[None])
        log_p, mean, cov, error, rim = (each[0] for each in _integrate(values, known.nodes))
        steps = np.ptp(box, axis=1) / (count - 1)
        tight = _tight(known.nodes, values[0], steps)
        loose = np.ptp(tight, axis=1) < 0.8 * np.ptp(box, axis=1)
        if rim > RIM:
            box = _doubled(box)
        elif (error > OWN or np.ptp(box) > 2 * OUTSIDE - 1) and loose.any():
            box = np.where(loose[:, None], tight, box)
        elif error > OWN and count < 4 * NODES:
            count = 2 * count - 1
        else:
            break
    return log_p + np.log(steps).sum(), mean, cov, error


def _doubled(box) -> np.ndarray:
    """A box (2, 2) twice as wide around the same center."""
    return box + np.ptp(box, axis=1)[:, None] * np.array([-0.5, 0.5])


def _tight(nodes, values, steps) -> np.ndarray:
    """The box (2, 2) around the nodes that an integral could show, two steps wider."""
    inside = nodes[values > values.max() - CUT]
    return np.stack([inside.min(axis=0) - 2 * steps, inside.max(axis=0) + 2 * steps], axis=1)


def reach(decoder, x) -> float:
    """Half-width of a square window around 0 that holds the posterior of one picture (pixels,): 5, or as far as needed."""
    known = posterior(decoder, x[None])
    far = np.abs(known.mean[0]) + 7 * np.sqrt(np.diag(known.cov[0]))
    return float(np.ceil(max(5.0, far.max())))


def _integrate(values, nodes) -> tuple:
    """Of log densities (B, N) on square nodes: log of their sum, mean, covariance, what every other node would change,
    and the share of the mass on the outermost nodes."""
    side, top = round(len(nodes) ** 0.5), values.max(axis=1, keepdims=True)
    mass = np.exp(values - top)
    total = mass.sum(axis=1)
    square = mass.reshape(-1, side, side)
    coarse = 4 * square[:, ::2, ::2].sum(axis=(1, 2))
    rim = square[:, [0, -1]].sum(axis=(1, 2)) + square[:, :, [0, -1]].sum(axis=(1, 2))
    powers = np.column_stack([nodes, nodes[:, 0] ** 2, nodes[:, 0] * nodes[:, 1], nodes[:, 1] ** 2])
    moments = mass @ powers / total[:, None]
    mean = moments[:, :2]
    cov = moments[:, [2, 3, 3, 4]].reshape(-1, 2, 2) - mean[:, :, None] * mean[:, None]
    return np.log(total) + top[:, 0], mean, cov, np.abs(np.log(coarse / total)), rim / total
