"""Rounds: the numbers of a run by quadrature, first those of every k-th step, then the rest, as long as a page asks."""

from collections.abc import Callable

import numpy as np

from vizvi.budget import seconds
from vizvi.exact import Ledger, stated
from vizvi.experiment import Experiment, History
from vizvi.picture.pieces import PRECISION

AT_ONCE = 0.6  # CPU seconds that a picture's numbers may take in one go, by the cost model
ROUND = 0.25  # of one round, where they take more


def rounds(experiment: Experiment) -> int:
    """How many rounds the numbers of an experiment's picture come in: 1 unless they take long."""
    cost = seconds(experiment).picture
    return 1 if cost <= AT_ONCE else min(int(np.ceil(cost / ROUND)), max(1, experiment.steps // 4))


def steps_of(experiment: Experiment, history: History, part: int, run: int = 0) -> np.ndarray:
    """The steps whose numbers come in a round, rising: of the first one the start, the end, and where a run stopped."""
    of = rounds(experiment)
    if of == 1:
        return np.arange(experiment.steps + 1)
    first = {*range(0, experiment.steps + 1, of), experiment.steps, int(history.stopped[run])}
    if part == 0:
        return np.array(sorted(first))
    return np.array([t for t in range(part, experiment.steps + 1, of) if t not in first], int)


def numbered(experiment: Experiment, history: History, part: int, run: int = 0) -> tuple[Ledger, dict]:
    """The ledger of a round's steps with its errors (`exact.stated`), to what it would be if all were asked for at once."""
    steps = steps_of(experiment, history, part, run)
    tolerance, budget = PRECISION
    budget = max(1, budget * len(steps) // (experiment.steps + 1))
    return stated(experiment.problem, history.lam[run][steps], tolerance, budget)


def joined(experiment: Experiment, history: History, parts: dict, run: int = 0) -> tuple[Ledger, dict, np.ndarray]:
    """The ledger of all steps and its errors from those of some rounds, nan where none is there; and the steps that are."""
    places = {part: steps_of(experiment, history, part, run) for part in parts}
    known = np.concatenate(list(places.values()))

    def whole(each: Callable) -> np.ndarray:
        out = np.full(experiment.steps + 1, np.nan)
        for part, found in parts.items():
            out[places[part]] = each(*found)
        return out

    ledger = Ledger(*(whole(lambda found, _, name=name: getattr(found, name)) for name in Ledger._fields))
    errors = {name: whole(lambda _, off, name=name: off[name]) for name in parts[0][1]}
    return ledger, errors, np.sort(known)
