"""Variants: a method with one of its picks moved to another member, for a problem that it does not support as it is."""

from dataclasses import fields, replace

from vizvi.methods import METHODS
from vizvi.problem import Problem


def nearest(problem: Problem, method, usual):
    """The method if it supports the problem, else with another pick, else the usual one or the first that does."""
    for each in (method, usual, *(cls() for cls in METHODS.values())):
        for candidate in variants(each):
            if not candidate.supports(problem):
                return candidate
    return method


def variants(method):
    """A method, then itself with one pick at a time moved to each other member."""
    yield method
    for each in fields(method):
        for other in each.metadata.get("pick", {}).values():
            yield replace(method, **{each.name: other()})


def changed(prefix: str, old, new) -> list[str]:
    """The keys of an old member's parts that a new one has not kept; a member that went took its picks along."""
    picks = [each.name for each in fields(old) if "pick" in each.metadata]
    if type(old) is not type(new):
        return [prefix, *(f"{prefix}.{name}" for name in picks)]
    return [f"{prefix}.{name}" for name in picks if getattr(old, name) != getattr(new, name)]
