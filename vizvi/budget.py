"""The work budget: what an experiment and its picture cost, by a measured model, so that a page can order what fits."""

import math
from dataclasses import replace
from typing import NamedTuple

from vizvi.experiment import Experiment
from vizvi.member import slug

LIMIT = 3.0  # CPU seconds that one setting of a page may take
USUAL = {"steps": 200, "runs": 1, "draws": 64}  # what a page opens with: the setting farthest above it gives way
POINTS = 1000.0  # draws × runs in the unit of a gradient's second figure

# CPU milliseconds on one core of 2.5 GHz, medians over targets leaning to the dear ones. Rows: family and dimension;
# columns: reverse KL, forward KL, a power between the two, a power beyond them such as chi-squared.
# One step of the picture: its numbers by quadrature, and q's outline.
PICTURE = {
    ("gaussian", 1): (0.05, 0.06, 0.2, 0.2),
    ("gaussian", 2): (0.5, 1.2, 5.0, 9.0),
    ("mixture", 1): (0.35, 0.35, 0.45, 0.45),
    ("mixture", 2): (2.6, 5.0, 10.0, 14.0),
    ("student_t", 1): (0.12, 0.12, 0.25, 0.5),
    ("student_t", 2): (3.0, 5.0, 9.0, 14.0),
    ("flow", 1): (20.0, 20.0, 20.0, 20.0),
    ("flow", 2): (20.0, 20.0, 20.0, 20.0),
}
# One step of exact descent from one start.
DESCENT = {
    ("gaussian", 1): (0.3, 0.4, 0.9, 2.0),
    ("gaussian", 2): (1.2, 1.4, 4.5, 8.0),
    ("mixture", 1): (0.6, 0.6, 1.1, 2.0),
    ("mixture", 2): (2.5, 3.0, 11.0, 14.0),
    ("student_t", 1): (0.5, 0.4, 0.9, 1.5),
    ("student_t", 2): (3.0, 1.6, 7.0, 22.0),
}
# One step of other methods from one start, in one dimension and in two.
EACH = {"coordinate_ascent": (1.5, 30.0), "natural_gradient": (0.8, 2.6), "laplace": (0.7, 1.4), "pathfinder": (0.4, 0.7)}


class Seconds(NamedTuple):
    """What an experiment is estimated to take, CPU seconds."""

    fit: float
    picture: float

    @property
    def total(self) -> float:
        return self.fit + self.picture


def seconds(experiment: Experiment) -> Seconds:
    """An estimate of the CPU seconds that `fit` and the picture of one run take, not below a third of what a processor of
    2.5 GHz needs: so that a page shared by a class can say no before it has begun."""
    problem, method, name = experiment.problem, experiment.method, slug(experiment.method)
    row, column, pieces = _row(problem.family, problem.target.dim), _column(problem.divergence), _pieces(problem.family)
    picture = PICTURE[row][column] * pieces
    if hasattr(method, "estimator"):
        step = _gradient_step(experiment)
    elif name == "exact_descent":
        step = experiment.runs * DESCENT.get(row, PICTURE[row])[column] * pieces
    else:
        step = experiment.runs * EACH.get(name, (1.0, 3.0))[problem.target.dim - 1]
    return Seconds(experiment.steps * step / 1e3, (experiment.steps + 1) * picture / 1e3)


def nearest(experiment: Experiment, limit: float = LIMIT) -> tuple[str, int] | None:
    """The setting ("steps", "runs" or "draws") that is farthest above what is usual, and the most it may be for the whole
    to take at most `limit` seconds; its usual value if even that is too much, and None if nothing is too large."""
    if seconds(experiment).total <= limit:
        return None
    values = {name: value_of(experiment, name) for name in USUAL}
    excess = {name: value / USUAL[name] for name, value in values.items() if value}
    name = max(excess, key=excess.get)
    floor = USUAL[name] if excess[name] > 1 else 1
    lo, hi = floor, values[name]
    while hi - lo > 1:  # what fits, and what does not
        middle = (lo + hi) // 2
        lo, hi = (middle, hi) if seconds(with_setting(experiment, name, middle)).total <= limit else (lo, middle)
    return name, max(floor, _round(lo))


def within(experiment: Experiment, limit: float = LIMIT) -> tuple[Experiment, dict[str, int]]:
    """The nearest experiment that takes at most `limit` seconds, and the settings that had to be lowered for it."""
    lowered = {}
    while found := nearest(experiment, limit):
        name, value = found
        if value >= value_of(experiment, name):
            break
        experiment, lowered[name] = with_setting(experiment, name, value), value
    return experiment, lowered


def value_of(experiment: Experiment, name: str) -> int:
    """Its steps, runs or draws; 0 if its method draws nothing."""
    return getattr(experiment.method, "draws", 0) if name == "draws" else getattr(experiment, name)


def with_setting(experiment: Experiment, name: str, value: int) -> Experiment:
    """The experiment with its steps, runs or draws set."""
    if name == "draws":
        return replace(experiment, method=replace(experiment.method, draws=value))
    return replace(experiment, **{name: value})


def _gradient_step(experiment: Experiment) -> float:
    """Milliseconds of one step of the stochastic gradient, all runs together."""
    problem, method = experiment.problem, experiment.method
    family, plane = problem.family, problem.target.dim == 2
    points = experiment.runs * problem.family.round_draws(method.draws) / POINTS
    pathwise = slug(method.estimator) in ("reparam", "sticking_the_landing")
    if family.layered:
        layers, dear = family.layers, 2.0 if slug(family) == "coupling" else 0.55
        return 0.4 + (0.4 + dear * points) * max(1, layers)
    if not family.gaussian and not family.heavy:
        each = (0.36 if pathwise else 0.2) * family.components
        return 0.7 + (0.5 if pathwise else 0.0) + (each if plane else 0.5 * each) * points
    if family.heavy:
        return 0.4 + (0.4 + 0.028 * getattr(family, "df", 5)) * (1 if plane else 0.75) * points
    return (0.4 if plane else 0.25) + (0.29 if plane else 0.16) * points


def _row(family, dim: int) -> tuple[str, int]:
    if family.layered:
        return "flow", dim
    return "gaussian" if family.gaussian else "student_t" if family.heavy else "mixture", dim


def _pieces(family) -> float:
    """How many times as much a family takes as it does with its usual knobs."""
    if family.layered:
        return max(1.0, family.layers / 4)
    return 1.0 if family.gaussian or family.heavy else getattr(family, "components", 2) / 2


def _column(divergence) -> int:
    power = divergence.power
    return int(power) if power in (0, 1) else 2 if 0 < power < 1 else 3


def _round(value: int) -> int:
    """A whole number of two digits and zeros, at most the value."""
    unit = 10 ** max(0, math.floor(math.log10(value)) - 1)
    return value // unit * unit
