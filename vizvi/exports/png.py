"""A drawing as pixels: drawn twice as fine as asked for and shrunk, since Pillow's lines have no soft edges."""

import io
from functools import lru_cache

import numpy as np

from vizvi.exports.drawing import DROP, Disc, Drawing, Fill, Pixels, Stroke, Words, as_drawn, font
from vizvi.exports.svg import GAP

FINE = 2
ANCHORS = {"left": "ls", "center": "ms", "right": "rs"}


def png(drawing: Drawing, scale: float = 2.0) -> bytes:
    """The bytes of a PNG file, `scale` times as large as the drawing."""
    out = io.BytesIO()
    image(drawing, scale).save(out, "PNG")
    return out.getvalue()


def image(drawing: Drawing, scale: float = 2.0):
    """The drawing as a Pillow image."""
    return shrunk(drawn(blank(drawing, scale), drawing, drawing.items, scale))


def blank(drawing: Drawing, scale: float):
    """Paper, as fine as `drawn` wants it."""
    from PIL import Image

    size = [round(each * scale) * FINE for each in (drawing.width, drawing.height)]
    return Image.new("RGB", size, drawing.paper)


def drawn(canvas, drawing: Drawing, items, scale: float):
    """Items on an image that `blank` made."""
    brush = _Brush(canvas, drawing.paper, scale * FINE)
    for item in items:
        brush.draw(item)
    return canvas


def shrunk(canvas):
    from PIL import Image

    return canvas.resize([each // FINE for each in canvas.size], Image.Resampling.BOX)


class _Brush:
    """Each item becomes a mask of its own, as large as needed, through which its color is laid on."""

    def __init__(self, canvas, paper: str, factor: float):
        self.canvas, self.paper, self.f = canvas, paper, factor

    def draw(self, item) -> None:
        kinds = {Stroke: self.stroke, Fill: self.fill, Disc: self.disc, Words: self.words, Pixels: self.pixels}
        kinds[type(item)](item)

    def room(self, xy, pad: float, clip):
        """The part of the image that an item can touch: left, top, right, bottom; None if none."""
        left, top = np.floor(xy.min(axis=0) - pad)
        right, bottom = np.ceil(xy.max(axis=0) + pad)
        edges = (0, 0, *self.canvas.size) if clip is None else self.clipped(clip)
        found = max(left, edges[0]), max(top, edges[1]), min(right, edges[2]), min(bottom, edges[3])
        found = [int(each) for each in found]
        return found if found[2] > found[0] and found[3] > found[1] else None

    def clipped(self, clip):
        x, y, w, h = (each * self.f for each in clip)
        return max(0, x), max(0, y), min(self.canvas.size[0], x + w), min(self.canvas.size[1], y + h)

    def stroke(self, item: Stroke) -> None:
        from PIL import Image, ImageDraw

        wide, edge = max(1, round(item.width * self.f)), 4.0 * max(self.canvas.size)
        xy = np.clip(item.xy * self.f, -edge, 2 * edge)
        seen = xy[np.isfinite(xy).all(axis=1)]
        room = self.room(seen, wide, item.clip) if len(seen) else None
        if not room:
            return
        mask = Image.new("L", (room[2] - room[0], room[3] - room[1]))
        pen, shift, cap = ImageDraw.Draw(mask), np.array(room[:2]), wide / 2
        for piece in dashed(xy, [each * self.f for each in item.dash]):
            points = [tuple(each) for each in (piece - shift).tolist()]
            if len(points) > 1:
                pen.line(points, 255, wide, joint="curve" if wide > 2 else None)
            for x, y in (points[0], points[-1]) if item.round else ():
                pen.ellipse((x - cap, y - cap, x + cap, y + cap), 255)
        self.lay(mask, room, item.color, item.alpha)

    def fill(self, item: Fill) -> None:
        from PIL import Image, ImageChops, ImageDraw

        edge = 4.0 * max(self.canvas.size)
        xy = np.clip(item.xy * self.f, -edge, 2 * edge)
        room = self.room(xy, 1, item.clip)
        if not room:
            return
        mask = Image.new("L", (room[2] - room[0], room[3] - room[1]))
        ImageDraw.Draw(mask).polygon([tuple(each) for each in (xy - np.array(room[:2])).tolist()], 255)
        if item.hatch:
            tile = _hatch(self.f, item.hatch)
            x, y = np.meshgrid(np.arange(room[0], room[2]) % len(tile), np.arange(room[1], room[3]) % len(tile))
            mask = ImageChops.multiply(mask, Image.fromarray(tile[y, x]))
        self.lay(mask, room, item.color, item.alpha)

    def disc(self, item: Disc) -> None:
        from PIL import Image, ImageDraw

        middle = np.array([[item.x, item.y]]) * self.f
        edge = self.f if item.cased else 0.0
        room = self.room(middle, (item.radius * self.f) + edge + 1, item.clip)
        if not room:
            return
        for radius, color in ((item.radius * self.f + edge, self.paper), (item.radius * self.f, item.color)):
            if edge or color == item.color:
                mask = Image.new("L", (room[2] - room[0], room[3] - room[1]))
                x, y = middle[0] - np.array(room[:2])
                ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + radius), 255)
                self.lay(mask, room, color, item.alpha)

    def words(self, item: Words) -> None:
        from PIL import ImageColor, ImageDraw

        pen = ImageDraw.Draw(self.canvas)
        at, face = (item.x * self.f, (item.y + DROP * item.size) * self.f), font(item.size * self.f, item.weight)
        color, paper = (np.array(ImageColor.getrgb(each)) for each in (item.color, self.paper))
        ink = tuple(np.round(paper + item.alpha * (color - paper)).astype(int).tolist())
        text, anchor = as_drawn(item.text), ANCHORS[item.align]
        pen.text(at, text, self.paper, face, anchor, stroke_width=round(2 * self.f), stroke_fill=self.paper)
        pen.text(at, text, ink, face, anchor)

    def pixels(self, item: Pixels) -> None:
        from PIL import Image

        x, y, w, h = (round(each * self.f) for each in item.box)
        if w < 1 or h < 1:
            return
        made = Image.fromarray(item.rgba, "RGBA").resize((w, h), Image.Resampling.BICUBIC)
        left, top, right, bottom = (round(each) for each in self.clipped(item.clip or item.box))
        made = made.crop((left - x, top - y, right - x, bottom - y))
        self.canvas.paste(made.convert("RGB"), (left, top), made.getchannel("A"))

    def lay(self, mask, room, color: str, alpha: float) -> None:
        if alpha < 1:
            mask = mask.point([round(alpha * each) for each in range(256)])
        self.canvas.paste(color, tuple(room), mask)


@lru_cache(maxsize=8)
def _hatch(factor: float, way: str) -> np.ndarray:
    """One tile of a hatch as a mask."""
    side = round(GAP * factor)
    x, y = np.meshgrid(np.arange(side), np.arange(side))
    along = (x + y if way == "/" else x - y) % side
    away = np.minimum(along, side - along) / np.sqrt(2)
    return (255 * np.clip(0.55 * factor - away + 0.5, 0, 1)).astype(np.uint8)


def dashed(xy, dash) -> list[np.ndarray]:
    """A line as pieces: broken at its NaNs, and cut into dashes."""
    pieces = np.split(xy, np.flatnonzero(~np.isfinite(xy).all(axis=1)))
    pieces = [each[np.isfinite(each).all(axis=1)] for each in pieces]
    pieces = [each for each in pieces if len(each)]
    if not dash:
        return pieces
    dash = dash if len(dash) % 2 == 0 else [*dash, *dash]
    return [part for each in pieces for part in _cut(each, np.asarray(dash, float))]


def _cut(xy, dash):
    """The dashes of one unbroken line."""
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    rounds = int(at[-1] // dash.sum()) + 1
    edges = np.concatenate([[0.0], np.cumsum(np.tile(dash, min(rounds, 4000)))])
    for first, last in zip(edges[:-1:2], edges[1::2], strict=False):
        if first > at[-1]:
            return
        inside = (at > first) & (at < last)
        ends = np.array([first, min(last, at[-1])])
        path = [np.interp(ends, at, xy[:, axis]) for axis in (0, 1)]
        yield np.concatenate([[[path[0][0], path[1][0]]], xy[inside], [[path[0][1], path[1][1]]]])
