"""The picture of an experiment: every array the stage plays, and the words beside them. Arrays in the order (T+1, ...)."""

import hashlib
from typing import NamedTuple

import numpy as np

from vizvi.exact import exact
from vizvi.experiment import Experiment, History
from vizvi.integrate.truth import truth
from vizvi.member import label
from vizvi.picture import slow_motion
from vizvi.picture.outlines import f4, ground, outline, top_density
from vizvi.picture.readouts import numbers, title

STRIP = 201
PRECISION = 1e-4, 2**23  # of a whole trajectory's ledger: two digits more than are shown, in the time a hand waits
DEEPEST = 8.0  # nats of the ELBO's climb that the trace shows at most, unless the end is lower still


class Picture(NamedTuple):
    """What the stage is told: a header of plain values and arrays by name (ui/canvas packs them)."""

    header: dict
    arrays: dict


@np.errstate(all="ignore")  # a run that diverges is shown as far as it went
def picture(experiment: Experiment, history: History, run: int = 0) -> Picture:
    """The picture of one run of an experiment, with the other runs beside it."""
    problem = experiment.problem
    target = problem.target
    lam = history.lam[run]
    ledger = exact(problem, lam, *PRECISION)
    header, arrays = _scene(problem, lam, ledger)
    arrays |= slow_motion.draws(experiment, lam)
    header |= {
        "id": _id(experiment, run),
        "divergence": problem.divergence.symbol,
        "style": style(problem.divergence),
        "trace": {"key": "elbo", "ceiling": "log_z", "label": "ELBO", "range": _trace_range(ledger)},
        "stopped": _stopped(experiment, history.stopped[run]),
        "handles": ["mean", "scale"],
        "grips": list(target.grips()),
        "explain": None,
        "layers": {"samples": False, "arrows": False, "trail": True, "start": True, "error": False},
    }
    if target.dim == 1:
        header["strip"], arrays["strip"] = _strip(problem, lam)
    if steps := slow_motion.steps(experiment, lam):
        header["explain"] = {"captions": slow_motion.CAPTIONS, "last": experiment.steps}
        arrays |= steps
    labels = {"prior": "prior", "likelihood": "likelihood (scaled)", "joint": "joint p(x, z)"}
    header["curves"] = [{"key": key, "label": text, "style": key} for key, text in labels.items() if key in arrays]
    if experiment.runs > 1:
        others = problem.family.moments(np.delete(history.lam, run, axis=0))
        arrays["others_mean"], arrays["others_cov"] = f4(others[0]), f4(_lower(others[1]))
    return Picture(header, arrays)


@np.errstate(all="ignore")
def turned(problem, lam, dial: dict, mix) -> Picture:
    """A picture whose steps are turns of a dial: λ (T+1, P) at each of its values.

    dial: the stage's name and values for it; mix (T+1,): from q's hue, 0, to that of forward KL, 1. Needs no optimizer, so
    nothing can be grabbed and no start or trail is shown."""
    ledger = exact(problem, lam, *PRECISION)
    header, arrays = _scene(problem, lam, ledger)
    arrays["mix"] = f4(np.asarray(mix))
    header |= {
        "id": _id(problem, tuple(map(tuple, lam.tolist()))),
        "style": "reverse",
        "dial": dial,
        "handles": [],
        "grips": [],
        "layers": {"error": False},
    }
    return Picture(header, arrays)


def _scene(problem, lam, ledger) -> tuple[dict, dict]:
    """What every picture of λ (T+1, P) on a target has: p, q at each step, the read-outs."""
    target = problem.target
    mean, cov = problem.family.moments(lam)
    values, readouts = numbers(problem, lam, ledger, mean, cov)
    arrays = {"q_mean": f4(mean), "q_cov": f4(_lower(cov)), **values, **ground(target)}
    header = {
        "type": "run",
        "kind": f"{target.dim}d",
        "steps": len(lam) - 1,
        "window": [list(each) for each in target.window],
        "names": list(target.names),
        "target": label(target),
        "family": label(problem.family),
        "title": title(problem, ledger, mean, cov),
        "normalized": bool(np.isfinite(truth(target).log_z)),
        "readouts": readouts,
        "strip": None,
        "trace": None,
        "turn": problem.family.tilts,
    }
    shape, more = outline(problem.family, lam, target.window)
    if target.dim == 2:
        header["p_top"] = top_density(target)
    return header | shape, arrays | more


def _id(*parts) -> str:
    return hashlib.sha1(repr(parts).encode()).hexdigest()[:16]


def shared_top(pictures) -> float:
    """One height for the density axes of 1-D pictures of Gaussians side by side; a narrow q may not flatten p."""
    p = max(float(each.arrays["p"].max()) for each in pictures)
    q = max(float((2 * np.pi * each.arrays["q_cov"]).min() ** -0.5) for each in pictures)
    return min(1.15 * max(p, q), 2.4 * p)


def from_hand(problem, hand: dict) -> np.ndarray | None:
    """λ (P,) of the q that a hand has made on the stage (mean, sds along the grips' axes, angle); None if it is none."""
    dim = problem.target.dim
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


@np.errstate(all="ignore")
def live(problem, lam, seq: int) -> Picture:
    """One frame for a q in somebody's hand: λ (P,)."""
    lam = lam[None]
    mean, cov = problem.family.moments(lam)
    values, _ = numbers(problem, lam, exact(problem, lam, *PRECISION), mean, cov)
    shape, more = outline(problem.family, lam, problem.target.window)
    header = {"type": "live", "seq": seq, "kind": f"{problem.target.dim}d", "style": style(problem.divergence), **shape}
    arrays = {"q_mean": f4(mean), "q_cov": f4(_lower(cov)), **more, **values}
    if problem.target.dim == 1:
        _, arrays["strip"] = _strip(problem, lam)
    return Picture(header, arrays)


def ground_alone(target, seq: int) -> Picture:
    """p while a hand drags it; q waits for the next run."""
    header = {"type": "ground", "seq": seq, "kind": f"{target.dim}d", "p_top": top_density(target)}
    header |= {"grips": list(target.grips()), "normalized": bool(np.isfinite(truth(target).log_z))}
    return Picture(header, ground(target))


def style(divergence) -> str:
    """How q's line is drawn: q hue and solid, or the forward hue and dashed."""
    return "forward" if divergence.power == 1 else "reverse"


def _strip(problem, lam) -> tuple[dict, np.ndarray]:
    """The integrand of the divergence, signed, at every step: its area is the divergence."""
    ((lo, hi),) = problem.target.window
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
        "range": [1.1 * lo, 1.1 * hi],
        "total": {0: "reverse_kl", 1: "forward_kl"}.get(problem.divergence.power, "divergence"),
    }
    return header, f4(values)


def _trace_range(ledger) -> list[float]:
    """From the ceiling down to where the climb began, but no deeper than leaves the end of it readable."""
    finite = ledger.elbo[np.isfinite(ledger.elbo)]
    if not len(finite):
        return [-1.0, 1.0]
    top = float(ledger.log_z[0]) if np.isfinite(ledger.log_z[0]) else float(finite.max())
    depth = min(top - float(finite.min()), max(DEEPEST, 1.5 * (top - float(finite[-1]))))
    depth = max(depth, 0.05)
    return [top - 1.05 * depth, top + 0.12 * depth]


def _stopped(experiment, step: int) -> dict | None:
    if step >= experiment.steps:
        return None
    message = f"Step {step + 1} is not finite: the divergence may be infinite for this q. You see the last that was."
    return {"step": int(step), "message": f"{message} Try another start, family or divergence."}


def _lower(cov) -> np.ndarray:
    """(..., 1) variance, or (..., 3) as c11, c12, c22."""
    if cov.shape[-1] == 1:
        return cov[..., 0]
    return np.stack([cov[..., 0, 0], cov[..., 0, 1], cov[..., 1, 1]], axis=-1)
