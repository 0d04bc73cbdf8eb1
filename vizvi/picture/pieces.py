"""Pieces that a whole run and one q in somebody's hand share: the strip of the bill, how a covariance is sent."""

import json
import re
from typing import NamedTuple

import numpy as np

from vizvi.integrate.truth import truth
from vizvi.picture.outlines import f4

STRIP = 201
INSIDE = 0.9  # of q's mass: more in the picture is not worth a word
DRAWN = {"p_xy": False, "c_xy": False, "others_mean": False, "others_cov": True}  # of a picture, as `figures.pack` takes it
PRECISION = 1e-4, 2**23  # of a whole trajectory's ledger: two digits more than are shown, in the time a hand waits


class Picture(NamedTuple):
    """What the stage is told: a header of plain values and arrays by name (ui/canvas packs them)."""

    header: dict
    arrays: dict


def style(divergence) -> str:
    """How q's line is drawn: q hue and solid, or the forward hue and dashed."""
    return "forward" if divergence.power == 1 else "reverse"


def strip(problem, lam, window=None) -> tuple[dict, np.ndarray]:
    """The integrand of the divergence, signed, at every step: its area is the divergence."""
    ((lo, hi),) = window or problem.target.window
    z = np.linspace(lo, hi, STRIP)[:, None]
    with np.errstate(all="ignore"):
        log_p = problem.target.log_prob(z) - truth(problem.target).log_z
        values = problem.divergence.integrand(log_p, problem.family.log_prob(lam[:, None], z))
    values = np.nan_to_num(values, posinf=0.0, neginf=0.0)
    # The range of the later steps, and room for a hand to make it worse; what is far off is clipped.
    late, most = values[len(values) // 10 :], 0.75 * float(np.exp(log_p).max())
    lo = min(float(late.min()), max(float(values.min()), -0.5 * most), 0.0)
    hi = max(float(late.max()), min(float(values.max()), most), 1e-3)
    header = {
        "label": problem.divergence.integrand_label,
        "power": float(problem.divergence.power),
        "times": problem.divergence.times,
        "pure": problem.divergence.pure,
        "range": [1.1 * lo, 1.1 * hi],
        "total": {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence"),
    }
    return header, f4(values)


def thin(arrays: dict, header: dict | None = None) -> dict:
    """The same arrays with numbers that never change, (T+1,), said once, (1,). With the header that goes with them, without
    numbers that it names nowhere: nobody can see these."""
    numbers = {name: each for name, each in arrays.items() if each.ndim == 1 and each.dtype == float}
    if header is not None:
        outside = "mass" in numbers and np.any(numbers["mass"] < INSIDE)  # a picture says how much of q lies beyond it
        # A whole word, or {one} in a sentence.
        named = {"mass" if outside else "", *re.findall(r'["{](\w+)["}]', json.dumps(header))}
        unseen = {name for name in numbers if name.rpartition(".")[2] not in named}
        arrays = {name: each for name, each in arrays.items() if name not in unseen}
        numbers = {name: each for name, each in numbers.items() if name not in unseen}
    return arrays | {name: each[:1] for name, each in numbers.items() if np.all(each == each[0]) or np.all(np.isnan(each))}


def lower(cov) -> np.ndarray:
    """(..., 1) variance, or (..., 3) as c11, c12, c22."""
    if cov.shape[-1] == 1:
        return cov[..., 0]
    return np.stack([cov[..., 0, 0], cov[..., 0, 1], cov[..., 1, 1]], axis=-1)
