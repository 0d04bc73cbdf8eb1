"""The same target and its report as Python, and the target in other libraries."""

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.exports.programs import Program, programs, usual
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.models.script import Expression, filled
from vizvi.problem import Problem
from vizvi.script import of_member
from vizvi.targets import Target

REPORT = """
$source
from vizvi.diagnostics.report import report

p = $target
found = report(p, seed=$seed, restarts=$restarts)
for each in (*found.rungs, found.laplace):
    if each:
        print(f"{each.slug}: ELBO {each.elbo:.8g}, KL(q‖p) {each.kl:.8g}, k̂ {each.k:.8g}, ESS {each.ess:.8g}")
print(found.recommendation)
"""


def python(target: Target, seed: int, restarts: int) -> str:
    """vizvi's lines for the ladder and what it recommends."""
    source, made = of_member(target)
    given = {"source": Expression(source), "target": Expression(made)}
    return filled(REPORT, seed=seed, restarts=restarts, **given) + "\n"


def libraries(target: Target) -> tuple[Program, ...]:
    """The target as a program for other libraries, if they have words for it; full-rank where that is more."""
    family = FAMILIES["full_rank" if target.dim > 1 else "mean_field"]()
    problem = Problem(target, family, DIVERGENCES["reverse_kl"]())
    try:
        return programs(Experiment(problem, METHODS["gradient"](), steps=usual("mean_field").steps))
    except ValueError:  # a drawing, or a formula with a fork in it
        return ()
