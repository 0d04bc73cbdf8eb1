"""Which cases a test runs: every corner of every member, and every pair of members once.

Full products grow as a power of the registries, pairs as their square.

Kuhn, Wallace & Gallo (2004), Software fault interactions: most faults show once two settings meet.
"""

import importlib
from dataclasses import fields
from itertools import combinations

import pytest


def registry(role: str):
    """The registry behind an argument name: `family` -> `vizvi.families.FAMILIES`."""
    plural = "families" if role == "family" else f"{role}s"
    return getattr(importlib.import_module(f"vizvi.{plural}"), plural.upper())


def usual(cls):
    """A member at its defaults, but a flow of one layer: more of them are more of the same, at seconds a test."""
    return cls(layers=1) if getattr(cls, "layered", False) else cls()


def deep(member) -> bool:
    """A flow of several layers: for the wide tier, and for the flows' own file."""
    return getattr(member, "layers", 0) > 1


def fits(given: dict) -> bool:
    """Whether a test's family can follow its target, or be in its dimension."""
    target = given.get("target") or registry("target").get(given.get("slug"))
    dim = given.get("dim", getattr(target, "dim", None))
    return dim is None or dim in getattr(given.get("family"), "dims", (1, 2))


def corners(cls) -> list:
    """One member at its defaults, then with one knob at a time moved to an end, or one pick to another member."""
    default = usual(cls)
    members = {repr(default): default}
    for field in fields(cls):
        if "knob" in field.metadata:
            values = field.metadata["knob"].corners()
        elif "pick" in field.metadata:
            values = [other() for other in field.metadata["pick"].values()]
        else:
            values = []
        for value in values:
            moved = cls(**{field.name: value})
            members.setdefault(repr(moved), moved)
    return list(members.values())


def pairwise(cases: list[tuple]) -> list[int]:
    """Which of some cases to keep so that every pair of values that any case has side by side is in one that is kept.

    cases: tuples of equal length of hashable values. Greedy: always the first case with the most pairs not met yet."""
    pairs = [{(i, a, j, b) for (i, a), (j, b) in combinations(enumerate(case), 2)} for case in cases]
    open_ = set().union(*pairs)
    kept, left = [], list(range(len(cases)))
    while open_:
        best = max(left, key=lambda each: len(pairs[each] & open_))
        kept.append(best)
        left.remove(best)
        open_ -= pairs[best]
    return sorted(kept)


def widened(params: list, keys: list[tuple]) -> list:
    """Parameters of a test with those that no pair needs marked `wide`; keys: the members that each has side by side."""
    kept = set(pairwise(keys))
    return [
        each if k in kept else pytest.param(*each.values, id=each.id, marks=(*each.marks, pytest.mark.wide))
        for k, each in enumerate(params)
    ]


def wide(*values):
    """One case of a parametrized test that only `pytest -m wide` runs."""
    return pytest.param(*values, marks=pytest.mark.wide)


def daily(*values, more=()):
    """The cases of a parametrized test: these every day, more of them only by `pytest -m wide`."""
    return [*values, *(wide(each) for each in more)]
