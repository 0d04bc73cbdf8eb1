"""What a stage shows beside its q, for stills: its trail, the other runs, fits to compare with, and a second run."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.picture import Picture
from vizvi.picture.outlines import CELLS, CONTOUR_CELLS, INSIDE, mass_levels, polylines

OTHER = {"reverse": "forward", "forward": "reverse"}
TONES = {"reverse": "mix:0.000", "forward": "mix:1.000"}


class Fit(NamedTuple):
    """A Gaussian that is named in every frame: a prediction, a best attempt."""

    name: str
    tone: str
    mean: np.ndarray  # (D,)
    cov: np.ndarray  # (D, D)


def trail(steps: int, step: int) -> list[tuple[int, float]]:
    """Every k-th iterate before a step, the same ones in every frame, and how strong each is."""
    every = max(1, -(-steps // 12))
    found = list(range(0, step, every))[:12]
    return [(k, 0.1 + 0.35 * (n + 1) / len(found)) for n, k in enumerate(found)]


def ghosts(header: dict) -> list[Fit]:
    """The fits to compare with, of a picture's header."""
    return [
        Fit(
            " ".join(filter(None, (each["label"], each.get("note")))),
            TONES.get(each.get("style") or header.get("style"), TONES["reverse"]),
            np.ravel(each["mean"]).astype(float),
            full(each["cov"]),
        )
        for each in header.get("ghosts") or ()
    ]


def others(picture: Picture, step: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Mean (D,) and covariance (D, D) of every other run at a step: told at some steps, in between in between."""
    header, arrays = picture
    if "others_mean" not in arrays:
        return []
    means, covs = (np.asarray(arrays[name], float) for name in ("others_mean", "others_cov"))
    steps = np.asarray(header.get("others", range(means.shape[1])))
    at = np.interp(step, steps, np.arange(len(steps)))
    k, share = int(at), at % 1
    before, after = (slice(None), k), (slice(None), min(k + 1, len(steps) - 1))
    between = lambda values: (values[before] + share * (values[after] - values[before])).reshape(len(values), -1)
    return [(mean, full(cov)) for mean, cov in zip(between(means), between(covs), strict=True)]


def second(picture: Picture) -> Picture | None:
    """The second run as a picture on the same p, or None if there is none."""
    header, arrays = picture
    if not header.get("second"):
        return None
    own = {name[2:]: each for name, each in arrays.items() if name.startswith("b.")}
    ground = {name: each for name, each in arrays.items() if name.startswith(("p", "log_p"))}
    style = OTHER.get(header.get("style"), "forward")
    gone = {"strip": None, "curves": (), "ghosts": (), "second": None, "df": 0}
    return Picture(header | gone | header["second"] | {"style": style}, ground | own)


def full(cov) -> np.ndarray:
    """A covariance (D, D) from its variance or its lower half (c11, c12, c22)."""
    cov = np.ravel(cov).astype(float)
    return cov.reshape(1, 1) if len(cov) == 1 else cov[[0, 1, 1, 2]].reshape(2, 2)


def density(kernels, df: float, z) -> np.ndarray:
    """A sum of kernels, (weight, locs, scales) each, at places z (..., D): Gaussian, or t with df where that is not 0."""
    z = np.asarray(z, float)
    total = np.zeros(z.shape[:-1])
    for weight, *rest in np.reshape(kernels, (-1, 1 + 2 * z.shape[-1])):
        loc, scale = np.split(np.array(rest), 2)
        square = ((z - loc) / scale) ** 2
        if df:
            constant = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - 0.5 * math.log(df * math.pi)
            log = constant - (df + 1) / 2 * np.log1p(square / df)
        else:
            log = -0.5 * (square + math.log(2 * math.pi))
        total += weight * np.exp((log - np.log(scale)).sum(axis=-1))
    return total


def curve(kernels, df: float, window) -> np.ndarray:
    """The density over a line's window."""
    return density(kernels, df, np.linspace(*window[0], CELLS[1])[:, None])


def contours(kernels, df: float, window) -> list[tuple[int, np.ndarray]]:
    """Lines around 50 % and 95 % of the mass in a plane's window: (0 or 1, points (N, 2))."""
    axes = [np.linspace(lo, hi, CONTOUR_CELLS) for lo, hi in window]
    values = density(kernels, df, np.stack(np.meshgrid(*axes), axis=-1))
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    xy, lengths, level = polylines(axes, values, mass_levels(values * cell, INSIDE) / cell)
    pieces = np.split(np.reshape(xy, (-1, 2)), np.cumsum(lengths)[:-1])
    return [(int(k), piece) for k, piece in zip(level, pieces, strict=False) if len(piece)]
