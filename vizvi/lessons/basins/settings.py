"""The settings of the lesson on starts: two bumps, a rule that moves q, and what a link may not ask for."""

from dataclasses import replace

from vizvi.experiment import Experiment
from vizvi.lessons.basins import DEFAULT
from vizvi.lessons.basins.words import settings as words
from vizvi.ui.menu import fixed, only, rules
from vizvi.ui.own import OWN
from vizvi.ui.rows import Row
from vizvi.ui.setting import choice, named, own_target, real, switch

PAGE = "basins"
FARTHEST = 1e3, 20.0  # that a start's mean and log sd may be from 0
CONTROLS = Row(
    only("two_bumps", knobs=2),
    family=fixed,
    divergence=fixed,
    method=rules("sgd", "adam", "natural_gradient"),
    more=("steps", "seed"),
)


SETTINGS = {
    "basins.balls": switch(),
    "basins.reveal": switch(),
    "basins.tab": named(words.TABS),
    "basins.plane.target": choice(*words.SHAPES, *OWN),
    "basins.plane.own": own_target(2),
    "basins.plane.family": choice(*words.KINDS),
    "basins.plane.d": real(3.0, 0.5, 6.0),
    "basins.plane.sd": real(1.0, 0.3, 4.0),
}


def admitted(experiment: Experiment, default: Experiment) -> tuple[Experiment, list[str]]:
    """What of a link's experiment the page can show, and a sentence for each part that it can't."""
    experiment, told = CONTROLS.admitted(experiment, default)
    if experiment.start and not in_reach(experiment.start):
        given = ", ".join(f"{each:g}" for each in experiment.start)
        experiment = replace(experiment, start=DEFAULT.start)
        told.append(words.start_is(given, FARTHEST[0], FARTHEST[1]))
    return experiment, told


def in_reach(start) -> bool:
    """Whether a start (mean, log sd) is one that numbers and pictures can hold."""
    return len(start) == 2 and all(abs(each) < far for each, far in zip(start, FARTHEST, strict=True))
