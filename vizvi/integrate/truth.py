"""What is known of a target once it has been integrated over its own nodes."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.integrate.nodes import Nodes
from vizvi.integrate.rules import FAR, NEGLIGIBLE
from vizvi.lru import by_bytes

LARGE = 1e4  # a log normalizer beyond which sums lose digits that are asked for


class Truth(NamedTuple):
    """What is known of a target once it has been integrated; moments per ring, so that Gaussians need no grid."""

    nodes: Nodes
    log_p: np.ndarray  # (N,) normalized log density at the nodes
    log_z: float
    log_z_error: float
    mass: np.ndarray  # (4,) everything, everything at half the resolution, ring 1, ring 2
    mean: np.ndarray  # (4, D)
    cov: np.ndarray  # (4, D, D)
    log_p_mean: np.ndarray  # (4,) integral of p log p over each
    level: float  # a constant that log p̃ is better without while sums are made: its digits would drown theirs
    rounding: float  # what the last digit of log p̃ may do to any number made of it, nats
    reach: np.ndarray  # (N,) log of what each node adds to the mass and, in windows squared, to the variance


@by_bytes(32, 64)
def truth(target) -> Truth:
    """Integrate a target once. ValueError if it is improper or nowhere finite."""
    nodes = target.nodes()
    with np.errstate(over="ignore", invalid="ignore"):
        log_p = np.asarray(target.log_prob(nodes.points), float)
    log_mass = log_p + nodes.log_volume
    top = np.nanmax(log_mass) if np.any(np.isfinite(log_mass)) else -np.inf
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = np.exp(log_mass - top)
        total, inside, near, far = (scaled[pick].sum() for pick in (slice(None), *(nodes.ring == i for i in range(3))))
    if np.isposinf(log_mass).any() or (max(near, far) > NEGLIGIBLE * inside and far >= FAR * near):
        raise ValueError(
            f"The density is improper or its window {target.window} too small: its mass does not fall off outside "
            f"({near / total:.2g} of it between once and twice the window, {far / total:.2g} up to four times)."
        )
    log_z, error = _log_z(target, top, total, (scaled * nodes.coarse).sum(), near + far + nodes.apart * total)
    heavy = log_mass > top - 40
    rounding = 4 * target.precision * float(np.abs(log_p[heavy]).max(initial=0.0))
    level = log_z if abs(log_z) > LARGE else 0.0
    log_p = log_p - log_z
    mass = np.exp(log_p + nodes.log_volume)
    rows = [mass, mass * nodes.coarse, mass * (nodes.ring == 1), mass * (nodes.ring == 2)]
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = np.stack(rows)
        masses = weights.sum(axis=-1)
        share = weights / np.where(masses > 0, masses, 1)[:, None]
        mean = share @ nodes.points
        offset = nodes.points - mean[:, None]
        cov = np.einsum("rn,rni,rnj->rij", share, offset, offset)
        log_p_mean = (weights * np.where(mass > 0, log_p, 0)).sum(axis=-1)
    lo, hi = np.array(target.window, float).T
    reach = log_p + nodes.log_volume + np.log1p((((nodes.points - (lo + hi) / 2) / (hi - lo)) ** 2).sum(axis=-1))
    for each in (*nodes[:5], log_p, masses, mean, cov, log_p_mean, reach):
        each.setflags(write=False)
    return Truth(nodes, log_p, log_z, error, masses, mean, cov, log_p_mean, level, rounding, reach)


def _log_z(target, top, total, coarse, outside) -> tuple[float, float]:
    """The closed form if the target has one, else the integral with its error: refinement plus what lies outside."""
    closed = vars(type(target)).get("log_z")
    if closed is not None:
        return float(target.log_z), float(target.log_z_error)
    if not total > 0 or not np.isfinite(total):
        return math.nan, math.nan
    return float(top + math.log(total)), float(abs(coarse / total - 1) + outside / total)


def standard_deviation(known: Truth) -> np.ndarray:
    """p's standard deviations (D,), nan where the second moment does not converge: a Cauchy has none."""
    offset = known.mean - known.mean[0]
    second = known.mass[:, None] * (np.diagonal(known.cov, axis1=-2, axis2=-1) + offset**2)
    endless = (second[2:].max(axis=0) > NEGLIGIBLE) & (second[3] >= FAR * second[2])
    return np.where(endless, np.nan, np.sqrt(np.diag(known.cov[0])))
