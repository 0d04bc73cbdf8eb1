"""Can noise save you? The share of runs that leave the basin where they started, against step size and draws."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.basins import Basins, basins, locate
from vizvi.diagnostics.landscape import Line
from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS

RATES = (0.01, 0.03, 0.1, 0.3, 1.0)
DRAWS = (1, 4, 16, 64, None)  # None: the exact gradient, as if from infinitely many draws
RUNS, STEPS = 100, 1000
FEWEST, AT_ONCE = 10, 2_560_000  # runs, and draws of all runs together


class Fate(NamedTuple):
    """Where the runs of one experiment ended."""

    home: int  # the basin they started in
    count: np.ndarray  # (K,) of the runs, in the order of the basins
    lost: int  # runs that blew up or are in no basin
    runs: int
    kl: float  # mean KL(q‖p) of the last iterates that are in a basin, nats: noise that lets go never settles either

    @property
    def left(self) -> float:
        """The share of runs that ended in another basin."""
        return (self.runs - int(self.count[self.home]) - self.lost) / self.runs


class Cell(NamedTuple):
    """One place of a sweep."""

    optimizer: str
    rate: float
    draws: int | None
    fate: Fate


def affordable(experiment: Experiment) -> int:
    """How many runs to judge an experiment by while somebody waits: a hundred, fewer where each takes many draws, one where
    there is no noise."""
    draws = getattr(experiment.method, "draws", None)
    return 1 if draws is None else max(FEWEST, min(RUNS, AT_ONCE // (draws * experiment.steps)))


def fate(experiment: Experiment, found: Basins | None = None) -> Fate:
    """Run a 1-D experiment from its start, all runs at once, and see in which basins the last iterates lie."""
    found = basins(experiment.problem) if found is None else found
    history = fit(experiment)
    return _judged(experiment.problem, found, history.lam[:1, 0], history.lam[:, -1], history.stopped < experiment.steps)


def fate_without_noise(experiment: Experiment, optimizer, found: Basins | None = None) -> Fate:
    """The same with the exact gradient instead of an estimate: one run is as good as all."""
    problem = experiment.problem
    found = basins(problem) if found is None else found
    line = Line(problem, found.extent, len(found.label))
    lam = start = np.array([experiment.start])
    state = optimizer.start(lam)
    for _ in range(experiment.steps):
        with np.errstate(all="ignore"):
            new, state = optimizer.step(lam, line(lam).grad, state)
        if not np.isfinite(new).all():
            return _judged(problem, found, start, np.tile(lam, (experiment.runs, 1)), np.ones(experiment.runs, bool))
        lam = new
    return _judged(problem, found, start, np.tile(lam, (experiment.runs, 1)), np.zeros(experiment.runs, bool))


def sweep(experiment: Experiment, rates=RATES, draws=DRAWS, noisy=fate, exact_steps=fate_without_noise) -> Iterator[Cell]:
    """Gradient descent, Adam and natural gradient from the experiment's start, at every step size and number of draws,
    one cell after the other: the caller may show each and stop, and bring functions that remember. The natural gradient
    has no noise here."""
    found = basins(experiment.problem)
    for slug in ("sgd", "adam"):
        for count in draws:
            for rate in rates:
                optimizer = OPTIMIZERS[slug](rate=rate)
                if count is None:
                    yield Cell(slug, rate, None, exact_steps(experiment, optimizer, found))
                else:
                    method = METHODS["gradient"](optimizer=optimizer, draws=count)
                    yield Cell(slug, rate, count, noisy(replace(experiment, method=method), found))
    for rate in rates:
        method = METHODS["natural_gradient"](rate=rate)
        one = noisy(replace(experiment, method=method, runs=1, steps=min(experiment.steps, 200)), found)
        yield Cell("natural_gradient", rate, None, one)


def _judged(problem, found: Basins, start, last, stopped) -> Fate:
    where = np.where(stopped, -1, locate(problem, found, last))
    count = np.bincount(where[where >= 0], minlength=len(found.lam))
    value = exact(problem, last[where >= 0], 1e-3).reverse_kl if count.any() else np.array([np.nan])
    return Fate(int(locate(problem, found, start)[0]), count, int((where < 0).sum()), len(last), float(np.mean(value)))
