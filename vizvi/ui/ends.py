"""Where the runs of an experiment end, counted, in a sentence."""

from vizvi.diagnostics.run_ends import run_ends
from vizvi.experiment import Experiment
from vizvi.format import number
from vizvi.ui.cache import fitted

SHOWN = 4  # places


def counted(experiment: Experiment) -> str:
    """Such as: of 32 runs, 19 near z = 3.00; 13 near z = −3.00. Empty for one run."""
    if experiment.runs == 1:
        return ""
    target, found = experiment.problem.target, run_ends(experiment.problem, fitted(experiment).lam[:, -1])
    if not found:
        return f"None of {experiment.runs} runs ends anywhere: all were thrown."
    names = ", ".join(target.names)
    told = [f"**{len(end.runs)}** near {names} = {', '.join(map(number, end.mean.tolist()))}" for end in found[:SHOWN]]
    left = experiment.runs - sum(len(end.runs) for end in found[:SHOWN])
    more = f"; {left} elsewhere" if left else ""
    return f"Of **{experiment.runs}** runs, {'; '.join(told)}{more}."
