"""A chart is one value: a Board of panels over one x axis, each with marks; checked as it is made, drawn by the browser.

    Board("KL(p‖q) from 1,000 draws is 0.41 nats; exact is 0.46.",
          x=Axis("draws", (0, 3), ticks=(1, 10, 100, 1000), log=10),
          panels=[Panel(Axis("KL(p‖q), nats"), [band(x, lo, hi, tone="q"), line(x, middle, tone="q", label="estimate"),
                                                rule(y=exact, label="exact")])],
          cursor=Cursor("α", 0.0, (-1, 2), step=0.05))

On a logarithmic axis ranges, coordinates and a cursor's value are logarithms; ticks are what they stand for. An axis with
no range reaches around its marks. Equal boards, equal pictures: a board has an id by its content.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from vizvi.figures.grips import Cursor, Points, Start
from vizvi.figures.mark import DASHES, SHAPES, Mark, check_tone, one_of
from vizvi.figures.marks import (
    band,
    bars,
    classes,
    dots,
    ellipses,
    field,
    frames,
    histogram,
    hops,
    line,
    lines,
    note,
    paths,
    rule,
    segments,
    steps,
)
from vizvi.figures.message import Message, message
from vizvi.figures.reach import reach, tick_row

__all__ = [
    "Axis", "Board", "Chip", "Cursor", "Mark", "Panel", "Points", "Start", "band", "bars", "classes", "dots", "ellipses",
    "field", "frames", "histogram", "hops", "line", "lines", "note", "paths", "rule", "segments", "steps",
]  # fmt: skip
CHIPS = ("line", "fill", "hatch", *SHAPES[:-1])


@dataclass(frozen=True)
class Axis:
    """What an axis measures, with its unit ("KL(q‖p), nats"). range: lowest and highest, or None for around the marks;
    ticks: numbers, or {place: text}; log: the base, if coordinates are logarithms."""

    label: str
    range: tuple | None = None
    ticks: Sequence | dict | None = None
    log: float | None = None

    def __post_init__(self):
        if self.range is not None:
            lo, hi = (float(each) for each in self.range)
            if not (np.isfinite([lo, hi]).all() and lo <= hi):
                raise ValueError(f"The range of an axis runs from a lower to a higher number, not {self.range!r}.")
            object.__setattr__(self, "range", (lo, hi))
        if self.log is not None and not self.log > 1:
            raise ValueError(f"The base of a logarithmic axis must be above 1, not {self.log!r}.")

    def header(self, spans) -> dict:
        """The axis as the browser takes it; spans: what its marks reach over, for an axis with no range."""
        found = {"label": self.label, "range": list(self.range or reach(spans))}
        if self.ticks is not None:
            found["ticks"] = tick_row(self.ticks, self.log)
        return found | ({} if self.log is None else {"log": self.log})


@dataclass(frozen=True, eq=False)
class Panel:
    """One picture over the common x axis: its y axis, its marks from back to front, its share of the height."""

    y: Axis
    marks: Sequence
    share: float = 1.0

    def __post_init__(self):
        object.__setattr__(self, "marks", tuple(self.marks))
        if strange := [each for each in self.marks if not isinstance(each, Mark)]:
            raise ValueError(f"A panel takes marks, made by line, band, dots, …, not {strange[0]!r}.")


@dataclass(frozen=True)
class Chip:
    """One entry of the legend over a chart, for what has no room for a name beside it."""

    text: str
    tone: str = "ink"
    mark: str = "line"
    dash: str | None = None

    def __post_init__(self):
        check_tone(self.tone)
        one_of("A chip's mark", self.mark, CHIPS)
        one_of("A dash", self.dash or "solid", DASHES)

    def header(self) -> dict:
        return {name: each for name, each in vars(self).items() if each is not None}


@dataclass(frozen=True, eq=False)
class Board:
    """A chart. title: what it says, in a sentence (a screen reader's only words for it); link: the group of a stage whose
    step its dots and cursor follow; aspect "equal": one unit is as long along x as along y; hover: numbers at the mouse."""

    title: str
    x: Axis
    panels: Sequence
    cursor: Cursor | None = None
    start: Start | None = None
    points: Points | None = None
    legend: Sequence = ()
    link: str | None = None
    height: int = 400
    aspect: str = "free"
    hover: bool = True

    def __post_init__(self):
        one_of("An aspect", self.aspect, ("free", "equal"))
        object.__setattr__(self, "panels", tuple(self.panels))
        object.__setattr__(self, "legend", tuple(self.legend))
        if not self.panels or not self.title:
            raise ValueError("A board needs a title and a panel.")

    def message(self) -> tuple[dict, dict]:
        """Header and arrays, as `vizvi.ui.canvas.board` takes them once packed. Equal arrays travel once."""
        return dict(self._sent.header), dict(self._sent.arrays)

    @property
    def drawn(self) -> dict[str, bool]:
        """Arrays of the message that are only drawn, as `figures.pack.pack` takes it."""
        return self._sent.drawn

    @cached_property
    def _sent(self) -> Message:
        return message(self)

    @cached_property
    def id(self) -> str:
        """Of the content: equal boards have equal ids."""
        header, arrays = self.message()
        digest = hashlib.blake2b(json.dumps(header, sort_keys=True).encode(), digest_size=8)
        for name, array in arrays.items():
            digest.update(f"{name}{array.dtype}{array.shape}".encode() + array.tobytes())
        return digest.hexdigest()

    def __eq__(self, other) -> bool:
        return self.id == other.id if isinstance(other, Board) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    def table(self) -> list[tuple]:
        """What is drawn as rows (panel, mark, x, low, y, high), the first of them the heads; on log axes what numbers
        stand for. Empty cells are None."""
        from vizvi.figures.table import rows

        return rows(self)

    def _repr_mimebundle_(self, include=None, exclude=None, **options):
        """In a notebook a board at the end of a cell shows as a Plotly figure."""
        return self.plotly()._repr_mimebundle_(include, exclude, **options)

    def plotly(self, theme: str = "light"):
        """The chart as a `plotly.graph_objects.Figure`, for notebooks and exports."""
        from vizvi.figures.plotly import figure

        return figure(self, theme)
