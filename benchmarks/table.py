"""A figure is a list of samples and a limit; a table is figures under one another."""

from collections.abc import Sequence
from math import ceil, inf
from statistics import median
from typing import NamedTuple

NO_LIMIT = inf  # what others do is theirs


class Figure(NamedTuple):
    """What was measured, in `unit`, how often, and what it should not exceed (or, for a rate, fall below)."""

    name: str
    unit: str
    samples: Sequence[float]
    limit: float
    p95: float | None = None  # a limit for the 95th percentile, where one is asked for
    at_least: bool = False

    def good(self) -> bool:
        """Whether the median, and the 95th percentile where it counts, keep the limit."""
        if self.at_least:
            return median(self.samples) >= self.limit
        return median(self.samples) <= self.limit and (self.p95 is None or percentile(self.samples, 95) <= self.p95)


def percentile(samples: Sequence[float], percent: float) -> float:
    """The smallest sample that at least `percent` of them do not exceed."""
    ordered = sorted(samples)
    return ordered[max(0, ceil(len(ordered) * percent / 100) - 1)]


def render(title: str, figures: Sequence[Figure]) -> str:
    """The table as text, one line a figure."""
    head = ("", "unit", "n", "min", "median", "p95", "max", "limit", "")
    rows = [head, *(row(figure) for figure in figures)]
    widths = [max(len(each[i]) for each in rows) for i in range(len(head))]
    lines = ["  ".join([each[0].ljust(widths[0]), *map(str.rjust, each[1:], widths[1:])]).rstrip() for each in rows]
    return "\n".join([title, "─" * max(map(len, lines)), *lines, ""])


def row(figure: Figure) -> tuple[str, ...]:
    """One figure as cells."""
    few = (min(figure.samples), median(figure.samples), percentile(figure.samples, 95), max(figure.samples))
    sign = "≥" if figure.at_least else "≤"
    limit = f"{sign} {figure.limit:g}" + (f", p95 ≤ {figure.p95:g}" if figure.p95 else "")
    verdict = "ok" if figure.good() else "MISSED"
    if figure.limit == NO_LIMIT:
        limit = verdict = ""
    return (figure.name, figure.unit, str(len(figure.samples)), *map(three_digits, few), limit, verdict)


def three_digits(value: float) -> str:
    """Three significant digits, without an exponent."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
