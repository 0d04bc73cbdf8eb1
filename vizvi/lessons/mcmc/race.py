"""Error against evaluations: what is on the board as the race goes on."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.accuracy import Cost, Errors, cost, crossing, errors_of_chains
from vizvi.diagnostics.work_race import Curve, Floor, floor, race_of_fits
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.lessons.mcmc import walk
from vizvi.methods import METHODS
from vizvi.sampling import Chains, Sampling, sample

CHAINS, FITS, STARTS = 64, 20, 40
EVALUATIONS = 10_000
ZERO, CLEARLY = 1e-4, 0.9  # an error of nothing; a fall that is more than noise
BUDGETS = np.unique(np.geomspace(20, EVALUATIONS, 50).round().astype(int))


class Race(NamedTuple):
    """As far as it is; None for what is still to come."""

    floor: Floor | None = None
    fits: Curve | None = None
    laplace: Cost | None = None
    pathfinder: Cost | None = None
    chains: Curve | None = None
    spent: int = 0  # evaluations of each chain so far


def fitted_part(experiment: Experiment, name: str):
    """What fits bring to a race: "floor", VI's floor; "fits", its path; "laplace" and "pathfinder", two quick methods."""
    if name == "floor":
        return floor(experiment.problem)
    if name == "fits":
        return _path(experiment)
    return _quick(replace(experiment.problem, family=FAMILIES["full_rank"]()), name, experiment.seed)


def of_itself(experiment: Experiment, name: str) -> Experiment:
    """What a part depends on, all else as it usually is: two experiments with the same share it."""
    if name == "fits":
        return experiment
    problem, usual = experiment.problem, METHODS["gradient"]()
    if name == "floor":
        return Experiment(problem, usual)
    return Experiment(replace(problem, family=FAMILIES["full_rank"]()), usual, seed=experiment.seed)


def entrants(experiment: Experiment, sampling: Sampling, part=fitted_part, run=sample) -> Iterator[tuple[str, object]]:
    """The parts of a race, one after the other: VI's floor, its path, two quick methods, and 64 chains piece by piece.

    part, run: functions like `fitted_part` and `sample` that remember."""
    for name in ("floor", "fits", "laplace", "pathfinder"):
        yield name, part(experiment, name)
    many = replace(sampling, chains=CHAINS, steps=walk.steps_for(sampling.sampler, sampling.target, EVALUATIONS))
    if len(sampling.start) > sampling.target.dim:
        many = replace(many, start=())
    for piece in walk.pieces(many, False, run):
        yield "chains", piece


def told(target, found: list[tuple[str, object]]) -> Race:
    """What the parts found so far come to."""
    parts = {name: value for name, value in found if name != "chains"}
    chains = [value for name, value in found if name == "chains"]
    if not chains:
        return Race(**parts)
    all_of_them = walk.joined(chains)
    return Race(**parts, chains=curve_of(target, all_of_them), spent=int(all_of_them.work[-1]))


def crossed(race: Race, which: str) -> float:
    """After how many evaluations the chains' error falls below VI's floor: seen, or by the slope −½ from the last; ∞ for a
    floor of 0, and for chains whose error has stopped falling."""
    level = float(getattr(race.floor, which))
    rms, spent = np.asarray(getattr(race.chains.middle, which)), race.chains.evaluations
    if not level > ZERO or not np.isfinite(rms).all():
        return math.inf
    if rms[-1] < CLEARLY * level:
        return float(spent[np.flatnonzero(rms < level)[0]])
    return crossing(float(rms[-1]), float(spent[-1]), level) if falling(race.chains, which) else math.inf


def falling(chains: Curve, which: str) -> bool:
    """Whether the chains' error still goes down: clearly, over the last two thirds of their evaluations."""
    rms, spent = np.asarray(getattr(chains.middle, which)), chains.evaluations
    return bool(rms[-1] < CLEARLY * rms[np.searchsorted(spent, spent[-1] / 3)])


def _path(experiment: Experiment) -> Curve | None:
    try:
        return race_of_fits(replace(experiment, runs=FITS, start=experiment.start))
    except ValueError:  # a method that draws nothing
        return None


def _quick(problem, name: str, seed: int) -> Cost | None:
    try:
        found = cost(problem, METHODS[name](), STARTS, seed)
    except ValueError:  # no curvature at the mode
        return None
    return found if np.isfinite(found.errors.mean).any() else None


def curve_of(target, chains: Chains) -> Curve:
    """Root mean square and 10 to 90 % of single chains' errors at each budget that they have."""
    budgets = BUDGETS[(2 * chains.work[1] <= BUDGETS) & (chains.work[-1] >= BUDGETS)]
    each = errors_of_chains(target, chains, budgets)
    rms = Errors(*(np.sqrt((part * part).mean(axis=0)) for part in each))
    lo, hi = (Errors(*(np.quantile(part, share, axis=0) for part in each)) for share in (0.1, 0.9))
    return Curve(budgets, rms, lo, hi)
