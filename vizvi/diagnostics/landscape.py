"""What does a divergence look like from above? Over every mean and sd that a Gaussian on the line can have."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.special import LOG_2PI
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.optima.field import Field, Local

CELLS = 100
REACH = 8.0  # sds of q that the integral reaches
SHARPEST = 0.5  # step of the nodes, in widths of log p's sharpest bend
FINEST = 64  # nodes in one cell at most
AT_ONCE = 2**16  # nodes of one chunk
ENTROPY = 0.5 * (LOG_2PI + 1)  # of a unit Gaussian, nats
# Nats above the lowest value where iso-lines run.
RISES = (0.01, 0.03, 0.07, 0.15, 0.3, 0.6, 1.0, 1.5, 2.5, 4.0, 6.0, 9.0, 14.0, 20.0, 40.0)


class Landscape(NamedTuple):
    """A divergence over a grid of λ = (loc, log scale); values belong to the middle of their cells."""

    loc: np.ndarray  # (W,)
    log_scale: np.ndarray  # (H,)
    value: np.ndarray  # (H, W) nats, p normalized; row 0 has the smallest scale
    extent: tuple  # (loc from, to, log scale from, to): the outer edges of the cells


def frame(target) -> tuple[float, float, float, float]:
    """Which means and log sds to look at: (loc from, to, log scale from, to). In steps, so that the axes stay where they
    are while a knob of p moves a little."""
    ((lo, hi),) = target.window
    middle, half = (lo + hi) / 2, 0.375 * (hi - lo)
    # Steps of a third of a power of ten: 3, 6, 9, 12 …
    unit = 3 * 10.0 ** math.floor(math.log10(half / 2))
    half = unit * math.ceil(half / unit - 1e-9)
    sd = float(standard_deviation(truth(target))[0])
    widest = max(0.8 * half, 1.25 * sd) if np.isfinite(sd) else 0.8 * half
    return middle - half, middle + half, math.log(half / 36), math.log(widest)


def landscape(problem, cells: int = CELLS, extent: tuple | None = None) -> Landscape:
    """The exact divergence of a 1-D Gaussian q on cells × cells values of (loc, log scale), nats.

    For the reverse KL, −entropy − (log p convolved with q)(loc): one product of matrices for each scale. Other divergences
    go through the field that `optima` searches, some ten times slower. Raises ValueError if q is no 1-D Gaussian."""
    _check(problem)
    extent = frame(problem.target) if extent is None else extent
    loc, log_scale = axes(extent, cells)
    if problem.divergence.power == 0:
        value = Line(problem, extent, cells).table(loc, log_scale)
    else:
        mesh = np.stack(np.meshgrid(loc, log_scale), axis=-1).reshape(-1, 2)
        value = Field(problem, 0.05, 7.0, thin=False)(mesh).value.reshape(cells, cells)
    return Landscape(loc, log_scale, value, extent)


def axes(extent, cells: int):
    """The middles of the cells along both axes, (cells,) each."""
    middles = (np.arange(cells) + 0.5) / cells
    return extent[0] + (extent[1] - extent[0]) * middles, extent[2] + (extent[3] - extent[2]) * middles


def levels(found: Landscape) -> np.ndarray:
    """Where iso-lines run, nats: close together near the lowest value, as the optima are."""
    inside = found.value[np.isfinite(found.value)]
    wanted = inside.min() + np.array(RISES)
    return wanted[wanted < inside.max()]


def iso_lines(found: Landscape):
    """Iso-lines as points (M, 2) in (loc, log scale), points in each line (K,), and the level of each line (K,), nats."""
    from vizvi.picture.outlines import polylines

    heights = levels(found)
    xy, lengths, level = polylines((found.loc, found.log_scale), found.value, heights)
    return xy, lengths, heights[level]


class Line:
    """The reverse KL of a 1-D Gaussian with slope and curvature at any λ (R, 2), by a sum over fixed nodes on the line.

    With G = E_q[log p], moments of log p against q give all derivatives (Price, 1958): ∂G/∂loc = E[u log p]/σ,
    ∂G/∂log σ = E[(u² − 1) log p], u = (z − loc)/σ. The nodes are finer than p's sharpest bend, whatever σ is: nodes that
    scale with q would lose the kink between two modes."""

    def __init__(self, problem, extent, cells: int = CELLS):
        _check(problem)
        target = problem.target
        self.log_z = truth(target).log_z
        cell = (extent[1] - extent[0]) / cells
        smallest = math.exp(extent[2])
        probe = np.linspace(extent[0], extent[1], 2001)
        bend = np.abs(np.gradient(target.score(probe[:, None])[:, 0], probe)).max()
        step = min(cell, SHARPEST / math.sqrt(max(bend, 1e-12)), 0.5 * smallest)
        self.every = min(FINEST, math.ceil(cell / step))
        self.step = cell / self.every
        # Gradient flow and Newton's steps may leave the picture by a little.
        self.widest = math.exp(extent[3] + 0.5)
        pad = self.every * math.ceil((REACH * self.widest + 0.25 * (extent[1] - extent[0])) / cell)
        self.first = extent[0] + cell / 2 - pad * self.step
        self.nodes = self.first + self.step * np.arange(self.every * (cells - 1) + 1 + 2 * pad)
        self.log_p = self.wide = target.log_prob(self.nodes[:, None])
        self.room = 0

    def table(self, loc, log_scale) -> np.ndarray:
        """F at the cells' middles (H, W): all means at once, one scale after the other."""
        out = np.empty((len(log_scale), len(loc)))
        start = round((loc[0] - self.first) / self.step)
        for i, each in enumerate(log_scale):
            scale = math.exp(each)
            n = math.ceil(REACH * scale / self.step)
            u = self.step / scale * np.arange(-n, n + 1)
            weight = np.exp(-0.5 * u * u)
            weight /= weight.sum()
            energy = _windows(self.log_p[start - n :], 2 * n + 1)[: self.every * len(loc) : self.every] @ weight
            out[i] = self.log_z - (each + ENTROPY) - energy
        return out

    def __call__(self, lam) -> Local:
        """The field at λ (R, 2), as `flow` wants it; λ beyond the nodes has no value."""
        out = np.full((len(lam), 6), np.nan)
        for rows, moments in self._moments(lam, 5):
            out[rows] = self._assemble(moments, lam[rows, 1], np.exp(lam[rows, 1]))
        size = np.stack([np.exp(-lam[:, 1]), np.full(len(lam), math.sqrt(2))], axis=-1)
        return Local(out[:, 0], out[:, 1:3], out[:, [[3, 4], [4, 5]]], size[:, :, None] ** 2 * np.eye(2), size)

    def slope(self, lam) -> np.ndarray:
        """∇F alone, (R, 2)."""
        out = np.full((len(lam), 2), np.nan)
        for rows, (m0, m1, m2) in self._moments(lam, 3):
            out[rows, 0], out[rows, 1] = -m1 / np.exp(lam[rows, 1]), -1 - (m2 - m0)
        return out

    def _moments(self, lam, count: int):
        """E[uᵏ log p] for k < count, (count, R'), of those rows (R',) of λ whose nodes are there, in chunks."""
        scale = np.exp(np.minimum(lam[:, 1], 50))
        reach = np.ceil(REACH * scale / self.step)
        with np.errstate(invalid="ignore"):
            centre = np.rint((lam[:, 0] - self.first) / self.step)
            inside = (centre - reach >= 0) & (centre + reach < len(self.nodes)) & (scale > 0.5 * self.step)
        good = np.flatnonzero(inside)
        if not len(good):
            return
        n = int(reach[good].max())
        window = _windows(self.padded(n), 2 * n + 1)
        steps = self.step * np.arange(-n, n + 1)
        chunk = max(1, AT_ONCE // (2 * n + 1))
        for i in range(0, len(good), chunk):
            rows = good[i : i + chunk]
            middle = centre[rows].astype(int)
            off = self.first + middle * self.step - lam[rows, 0]
            u = (steps + off[:, None]) / scale[rows, None]
            power = np.exp(-0.5 * u * u)
            power /= power.sum(axis=-1, keepdims=True)
            log_p = window[middle]
            moments = []
            for k in range(count):
                moments.append(np.einsum("rn,rn->r", power, log_p))
                if k + 1 < count:
                    power *= u
            yield rows, np.array(moments)

    def padded(self, n: int) -> np.ndarray:
        """log p at the nodes and n more on either side, where no weight is."""
        if n > self.room:
            self.room = 2 * n
            self.wide = np.pad(self.log_p, self.room, mode="edge")
        return self.wide[self.room - n : len(self.wide) - self.room + n]

    def _assemble(self, moments, log_scale, scale):
        """F, its slopes and its curvatures (11, 12, 22), (..., 6), from E[uᵏ log p], k = 0 … 4, (5, ...)."""
        m0, m1, m2, m3, m4 = moments
        value, by_loc, by_scale = self.log_z - (log_scale + ENTROPY) - m0, -m1 / scale, -1 - (m2 - m0)
        bends = -(m2 - m0) / scale**2, -(m3 - 3 * m1) / scale, -(m4 - 4 * m2 + m0)
        return np.stack([value, by_loc, by_scale, *bends], axis=-1)


def _windows(values: np.ndarray, size: int) -> np.ndarray:
    """All runs of `size` neighbors, (N − size + 1, size), as a view: made in a tenth of `sliding_window_view`'s time."""
    return np.ndarray((len(values) - size + 1, size), values.dtype, values, strides=values.strides * 2)


def _check(problem) -> None:
    if problem.target.dim != 1 or not problem.family.gaussian:
        raise ValueError("The landscape is drawn for a Gaussian on the line: take a 1-D target and the Normal family.")
