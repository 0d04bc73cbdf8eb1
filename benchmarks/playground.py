"""The first picture of everything that the playgrounds' menus reach: CPU seconds of fit and picture, worst first."""

import itertools
import time
from collections.abc import Iterable, Iterator

import vizvi
from benchmarks.table import Figure
from vizvi.budget import within
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.integrate.truth import truth
from vizvi.methods import METHODS
from vizvi.picture import picture
from vizvi.picture.rounds import numbered
from vizvi.targets import TARGETS
from vizvi.variants import variants

LIMIT = 1.0  # CPU seconds
SHOWN = 20


def figures() -> Iterator[Figure]:
    """The worst of all targets, families and divergences with the usual run of the first method that suits them."""
    taken = sorted(sweep(TARGETS), key=lambda each: -each[1])
    for name, seconds in taken[:SHOWN]:
        yield Figure(name, "s CPU", [seconds], LIMIT)
    late = sum(seconds > LIMIT for _, seconds in taken)
    yield Figure(f"of {len(taken)} first pictures, over {LIMIT:g} s", "", [float(late)], 0.0)


def sweep(targets: Iterable[str]) -> Iterator[tuple[str, float]]:
    """What the first picture of each combination takes, CPU seconds, p's own integrals apart."""
    for target, family, divergence in itertools.product(targets, FAMILIES, DIVERGENCES):
        p = TARGETS[target]()
        tilted = p.dim == 1 and family == "full_rank"  # not offered there
        if p.dim not in FAMILIES[family].dims or FAMILIES[family].layered or tilted:
            continue
        truth(p)
        problem = vizvi.Problem(p, FAMILIES[family](), DIVERGENCES[divergence]())
        method = next(each for each in variants(METHODS["gradient"]()) if not each.supports(problem))
        experiment, _ = within(Experiment(problem, method, steps=method.usual_steps, seed=7))
        before = time.process_time()
        history = vizvi.fit(experiment)
        picture(experiment, history, whole=False, parts={0: numbered(experiment, history, 0)})
        yield f"{target}, {family}, {divergence}", time.process_time() - before
