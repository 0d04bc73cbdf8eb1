"""Axes and names on a drawing: numbers that stand clear of each other, names beside their own mark."""

import math

import numpy as np

from vizvi.exports.drawing import Drawing, width_of
from vizvi.format import fixed, number, short

STRIDE = 6.0  # px between the points that stand for a line when a name looks for room
TURNS = (0, 0.4, -0.4, 0.8, -0.8, 1.25, -1.25, 1.7, -1.7, 2.2, -2.2, 2.7, -2.7, math.pi)


def ticks(lo: float, hi: float, many: float, least: float = 0.0) -> list[tuple[float, str]]:
    """Round places for an axis and what is written there, about `many` of them."""
    rough = (hi - lo) / max(many, 1)
    if not (rough > 0 and math.isfinite(rough)):
        return []
    unit = 10.0 ** math.floor(math.log10(rough))
    step = max(least, next(m for m in (1, 2, 5, 10) if m * unit >= 0.75 * rough) * unit)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    places = step * np.arange(math.ceil(lo / step - 1e-9), math.floor(hi / step + 1e-9) + 1)
    return [(float(at), number(at) if abs(at) >= 1e5 else fixed(float(at), digits)) for at in places]


def numbers(axis: dict, count: float) -> list[tuple[float, str]]:
    """Where an axis of a board's header has numbers: as given, or about `count`."""
    if "ticks" in axis:
        return sorted((each["at"], each["text"]) for each in axis["ticks"])
    return _powers(axis, count) if "log" in axis else ticks(*axis["range"], count)


def _powers(axis: dict, count: float) -> list[tuple[float, str]]:
    """Powers of ten, and as many numbers between them as there is room for."""
    decade, (lo, hi) = math.log(10) / math.log(axis["log"]), axis["range"]
    found = []
    for digits in ((1, 2, 5), (1, 3), (1,)):
        powers = range(math.floor(lo / decade), math.ceil(hi / decade) + 1)
        found = [((power + math.log10(each)) * decade, short(each * 10.0**power)) for power in powers for each in digits]
        found = [(at, text) for at, text in found if lo - 1e-9 <= at <= hi + 1e-9]
        if len(found) <= 1.3 * count:
            break
    return found


def x_axis(drawing: Drawing, box, marks, X, name: str, bottom: float) -> None:
    """Grid lines, numbers under the box and the name at its end."""
    x, y, w, _ = box
    limit, taken = x + w - width_of(name, 16, 600) - 8, -math.inf
    for value, text in marks:
        at, half = X(value), width_of(text, 14) / 2
        if x - 0.5 <= at <= x + w + 0.5:
            drawing.line([[at, y], [at, bottom]], width=1, alpha=0.08)
        if at - half >= taken + 6 and at + half <= limit:
            taken = at + half
            drawing.words(at, bottom + 14, text, size=14, align="center", alpha=0.72)
    drawing.words(x + w, bottom + 14, name, weight=600, align="right")


def y_axis(drawing: Drawing, box, marks, Y, skip: float = -math.inf) -> None:
    """Grid lines across the box, numbers up its left side."""
    x, y, w, h = box
    last = math.inf
    for value, text in marks:
        at = Y(value)
        if not y - 0.5 <= at <= y + h + 0.5:
            continue
        drawing.line([[x, at], [x + w, at]], width=1, alpha=0.08)
        if last - at >= 15 and at > y + skip:
            last = at
            drawing.words(x - 8, at, text, size=14, align="right", alpha=0.72)


class Room:
    """What names must keep off: other names in a frame (x, y, w, h), and as far as possible the points of lines.

    memory: where each name stood in the frame before, and stays unless somewhere else is clearly better."""

    def __init__(self, frame, memory: dict | None = None):
        self.frame, self.taken, self.points = frame, [], np.empty((0, 2))
        self.memory = {} if memory is None else memory

    def line(self, xy) -> None:
        self.points = np.concatenate([self.points, spread(xy)])

    def beside(self, drawing: Drawing, text: str, spots, tone: str, weight=600, size=16.0) -> bool:
        """Write a name at the best of its spots (x, y, ux, uy): beside a place, on the side where u points."""
        w, h = width_of(text, size, weight), 20.0
        best = None
        fx, fy, fw, fh = self.frame
        for i, (x, y, ux, uy) in enumerate(spots):
            cx, cy = x + ux * (w / 2 + 9), y + uy * (h / 2 + 6)
            left, right, top, bottom = cx - w / 2 - 2, cx + w / 2 + 2, cy - h / 2, cy + h / 2
            inside = left >= fx and right <= fx + fw and top >= fy and bottom <= fy + fh
            if not inside or any(right > a and left < b and bottom > c and top < d for a, b, c, d in self.taken):
                continue
            px, py = self.points.T
            cost = np.count_nonzero((px > left) & (px < right) & (py > top) & (py < bottom)) + 0.3 * i
            cost -= 2.5 * (self.memory.get(text) == i)
            if best is None or cost < best[0]:
                best = cost, cx, cy, (left, right, top, bottom), i
        if best is None:
            return False
        self.taken.append(best[3])
        self.memory[text] = best[4]
        drawing.words(best[1], best[2], text, tone, size, weight, "center")
        return True


def spread(xy) -> np.ndarray:
    """Points along a line, some px apart; a NaN breaks it."""
    xy = np.asarray(xy, float).reshape(-1, 2)
    with np.errstate(invalid="ignore"):
        length = np.hypot(*np.diff(xy, axis=0).T)
    good = np.isfinite(length) & (length > 0)
    if not good.any():
        return xy[np.isfinite(xy).all(axis=1)]
    count = np.clip(np.ceil(length[good] / STRIDE), 1, 400).astype(int)
    start, step = xy[:-1][good], np.diff(xy, axis=0)[good]
    share = np.concatenate([np.arange(1, each + 1) / each for each in count])
    return (np.repeat(start, count, axis=0) + share[:, None] * np.repeat(step, count, axis=0))[:8000]


def ring(xy, wanted: float) -> list:
    """Spots around a closed line: its outermost point in each direction, the wanted angle first."""
    middle = np.nanmean(xy, axis=0)
    ways = [(math.cos(wanted + turn), -math.sin(wanted + turn)) for turn in TURNS]
    return [(*xy[np.nanargmax((xy - middle) @ np.array(way))], *way) for way in ways]


def flanks(xy, side: int, top: float) -> list:
    """Spots beside the peak of a density drawn as (N, 2): on its flanks, the wanted side first, then over it."""
    floor, height = xy[:, 1].max(), xy[:, 1].max() - xy[:, 1]
    summit, found = int(height.argmax()), []
    for share in (0.75, 0.5, 0.9, 0.25, 0.1):
        for way in (side, -side):
            i = summit
            while 0 < i < len(xy) - 1 and height[i] > share * height[summit]:
                i += way
            found.append((xy[i, 0], max(top + 14, floor - height[i]), way, 0))
    return [*found, (xy[summit, 0], xy[summit, 1], 0, -1)]


def along(xy, wanted=1.0) -> list:
    """Spots along a line, first where its name is wanted (0 start … 1 end), then further off, above or below."""
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        return []
    shares = sorted({1, 0.93, 0.85, 0.75, 0.62, 0.5, 0.35, 0.2, 0.08, 0, wanted}, key=lambda each: abs(each - wanted))
    ways = ((0, -1), (0, 1), (-0.9, -0.8), (0.9, -0.8), (-0.9, 0.8), (0.9, 0.8))
    spots = []
    for share in shares:
        x, y = xy[round(share * (len(xy) - 1))]
        spots += [(x, y, 1, 0)] if share == 1 else []
        spots += [(x, y, *way) for way in ways]
    return spots
