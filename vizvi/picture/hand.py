"""What Python answers to a hand on the stage: to one on q, and to one on p."""

import numpy as np

from vizvi.exact import stated
from vizvi.integrate.truth import truth
from vizvi.picture.outlines import f4, ground, outline, top_density
from vizvi.picture.pieces import PRECISION, Picture, lower, strip, style
from vizvi.picture.readouts import numbers


def from_hand(problem, hand: dict) -> np.ndarray | None:
    """λ (P,) of the q that a hand has made on the stage (mean, sds along the grips' axes, angle); None if it is none.

    Of a mixture a hand holds the components, "parts": each a weight, a mean and sds."""
    dim = problem.target.dim
    if hasattr(problem.family, "of_kernels") and "parts" in hand:
        return _of_parts(problem, hand["parts"])
    try:
        mean, sd = np.array(hand["mean"], float), np.array(hand["sd"], float)
        angle = float(hand.get("angle") or 0.0)
    except (KeyError, TypeError, ValueError):
        return None
    if mean.shape != (dim,) or sd.shape != (dim,) or not np.isfinite([*mean, *sd, angle]).all() or not np.all(sd > 0):
        return None
    sd = np.clip(sd, 1e-4, 1e4)
    turn = np.eye(dim)
    if dim == 2:
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return problem.family.from_moments(mean, (turn * sd**2) @ turn.T)


def _of_parts(problem, parts) -> np.ndarray | None:
    family, dim = problem.family, problem.target.dim
    try:
        kernels = np.array([[each["weight"], *each["mean"], *each["sd"]] for each in parts], float)
    except (KeyError, TypeError, ValueError):
        return None
    sizes = kernels[:, [0, *range(1 + dim, 1 + 2 * dim)]] if kernels.shape == (family.components, 1 + 2 * dim) else None
    if sizes is None or not np.isfinite(kernels).all() or not np.all(sizes > 0):
        return None
    kernels[:, 1 + dim :] = np.clip(kernels[:, 1 + dim :], 1e-4, 1e4)
    return family.of_kernels(kernels)


@np.errstate(all="ignore")
def live(problem, lam, seq: int, whole: bool = True) -> Picture:
    """One frame for a q in somebody's hand: λ (P,); without `whole` it lacks what the browser draws by itself."""
    lam = lam[None]
    mean, cov = problem.family.moments(lam)
    shape, more = outline(problem.family, lam, problem.target.window, whole)
    header = {"type": "live", "seq": seq, "kind": f"{problem.target.dim}d", "style": style(problem.divergence), **shape}
    return Picture(header, {"q_mean": f4(mean), "q_cov": f4(lower(cov)), **more, **_worth(problem, lam, whole=whole)})


@np.errstate(all="ignore")
def grounded(problem, lam, seq: int, beside=(), window=None, whole: bool = True) -> Picture:
    """p while a hand drags it, and what the q that is shown, λ (P,), is worth against it.

    beside: (problem, λ) of the stage that steps together with this one, whose p moves along; "worth.…" are the arrays of
    the one, "beside.…" those of the other."""
    header, arrays = ground_alone(problem.target, seq, window)
    arrays = arrays | {f"worth.{name}": each for name, each in _worth(problem, lam[None], window, whole).items()}
    if beside:
        arrays |= {f"beside.{name}": each for name, each in _worth(beside[0], beside[1][None], window, whole).items()}
    return Picture(header, arrays)


def _worth(problem, lam, window=None, whole: bool = True) -> dict:
    """The read-outs of one q, λ (1, P), and in 1-D the strip of its bill, unless the browser draws it."""
    values, _ = numbers(problem, lam, *stated(problem, lam, *PRECISION), *problem.family.moments(lam))
    drawn = problem.target.dim == 1 and (whole or problem.family.layered)
    return values | ({"strip": strip(problem, lam, window)[1]} if drawn else {})


def ground_alone(target, seq: int, window=None) -> Picture:
    """p while a hand drags it, on the window of the picture that is shown: the axes stay until it lets go."""
    header = {"type": "ground", "seq": seq, "kind": f"{target.dim}d", "p_top": top_density(target, window)}
    header |= {"grips": list(target.grips()), "normalized": bool(np.isfinite(truth(target).log_z))}
    return Picture(header, ground(target, window))
