"""The ladder of families on one target: all trained alike, eight seeds each, with what they cost."""

import time
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.flow_geometry import training
from vizvi.divergences import DIVERGENCES
from vizvi.exact import exact
from vizvi.experiment import fit
from vizvi.families import FAMILIES
from vizvi.lessons.flows.training import RUNS, STEPS, TEMPERED, pieces, target_of
from vizvi.lessons.flows.words import ladder as words
from vizvi.problem import Problem

KNOBS = (
    ("mean_field", {}), ("full_rank", {}), ("mixture", {"components": 2}), ("mixture", {"components": 5}),
    ("coupling", {"layers": 1}), ("coupling", {"layers": 2}), ("coupling", {"layers": 4}), ("coupling", {"layers": 8}),
    ("planar", {"layers": 4}), ("planar", {"layers": 16}),
)  # fmt: skip
RUNGS = dict(zip(words.RUNGS, KNOBS, strict=True))  # name -> family and its knobs
EVERY, DRAWS = 25, 512  # steps between two looks of those that take their time, and draws of a look


class Rung(NamedTuple):
    """Eight runs of one family."""

    name: str
    numbers: int  # of λ
    step: int  # how far they are
    kl: np.ndarray  # (8,) KL(q‖p), nats
    error: np.ndarray  # (8,) its standard error by draws, 0 by quadrature
    seconds: float  # of processor time for all eight so far

    @property
    def median(self) -> float:
        return float(np.median(self.kl))


def rungs(target, separation: float, tempered: bool, seed: int):
    """Yield rungs from the simplest family on, flows several times as they are trained."""
    for name, (slug, knobs) in RUNGS.items():
        problem = Problem(target_of(target, separation), FAMILIES[slug](**knobs), DIVERGENCES["reverse_kl"]())
        made = training(problem, RUNS, STEPS, seed, TEMPERED if tempered else 1.0)
        spent, began = 0.0, time.thread_time()
        if not problem.family.layered:
            lam = fit(made).lam[:, -1]
            spent = time.thread_time() - began
            ledger = exact(problem, lam, 1e-4, 2**22)
            yield Rung(name, len(problem.params), STEPS, ledger.reverse_kl, np.zeros(RUNS), spent)
            continue
        for seen in pieces(made, EVERY, DRAWS):
            spent += time.thread_time() - began
            yield Rung(name, len(problem.params), seen.step, seen.kl, seen.error, spent)
            began = time.thread_time()


def latest(found: list[Rung]) -> list[Rung]:
    """The last word on each family."""
    return list({each.name: each for each in found}.values())
