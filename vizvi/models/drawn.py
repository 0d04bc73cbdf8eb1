"""A density somebody drew: points on a curve of log p, a monotone cubic between them, Gaussian tails beyond."""

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from vizvi.targets import Target

FEWEST, MOST, LARGEST = 3, 60, 1e6
DEEPEST = 700.0  # nats between the highest point and the lowest
MARGIN = 0.25  # of the drawn width on either side: the window
FALL = 4.0  # how sharply the tails fall: their sd is half of the distance between the last two points


@dataclass(frozen=True)
class Drawn(Target):
    """log p through points, without new bumps between them (Fritsch & Carlson, 1980); equal points, equal targets."""

    label: ClassVar = "Drawn"
    points: tuple[tuple[float, float], ...]  # (z, log p), z increasing
    dim: ClassVar = 1
    names: ClassVar = ("z",)

    def written(self) -> dict[str, str]:
        """What a link holds: the points."""
        return {"points": ";".join(f"{z!r},{height!r}" for z, height in self.points)}

    @classmethod
    def read(cls, given: dict[str, str]) -> "Drawn":
        """The target that a link's points are; ValueError if they are none."""
        return drawn([pair.split(",") for pair in given.get("points", "").split(";")])

    @property
    def window(self) -> tuple:
        lo, hi = self.points[0][0], self.points[-1][0]
        return ((lo - MARGIN * (hi - lo), hi + MARGIN * (hi - lo)),)

    def log_prob(self, z):
        return _curve(self, np.asarray(z, float)[..., 0])[0]

    def score(self, z):
        return _curve(self, np.asarray(z, float)[..., 0])[1][..., None]


def drawn(points) -> Drawn:
    """A 1-D target from (z, log p) points, 3 to 60 of them, in any order: what a hand can draw in ten seconds.

    Heights are log densities in nats, any constant missing. Raises ValueError for too few points, two at one z, numbers
    that are not finite or beyond 1e6, or heights that differ by more than 700 nats."""
    try:
        table = np.array(sorted((float(z), float(height)) for z, height in points))
    except (TypeError, ValueError):
        raise ValueError("drawn: points must be pairs of numbers (z, log p).") from None
    if not FEWEST <= len(table) <= MOST:
        raise ValueError(f"drawn: there are {len(table)} points, but must be {FEWEST} to {MOST}.")
    if not np.all(np.abs(table) <= LARGEST):
        raise ValueError("drawn: points must be finite and at most 1e6 in size.")
    if np.ptp(table[:, 1]) > DEEPEST:
        raise ValueError("drawn: heights may differ by 700 nats at most.")
    if np.diff(table[:, 0]).min() <= 1e-9 * np.ptp(table[:, 0]):
        raise ValueError("drawn: two points stand at the same z.")
    return Drawn(tuple(map(tuple, table.tolist())))


@lru_cache(maxsize=64)
def _knots(target: Drawn):
    """z, log p and the slopes at the points; at both ends the curve may not rise outward."""
    x, y = np.array(target.points).T
    h, rise = np.diff(x), np.diff(y) / np.diff(x)
    slope = np.zeros(len(x))
    same = rise[:-1] * rise[1:] > 0
    first, second = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (first + second) / (first / rise[:-1] + second / rise[1:])
    slope[1:-1] = np.where(same, mean, 0.0)
    slope[0], slope[-1] = max(rise[0], 0.0), min(rise[-1], 0.0)
    return x, y, slope


def _curve(target: Drawn, z):
    """log p and its slope at z (...)."""
    x, y, slope = _knots(target)
    i = np.clip(np.searchsorted(x, z, side="right") - 1, 0, len(x) - 2)
    h = x[i + 1] - x[i]
    t = np.clip((z - x[i]) / h, 0, 1)
    a, b, m, n = y[i], y[i + 1], h * slope[i], h * slope[i + 1]
    value = a + t * (m + t * (3 * (b - a) - 2 * m - n + t * (2 * (a - b) + m + n)))
    bend = (m + t * (2 * (3 * (b - a) - 2 * m - n) + 3 * t * (2 * (a - b) + m + n))) / h
    for end, step, out in ((0, x[1] - x[0], z < x[0]), (-1, x[-1] - x[-2], z > x[-1])):
        beyond, precision = z - x[end], FALL / step**2
        value = np.where(out, y[end] + slope[end] * beyond - 0.5 * precision * beyond**2, value)
        bend = np.where(out, slope[end] - precision * beyond, bend)
    return value, bend
