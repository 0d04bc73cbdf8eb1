"""The only machinery: a member is one frozen dataclass in one file, its knobs are data, its folder is the registry."""

import importlib
import math
import numbers
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

import numpy as np


class Knob(NamedTuple):
    """What a constructor argument accepts: at once its slider, its link key's support and its corner cases in tests."""

    default: object
    lo: float | None
    hi: float | None
    label: str
    choices: tuple = ()
    special: tuple = ()  # values at which the member takes another path, such as a limit

    def check(self, owner: str, name: str, value):
        """The value in the knob's own type, or a ValueError of one sentence."""
        if self.choices:
            if value in self.choices:
                return value
            raise ValueError(f"{owner}: {name} is {value!r}, but must be one of {', '.join(map(repr, self.choices))}.")
        if isinstance(self.default, bool):
            if isinstance(value, bool | np.bool_):
                return bool(value)
            raise ValueError(f"{owner}: {name} is {value!r}, but must be True or False.")
        whole = isinstance(self.default, int)
        kind = "a whole number" if whole else "a number"
        good = isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
        if not good or not self.lo <= value <= self.hi or (whole and value != int(value)):
            raise ValueError(f"{owner}: {name} is {value!r}, but must be {kind} from {self.lo:g} to {self.hi:g}.")
        return int(value) if whole else float(value)

    def corners(self) -> tuple:
        """The default, the ends of the support and what is special between them, for tests."""
        if self.choices:
            return tuple(self.choices)
        return (False, True) if isinstance(self.default, bool) else (self.default, self.lo, self.hi, *self.special)


class UnknownMember(KeyError, ValueError):
    """A slug that no registry knows: a KeyError to a mapping, a ValueError to a caller."""

    def __str__(self) -> str:
        return str(self.args[0])


class Registry(Mapping):
    """{file name: class} of one folder, read-only; an unknown slug is a ValueError that lists the known ones."""

    def __init__(self, noun: str, classes: dict):
        self._noun, self._classes = noun, classes

    def __getitem__(self, slug):
        try:
            return self._classes[slug]
        except (KeyError, TypeError):
            known = ", ".join(self._classes)
            raise UnknownMember(f"Unknown {self._noun} {slug!r}: choose one of {known}.") from None

    def __iter__(self):
        return iter(self._classes)

    def __len__(self) -> int:
        return len(self._classes)


def knob(default, lo=None, hi=None, label: str = "", choices: tuple = (), special: tuple = ()):
    """A dataclass field with a support and a label; the type of the default is the type of the knob."""
    return field(default=default, metadata={"knob": Knob(default, lo, hi, label, tuple(choices), tuple(special))})


def pick(registry: Registry, slug: str, label: str = ""):
    """A dataclass field that holds a member of a registry."""
    return field(default_factory=registry[slug], metadata={"pick": registry, "label": label})


def _check(self) -> None:
    owner = slug(self)
    for each in fields(self):
        value = getattr(self, each.name)
        if "knob" in each.metadata:
            value = each.metadata["knob"].check(owner, each.name, value)
        elif "pick" in each.metadata and type(value) not in each.metadata["pick"].values():
            known = ", ".join(each.metadata["pick"])
            raise ValueError(f"{owner}: {each.name} is {value!r}, but must be a member: one of {known}.")
        object.__setattr__(self, each.name, value)


def member(cls):
    """Make a class a member: a frozen dataclass whose knobs are checked when it is made."""
    cls.__post_init__ = _check
    return dataclass(frozen=True)(cls)


def discover(package: str, base: type) -> Registry:
    """Import every file of a folder that does not start with an underscore: {file name: its one class}."""
    classes = {}
    for info in sorted(pkgutil.iter_modules(importlib.import_module(package).__path__), key=lambda each: each.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        (classes[info.name],) = [
            each
            for each in vars(module).values()
            if isinstance(each, type) and issubclass(each, base) and each.__module__ == module.__name__
        ]
    return Registry(base.__name__.lower(), classes)


def slug(thing) -> str:
    """The registry key of a member or its class: the name of its file."""
    cls = thing if isinstance(thing, type) else type(thing)
    return cls.__module__.rpartition(".")[2]


def label(thing) -> str:
    """What menus call a member: its own label, or its slug as words."""
    cls = thing if isinstance(thing, type) else type(thing)
    return getattr(cls, "label", None) or slug(cls).replace("_", " ").capitalize()


def whole(owner: str, name: str, value, lo: int, hi: int) -> int:
    """The value as an int, or a ValueError of one sentence."""
    good = isinstance(value, numbers.Real) and not isinstance(value, bool) and value == value // 1
    if not good or not lo <= value <= hi:
        raise ValueError(f"{owner}: {name} is {value!r:.40}, but must be a whole number from {lo} to {hi}.")
    return int(value)


def central(f, x, step: float = 6e-6, unit: float | None = None):
    """Gradient of f: (..., D) -> (...) by central differences, (..., D): what a newcomer's member gets for free.

    The step is relative to a unit, or else to each x or 1, whichever is larger."""
    x = np.asarray(x, float)
    grad = []
    for i in range(x.shape[-1]):
        size = np.maximum(1.0, np.abs(x[..., i : i + 1])) if unit is None else np.full_like(x[..., i : i + 1], unit)
        h = step * size * (np.arange(x.shape[-1]) == i)
        grad.append((f(x + h) - f(x - h)) / (2 * h[..., i]))
    return np.stack(np.broadcast_arrays(*grad), axis=-1)
