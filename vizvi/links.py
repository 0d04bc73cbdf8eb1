"""Links: an experiment as query parameters and back. Keys are dotted role paths with the page in front."""

import re
from dataclasses import fields

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import BOUNDS, Experiment
from vizvi.families import FAMILIES
from vizvi.member import label, slug
from vizvi.methods import METHODS
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.variants import changed, nearest
from vizvi.written import MOST_WRITTEN, WRITTEN, kind_of

ROLES = {"target": TARGETS, "family": FAMILIES, "divergence": DIVERGENCES, "method": METHODS}
PLAIN = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
LONGEST = 200  # characters of one value that are looked at


def parts(experiment: Experiment) -> dict:
    """The members of an experiment by role."""
    problem = experiment.problem
    return {
        "target": problem.target,
        "family": problem.family,
        "divergence": problem.divergence,
        "method": experiment.method,
    }


def to_query(experiment: Experiment, page: str) -> dict[str, str]:
    """Every setting of an experiment as text: `kl.target=two_bumps`, `kl.target.separation=3.0`, `kl.seed=7`.

    Raises ValueError for a target that no registry knows: a density of the caller's own has no link; nor have data that are
    too long for one."""
    query, members = {}, parts(experiment)
    if (kind := kind_of(members["target"])) is not None:
        query = {f"{page}.target": kind}
        query |= {f"{page}.target.{name}": text for name, text in members.pop("target").written().items()}
        if sum(map(len, query.values())) > MOST_WRITTEN:
            raise ValueError("These data are too long for a link: share the text itself.")
    elif slug(members["target"]) not in TARGETS:
        raise ValueError("A density made from a callable has no link: only members of a registry do.")
    for role, member in members.items():
        query |= flatten(f"{page}.{role}", member)
    query |= {f"{page}.{name}": str(getattr(experiment, name)) for name in BOUNDS}
    if experiment.start:
        query[f"{page}.start"] = ",".join(map(repr, experiment.start))
    return query


def flatten(prefix: str, member) -> dict[str, str]:
    """A member's slug and knobs under a prefix, as text; picks recurse."""
    return {key: str(value) for key, value in values_of(prefix, member).items()}


def values_of(prefix: str, member) -> dict:
    """The same as values: what widgets show."""
    found = {prefix: slug(member)}
    for each in fields(member):
        key, value = f"{prefix}.{each.name}", getattr(member, each.name)
        found |= values_of(key, value) if "pick" in each.metadata else {key: value}
    return found


def from_query(
    params, page: str, default: Experiment, bounds: dict = BOUNDS, others: tuple[str, ...] = ()
) -> tuple[Experiment, list[str]]:
    """The experiment that parameters describe, and a sentence for each that was not understood.

    bounds: what the page accepts for runs, steps and seed; others: keys that the page reads itself. What is missing,
    unknown or out of bounds falls back to the default; nothing here is ever evaluated."""
    params = {key: str(value) for key, value in params.items() if key.startswith(f"{page}.")}
    seen, notices = {f"{page}.{each}" for each in ("step", *others)}, []  # the step is the stage's to show
    chosen = {}
    for role, registry in ROLES.items():
        key, usual = f"{page}.{role}", parts(default)[role]
        if role == "target" and params.get(key) in WRITTEN:
            chosen[role] = _written(key, usual, params, seen, notices)
        else:
            chosen[role] = _member(key, role.capitalize(), registry, usual, params, seen, notices)
    if chosen["target"].dim not in chosen["family"].dims:
        notices.append(f"A {label(chosen['family']).lower()} needs a target in two dimensions.")
        usual = parts(default)["family"]
        chosen["family"] = usual if chosen["target"].dim in usual.dims else FAMILIES["mean_field"]()
    counts = {}
    for name, (lo, hi) in bounds.items():
        counts[name] = getattr(default, name)
        key = f"{page}.{name}"
        if key in params:
            seen.add(key)
            text = params[key]
            if text.isascii() and text.isdigit() and len(text) <= 10 and lo <= int(text) <= hi:
                counts[name] = int(text)
            else:
                notices.append(f"{name.capitalize()} is {quoted(text)}, but must be a whole number from {lo} to {hi}.")
    problem = Problem(chosen["target"], chosen["family"], chosen["divergence"])
    start = _start(f"{page}.start", problem, default, params, seen, notices)
    notices += [f"{quoted(key)} means nothing here." for key in params if key not in seen]
    method = nearest(problem, chosen["method"], default.method)
    if any(f"{page}.{key}" in params for key in changed("method", chosen["method"], method)):
        notices.append(chosen["method"].supports(problem))
    try:
        return Experiment(problem, method, start=start, **counts), notices
    except ValueError as error:
        return default, [*notices, str(error)]


def _written(prefix: str, default, params, seen, notices):
    """The target that somebody wrote, from its text; the default and a sentence if it is none."""
    given = {key[len(prefix) + 1 :]: text for key, text in params.items() if key.startswith(f"{prefix}.")}
    seen |= {prefix, *(f"{prefix}.{name}" for name in given)}
    try:
        if sum(map(len, given.values())) > MOST_WRITTEN:
            raise ValueError("it is too long")
        return WRITTEN[params[prefix]].read(given)
    except ValueError as error:
        notices.append(f"The target of this link was not understood: {error}")
        return default


def _member(prefix, name, registry, default, params, seen, notices):
    cls = type(default)
    if prefix in params:
        seen.add(prefix)
        if params[prefix] in registry:
            cls = registry[params[prefix]]
        else:
            notices.append(f"{name} is {quoted(params[prefix])}, but vizvi has nothing of that name.")
    same = cls is type(default)
    values = {}
    for each in fields(cls):
        key = f"{prefix}.{each.name}"
        if "pick" in each.metadata:
            fallback = getattr(default, each.name) if same else each.default_factory()
            text = each.metadata["label"] or each.name.capitalize()
            values[each.name] = _member(key, text, each.metadata["pick"], fallback, params, seen, notices)
            continue
        fallback = getattr(default, each.name) if same else each.default
        values[each.name] = fallback
        if key in params:
            seen.add(key)
            try:
                values[each.name] = each.metadata["knob"].check(slug(cls), each.name, _typed(params[key], fallback))
            except ValueError:
                knob = each.metadata["knob"]
                wanted = f"from {knob.lo} to {knob.hi}"
                if isinstance(knob.default, bool):
                    wanted = "True or False"
                elif knob.choices:
                    wanted = f"one of {', '.join(map(str, knob.choices))}"
                text = knob.label or each.name.replace("_", " ").capitalize()
                notices.append(f"{text} is {quoted(params[key])}, but must be {wanted}.")
    return cls(**values)


def _typed(text: str, like):
    if len(text) > LONGEST:
        raise ValueError("too long")
    if isinstance(like, bool):
        return {"True": True, "False": False}.get(text, text)
    return text if isinstance(like, str) else _number(text)


def _start(key, problem, default, params, seen, notices) -> tuple[float, ...]:
    if key not in params:
        return default.start if default.problem.params == problem.params else ()
    seen.add(key)
    try:
        values = tuple(_number(each) for each in params[key][: 40 * LONGEST].split(","))
        return Experiment(problem, default.method, start=values).start
    except ValueError as error:
        steep = str(error).startswith("Experiment: log ")
        wanted = f"{len(problem.params)} finite numbers, each log of a scale from −300 to 300" if steep else ""
        wanted = wanted or f"{len(problem.params)} finite numbers"
        notices.append(f"Start is {quoted(params[key])}, but must be {wanted}.")
        return ()


def _number(text: str) -> float:
    """A plain number: no underscores, no other alphabet's digits, which `float` would read too."""
    if not PLAIN.fullmatch(text.strip(" ")):
        raise ValueError("no plain number")
    return float(text)


def quoted(text: str) -> str:
    """What a visitor's link says, as a sentence quotes it."""
    return repr(text if len(text) <= 40 else text[:39] + "…")
