"""Sketches: members as a few lines, small enough to stand beside their names in a menu."""

import numpy as np

from vizvi.picture.outlines import mass_levels, polylines
from vizvi.polyline import thinned

WIDTH, HEIGHT = 44, 30  # of a sketch's units, y downward
CELLS = 45, 31  # of the plane that contours are looked for in
HELD = 0.5, 0.95  # the mass inside of its lines
BUMPS = 1.6, 0.5  # ± middle and sd of what divergences are sketched on
REACH = 4.0  # of the window around q
NEAR = 0.1  # units that nobody sees


def target_sketch(target) -> list[list[str]]:
    """A target's density as [tone, SVG path] pairs: a filled curve in 1-D, two outlines in 2-D."""
    return [["p", _drawn(target.log_prob, target.window)]]


def family_sketch(family, dim: int) -> list[list[str]]:
    """What a family makes of a tilted cloud or, with several components, of as many: [tone, SVG path] pairs."""
    count = family.components
    across = np.linspace(-1.6, 1.6, count) if count > 1 else np.zeros(1)
    means = np.stack([across, 0.5 * across], axis=-1)[:, :dim]
    cov = np.array([[1.0, 0.75], [0.75, 1.0]]) if count == 1 else np.diag([0.45, 0.45])
    lam = family.place(means, np.broadcast_to(cov[:dim, :dim], (count, dim, dim)))
    return [["q", _drawn(lambda z: family.log_prob(lam, z), ((-REACH, REACH),) * dim)]]


def divergence_sketch(divergence) -> list[list[str]]:
    """Two bumps and the normal that is nearest to them by a divergence, found on a grid: [tone, SVG path] pairs."""
    middle, sd = BUMPS
    z = np.linspace(-REACH, REACH, 161)
    log_p = np.logaddexp(-0.5 * ((z - middle) / sd) ** 2, -0.5 * ((z + middle) / sd) ** 2)
    log_p -= np.log(np.exp(log_p).sum() * (z[1] - z[0]))
    mean, scale = (each.reshape(-1, 1) for each in np.meshgrid(np.linspace(0, 2, 41), np.geomspace(0.4, 3, 41)))
    log_q = -0.5 * ((z - mean) / scale) ** 2 - np.log(scale * np.sqrt(2 * np.pi))
    with np.errstate(all="ignore"):
        cost = np.nansum(divergence.integrand(log_p, log_q), axis=-1)
    best = np.exp(log_q[np.argmin(np.where(np.isfinite(cost), cost, np.inf))])
    p, top = np.exp(log_p), max(best.max(), np.exp(log_p).max())
    return [["p", _curve(p / top)], ["q", _curve(best / top)]]


def _drawn(log_prob, window) -> str:
    if len(window) == 1:
        density = _heights(log_prob(np.linspace(*window[0], 3 * WIDTH + 1)[:, None]))
        return _curve(density)
    axes = [np.linspace(lo, hi, cells) for (lo, hi), cells in zip(window, CELLS, strict=True)]
    density = _heights(log_prob(np.stack(np.meshgrid(*axes), axis=-1)))
    xy, lengths, _ = polylines(axes, density, mass_levels(density / density.sum(), HELD) * density.sum())
    (left, right), (low, high) = window
    at = np.stack([(xy[:, 0] - left) / (right - left) * WIDTH, (high - xy[:, 1]) / (high - low) * HEIGHT], axis=-1)
    return "".join(_path(line) for line in np.split(at, np.cumsum(lengths)[:-1]))


def _curve(density) -> str:
    """Under its top at 1, every third point or so."""
    x = np.linspace(0, WIDTH, len(density))
    return _path(np.stack([x, HEIGHT - 1 - (HEIGHT - 3) * density], axis=-1)[:: max(1, len(density) // 60)])


def _path(points) -> str:
    points, _ = thinned(points, [len(points)], (NEAR, NEAR))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _heights(log_p) -> np.ndarray:
    density = np.exp(np.nan_to_num(log_p - np.nanmax(log_p), nan=-800.0, neginf=-800.0))
    return density / density.max()
