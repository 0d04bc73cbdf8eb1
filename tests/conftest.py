"""Parametrization by argument name: a test that asks for a `target` runs on every target there is.

The same holds for `family`, `divergence`, `estimator`, `optimizer`, `method`, `sampler` and `schedule`: each member at
its defaults, at both ends of every knob and with every choice of every pick. A new member gets its tests without an edit.
"""

import importlib
from dataclasses import fields

ROLES = ("target", "family", "divergence", "estimator", "optimizer", "method", "sampler", "schedule")


def registry(role: str):
    """The registry behind an argument name: `family` -> `vizvi.families.FAMILIES`."""
    plural = "families" if role == "family" else f"{role}s"
    return getattr(importlib.import_module(f"vizvi.{plural}"), plural.upper())


def corners(cls) -> list:
    """One member at its defaults, then with one knob at a time moved to an end, or one pick to another member."""
    default = cls()
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


def pytest_generate_tests(metafunc):
    """Fill every role argument that the test does not parametrize itself."""
    own = {
        name.strip()
        for mark in metafunc.definition.iter_markers("parametrize")
        for name in (mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0])
    }
    only_defaults = metafunc.definition.get_closest_marker("defaults")
    for role in ROLES:
        if role in metafunc.fixturenames and role not in own:
            classes = registry(role).values()
            members = [each for cls in classes for each in ([cls()] if only_defaults else corners(cls))]
            metafunc.parametrize(role, members, ids=repr)
