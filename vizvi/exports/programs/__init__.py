"""An experiment's model as a program for other libraries, with the names that they have for the same thing."""

from typing import NamedTuple

from vizvi.experiment import Experiment
from vizvi.exports.programs.numpyro import numpyro
from vizvi.exports.programs.pymc import pymc
from vizvi.exports.programs.stan import stan
from vizvi.exports.programs.statements import statements
from vizvi.format import listed
from vizvi.member import label, slug

GUIDES = {"mean_field": "meanfield", "full_rank": "fullrank"}  # families that the three libraries have, as Stan calls them


class Program(NamedTuple):
    """A library's name, its program, and whether a test of vizvi's runs it."""

    library: str
    text: str
    executed: bool

    @property
    def remark(self) -> str:
        """What to know before it is run."""
        ran = "vizvi's tests run it and compare" if self.executed else "No test of vizvi's runs this program"
        return f"{ran}. It is the same model and family; its starts, draws and stopping are {self.library}'s own."


def programs(experiment: Experiment) -> tuple[Program, ...]:
    """The same model and family for NumPyro, PyMC and Stan, which minimize KL(q‖p).

    Raises ValueError with a sentence for a family or a target that has no counterpart there."""
    problem = experiment.problem
    if (kind := slug(problem.family)) not in GUIDES:
        known = listed([each.replace("_", "-") for each in GUIDES])
        raise ValueError(f"NumPyro, PyMC and Stan have guides for {known}, none for {label(problem.family).lower()}.")
    model = statements(problem.target)
    other = problem.divergence.power != 0
    notes = (f"vizvi minimized {problem.divergence.symbol} here; this minimizes KL(q‖p).",) if other else ()
    made = {"NumPyro": (numpyro, True), "PyMC": (pymc, False), "Stan": (stan, False)}
    return tuple(Program(name, write(model, experiment, GUIDES[kind], notes), ran) for name, (write, ran) in made.items())
