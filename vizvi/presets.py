"""Presets: experiments that pages open with, as plain literals."""

from dataclasses import replace

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS

SEED = 7


def preset(
    target: str, family: str, divergence: str = "reverse_kl", start=(), seed=SEED, draws=64, steps=200, **knobs
) -> Experiment:
    """The usual run (Adam at .05, 64 draws, 200 steps, seed 7) on a target, with the family's usual start."""
    problem = Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES[divergence]())
    return Experiment(problem, METHODS["gradient"](draws=draws), steps=steps, seed=seed, start=start)


def descent(target: str, family: str = "mean_field", start=(), seed=SEED, **knobs) -> Experiment:
    """Exact descent: no noise, and an end that is an optimum to all digits shown."""
    method = METHODS["exact_descent"]()
    return replace(preset(target, family, start=start, seed=seed, **knobs), method=method, steps=method.usual_steps)


def in_turn(target: str, family: str = "mean_field", start=(), steps: int = 40, **knobs) -> Experiment:
    """Coordinate ascent: each half-step sets one factor to its best given the others."""
    return replace(preset(target, family, start=start, steps=steps, **knobs), method=METHODS["coordinate_ascent"]())


CHALLENGER = preset("challenger", "full_rank")
