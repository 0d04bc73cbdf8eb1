"""A drawing of paper on which a picture is laid out once, in px; `svg` and `png` write it as files.

Colors are hex values of the visual language, so that what is drawn light can be drawn dark. A NaN breaks a line.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from vizvi.figures.tokens import FILL, TOKENS, hue

DROP = 0.34  # of a letter's size: from its middle down to the line it stands on
# Letters that the font has not, for pixels; SVG leaves them to the reader's own.
LACKING = str.maketrans({"⌁": "", "ᵢ": "i", "∣": "|"})
FONT = "static/static/media/SourceSansVF-Upright*.woff2"  # the one that Streamlit shows in the browser


class Stroke(NamedTuple):
    """A line through points (N, 2)."""

    xy: np.ndarray
    color: str
    width: float
    dash: tuple
    alpha: float
    clip: tuple | None
    round: bool


class Fill(NamedTuple):
    """The inside of a polygon (N, 2), tinted or hatched, upward or downward."""

    xy: np.ndarray
    color: str
    alpha: float
    hatch: str
    clip: tuple | None


class Disc(NamedTuple):
    """A filled circle, with an edge of the paper's color if it is `cased`."""

    x: float
    y: float
    radius: float
    color: str
    alpha: float
    cased: bool
    clip: tuple | None


class Words(NamedTuple):
    """A text whose middle line is at y, with a halo of the paper's color."""

    x: float
    y: float
    text: str
    color: str
    size: float
    weight: int
    align: str
    alpha: float


class Pixels(NamedTuple):
    """An image (H, W, 4) of uint8, row 0 at the top, over a box (x, y, w, h)."""

    rgba: np.ndarray
    box: tuple
    clip: tuple | None


class Drawing:
    """What has been drawn so far, from back to front. theme: "light" or "dark"; ValueError for another."""

    def __init__(self, width: float, height: float, theme: str = "light", title: str = ""):
        if theme not in TOKENS:
            raise ValueError(f"A picture's theme is light or dark, not {theme!r}.")
        self.width, self.height, self.theme, self.title = float(width), float(height), theme, title
        self.items: list = []

    @property
    def paper(self) -> str:
        return TOKENS[self.theme]["paper"]

    @property
    def fill_share(self) -> float:
        """How much of a hue its ground keeps."""
        return FILL[self.theme]

    def line(self, xy, tone="ink", width=2.0, dash=(), alpha=1.0, clip=None, round=False) -> None:
        xy = np.asarray(xy, float).reshape(-1, 2)
        if len(xy) > 1 and alpha > 0 and width > 0:
            self.items.append(Stroke(xy, hue(tone, self.theme), width, tuple(dash), alpha, clip, round))

    def case(self, xy, width: float, alpha=1.0, clip=None) -> None:
        """A line of the paper's color, below one that is to stand out."""
        xy = np.asarray(xy, float).reshape(-1, 2)
        if len(xy) > 1:
            self.items.append(Stroke(xy, self.paper, width, (), alpha, clip, False))

    def area(self, xy, tone="ink", alpha=1.0, hatch="", clip=None) -> None:
        xy = np.asarray(xy, float).reshape(-1, 2)
        if len(xy := xy[np.isfinite(xy).all(axis=1)]) > 2:
            self.items.append(Fill(xy, self.paper if tone == "paper" else hue(tone, self.theme), alpha, hatch, clip))

    def box(self, x, y, w, h, **look) -> None:
        self.area([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], **look)

    def frame(self, x, y, w, h, tone="ink", alpha=0.35, width=1.0) -> None:
        self.line([[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]], tone, width, alpha=alpha)

    def disc(self, x, y, radius, tone="ink", alpha=1.0, cased=False, clip=None) -> None:
        color = self.paper if tone == "paper" else hue(tone, self.theme)
        self.items.append(Disc(float(x), float(y), float(radius), color, alpha, cased, clip))

    def words(self, x, y, text, tone="ink", size=16.0, weight=400, align="left", alpha=1.0) -> None:
        if text:
            self.items.append(Words(x, y, str(text), hue(tone, self.theme), size, weight, align, alpha))

    def pixels(self, rgba, box, clip=None) -> None:
        self.items.append(Pixels(np.ascontiguousarray(rgba, np.uint8), tuple(box), clip))


def circle(x, y, radius, count=40) -> np.ndarray:
    """A closed circle as points."""
    turn = np.linspace(0, 2 * np.pi, count + 1)
    return np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn)], axis=-1)


@lru_cache(maxsize=128)
def font(size: float, weight: int = 400):
    """A Pillow font; the built-in one, with fewer letters, where Streamlit's is not found."""
    from PIL import ImageFont

    folder = find_spec("streamlit")
    for file in sorted(Path(folder.submodule_search_locations[0]).glob(FONT)) if folder else ():
        made = ImageFont.truetype(str(file), size)
        made.set_variation_by_axes([weight])
        return made
    return ImageFont.load_default(size)


@lru_cache(maxsize=4096)
def width_of(text: str, size: float = 16.0, weight: int = 400) -> float:
    """How long a text is, in px."""
    return float(font(size, weight).getlength(as_drawn(text)))


def as_drawn(text: str) -> str:
    """A text with the letters that the font has; a mark that it has not leaves no gap."""
    return text.replace(" ⌁", "").translate(LACKING)


def wrapped(text: str, room: float, size: float = 16.0, bold: int = 400) -> list[str]:
    """A text in as few lines as fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
