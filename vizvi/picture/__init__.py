"""The picture of an experiment: every array the stage plays, and the words beside them. Arrays in the order (T+1, ...)."""

import hashlib

import numpy as np

from vizvi.exact import stated
from vizvi.experiment import Experiment, History
from vizvi.integrate.truth import truth
from vizvi.member import label
from vizvi.picture import slow_motion
from vizvi.picture.hand import from_hand, ground_alone, grounded, live
from vizvi.picture.outlines import f4, ground, outline, top_density
from vizvi.picture.pieces import DRAWN, PRECISION, Picture, lower, strip, style, thin
from vizvi.picture.readouts import numbers, title
from vizvi.picture.rounds import joined
from vizvi.picture.stopped import stopped

LATER = {"draws": "draw_", "steps": "step_"}  # parts that are told when asked for, and how their arrays begin
OTHERS = 8_000  # bytes that the other runs may take as floats; the browser draws them between told steps, too
DEEPEST = 8.0  # nats of the ELBO's climb that the trace shows at most, unless the end is lower still

__all__ = ["DRAWN", "LATER", "Picture", "complete", "details", "from_hand", "ground_alone", "grounded", "live", "picture"]
__all__ += ["shared_top", "thin", "turned"]


@np.errstate(all="ignore")  # a run that diverges is shown as far as it went
def picture(experiment: Experiment, history: History, run: int = 0, whole: bool = True, parts=None) -> Picture:
    """The picture of one run of an experiment, with the other runs beside it.

    Without `whole` it lacks what the browser draws by itself and what nobody sees before asking for it: `later` in the
    header names that, and `details` gives it. parts: ledgers of some `rounds` by number, the first among them; without
    them every step is asked for."""
    problem = experiment.problem
    target = problem.target
    lam = history.lam[run]
    if parts is None:
        (ledger, off), known = stated(problem, lam, *PRECISION), np.arange(len(lam))
    else:
        ledger, off, known = joined(experiment, history, parts, run)
    header, arrays = _scene(problem, lam, ledger, off, whole)
    header |= {
        "id": _id(experiment, run),
        "divergence": problem.divergence.symbol,
        "style": style(problem.divergence),
        "trace": _trace(problem, ledger if parts is None else parts[0][0]),
        "why": _why(ledger),
        "stopped": stopped(experiment, history, run, ledger, *problem.family.moments(lam)),
        "handles": ["mean", "scale"],
        "grips": list(target.grips()),
        "explain": None,
        "layers": {"samples": False, "arrows": False, "trail": True, "start": True, "error": False},
    }
    if len(known) < len(lam):
        header["known"] = known.tolist()  # the steps whose numbers are there
    if target.dim == 1:
        header["strip"], values = strip(problem, lam)
        arrays |= {"strip": values} if whole or problem.family.layered else {}
    if hasattr(experiment.method, "draws"):
        header["explain"] = {**slow_motion.captions(experiment), "last": experiment.steps}
    if whole:
        arrays |= details(experiment, history, run)
    else:
        header["later"] = ["draws", *(["steps"] if header["explain"] else [])]
    labels = {"prior": "prior", "likelihood": "likelihood (scaled)", "joint": "joint p(x, z)"}
    header["curves"] = [{"key": key, "label": text, "style": key} for key, text in labels.items() if key in arrays]
    if experiment.runs > 1:
        header["others"], moments = _others(problem, np.delete(history.lam, run, axis=0))
        arrays |= moments
    return Picture(header, arrays)


def _others(problem, lam) -> tuple[list[int], dict]:
    """The steps at which other runs λ (R, T+1, P) are told, and their moments there: they are drawn faintly."""
    width = 4 * (lam.shape[0] * (problem.target.dim + problem.target.dim * (problem.target.dim + 1) // 2))
    every = max(1, -(-width * lam.shape[1] // OTHERS))
    steps = sorted({*range(0, lam.shape[1], every), lam.shape[1] - 1})
    mean, cov = problem.family.moments(lam[:, steps])
    return steps, {"others_mean": f4(mean), "others_cov": f4(lower(cov))}


def _why(ledger) -> str:
    """Why the numbers at the end are not known, if they are not."""
    return str(np.atleast_1d(ledger.why)[-1])


@np.errstate(all="ignore")
def details(experiment: Experiment, history: History, run: int = 0) -> dict:
    """The arrays of a picture that nobody sees before asking for them: draws of q, and those that each step used."""
    lam = history.lam[run]
    return slow_motion.draws(experiment, lam) | slow_motion.steps(experiment, lam, history, run)


def complete(shown: Picture, more: dict, wanted=LATER) -> Picture:
    """A picture with those of its details that somebody asked for."""
    arrays = {name: each for name, each in more.items() if any(name.startswith(LATER[part]) for part in wanted)}
    left = [part for part in shown.header.get("later", []) if part not in wanted]
    return Picture(shown.header | {"later": left}, shown.arrays | arrays)


@np.errstate(all="ignore")
def turned(problem, lam, dial: dict, mix) -> Picture:
    """A picture whose steps are turns of a dial: λ (T+1, P) at each of its values.

    dial: the stage's name and values for it; mix (T+1,): from q's hue, 0, to that of forward KL, 1. Needs no optimizer, so
    nothing can be grabbed and no start or trail is shown."""
    ledger, off = stated(problem, lam, *PRECISION)
    header, arrays = _scene(problem, lam, ledger, off, False)
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


def _scene(problem, lam, ledger, off, whole: bool) -> tuple[dict, dict]:
    """What every picture of λ (T+1, P) on a target has: p, q at each step, the read-outs."""
    target = problem.target
    mean, cov = problem.family.moments(lam)
    values, readouts = numbers(problem, lam, ledger, off, mean, cov)
    arrays = {"q_mean": f4(mean), "q_cov": f4(lower(cov)), **values, **ground(target)}
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
    shape, more = outline(problem.family, lam, target.window, whole)
    if target.dim == 2:
        header["p_top"] = top_density(target)
    return header | shape, arrays | more


def _id(*parts) -> str:
    return hashlib.sha1(repr(parts).encode()).hexdigest()[:16]


def shared_top(pictures) -> float:
    """One height for the density axes of 1-D pictures of Gaussians side by side; a narrow q may not flatten p."""
    p = max(float(each.arrays["p"].max()) for each in pictures)
    with np.errstate(divide="ignore"):  # a q without width has no height
        q = max(float((2 * np.pi * each.arrays["q_cov"]).min() ** -0.5) for each in pictures)
    return min(1.15 * max(p, q), 2.4 * p)


def _trace(problem, ledger) -> dict:
    """What is minimized, falling, and as its `other` the ELBO below its ceiling; the ELBO alone where log Z is unknown."""
    elbo = {"key": "elbo", "ceiling": "log_z", "label": "ELBO", "range": _trace_range(ledger)}
    power = problem.divergence.power
    if power == 0 and not np.isfinite(ledger.log_z[0]):
        return elbo
    values = np.atleast_1d(ledger.divergence)
    finite = values[np.isfinite(values)]
    top, end = (float(finite.max()), float(finite[-1])) if len(finite) else (1.0, 0.0)
    # What is far above the end would hide it.
    height = max(min(top, max(DEEPEST, 2.5 * end)), 0.05)
    key = {0: "reverse_kl", 1: "forward_kl"}.get(power, "divergence")
    return {"key": key, "ceiling": None, "label": problem.divergence.symbol, "range": [0.0, 1.05 * height], "other": elbo}


def _trace_range(ledger) -> list[float]:
    """From the ceiling down to where the climb began, but no deeper than leaves the end of it readable."""
    finite = ledger.elbo[np.isfinite(ledger.elbo)]
    if not len(finite):
        return [-1.0, 1.0]
    top = float(ledger.log_z[0]) if np.isfinite(ledger.log_z[0]) else float(finite.max())
    depth = min(top - float(finite.min()), max(DEEPEST, 1.5 * (top - float(finite[-1]))))
    depth = max(depth, 0.05)
    return [top - 1.05 * depth, top + 0.12 * depth]


