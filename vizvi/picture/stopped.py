"""Why a run stopped: what was measured at the step where it did, and what would cure it."""

from dataclasses import fields

import numpy as np

from vizvi.experiment import History
from vizvi.format import bound, number

LEAP = 2.0  # e-folds of q's sd, or sds of its mean, in one step: more than any optimum asks for


def stopped(experiment, history: History, run: int, ledger, mean, cov) -> dict | None:
    """The step after which nothing was finite, a sentence on its cause, and the learning rate to try; None if none was."""
    step = int(history.stopped[run])
    if step >= experiment.steps:
        return None
    own = np.atleast_1d(ledger.divergence)
    optimizer = getattr(experiment.method, "optimizer", None)
    rate = getattr(optimizer, "rate", None)
    leap = _leap(mean[: step + 1], np.sqrt(np.diagonal(cov[: step + 1], axis1=-2, axis2=-1)))
    said = {"step": step}
    if rate is not None and leap is not None:
        t, before, after = leap
        (lowest,) = (each.metadata["knob"].lo for each in fields(optimizer) if each.name == "rate")
        cure = {"cure": float(f"{max(lowest, rate / 10):.2g}")} if rate > lowest else {}
        thrown = f"Step {t} → {t + 1} threw q from sd {_size(before)} to {_size(after)}"
        return said | {"message": f"{thrown}: a learning rate of {rate:g} is too large here."} | cure
    symbol = experiment.problem.divergence.symbol
    if np.isposinf(own[min(step, len(own) - 1)]):
        return said | {"message": f"{symbol} is infinite for this q, so there is no slope to follow. Take another family."}
    return said | {"message": f"Step {step + 1} is not finite. You see the last that was. Try another start."}


def _size(sd: float) -> str:
    return number(sd) if sd >= 0.01 or sd == 0 else bound(sd)


def _leap(mean, sd):
    """The step that moved q most, if it was a leap: the step, and the sd before and after it of the axis that moved."""
    if len(mean) < 2:
        return None
    with np.errstate(all="ignore"):
        growth = np.abs(np.log(sd[1:] / sd[:-1]))
        moved = np.nan_to_num(np.maximum(growth, np.abs(mean[1:] - mean[:-1]) / sd[:-1]), nan=np.inf)
    t, axis = np.unravel_index(int(moved.argmax()), moved.shape)
    return (int(t), float(sd[t, axis]), float(sd[t + 1, axis])) if moved[t, axis] > LEAP else None
