"""A bank of densities that people bring, each with its log normalizer and a closed-form KL from a Gaussian.

Shapes × scales × constants × precision; a test asks for `entry` and runs on all of them, or on the default part alone.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np

SCALES = (1e-4, 1e-2, 1.0, 30.0, 1e3)
CONSTANTS = (0.0, -3e3, 1e6, 1e9, 1e12)
KINDS = (np.float64, np.float32)


@dataclass(frozen=True)
class Entry:
    """A density in units of its scale, shifted to `at` of them, with a constant added and in a precision."""

    name: str
    shape: Callable  # normalized log density of (N, D), in units of the scale
    dim: int
    half: float  # of the window, in the same units
    energy: Callable | None  # E_q[shape] of N(mean, diag(sd²)) in closed form, (D,), (D,) -> float; None: by a fine sum
    scale: float = 1.0
    constant: float = 0.0
    kind: type = np.float64
    at: float = 0.37

    def __repr__(self) -> str:
        return f"{self.name}-{self.scale:g}-{self.constant:g}-{self.kind.__name__}"

    def log_prob(self, z):
        value = self.shape(z / self.scale - self.at) + self.constant
        return np.asarray(value).astype(self.kind)

    @property
    def window(self):
        return ((self.scale * (self.at - self.half), self.scale * (self.at + self.half)),) * self.dim

    @property
    def log_z(self) -> float:
        return self.dim * math.log(self.scale) + self.constant

    @property
    def precision(self) -> float:
        return float(np.finfo(self.kind).eps)

    def mean_energy(self, mean, sd) -> float:
        """E_q[log p̃] less the constant, for q with this mean and these sds in units of the scale."""
        return self.energy(mean - self.at, sd) if self.energy else fine_sum(self.shape, mean - self.at, sd)


def fine_sum(shape, mean, sd) -> float:
    """By Gauss–Legendre panels in q's sds, ever finer towards each place where shapes of this bank have their details."""
    node, weight = np.polynomial.legendre.leggauss(10)
    lines = []
    for m, s in zip(mean, sd):
        near = np.concatenate([[d - 1e-9, d, d + 1e-9] + [d + side * 2.0**k for k in range(-16, 7) for side in (-1, 1)]
                               for d in (0.0, DETAIL)])  # fmt: skip
        edges = np.unique(np.concatenate([np.linspace(-9, 9, 61), np.clip((near - m) / s, -9, 9)]))
        middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
        u = (middle[:, None] + half[:, None] * node).ravel()
        lines.append((m + s * u, (half[:, None] * weight).ravel() * np.exp(-0.5 * u * u) / math.sqrt(2 * math.pi)))
    mesh = np.stack(np.meshgrid(*(x for x, _ in lines), indexing="ij"), axis=-1)
    mass = lines[0][1] if len(lines) == 1 else np.multiply.outer(lines[0][1], lines[1][1])
    return float((mass * shape(mesh)).sum())


DETAIL = 0.8  # where needles stand


def _normal(x, mean=0.0, sd=1.0):
    return -0.5 * ((x - mean) / sd) ** 2 - math.log(sd) - 0.5 * math.log(2 * math.pi)


def _student(x, df):
    constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
    return constant - 0.5 * (df + 1) * np.log1p(x * x / df)


def _bell(z):
    return _normal(z).sum(axis=-1)


def _bell_energy(mean, sd):
    return float(sum(-0.5 * (m * m + s * s) - 0.5 * math.log(2 * math.pi) for m, s in zip(mean, sd)))


def _needle(width):
    log_p = lambda z: np.logaddexp(
        math.log(0.5) + _bell(z), math.log(0.5) + sum(_normal(z[..., i], DETAIL, width) for i in range(z.shape[-1]))
    )
    return log_p


def _wave(z):
    # ∫ N(0, 1) (1 + ½ sin 7z) = 1: an odd wave takes nothing away.
    return _normal(z[..., 0]) + np.log1p(0.5 * np.sin(7 * z[..., 0]))


def _skew(z):
    from scipy.special import log_ndtr

    return math.log(2) + _normal(z[..., 0]) + log_ndtr(4 * z[..., 0])


def _laplace(z):
    return -np.abs(z[..., 0]) - math.log(2)


def _ridge(z):
    x, y = z[..., 0], z[..., 1]
    return _normal(x) + _normal(y, 0.95 * x, math.sqrt(1 - 0.95**2))


def _ridge_energy(mean, sd):
    spare = 1 - 0.95**2
    square = mean[0] ** 2 + sd[0] ** 2
    off = (mean[1] - 0.95 * mean[0]) ** 2 + sd[1] ** 2 + 0.95**2 * sd[0] ** 2
    return -0.5 * (square + off / spare) - 0.5 * math.log(spare) - math.log(2 * math.pi)


SHAPES = {
    "bell": (_bell, 1, 9, _bell_energy),
    "plane": (_bell, 2, 9, _bell_energy),
    "ridge": (_ridge, 2, 9, _ridge_energy),
    "two": (
        lambda z: np.logaddexp(math.log(0.3) + _normal(z[..., 0], -3), math.log(0.7) + _normal(z[..., 0], 3)),
        1,
        12,
        None,
    ),
    "needle": (_needle(0.004), 1, 9, None),
    "needle2": (_needle(0.05), 2, 8, None),
    "student": (lambda z: _student(z[..., 0], 4), 1, 60, None),
    "laplace": (_laplace, 1, 40, None),
    "skew": (_skew, 1, 9, None),
    "wave": (_wave, 1, 9, None),
}
# Without a wall no Gaussian's energy is finite: edges have a test of their own.
EDGES = {
    "box": (lambda z: np.where((z[..., 0] > 0) & (z[..., 0] < 0.3), -math.log(0.3), -np.inf), 1, 5),
    "half": (lambda z: np.where(z[..., 0] >= 0, math.log(2) + _normal(z[..., 0]), -np.inf), 1, 9),
    "exponential": (lambda z: np.where(z[..., 0] >= 0, -z[..., 0], -np.inf), 1, 40),
    "square": (lambda z: np.where((np.abs(z - 0.1) < 0.8).all(axis=-1), -2 * math.log(1.6), -np.inf), 2, 3),
    "disc": (lambda z: np.where((z**2).sum(axis=-1) < 1, -math.log(math.pi), -np.inf), 2, 3),
}


def entries(scales=SCALES, constants=CONSTANTS, kinds=KINDS, edges=False) -> list[Entry]:
    """All combinations that leave something of the density: log p known to a hundredth of a nat."""
    out = []
    for name, scale, constant, kind in product(EDGES if edges else SHAPES, scales, constants, kinds):
        shape, dim, half, *energy = (EDGES if edges else SHAPES)[name]
        if np.finfo(kind).eps * abs(constant) < 1e-3:
            out.append(Entry(name, shape, dim, half, energy[0] if energy else None, scale, constant, kind))
    return out


def some(edges=False) -> list[Entry]:
    """The default part: each shape with each scale, constant and precision once."""
    whole, seen, out = entries(edges=edges), set(), []
    for each in whole:
        facts = {(each.name, each.scale), (each.name, each.constant, each.kind)}
        if not facts <= seen and (facts - seen) and (each.scale != 1.0) == (each.constant != 0 or each.kind is np.float32):
            out.append(each)
            seen |= facts
    return out + entries((1.0,), (0.0,), (np.float64,), edges=edges)
