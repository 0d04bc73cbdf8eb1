"""How far marks reach, and where an axis has numbers."""

import math

import numpy as np

from vizvi.format import short

ROOM = 0.08  # of an axis, beyond its marks


def reach(spans, room: float = ROOM) -> tuple[float, float]:
    """Lowest and highest of spans (lo, hi), with room at either end that is not 0: bars stand on the floor."""
    found = [each for span in spans for each in span if math.isfinite(each)]
    lo, hi = (min(found), max(found)) if found else (0.0, 1.0)
    pad = room * ((hi - lo) or 1.0)
    return (lo if lo == 0 else lo - pad), (hi if hi == 0 else hi + pad)


def tick_row(ticks, log: float | None) -> list[dict]:
    """Ticks as the browser takes them: from {place: text}, or from the numbers that stand there."""
    if isinstance(ticks, dict):
        return [{"at": float(at), "text": str(text)} for at, text in ticks.items()]
    places = [float(each if log is None else math.log10(each) / math.log10(log)) for each in ticks]
    return [{"at": at, "text": short(each)} for at, each in zip(places, ticks, strict=True)]


def span(mark, axis: int) -> tuple[float, float]:
    """Lowest and highest coordinate of a mark along x (0) or y (1); NaN where it has none."""
    a, look = mark.arrays, mark.look
    if "xy" in a:
        values = a["xy"][..., axis]
    elif "box" in a:
        values = a["box"][:, 2 * axis : 2 * axis + 2]
    elif "array" in a:
        values = np.array(look["extent"][2 * axis : 2 * axis + 2])
    elif "x" in a:
        values = np.concatenate([np.ravel(a[name]) for name in (("x",) if axis == 0 else ("lo", "hi", "y")) if name in a])
        values = np.append(values, 0.0) if mark.kind == "bars" and axis else values
    else:
        values = np.array([look.get("xy"[axis], np.nan)])
    values = values[np.isfinite(values)]
    return (float(values.min()), float(values.max())) if values.size else (math.nan, math.nan)
