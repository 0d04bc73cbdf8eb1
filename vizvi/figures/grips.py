"""What a hand can hold on a chart, besides a path: a cursor, a start, points of data."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vizvi.figures.mark import one_of


@dataclass(frozen=True)
class Cursor:
    """A line across all panels that a hand moves along x; heard as "cursor". label: what stands beside it, {} the value;
    follow: a value for each step of the linked stage, then dragging is scrubbing."""

    name: str
    value: float
    range: tuple
    step: float | None = None
    label: str = "{}"
    follow: Sequence | None = None

    def header(self) -> dict:
        (lo, hi), step = self.range, {} if self.step is None else {"step": self.step}
        found = {"name": self.name, "value": float(self.value), "min": lo, "max": hi, "label": self.label} | step
        return found if self.follow is None else found | {"follow": [float(each) for each in self.follow]}


@dataclass(frozen=True)
class Start:
    """A grip at (x, y) of the first panel; heard as "start". names: of its two sliders; texts: its place in words."""

    names: tuple[str, str]
    value: tuple[float, float]
    texts: tuple[str, str] | None = None
    label: str | None = "start"
    step: tuple[float, float] | None = None

    def header(self) -> dict:
        found = {"names": self.names, "value": [float(each) for each in self.value], "label": self.label}
        return {name: each for name, each in (found | {"texts": self.texts, "step": self.step}).items() if each is not None}


@dataclass(frozen=True, eq=False)
class Points:
    """Data (N, 2) that a hand moves, one at a time; heard as "points" with an index. drag: "xy", or "y" alone."""

    xy: np.ndarray
    name: str = "Data point"
    drag: str = "xy"
    panel: int = 0

    def __post_init__(self):
        one_of("What a hand may change of points", self.drag, ("xy", "y"))
        if np.ndim(self.xy) != 2 or np.shape(self.xy)[1] != 2:
            raise ValueError(f"Points are pairs (N, 2), not of the shape {np.shape(self.xy)}.")
