"""How near does each family come? The best ELBO of every family on one target."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from vizvi.divergences.reverse_kl import ReverseKL
from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES, Family
from vizvi.methods.exact_descent import ExactDescent
from vizvi.problem import Problem

RUNS, STEPS = 6, 60


class Rung(NamedTuple):
    """A family at its best of a few starts: ELBO and gap to log Z, nats."""

    slug: str
    family: Family
    elbo: float
    gap: float


def climb(problem: Problem) -> list[Rung]:
    """Every family at default knobs, by exact descent of the reverse KL from six starts; lowest ELBO first, and those left
    out whose ELBO is −∞."""
    return sorted((rung for rung in rungs(problem) if np.isfinite(rung.elbo)), key=lambda rung: rung.elbo)


def rungs(problem: Problem) -> Iterator[Rung]:
    """The same one by one, in the order of the menu; an ELBO of −∞ is one too: q's tails outlast p's."""
    for slug, cls in FAMILIES.items():
        if problem.target.dim not in cls.dims:
            continue
        one = Problem(problem.target, cls(), ReverseKL())
        if ExactDescent().supports(one):
            continue
        last = fit(Experiment(one, ExactDescent(), runs=RUNS, steps=STEPS)).lam[:, -1]
        ledger = exact(one, last, tolerance=1e-4)
        if np.isfinite(ledger.elbo).any():
            best = int(np.nanargmax(ledger.elbo))
            yield Rung(slug, one.family, float(ledger.elbo[best]), float(ledger.reverse_kl[best]))
        elif np.isneginf(ledger.elbo).any():
            yield Rung(slug, one.family, -np.inf, np.inf)
