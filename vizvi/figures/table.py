"""A chart as rows of numbers: for screen readers, and for files."""

import numpy as np

HEADS = ("panel", "mark", "x", "low", "y", "high")


def rows(board) -> list[tuple]:
    """(panel, mark, x, low, y, high) of every point of every mark, under a row of heads."""
    found: list[tuple] = [HEADS]
    for panel in board.panels:
        for mark in panel.marks:
            for x, low, y, high in _points(mark):
                told = (_real(board.x, x), *(_real(panel.y, each) for each in (low, y, high)))
                found.append((panel.y.label, mark.look.get("label") or mark.look.get("name") or mark.kind, *told))
    return found


def _points(mark):
    """What a mark says, as (x, low, y, high), with NaN where it says nothing."""
    a, look, no = mark.arrays, mark.look, np.nan
    if mark.kind == "rule":
        yield look.get("x", no), no, look.get("y", no), no
    elif mark.kind == "field":
        return  # as many numbers as pixels: its shape is told by the marks on it
    elif "xy" in a:
        yield from ((x, no, y, no) for x, y in a["xy"].reshape(-1, 2))
    elif mark.kind == "frames":
        yield from zip(a["x"], a["lo"][-1], a["y"][-1], a["hi"][-1], strict=True)
    elif "lo" in a:
        yield from ((x, low, no, high) for x, low, high in zip(a["x"], a["lo"], a["hi"], strict=True))
    elif mark.kind == "bars":
        yield from ((x, no, y, no) for x, y in zip((a["x"][1:] + a["x"][:-1]) / 2, a["y"], strict=True))
    elif "box" in a:
        across = look.get("across")
        for x0, x1, y0, y1 in a["box"]:
            yield (x1, no, (y0 + y1) / 2, no) if across else ((x0 + x1) / 2, y0, no, y1)
    elif mark.kind == "hops":
        yield from ((x, no, y, no) for each in a["y"] for x, y in zip(a["x"], each, strict=True))


def _real(axis, value: float) -> float | None:
    if not np.isfinite(value):
        return None
    return float(value if axis.log is None else axis.log**value)
