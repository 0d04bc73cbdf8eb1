"""The stage in one dimension on a drawing: p as a filled ground, q as a line on it, the bill's strip below both."""

import numpy as np

from vizvi.exports import beside
from vizvi.exports.drawing import Drawing
from vizvi.exports.labels import Room, flanks, ticks, x_axis, y_axis
from vizvi.exports.still_strip import Strip
from vizvi.format import number
from vizvi.picture import Picture

CELLS = 241
AXIS = 28.0
STYLES = {"prior": ("prior", (0.1, 5)), "likelihood": ("ink", (10, 4, 2, 4)), "joint": ("p", ())}


class Line:
    """A one-dimensional picture in a box (x, y, w, h) of a drawing."""

    def __init__(self, picture: Picture, room):
        self.picture, (self.header, self.arrays) = picture, picture
        self.memory: dict = {}
        self.steps, self.hidden = int(self.header["steps"]), bool(self.header.get("hidden"))
        x, y, w, h = room
        self.known = self.header.get("normalized") is not False
        left = 46.0 if self.known else 24.0
        strip = 104.0 if self.header.get("strip") and "strip" in self.arrays else 0.0
        self.box = (x + left, y + 6, w - left - 10, h - AXIS - 6 - (strip + 8 if strip else 0))
        below = self.box[0], self.box[1] + self.box[3] + 8, self.box[2], strip
        self.strip = Strip(picture, below) if strip else None
        self.top = float(self.header.get("top") or self._top())
        self.z = np.linspace(*self.header["window"][0], len(self.arrays["p"]))
        shown = beside.second(picture)
        self.second = Line(Picture(shown.header | {"top": self.top}, shown.arrays), room) if shown else None
        if self.second:
            self.second.box = self.box  # it has no strip of its own

    def X(self, z):
        lo, hi = self.header["window"][0]
        return self.box[0] + (np.asarray(z, float) - lo) / (hi - lo) * self.box[2]

    def Y(self, density):
        return self.box[1] + self.box[3] * (1 - np.asarray(density, float) / self.top)

    def _top(self) -> float:
        """The axis never moves during a run; one narrow q may not flatten all else."""
        p = float(self.arrays["p"].max()) if self.known else 0.0
        beside = max((float(self.arrays[key].max()) for key, _, style in self._curves() if style != "joint"), default=0.0)
        heights = self._heights()
        most = max(p, beside, float(np.nanmax(heights, initial=0.0)))
        last = float(heights[-1]) or p
        calm = max(max(p, min(last, 3 * p)) if p > 0 else last, beside / 1.9)
        return min(1.15 * most, 2.2 * calm)

    def _heights(self) -> np.ndarray:
        """How tall q is at every step."""
        if self.header["q"] == "curve":
            return self._drawn_q().reshape(-1, self._drawn_q().shape[-1]).max(axis=-1)
        with np.errstate(all="ignore"):
            return (2 * np.pi * np.asarray(self.arrays["q_cov"], float).ravel()) ** -0.5

    def _curves(self):
        each = self.header.get("curves") or ()
        return [(c["key"], c["label"], c["style"]) for c in each if c["key"] in self.arrays and c["style"] in STYLES]

    def curve(self, step: int) -> np.ndarray:
        """q at a step as points in px, dense where it is narrow."""
        if self.header["q"] == "curve":
            values = self._drawn_q()
            values = values[min(step, len(values) - 1)]
            return np.stack([self.X(np.linspace(*self.header["window"][0], len(values))), self.Y(values)], axis=-1)
        k = min(step, len(self.arrays["q_mean"]) - 1)
        return self.bell(self.arrays["q_mean"][k], self.arrays["q_cov"][k])

    def _drawn_q(self) -> np.ndarray:
        """q at every step as it is drawn (T + 1, N), if it is not a Gaussian."""
        if "q" not in self.arrays:
            shape = self.header.get("df") or 0, self.header["window"]
            self.arrays = self.arrays | {"q": np.stack([beside.curve(each, *shape) for each in self.arrays["q_kernels"]])}
        return self.arrays["q"]

    def bell(self, mean, variance) -> np.ndarray:
        """A Gaussian as points in px."""
        lo, hi = self.header["window"][0]
        mean, sd = float(np.ravel(mean)[0]), float(np.ravel(variance)[0]) ** 0.5
        z = np.linspace(lo, hi, CELLS)
        near = np.linspace(mean - 5 * sd, mean + 5 * sd, 161)
        z = np.sort(np.concatenate([z, near[(near > lo) & (near < hi)]]))
        with np.errstate(all="ignore"):
            density = np.exp(-0.5 * ((z - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
        return np.stack([self.X(z), self.Y(density)], axis=-1)

    def tone(self, step: int) -> tuple[str, tuple]:
        return style_of(self.header, self.arrays, step)

    def ground(self, drawing: Drawing) -> None:
        x, y, w, h = self.box
        bottom = y + h if not self.strip else self.strip.box[1] + self.strip.box[3]
        lo, hi = self.header["window"][0]
        x_axis(drawing, (x, y, w, h), ticks(lo, hi, w / 62), self.X, self.header["names"][0], bottom)
        if self.known:
            y_axis(drawing, self.box, ticks(0, self.top, max(2.0, h / 60)), self.Y, 10)
        for key, _, style in self._curves():
            tone, dash = STYLES[style]
            drawing.line(self._of(key), tone, 2, dash, clip=self.box, round=style == "prior")
        p = self._p()
        if p is not None and self.known and not self.hidden:
            ends = [[x + w, float(self.Y(0))], [x, float(self.Y(0))]]
            drawing.area(np.concatenate([p, ends]), "p", drawing.fill_share, clip=self.box)
            drawing.line(p, "p", 3, clip=self.box)
        elif p is not None:
            drawing.line(p, "p", 2, clip=self.box)
        for each in beside.ghosts(self.header):
            drawing.line(self.bell(each.mean, each.cov), each.tone, 2, (0.1, 5), 0.6, self.box, round=True)
        if self.strip:
            self.strip.ground(drawing)

    def _p(self) -> np.ndarray | None:
        """p in px; one whose height nobody knows is drawn at q's scale, and not at all where its joint is."""
        p = np.asarray(self.arrays["p"], float)
        if self.hidden and any(style == "joint" for *_, style in self._curves()):
            return None
        scale = 1.0 if self.known and not self.hidden else 0.8 * self.top / (1.15 * p.max())
        return np.stack([self.X(self.z), self.Y(scale * p)], axis=-1)

    def _of(self, key: str) -> np.ndarray:
        """A curve beside p; a joint that would not fit is drawn lower."""
        values = np.asarray(self.arrays[key], float)
        joint = any(name == key and style == "joint" for name, _, style in self._curves())
        if joint and values.max() > 0.9 * self.top:
            values = values * 0.6 * self.top / values.max()
        return np.stack([self.X(np.linspace(*self.header["window"][0], len(values))), self.Y(values)], axis=-1)

    def frame(self, drawing: Drawing, step: int) -> None:
        tone, dash = self.tone(step)
        q, start = self.curve(step), self.curve(0)
        moved = step > 0 and not self.header.get("dial")
        if moved:
            for k, alpha in beside.trail(self.steps, step):
                drawing.line(self.curve(k), tone, 1, alpha=alpha, clip=self.box)
        runs = beside.others(self.picture, step)
        for mean, cov in runs:  # many stay in the back
            drawing.line(self.bell(mean, cov), tone, 1.5, alpha=min(0.4, 6 / len(runs)), clip=self.box)
        if moved:
            drawing.line(start, tone, 2, (0.1, 5), 0.6, self.box, round=True)
        if self.second:
            self.second.stroke(drawing, step)
        self.stroke(drawing, step)
        floor = float(self.Y(0))
        drawing.line([[self.box[0], floor], [self.box[0] + self.box[2], floor]], width=1, alpha=0.55)
        self._names(drawing, step, q, start if moved else None, tone)
        if self.strip and not self.hidden:
            self.strip.frame(drawing, step, tone, dash)

    def stroke(self, drawing: Drawing, step: int) -> None:
        """q's line, kept off what is under it."""
        (tone, dash), q = self.tone(step), self.curve(step)
        if not dash:
            drawing.case(q, 7, clip=self.box)
        drawing.line(q, tone, 4, dash, clip=self.box)

    def _names(self, drawing: Drawing, step: int, q, start, tone: str) -> None:
        room, top = Room(self.box, self.memory), self.box[1]
        p, fits = self._p(), [(each, self.bell(each.mean, each.cov)) for each in beside.ghosts(self.header)]
        for each in [*([p] if p is not None else []), q, *([start] if start is not None else []),
                     *(self._of(key) for key, *_ in self._curves()), *(xy for _, xy in fits)]:  # fmt: skip
            room.line(np.maximum(each, [-np.inf, top]))
        summit = q[q[:, 1].argmin()]
        if summit[1] < top - 0.01 * self.box[3]:
            times = float(1 + (top - summit[1]) / self.box[3])
            drawing.words(summit[0] + 12, top + 12, f"↑ {number(times)}×", tone, weight=600)
            room.taken.append((summit[0], summit[0] + 80, top, top + 24))
        if p is not None:
            name = "p" if self.known and not self.hidden else "p̃ (height unknown up to a constant)"
            spots = flanks(p, 1, top)
            room.beside(drawing, name, [spots[-1], *spots], "p")
        ahead = -1 if start is not None and start[start[:, 1].argmin(), 0] > summit[0] else 1
        room.beside(drawing, "q", flanks(q, ahead, top), tone)
        if start is not None:
            room.beside(drawing, "start", flanks(start, -ahead, top), tone, 400)
        if self.second:
            other = flanks(self.second.curve(step), -ahead, top)
            room.beside(drawing, f"q₂, {self.second.header['label']}", other, self.second.tone(step)[0])
        for each, xy in fits:
            side = -1 if xy[xy[:, 1].argmin(), 0] < summit[0] else 1
            room.beside(drawing, each.name, flanks(xy, side, top), each.tone, 400)
        for key, label, style in self._curves():
            room.beside(drawing, label, flanks(self._of(key), 1, top), STYLES[style][0], 400)


def style_of(header, arrays, step: int) -> tuple[str, tuple]:
    """q's tone and dash: solid for the reverse fit, long dashes for the forward one, in between along a dial."""
    if "mix" in arrays:
        share = float(arrays["mix"][min(step, len(arrays["mix"]) - 1)])
    else:
        share = 1.0 if header.get("style") == "forward" else 0.0
    share = min(max(share, 0.0), 1.0)
    return f"mix:{share:.3f}", (12, 6 * share) if share > 0.05 else ()
