"""Marks of a chart, each made by one function, so that a typo is a sentence and not a blank.

Coordinates are arrays (N,) or numbers; a NaN breaks a line. On a logarithmic axis a coordinate is a logarithm.
"""

from collections.abc import Sequence

import numpy as np

from vizvi.figures.mark import Mark
from vizvi.format import number


def _pairs(what: str, *columns) -> np.ndarray:
    """Columns (N,) or numbers as rows (N, how many)."""
    columns = [np.atleast_1d(np.asarray(each, float)) for each in columns]
    try:
        return np.stack(np.broadcast_arrays(*columns), axis=-1)
    except ValueError:
        lengths = " and ".join(str(each.shape) for each in columns)
        raise ValueError(f"The coordinates of {what} must be equally long, but have shapes {lengths}.") from None


def line(x, y, tone="ink", width=2, dash="solid", alpha=None, label=None, at=None, cased=None) -> Mark:
    """A curve; label stands beside it, `at` says where (0 start … 1 end); cased: with an edge, over colored ground."""
    look = {"tone": tone, "width": width, "dash": dash, "alpha": alpha, "label": label, "at": at, "cased": cased}
    return Mark("lines", {"xy": _pairs("a line", x, y)}, look)


def lines(points, lengths=None, tone="ink", width=2, dash="solid", alpha=None, label=None, at=None, cased=None) -> Mark:
    """Many curves of one look: a list of (N, 2), or points (N, 2) back to back with the length of each."""
    if lengths is None:
        points = [np.reshape(each, (-1, 2)) for each in points]
        points, lengths = np.concatenate([*points, np.empty((0, 2))]), [len(each) for each in points]
    look = {"tone": tone, "width": width, "dash": dash, "alpha": alpha, "label": label, "at": at, "cased": cased}
    return Mark("lines", {"xy": points, "len": np.asarray(lengths, np.int32)}, look)


def steps(x, y, **look) -> Mark:
    """A staircase: from each x on, its y holds until the next."""
    xy = _pairs("steps", x, y)
    return line(np.repeat(xy[:, 0], 2)[1:], np.repeat(xy[:, 1], 2)[:-1], **look)


def segments(x0, y0, x1, y1, **look) -> Mark:
    """Straight pieces from (x0, y0) to (x1, y1), each (N,) or a number: error bars, levels in a bar, intervals."""
    ends = _pairs("segments", x0, y0, x1, y1).reshape(-1, 2)
    return lines(ends, np.full(len(ends) // 2, 2), **look)


def ellipses(means, covs, mass=0.5, **look) -> Mark:
    """Outlines that hold a share of each Gaussian: means (K, 2), covariances (K, 2, 2)."""
    turn = np.linspace(0, 2 * np.pi, 73)
    circle = np.sqrt(-2 * np.log1p(-mass)) * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    means, covs = np.reshape(means, (-1, 2)), np.reshape(covs, (-1, 2, 2))
    return lines([mean + circle @ np.linalg.cholesky(cov).T for mean, cov in zip(means, covs, strict=True)], **look)


def band(x, lo, hi, tone="ink", fill=True, edge=None, dash="solid", alpha=None, label=None, at=None) -> Mark:
    """The ground between two curves over x; edge: the width of its borders (0: none)."""
    rows = _pairs("a band", x, lo, hi)
    look = {"tone": tone, "fill": fill, "edge": edge, "dash": dash, "alpha": alpha, "label": label, "at": at}
    return Mark("band", dict(zip(("x", "lo", "hi"), rows.T, strict=True)), look)


def rule(x=None, y=None, tone="ink", width=2, dash="solid", alpha=None, label=None) -> Mark:
    """A straight line across the panel: upright at x or level at y."""
    if (x is None) == (y is None) or not np.isfinite(at := float(y if x is None else x)):
        raise ValueError(f"A rule stands at one finite number, x or y, not at x={x!r}, y={y!r}.")
    look = {"tone": tone, "width": width, "dash": dash, "alpha": alpha, "label": label}
    return Mark("rule", {}, {"y" if x is None else "x": at} | look)


def histogram(edges, heights, tone="ink", fill=True, width=2, dash="solid", alpha=None, label=None) -> Mark:
    """Bars side by side from 0: edges (N + 1,), heights (N,)."""
    look = {"tone": tone, "fill": fill, "width": width, "dash": dash, "alpha": alpha, "label": label}
    return Mark("bars", {"x": edges, "y": heights}, look)


def bars(at, top, floor=0.0, size=0.8, tone="ink", fill="tint", width=2, across=False, labels=None, hints=None) -> Mark:
    """Bars that stand apart, `size` wide around `at`, from floor to top, each (N,) or a number; across: lying ones.

    A gap on top of a bar is a second mark from its top to the ceiling with fill="hatch"; a level in it is `segments`.
    fill: "tint", "hatch" (/), "back" (\\) or "none"; labels: written at the bars' ends; hints: said under the mouse."""
    center, top, floor, size = _pairs("bars", at, top, floor, size).T
    along, ends = (center - size / 2, center + size / 2), (floor, top)
    box = np.stack([*ends, *along] if across else [*along, *ends], axis=-1)
    look = {"tone": tone, "pattern": fill, "width": width, "across": across or None, "labels": _texts(labels, len(box))}
    return Mark("boxes", {"box": box}, look | {"hints": _texts(hints, len(box))})


def dots(x, y, tone="ink", shape="dot", size=10, tones=None, labels=None, hints=None, alpha=None) -> Mark:
    """Points of one shape; tones: of each; labels: beside each; hints: said under the mouse."""
    xy = _pairs("dots", x, y)
    look = {"tone": tone, "shape": shape, "size": size, "alpha": alpha, "tones": _texts(tones, len(xy))}
    return Mark("marks", {"xy": xy}, look | {"labels": _texts(labels, len(xy)), "hints": _texts(hints, len(xy))})


def note(x: float, y: float, text: str, tone="ink") -> Mark:
    """Words that begin at a place; what else has a name moves aside."""
    return dots(x, y, tone, "none", 0, labels=[text])


def paths(xy, tone="q", width=2, alpha=None, tones=None, cased=None, size=None, dots=None, picked=None, **select) -> Mark:
    """Runs (K, T, 2) whose dots follow the linked step. picked: which one stands out, then a hand can pick another (what a
    path is called may be given as name="Run", texts=[…])."""
    look = {"tone": tone, "width": width, "alpha": alpha, "cased": cased, "size": size, "dots": dots}
    chosen = None if picked is None else {"index": int(picked), "name": "Path"} | select
    return Mark("paths", {"xy": xy}, look | {"tones": _texts(tones, len(xy)), "select": chosen})


def hops(x, y, tone="q", width=3, interval=400) -> Mark:
    """Hypothetical outcomes: curves (K, N) over x (N,), one after another (Hullman et al., 2015)."""
    return Mark("hops", {"x": x, "y": y}, {"tone": tone, "width": width, "interval": interval})


def frames(at, x, lo, middle, hi, tone="q", width=3, label=None, texts=None, place=None) -> Mark:
    """A curve (F, N) with its band over x (N,) that follows the linked step: frame k holds from step at[k] on.

    texts: what is said of each frame, written at `place` (x, y)."""
    look = {"tone": tone, "width": width, "label": label, "texts": _texts(texts, len(at))}
    where = {"place": place and _numbers(place, 2)}
    return Mark("frames", {"at": at, "x": x, "lo": lo, "y": middle, "hi": hi}, look | where)


def field(values, extent, range, map="viridis", name=None, alpha=None, bar=None) -> Mark:
    """Numbers (rows, columns) as colors, row 0 the lowest; extent: where the outer nodes are, x0, x1, y0, y1; range: what
    the ends of the colors mean (from high to low: low is bright); name: of the numbers, at the color bar and the mouse."""
    where = {"extent": _numbers(extent, 4), "range": _numbers(range, 2)}
    return Mark("field", {"array": values}, where | {"map": map, "name": name, "alpha": alpha, "bar": bar})


def classes(values, extent, tones=None, letters=None, alpha=None) -> Mark:
    """Regions (rows, columns) of whole numbers, each with a color and a hatch; 0 is no region."""
    look = {"extent": _numbers(extent, 4), "tones": tones and tuple(tones), "letters": letters and tuple(letters)}
    return Mark("classes", {"array": np.asarray(values, np.uint8)}, look | {"alpha": alpha})


def _numbers(values: Sequence, count: int) -> tuple[float, ...]:
    found = tuple(float(each) for each in values)
    if len(found) != count or not np.all(np.isfinite(found)):
        raise ValueError(f"{count} finite numbers are wanted, not {values!r}.")
    return found


def _texts(texts: Sequence | None, count: int) -> tuple | None:
    """A text for each mark, or None; a number is written as read-outs are."""
    if texts is not None and len(texts) != count:
        raise ValueError(f"{len(texts)} texts or tones do not fit {count} marks.")
    return None if texts is None else tuple(each if isinstance(each, str | None) else number(each) for each in texts)
