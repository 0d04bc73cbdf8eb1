"""The stage in two dimensions on a drawing: p as a blue ground with its lines, q's lines cased on top, marginals beside."""

import numpy as np

from vizvi.exports import beside
from vizvi.exports.drawing import Drawing, width_of
from vizvi.exports.labels import Room, ring, ticks, x_axis, y_axis
from vizvi.exports.still_line import style_of
from vizvi.figures.tokens import TOKENS
from vizvi.picture import Picture

MARGIN = 56.0
RADII = (1.1774, 2.4477)


class Plane:
    """A two-dimensional picture in a box (x, y, w, h) of a drawing."""

    def __init__(self, picture: Picture, room):
        self.picture, (self.header, self.arrays) = picture, picture
        self.memory: dict = {}
        self.second = Plane(shown, room) if (shown := beside.second(picture)) else None
        self.steps = int(self.header["steps"])
        (a, b), (c, d) = self.header["window"]
        x, y, w, h = room
        self.margins = all(f"p_margin_{k}" in self.arrays for k in (1, 2))
        left, right, top, bottom = 48.0, 66.0 if self.margins else 10.0, MARGIN if self.margins else 26.0, 28.0
        ratio = (b - a) / (d - c)
        ratio = ratio if 0.6 < ratio < 1.8 else 1.0
        tall = min(h - top - bottom, (w - left - right) / ratio)
        self.box = (x + left + max(0.0, (w - left - right - tall * ratio) / 2), y + top, tall * ratio, tall)

    def X(self, z):
        lo, hi = self.header["window"][0]
        return self.box[0] + (np.asarray(z, float) - lo) / (hi - lo) * self.box[2]

    def Y(self, z):
        lo, hi = self.header["window"][1]
        return self.box[1] + self.box[3] * (1 - (np.asarray(z, float) - lo) / (hi - lo))

    def pixels(self, xy) -> np.ndarray:
        xy = np.asarray(xy, float).reshape(-1, 2)
        return np.stack([self.X(xy[:, 0]), self.Y(xy[:, 1])], axis=-1)

    def contours(self, step: int) -> list[tuple[int, np.ndarray]]:
        """q's lines at a step in px: (0: half of its mass, 1: 95 %, points)."""
        if self.header["q"] == "contours" and "c_first" not in self.arrays:
            kernels = self.arrays["q_kernels"][min(step, len(self.arrays["q_kernels"]) - 1)]
            found = beside.contours(kernels, self.header.get("df") or 0, self.header["window"])
            return [(level, self.pixels(xy)) for level, xy in found]
        if self.header["q"] == "contours":
            first, lengths = self.arrays["c_first"], self.arrays["c_len"]
            at = np.concatenate([[0], np.cumsum(lengths)])
            k = min(step, len(first) - 2)
            lines = range(int(first[k]), int(first[k + 1]))
            return [(int(self.arrays["c_level"][i]), self.pixels(self.arrays["c_xy"][at[i] : at[i + 1]])) for i in lines]
        return [(i, self.ellipse(*self.moments(step), r)) for i, r in enumerate(self.header.get("radii") or RADII)]

    def ellipse(self, mean, cov, radius: float) -> np.ndarray:
        """A line around a Gaussian in px."""
        turn = np.linspace(0, 2 * np.pi, 97)
        around = np.stack([np.cos(turn), np.sin(turn)], axis=-1) @ root(cov).T
        return self.pixels(mean + radius * around)

    def moments(self, step: int):
        k = min(step, len(self.arrays["q_mean"]) - 1)
        c11, c12, c22 = (float(each) for each in self.arrays["q_cov"][k])
        return np.asarray(self.arrays["q_mean"][k], float), np.array([[c11, c12], [c12, c22]])

    def ground(self, drawing: Drawing) -> None:
        x, y, w, h = self.box
        (a, b), (c, d) = self.header["window"]
        x_axis(drawing, self.box, ticks(a, b, w / 62), self.X, self.header["names"][0], y + h)
        y_axis(drawing, self.box, ticks(c, d, max(2.0, h / 60)), self.Y, 10)
        name = self.header["names"][1]
        long = width_of(name, 16, 600) > x - 12
        drawing.words(10 if long else x - 8, y - 14, name, weight=600, align="left" if long else "right")
        if "p_image" in self.arrays and self.header.get("normalized") is not False:
            image = self.arrays["p_image"][::-1]
            rgba = np.empty((*image.shape, 4), np.uint8)
            rgba[..., :3] = [int(TOKENS[drawing.theme]["p"][i : i + 2], 16) for i in (1, 3, 5)]
            rgba[..., 3] = np.round(255 * 0.45 * (image / 255) ** 0.8)
            drawing.pixels(rgba, self.box, self.box)
        for level, line in self._lines():
            drawing.line(line, "p", (1.6, 1.4, 1.2)[level], alpha=(0.95, 0.8, 0.6)[level], clip=self.box)
        for each in beside.ghosts(self.header):
            drawing.line(self._around(each), each.tone, 2, (0.1, 5), 0.6, self.box, round=True)
            drawing.disc(*self.pixels(each.mean)[0], 3, each.tone, 0.6, clip=self.box)
        drawing.frame(*self.box)
        if self.margins:
            for axis in (0, 1):
                self._margin(drawing, axis, np.asarray(self.arrays[f"p_margin_{axis + 1}"], float), "p", 2, (), True)

    def _around(self, fit: beside.Fit) -> np.ndarray:
        return self.ellipse(fit.mean, fit.cov, (self.header.get("radii") or RADII)[0])

    def _lines(self) -> list[tuple[int, np.ndarray]]:
        if "p_xy" not in self.arrays:
            return []
        pieces = np.split(self.arrays["p_xy"].reshape(-1, 2), np.cumsum(self.arrays["p_len"])[:-1])
        return [(int(level), self.pixels(xy)) for level, xy in zip(self.arrays["p_level"], pieces, strict=False) if len(xy)]

    def frame(self, drawing: Drawing, step: int) -> None:
        tone, dash = style_of(self.header, self.arrays, step)
        lines = self.contours(step)
        moved = step > 0 and not self.header.get("dial")
        first = [xy for level, xy in self.contours(0) if level == 0] if moved else []
        if moved:
            for k, alpha in beside.trail(self.steps, step):
                for level, xy in self.contours(k):
                    if level == 0:
                        drawing.line(xy, tone, 1, alpha=alpha, clip=self.box)
            drawing.line(self.pixels(self.arrays["q_mean"][: step + 1]), tone, 1.5, alpha=0.7, clip=self.box)
        for mean, cov in beside.others(self.picture, step):
            drawing.line(self.ellipse(mean, cov, RADII[0]), tone, 1.2, alpha=0.4, clip=self.box)
        for xy in first:
            drawing.line(xy, tone, 2, (0.1, 5), 0.6, self.box, round=True)
        if self.second:
            self._stroke(drawing, self.second.contours(step), *style_of(self.second.header, {}, step))
        self._stroke(drawing, lines, tone, dash)
        mean, _ = self.moments(step)
        x, y = self.pixels(mean)[0]
        cross = [[x - 7, y], [x + 7, y], [np.nan, np.nan], [x, y - 7], [x, y + 7]]
        drawing.line(cross, tone, 3, clip=self.box)
        self._names(drawing, lines, first, step, tone)
        if self.margins:
            self._q_margins(drawing, step, tone, dash)

    def _stroke(self, drawing: Drawing, lines, tone: str, dash) -> None:
        for level, xy in lines:
            drawing.case(xy, (7, 5)[level], clip=self.box)
        for level, xy in lines:
            drawing.line(xy, tone, (3, 1.8)[level], dash, clip=self.box)

    def _names(self, drawing: Drawing, lines, first, step: int, tone: str) -> None:
        room, fits = Room(self.box, self.memory), [(each, self._around(each)) for each in beside.ghosts(self.header)]
        for xy in [*(xy for _, xy in [*self._lines(), *lines]), *(xy for _, xy in fits)]:
            room.line(xy)
        if (p := self._lines()) and len(p[0][1]) > 2:
            room.beside(drawing, "p", ring(p[0][1], 1.1), "p")
        away = self.moments(step)[0] - self.moments(0)[0]
        angle = float(np.arctan2(away[1], away[0])) if first else -0.6
        outer = [xy for level, xy in lines if level == 1 and np.isfinite(xy).all()]
        if outer:
            room.beside(drawing, "q", ring(outer[-1], angle), tone)
        if first and np.isfinite(first[0]).all():
            room.beside(drawing, "start", ring(first[0], angle + np.pi), tone, 400)
        its = [xy for level, xy in self.second.contours(step) if level == 1] if self.second else []
        if its and np.isfinite(its[-1]).all():
            name, look = f"q₂, {self.second.header['label']}", style_of(self.second.header, {}, step)
            room.beside(drawing, name, ring(its[-1], angle + np.pi / 2), look[0])
        for each, xy in fits:
            off = each.mean - self.moments(step)[0]
            room.beside(drawing, each.name, ring(xy, float(np.arctan2(off[1], off[0]))), each.tone, 400)

    def _q_margins(self, drawing: Drawing, step: int, tone: str, dash) -> None:
        mean, cov = self.moments(step)
        for axis in (0, 1):
            drawn = self.arrays.get(f"q_margin_{axis + 1}")
            if drawn is not None:
                values = np.asarray(drawn[min(step, len(drawn) - 1)], float)
            else:
                z, sd = np.linspace(*self.header["window"][axis], 301), cov[axis, axis] ** 0.5
                values = np.exp(-0.5 * ((z - mean[axis]) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
            self._margin(drawing, axis, values, tone, 2.5, dash, False)

    def _top(self, axis: int) -> float:
        """One height for a margin during the whole run, with room for where q ends."""
        p = float(self.arrays[f"p_margin_{axis + 1}"].max())
        drawn = self.arrays.get(f"q_margin_{axis + 1}")
        tall = drawn.max(axis=-1) if drawn is not None else (2 * np.pi * self.arrays["q_cov"][:, 2 * axis]) ** -0.5
        most, last = float(np.nanmax(tall)), float(tall[-1])
        return 1.08 * min(max(p, most), max(2.6 * p, min(last, 8 * p)))

    def _margin(self, drawing: Drawing, axis: int, values, tone: str, width: float, dash, filled: bool) -> None:
        x, y, w, h = self.box
        share, up = np.linspace(0, 1, len(values)), np.minimum(values / self._top(axis), 1.05)
        if axis == 0:
            box = (x, y - MARGIN + 4, w, MARGIN - 10)
            xy = np.stack([x + share * w, box[1] + box[3] * (1 - up)], axis=-1)
            ends = [[x + w, box[1] + box[3]], [x, box[1] + box[3]]]
        else:
            box = (x + w + 6, y, 56.0, h)
            xy = np.stack([box[0] + up * box[2], y + h * (1 - share)], axis=-1)
            ends = [[box[0], y], [box[0], y + h]]
        if filled:
            drawing.area(np.concatenate([xy, ends]), tone, drawing.fill_share, clip=box)
        drawing.line(xy, tone, width, dash, clip=box)


def root(cov) -> np.ndarray:
    """The symmetric root of a covariance."""
    values, vectors = np.linalg.eigh(cov)
    return vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T
