"""What happens to starts spread all over the landscape? Runs of one experiment, each from a start of its own."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.landscape import frame
from vizvi.experiment import Experiment, History, fit

COUNT = 25
STRIDES = 0.7548776662466927, 0.5698402909980532  # fill the square evenly (Roberts, 2018)
EDGE = 0.04  # of the picture, left free all around


class Drop(NamedTuple):
    """Balls on a landscape."""

    experiment: Experiment  # with as many runs as balls
    start: np.ndarray  # (R, 2)
    history: History


def spread(extent, count: int = COUNT) -> np.ndarray:
    """Starts (count, 2) that cover a picture's extent evenly; the first ones stay if there are more."""
    share = (0.5 + np.arange(1, count + 1)[:, None] * np.array(STRIDES)) % 1
    lo, hi = np.array(extent, float).reshape(2, 2).T
    return lo + (hi - lo) * (EDGE + (1 - 2 * EDGE) * share)


def drop(experiment: Experiment, count: int = COUNT) -> Drop:
    """One batched fit of a 1-D experiment from starts all over its landscape."""
    start = spread(frame(experiment.problem.target), count)
    many = replace(experiment, runs=count, start=())
    return Drop(many, start, fit(many, start))


def one_of(dropped: Drop, k: int) -> Experiment:
    """The experiment whose run k started where ball k did: what a picture of that ball is called."""
    return replace(dropped.experiment, start=tuple(dropped.start[k].tolist()))
