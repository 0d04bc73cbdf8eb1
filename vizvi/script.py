"""An experiment as Python: what a reader pastes into a notebook to get the very numbers that a page shows."""

from dataclasses import fields

from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.links import ROLES, parts
from vizvi.member import slug
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.samplers import SAMPLERS
from vizvi.targets import TARGETS
from vizvi.written import call, kind_of

REGISTRIES = {
    "divergences": ("DIVERGENCES", DIVERGENCES),
    "estimators": ("ESTIMATORS", ESTIMATORS),
    "families": ("FAMILIES", FAMILIES),
    "methods": ("METHODS", METHODS),
    "optimizers": ("OPTIMIZERS", OPTIMIZERS),
    "samplers": ("SAMPLERS", SAMPLERS),
    "targets": ("TARGETS", TARGETS),
}


def script(experiment: Experiment) -> str:
    """The lines that make this experiment, run it and print its end's numbers; its settings are written out.

    A target that somebody typed, drew or pasted is made from its text. Raises ValueError for one that no registry knows
    and nobody wrote, such as a density made from a callable."""
    members, more = parts(experiment), []
    for role, member in members.items():
        if type(member) not in ROLES[role].values() and not kind_of(member):
            raise ValueError(f"script: a {type(member).__name__} is not in a registry, so no line of Python makes it.")
    made = {}
    for role, member in members.items():
        if kind_of(member):
            source, made[role] = call(member)
            more += [source] if source else []
        else:
            made[role] = _made(member)
    counts = ", ".join(f"{name}={getattr(experiment, name)}" for name in ("runs", "steps", "seed"))
    start = f",\n    start={experiment.start!r}" if experiment.start else ""
    body = "\n".join(
        (
            f"target = {made['target']}",
            f"problem = vizvi.Problem(target, {made['family']}, {made['divergence']})",
            f"method = {made['method']}",
            f"experiment = vizvi.Experiment(problem, method, {counts}{start})",
            "history = vizvi.fit(experiment)  # history.lam[run, step] is λ",
            "ledger = vizvi.exact(problem, history.lam[0, -1])",
            'print(f"ELBO {ledger.elbo:.4f}, KL(q‖p) {ledger.reverse_kl:.4f}, KL(p‖q) {ledger.forward_kl:.4f} nats")',
        )
    )
    used = [f"from vizvi.{folder} import {name}" for folder, (name, _) in REGISTRIES.items() if f"{name}[" in body]
    return "\n".join(("import vizvi", *used, *more, "", body, ""))


def diagnosis(experiment: Experiment, draws: int, steps: int) -> str:
    """The lines that ask of the optimum near an experiment's end how sure q is of p and what its own draws tell: first the
    experiment's, then `steps` of exact descent on KL(q‖p), then importance weights of `draws` draws."""
    more = (
        'best = vizvi.Problem(target, problem.family, DIVERGENCES["reverse_kl"]())',
        'descent = METHODS["exact_descent"]()',
        "end = tuple(history.lam[0, -1].tolist())",
        f"lam = vizvi.fit(vizvi.Experiment(best, descent, steps={steps}, seed=experiment.seed, start=end)).lam[0, -1]",
        f"noise = Noise(experiment.seed, 1)({draws}, best.family.noise_dim(target.dim))[0]",
        "seen = reliability(log_ratios(best, lam, noise))",
        'print(f"k̂ {seen.k:.3f}, effective sample size {100 * seen.relative_ess:.1f} % of the draws")',
        "found = uncertainty(best, lam[None])",
        'print("true coverage of q\'s 95 % intervals:", found.coverage[0, :, 2], "sd of q / sd of p:", found.sd_ratio[0])',
    )
    imports = (
        "from vizvi.diagnostics.khat import log_ratios, reliability",
        "from vizvi.diagnostics.uncertainty import uncertainty",
        "from vizvi.experiment import Noise",
    )
    head, _, body = script(experiment).partition("\n\n")
    used = {"DIVERGENCES": "divergences", "METHODS": "methods"}
    lacking = [f"from vizvi.{folder} import {name}" for name, folder in used.items() if f"import {name}" not in head]
    return "\n".join((head, *imports, *lacking, "", body.rstrip("\n"), *more, ""))


def of_member(member) -> tuple[str, str]:
    """The lines that import what makes a target or another member, and the call that makes it; ValueError for one that no
    registry knows and nobody wrote."""
    if kind_of(member):
        source, made = call(member)
        return source or "import vizvi", made
    if not any(type(member) in registry.values() for _, registry in REGISTRIES.values()):
        raise ValueError(f"script: a {type(member).__name__} is not in a registry, so no line of Python makes it.")
    made = _made(member)
    used = [f"from vizvi.{folder} import {name}" for folder, (name, _) in REGISTRIES.items() if f"{name}[" in made]
    return "\n".join(used), made


def _made(member) -> str:
    """A member from its registry: its picks, its first knob, and all that is not as usual."""
    name = next(name for name, registry in REGISTRIES.values() if type(member) in registry.values())
    knobs = [each for each in fields(member) if "pick" not in each.metadata]
    told = []
    for each in fields(member):
        value = getattr(member, each.name)
        if "pick" in each.metadata:
            told.append(f"{each.name}={_made(value)}")
        elif each is knobs[0] or value != each.default:
            told.append(f"{each.name}={value!r}")
    return f'{name}["{slug(member)}"]({", ".join(told)})'
