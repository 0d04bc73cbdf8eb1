"""CPU time of the numerics, alone in their process."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import vizvi
from benchmarks.table import Figure
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def cpu_ms(work: Callable, repeats: int) -> list[float]:
    """CPU milliseconds of `work(i)` for i = 1 … repeats, after one unmeasured call."""
    work(0)
    samples = []
    for i in range(1, repeats + 1):
        before = time.process_time()
        work(i)
        samples.append(1e3 * (time.process_time() - before))
    return samples


def figures() -> Iterator[Figure]:
    """Import, `fit`, `exact_descent`, `optima`."""
    yield Figure("import vizvi", "s CPU", [import_seconds() for _ in range(7)], 0.25)

    def problem(target: str, divergence: str):
        return vizvi.Problem(TARGETS[target](), FAMILIES["full_rank"](), DIVERGENCES[divergence]())

    two_modes, gradient = problem("two_modes", "reverse_kl"), METHODS["gradient"](draws=64)

    def run(runs: int) -> Callable:
        return lambda seed: vizvi.fit(vizvi.Experiment(two_modes, gradient, runs=runs, steps=1000, seed=seed))

    yield Figure("fit two_modes, 1,000 steps × 64 draws", "ms CPU", cpu_ms(run(1), 11), 80)
    yield Figure("the same, 64 runs at once", "ms CPU", cpu_ms(run(64), 7), 400)

    for target, divergence in (("two_modes", "reverse_kl"), ("two_modes", "forward_kl"), ("challenger", "reverse_kl")):
        descents = [shortest(problem(target, divergence), seed, 1e-3) for seed in range(12)]
        name = f"exact_descent to 1e-3 nats, {target}, {divergence}"
        yield Figure(name, "ms CPU", cpu_ms(lambda i, descents=descents: vizvi.fit(descents[i]), 11), 10)
    yield from all_optima()


def all_optima() -> Iterator[Figure]:
    """`optima`, 64 starts."""
    for target, family, divergence in (
        ("two_modes", "full_rank", "reverse_kl"),
        ("three_modes", "full_rank", "reverse_kl"),
        ("challenger", "mean_field", "reverse_kl"),
        ("ring", "full_rank", "reverse_kl"),
        ("squiggle", "full_rank", "forward_kl"),
        ("two_modes", "full_rank", "alpha"),
        ("three_modes", "student_t", "reverse_kl"),
    ):
        problem = vizvi.Problem(TARGETS[target](), FAMILIES[family](), DIVERGENCES[divergence]())
        work = cpu_ms(lambda i, problem=problem: vizvi.optima(problem, starts=64, seed=i), 9)
        yield Figure(f"optima, 64 starts, {target}, {family}, {divergence}", "ms CPU", work, 150)


def shortest(problem, seed: int, nats: float) -> vizvi.Experiment:
    """The exact descent from this seed's start that stops at the first step within `nats` of its optimum."""
    long = vizvi.Experiment(problem, METHODS["exact_descent"](), steps=200, seed=seed)
    value = vizvi.exact(problem, vizvi.fit(long).lam[0]).divergence
    return replace(long, steps=max(1, int((value <= value[-1] + nats).argmax())))


def import_seconds() -> float:
    """CPU seconds that `import vizvi` takes in a fresh interpreter."""
    probe = "import time; t = time.process_time(); import vizvi; print(time.process_time() - t)"
    return float(subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout)
