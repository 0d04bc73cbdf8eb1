"""Presets: experiments that pages open with, as plain literals."""

from dataclasses import replace

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS

SEED = 7


def preset(target: str, family: str, divergence: str = "reverse_kl", start=(), **knobs) -> Experiment:
    """The usual run (Adam at .05, 64 draws, 200 steps, seed 7) on a target, with the family's usual start."""
    problem = Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES[divergence]())
    return Experiment(problem, METHODS["gradient"](), seed=SEED, start=start)


def descent(target: str, family: str = "mean_field", start=(), **knobs) -> Experiment:
    """Exact descent: no noise, and an end that is an optimum to all digits shown."""
    method = METHODS["exact_descent"]()
    return replace(preset(target, family, start=start, **knobs), method=method, steps=method.usual_steps)


CHALLENGER = preset("challenger", "full_rank")
PLAY_1D = preset("two_bumps", "mean_field")
PLAY_2D = preset("gaussian", "mean_field")
GAP = preset("normal_normal", "mean_field", start=(0.0, 0.0))
KL = descent("two_bumps", start=(1.5, 0.0))
TOO_SURE = descent("gaussian", start=(1.0, -1.0, 0.0, 0.0))
