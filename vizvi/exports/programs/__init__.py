"""An experiment's model as a program for other libraries, with the names that they have for the same thing."""

from dataclasses import replace
from typing import NamedTuple

from vizvi.experiment import Experiment
from vizvi.exports.programs.numpyro import numpyro, numpyro_nuts
from vizvi.exports.programs.pymc import pymc, pymc_nuts
from vizvi.exports.programs.stan import stan, stan_nuts
from vizvi.exports.programs.statements import MODELS, Model, statements
from vizvi.format import listed
from vizvi.member import label, slug
from vizvi.presets import preset
from vizvi.sampling import Sampling

NOT_RUN = "No test of vizvi's runs this program"
OURS = "vizvi's tests run these lines: they give the page's numbers exactly"
GUIDES = {"mean_field": "meanfield", "full_rank": "fullrank"}  # families that the three libraries have, as Stan calls them


class Program(NamedTuple):
    """A library's name, its program, whether a test of vizvi's runs it, what that test found, and how it is the same."""

    library: str
    text: str
    executed: bool
    ran: str = "vizvi's tests run its model: the density is the same"
    same: str = "It is the same model and family; its starts, draws and stopping are {}'s own."

    @property
    def remark(self) -> str:
        """What to know before it is run."""
        return f"{self.ran if self.executed else NOT_RUN}. {self.same.format(self.library)}".rstrip()


def together(text: str, others=()) -> tuple["Program", ...]:
    """vizvi's own lines, if there are any, and then other programs."""
    return (of_vizvi(text), *others) if text else tuple(others)


def of_vizvi(text: str, part: str = "") -> Program:
    """vizvi's own lines for what is shown, or for one part of it."""
    return Program(f"vizvi: {part}" if part else "vizvi", text, True, OURS, "")


def programs(experiment: Experiment) -> tuple[Program, ...]:
    """The same model and family for NumPyro, PyMC and Stan, which minimize KL(q‖p).

    Raises ValueError with a sentence for a family or a target that has no counterpart there."""
    problem = experiment.problem
    if (kind := slug(problem.family)) not in GUIDES:
        known = listed([each.replace("_", "-") for each in GUIDES])
        raise ValueError(f"NumPyro, PyMC and Stan have guides for {known}, none for {label(problem.family).lower()}.")
    other = problem.divergence.power != 0
    notes = (f"vizvi minimized {problem.divergence.symbol} here; this minimizes KL(q‖p).",) if other else ()
    known = slug(problem.target) in MODELS  # one that somebody typed is in no test
    return written(statements(problem.target), experiment, kind, notes, known)


def sampled(sampling: Sampling) -> tuple[Program, ...]:
    """The same model by the sampler that the three libraries have in common: NUTS, which tunes itself, with as many chains
    and draws. Raises ValueError with a sentence for a target that has no counterpart there."""
    model = statements(sampling.target)
    made = {"NumPyro": numpyro_nuts, "PyMC": pymc_nuts, "Stan": stan_nuts}
    same = "It is the same model; its sampler is NUTS, which tunes itself, with as many chains and draws."
    return tuple(Program(f"{name}, NUTS", write(model, sampling), False, same=same) for name, write in made.items())


def usual(family: str) -> Experiment:
    """Steps for a model that no run of a page is of: Adam, long enough from a library's own start. What it is of matters
    nothing."""
    return replace(preset("challenger", family), steps=2000)


def written(model: Model, experiment: Experiment, family: str, notes=(), known=False, **about) -> tuple[Program, ...]:
    """The programs of a model; the method, steps and seed are an experiment's. family: "mean_field" or "full_rank"; known:
    whether a test runs the model's NumPyro; about: more of each `Program`."""
    made = {"NumPyro": (numpyro, known), "PyMC": (pymc, False), "Stan": (stan, False)}
    each = lambda write: write(model, experiment, GUIDES[family], notes)
    return tuple(Program(name, each(write), ran, **about) for name, (write, ran) in made.items())
