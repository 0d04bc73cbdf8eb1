"""Mark: one layer of a chart, its kind, arrays and looks, checked as it is made."""

import re
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from vizvi.figures.reach import span

TONES = ("p", "q", "forward", "elbo", "prior", "ink", "chrome", "amber", "muted", *(f"class{k}" for k in range(1, 7)))
DASHES = ("solid", "dash", "long", "dot")
SHAPES = ("dot", "ring", "square", "diamond", "plus", "times", "up", "none")
FILLS = ("tint", "hatch", "back", "none")  # how a bar is filled; "back" is hatched the other way
MAPS = ("viridis", "cividis", "diverging")
# Every kind of mark, and the shape of its arrays: the same letter is the same length.
KINDS = {
    "lines": {"xy": "N2", "len": "K"},
    "band": {"x": "N", "lo": "N", "hi": "N"},
    "rule": {},
    "bars": {"x": "E", "y": "N"},
    "boxes": {"box": "N4"},
    "marks": {"xy": "N2"},
    "field": {"array": "RC"},
    "classes": {"array": "RC"},
    "paths": {"xy": "KT2"},
    "hops": {"x": "N", "y": "KN"},
    "frames": {"at": "F", "x": "N", "lo": "FN", "y": "FN", "hi": "FN"},
}


@dataclass(frozen=True, eq=False)
class Mark:
    """One layer of a panel: a kind, its arrays (read-only) and how it looks. Made by the functions of `marks`.

    ValueError for a kind, tone, dash, shape, fill or map that there is not, and for arrays that do not fit together."""

    kind: str
    arrays: dict
    look: dict

    def __post_init__(self):
        one_of("A kind of mark", self.kind, KINDS)
        look = {name: value for name, value in self.look.items() if value is not None}
        for name, known in (("dash", DASHES), ("shape", SHAPES), ("pattern", FILLS), ("map", MAPS)):
            if name in look:
                one_of(f"A {name}", look[name], known)
        for tone in (look.get("tone", "ink"), *look.get("tones", ())):
            check_tone(tone)
        arrays = {name: frozen(values) for name, values in self.arrays.items()}
        check_shapes(self.kind, arrays)
        object.__setattr__(self, "arrays", MappingProxyType(arrays))
        object.__setattr__(self, "look", MappingProxyType(look))

    def span(self, axis: int) -> tuple[float, float]:
        """Lowest and highest coordinate along x (0) or y (1)."""
        return span(self, axis)


def one_of(what: str, value, known) -> None:
    """ValueError in a sentence unless a value is one of those known."""
    if value not in tuple(known):
        raise ValueError(f"{what} must be one of {', '.join(known)}, not {value!r}.")


def check_tone(tone) -> None:
    """A tone is a name of the visual language, or "mix:0.35": 35 % of the way from q's hue to the forward fit's."""
    mixed = re.fullmatch(r"mix:(\d+(?:\.\d+)?(?:e-\d+)?)", tone) if isinstance(tone, str) else None
    if not (mixed and float(mixed[1]) <= 1):
        one_of("A tone", tone, (*TONES, "mix:0.5"))


def frozen(values) -> np.ndarray:
    """A read-only copy: whole numbers stay whole, all else is float."""
    array = np.array(values)
    if array.dtype.kind not in "biu":
        array = np.array(values, float)
    array.setflags(write=False)
    return array


def check_shapes(kind: str, arrays) -> None:
    """Each array has the axes of its kind; the edges of a histogram (E) are one more than its bars."""
    sizes: dict = {}
    for name, array in arrays.items():
        axes = KINDS[kind][name]
        if array.ndim != len(axes):
            raise ValueError(f"{name!r} of {kind!r} must have {len(axes)} axes, not the shape {array.shape}.")
        for axis, size in zip(axes, array.shape, strict=True):
            if size != sizes.setdefault(axis, int(axis) if axis.isdigit() else size):
                raise ValueError(f"{name!r} of {kind!r} has the shape {array.shape}, where {size} should be {sizes[axis]}.")
    if "E" in sizes and sizes["E"] != sizes["N"] + 1:
        raise ValueError(f"A histogram of {sizes['N']} bars needs {sizes['N'] + 1} edges, not {sizes['E']}.")
    if "len" in arrays and arrays["len"].sum() != sizes["N"]:
        raise ValueError(f"The lengths of lines add up to {arrays['len'].sum()}, but there are {sizes['N']} points.")
