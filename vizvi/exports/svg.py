"""A drawing as SVG: paths, texts that stay texts, and images inlined, so that the file needs nothing else."""

from html import escape

import numpy as np

from vizvi.exports.drawing import DROP, Disc, Drawing, Fill, Pixels, Stroke, Words, width_of
from vizvi.figures.png import data_uri

FAMILY = "'Source Sans 3','Source Sans Pro','Source Sans','Segoe UI','Helvetica Neue',Arial,sans-serif"
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
GAP = 7  # px between two lines of a hatch


def svg(drawing: Drawing, scale: float = 2.0) -> str:
    """The text of an SVG file, `scale` times as large as the drawing."""
    writer = _Writer(drawing.paper)
    body = "\n".join(writer.item(each) for each in drawing.items)
    size = f'width="{scale * drawing.width:g}" height="{scale * drawing.height:g}"'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" \
font-family="{FAMILY}">
<title>{escape(drawing.title)}</title>
<defs>{"".join(writer.defs.values())}</defs>
<rect width="100%" height="100%" fill="{drawing.paper}"/>
{body}
</svg>
"""


class _Writer:
    """Items as elements; what several of them share stands in `defs` once."""

    def __init__(self, paper: str):
        self.paper, self.defs = paper, {}

    def item(self, item) -> str:
        kinds = {Stroke: self.stroke, Fill: self.fill, Disc: self.disc, Words: self.words, Pixels: self.image}
        return kinds[type(item)](item)

    def stroke(self, item: Stroke) -> str:
        dash = f' stroke-dasharray="{" ".join(f"{each:g}" for each in item.dash)}"' if item.dash else ""
        cap = ' stroke-linecap="round"' if item.round else ""
        alpha = f' stroke-opacity="{item.alpha:.3g}"' if item.alpha < 1 else ""
        return (f'<path d="{_path(item.xy)}" fill="none" stroke="{item.color}" stroke-width="{item.width:g}" '
                f'stroke-linejoin="round"{cap}{dash}{alpha}{self.clip(item.clip)}/>')  # fmt: skip

    def fill(self, item: Fill) -> str:
        paint = f"url(#{self.hatch(item.color, item.hatch)})" if item.hatch else item.color
        alpha = f' fill-opacity="{item.alpha:.3g}"' if item.alpha < 1 else ""
        return f'<path d="{_path(item.xy)}Z" fill="{paint}"{alpha}{self.clip(item.clip)}/>'

    def disc(self, item: Disc) -> str:
        edge = f' stroke="{self.paper}" stroke-width="2" paint-order="stroke"' if item.cased else ""
        alpha = f' opacity="{item.alpha:.3g}"' if item.alpha < 1 else ""
        return (f'<circle cx="{item.x:.2f}" cy="{item.y:.2f}" r="{item.radius:g}" fill="{item.color}"'
                f"{edge}{alpha}{self.clip(item.clip)}/>")  # fmt: skip

    def words(self, item: Words) -> str:
        """The halo is a text of its own: many programs paint an outline over its letters. Each says how long it is, so that
        another font takes no more room."""
        place = f'x="{item.x:.1f}" y="{item.y + DROP * item.size:.1f}"'
        look = f'font-size="{item.size:g}" font-weight="{item.weight}" text-anchor="{ANCHORS[item.align]}"'
        look += f' textLength="{width_of(item.text, item.size, item.weight):.1f}" lengthAdjust="spacingAndGlyphs"'
        halo = f'fill="none" stroke="{self.paper}" stroke-width="4" stroke-linejoin="round" aria-hidden="true"'
        alpha = f' fill-opacity="{item.alpha:.3g}"' if item.alpha < 1 else ""
        text = escape(item.text)
        return f'<text {place} {look} {halo}>{text}</text><text {place} {look} fill="{item.color}"{alpha}>{text}</text>'

    def image(self, item: Pixels) -> str:
        x, y, w, h = item.box
        return (f'<image x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" height="{h:.2f}" preserveAspectRatio="none" '
                f'href="{data_uri(item.rgba)}"{self.clip(item.clip)}/>')  # fmt: skip

    def clip(self, box) -> str:
        if box is None:
            return ""
        name = "clip" + "_".join(f"{each:.1f}" for each in box).replace(".", "p").replace("-", "m")
        x, y, w, h = box
        rect = f'<rect x="{x:.2f}" y="{y:.2f}" width="{w:.2f}" height="{h:.2f}"/>'
        self.defs[name] = f'<clipPath id="{name}">{rect}</clipPath>'
        return f' clip-path="url(#{name})"'

    def hatch(self, color: str, way: str) -> str:
        name = f"hatch{color[1:]}{'up' if way == '/' else 'down'}"
        line = f"M-1,1l2,-2M0,{GAP}L{GAP},0M{GAP - 1},{GAP + 1}l2,-2"
        if way != "/":
            line = f"M-1,{GAP - 1}l2,2M0,0L{GAP},{GAP}M{GAP - 1},-1l2,2"
        self.defs[name] = (f'<pattern id="{name}" width="{GAP}" height="{GAP}" patternUnits="userSpaceOnUse">'
                           f'<path d="{line}" stroke="{color}" stroke-width="1.1"/></pattern>')  # fmt: skip
        return name


def _path(xy: np.ndarray) -> str:
    """Points as a path's data; a NaN begins another piece."""
    parts, down = [], False
    for x, y in np.clip(xy, -1e5, 1e5).tolist():
        if x != x or y != y:
            down = False
            continue
        parts.append(f"{'L' if down else 'M'}{x:.2f},{y:.2f}")
        down = True
    return "".join(parts)
