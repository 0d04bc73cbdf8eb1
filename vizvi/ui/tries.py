"""Tries: where a hand has let go of q in this visit, and the best of them, which stays on the stage as a ghost."""

from vizvi.experiment import Experiment
from vizvi.format import nats, number
from vizvi.picture import Picture
from vizvi.problem import Problem
from vizvi.ui.contest import KEPT, measure, own_work
from vizvi.ui.ends import front
from vizvi.ui.pictures import drawn
from vizvi.ui.session import Session

NEW = {"problem": None, "best": None, "tries": [], "fair": True}  # of what a stage keeps for itself


def begin(own: dict, problem: Problem) -> None:
    """Forget tries at another problem."""
    if own["problem"] != problem:
        own |= NEW | {"problem": problem}


def is_fair(session: Session, own: dict, taken, before: Experiment | None) -> bool:
    """Whether the q that was let go of is the hand's own work: not `taken` at a step where the optimizer of the experiment
    before had brought it."""
    if not isinstance(taken, int) or before is None or before.problem != own["problem"]:
        return True
    if taken == 0 and before.start:
        return own["fair"]  # the hand goes on from where it left q
    try:
        return own_work(drawn(before, *front(session, before)), taken)
    except ValueError:  # there was no run
        return True


def add(own: dict, frame: Picture) -> None:
    """Count the q that was let go of, if that is fair."""
    value = float(frame.arrays[measure(own["problem"])][0])
    if not own["fair"] or value != value:
        return
    own["tries"] = [*own["tries"], value][-KEPT:]
    best = own["best"]
    if best is None or value < best["value"]:
        mean, cov = (frame.arrays[name][0].tolist() for name in ("q_mean", "q_cov"))
        own["best"] = {"value": value, "mean": mean, "cov": cov}


def ghosts(own: dict) -> list[dict]:
    """The best of them as the stage's header has it."""
    best = own["best"]
    if not best:
        return []
    told = nats(best["value"]) if own["problem"].divergence.unit else number(best["value"])
    return [{"label": "your best", "mean": best["mean"], "cov": best["cov"], "note": told}]
