"""Covers: what stands on a lesson's card, drawn from the lesson's own numbers or from the target that it opens with."""

import base64
from typing import NamedTuple

import numpy as np

from vizvi.figures.png import data_uri
from vizvi.figures.thumbnail import HEIGHT, WIDTH, thumbnail
from vizvi.figures.tokens import FILL, TOKENS
from vizvi.polyline import thinned

NEAR = 0.15  # px that nobody sees


class Line(NamedTuple):
    """A line through points (N, 2); `ground`: what is below it, or inside of it if it is closed, is filled."""

    tone: str
    xy: np.ndarray
    width: float = 2.0
    alpha: float = 1.0
    ground: bool = False
    dash: tuple[int, ...] = ()


class Dots(NamedTuple):
    """Dots at points (N, 2)."""

    tone: str
    xy: np.ndarray
    radius: float = 2.5
    alpha: float = 1.0


class Pixels(NamedTuple):
    """Shares of a tone (H, W) from 0 to 1, the first row on top, filling a box (left, right, bottom, top) of the view."""

    tone: str
    share: np.ndarray
    box: tuple[float, float, float, float]


class Cover(NamedTuple):
    """Marks, the last one on top, and what is in view: (left, right), (bottom, top)."""

    view: tuple[tuple[float, float], tuple[float, float]]
    marks: tuple[Line | Dots | Pixels, ...]


def curve(tone: str, log_prob, view, **look) -> Line:
    """A density on the line, under `log_prob` of points (N, 1), across what is in view."""
    x = np.linspace(*view[0], 3 * WIDTH)
    return Line(tone, np.stack([x, np.exp(log_prob(x[:, None]))], axis=-1), **look)


def ellipse(tone: str, mean, cov, radius: float, **look) -> Line:
    """Where a Gaussian of mean (2,) and covariance (2, 2) is `radius` of its sds from its middle."""
    turn = np.linspace(0, 2 * np.pi, 121)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    return Line(tone, np.asarray(mean) + radius * circle @ np.linalg.cholesky(cov).T, **look)


def source(what, theme: str) -> str:
    """A Cover or a target as the address of an image of WIDTH × HEIGHT px that has no ground of its own."""
    if not isinstance(what, Cover):
        return data_uri(thumbnail(what, theme))
    body = "".join(_element(mark, what.view, theme) for mark in what.marks)
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'
    return f"data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}"


def _element(mark, view, theme: str) -> str:
    color = TOKENS[theme][mark.tone]
    if isinstance(mark, Pixels):
        return _squares(mark, view, color)
    xy = _placed(mark.xy, view)
    if isinstance(mark, Dots):
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{mark.radius:g}"/>' for x, y in xy)
        return f'<g fill="{color}" opacity="{mark.alpha:g}">{dots}</g>'
    points, _ = thinned(xy, [len(xy)], (NEAR, NEAR))
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    closed = np.allclose(xy[0], xy[-1])
    inside = path if closed else f"{path}L{xy[-1, 0]:.1f} {HEIGHT}L{xy[0, 0]:.1f} {HEIGHT}Z"
    ground = f'<path d="{inside}" fill="{color}" fill-opacity="{FILL[theme]}"/>' if mark.ground else ""
    dash = f' stroke-dasharray="{" ".join(map(str, mark.dash))}"' if mark.dash else ' stroke-linecap="round"'
    look = f'stroke="{color}" stroke-width="{mark.width:g}" stroke-opacity="{mark.alpha:g}" stroke-linejoin="round"'
    return f'{ground}<path d="{path}" fill="none" {look}{dash}/>'


def _squares(mark: Pixels, view, color: str) -> str:
    """A share of ink is an opacity; squares without any are left out."""
    share = np.asarray(mark.share, float)
    left, right, bottom, top = mark.box
    (x0, y0), (x1, y1) = _placed(np.array([[left, top], [right, bottom]]), view)
    wide, high = (x1 - x0) / share.shape[1], (y1 - y0) / share.shape[0]
    squares = "".join(
        f'<rect x="{x0 + column * wide:.1f}" y="{y0 + row * high:.1f}" width="{wide:.1f}" height="{high:.1f}" '
        f'fill-opacity="{share[row, column]:.2f}"/>'
        for row, column in np.argwhere(share > 0.005).tolist()
    )
    return f'<g fill="{color}" shape-rendering="crispEdges">{squares}</g>'


def _placed(xy, view) -> np.ndarray:
    """Points (N, 2) of the view in px, y downward."""
    (left, right), (bottom, top) = view
    x, y = np.asarray(xy, float).T
    return np.stack([(x - left) / (right - left) * WIDTH, (top - y) / (top - bottom) * HEIGHT], axis=-1)
