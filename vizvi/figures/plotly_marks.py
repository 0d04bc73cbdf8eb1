"""Marks of a board on a Plotly figure, each drawn by one function; what moves stands still."""

import numpy as np

from vizvi.figures.tokens import FILL, TOKENS, faded, hue

DASHES = {"solid": "solid", "dash": "dash", "long": "longdash", "dot": "dot"}
SHAPES = {"dot": "circle", "ring": "circle-open", "square": "square", "diamond": "diamond", "plus": "cross-thin",
          "times": "x-thin", "up": "triangle-up", "none": "circle"}  # fmt: skip


class Drawing:
    """One panel being drawn: Plotly's axes by their names, and colors of one theme."""

    def __init__(self, figure, board, row: int, theme: str):
        self.figure, self.theme = figure, theme
        self.axes = {"xaxis": "x", "yaxis": f"y{row + 1 if row else ''}"}
        self.x, self.y = board.x, board.panels[row].y

    def color(self, look, name="tone") -> str:
        return faded(hue(look.get(name, "ink"), self.theme), look.get("alpha", 1.0))

    def trace(self, x, y, **options) -> None:
        options = {"mode": "lines", "showlegend": False, **self.axes} | options
        self.figure.add_scatter(x=real(self.x, x), y=real(self.y, y), **options)

    def note(self, x, y, text, tone, /, **options) -> None:
        """Words at a place; Plotly wants logarithms to base ten there."""
        place = {"x": ten(self.x, x), "y": ten(self.y, y), "xref": "x", "yref": self.axes["yaxis"]}
        look = {"showarrow": False, "font": {"size": 15, "color": hue(tone, self.theme)}}
        self.figure.add_annotation(text=text, **place | look | options)


def real(axis, values):
    """What coordinates stand for."""
    values = np.asarray(values, float)
    return values if axis.log is None else axis.log**values


def ten(axis, value: float) -> float:
    """A place on an axis as Plotly's ranges and annotations have it."""
    return float(value) * (1.0 if axis.log is None else np.log10(axis.log))


def marker(shape: str, color, size: float) -> dict:
    return {"symbol": SHAPES[shape], "size": size, "color": color, "line": {"width": 2 if "thin" in SHAPES[shape] else 0,
                                                                          "color": color}}  # fmt: skip


def _pen(d: Drawing, look, width=2) -> dict:
    return {"color": d.color(look), "width": look.get("width", width), "dash": DASHES[look.get("dash", "solid")]}


def _lines(d: Drawing, a, look) -> None:
    cuts = np.cumsum(a["len"])[:-1] if "len" in a else []
    pieces = [np.append(each, [[np.nan, np.nan]], axis=0) for each in np.split(a["xy"], cuts)]
    xy = np.concatenate(pieces) if pieces else np.empty((0, 2))
    d.trace(xy[:, 0], xy[:, 1], line=_pen(d, look), name=look.get("label", ""))
    if look.get("label") and len(first := a["xy"][np.isfinite(a["xy"]).all(axis=-1)]):
        where = first[round(look.get("at", 1) * (len(first) - 1))]
        d.note(*where, look["label"], look["tone"], yanchor="bottom", xanchor="right")


def _band(d: Drawing, a, look) -> None:
    edge = look.get("edge", 0 if look["fill"] else 2)
    pen = {**_pen(d, look), "width": edge}
    d.trace(a["x"], a["lo"], line=pen, hoverinfo="skip")
    ground = faded(hue(look["tone"], d.theme), look.get("alpha", 1.0) * FILL[d.theme])
    filled = {"fill": "tonexty", "fillcolor": ground} if look["fill"] else {}
    d.trace(a["x"], a["hi"], line=pen, hoverinfo="skip", **filled)
    if look.get("label") and len(a["x"]):
        k = round(look.get("at", 1) * (len(a["x"]) - 1))
        d.note(a["x"][k], a["hi"][k], look["label"], look["tone"], yanchor="bottom", xanchor="right")


def _rule(d: Drawing, a, look) -> None:
    upright = "x" in look
    ends = {"x0": float(real(d.x, look["x"])), "y0": 0} if upright else {"x0": 0, "y0": float(real(d.y, look["y"]))}
    ends |= {"x1": ends["x0"], "y1": 1} if upright else {"x1": 1, "y1": ends["y0"]}
    over = f"{d.axes['yaxis']} domain" if upright else d.axes["yaxis"]
    d.figure.add_shape(type="line", line=_pen(d, look), xref="x" if upright else "x domain", yref=over, **ends)
    if look.get("label") and upright:
        d.note(look["x"], 0, look["label"], look["tone"], yref=over, y=0.98, xanchor="left", yanchor="top")
    elif look.get("label"):
        d.note(0, look["y"], look["label"], look["tone"], xref="x domain", x=0.99, xanchor="right", yanchor="bottom")


def _histogram(d: Drawing, a, look) -> None:
    edges, tops = np.repeat(a["x"], 2), np.concatenate([[0.0], np.repeat(a["y"], 2), [0.0]])
    ground = faded(hue(look["tone"], d.theme), FILL[d.theme])
    d.trace(edges, tops, line=_pen(d, look), name=look.get("label", ""),
            **({"fill": "tozeroy", "fillcolor": ground} if look["fill"] else {}))  # fmt: skip


def _boxes(d: Drawing, a, look) -> None:
    color = hue(look["tone"], d.theme)
    pattern = {"hatch": "/", "back": "\\"}.get(look["pattern"])
    fill = faded(color, FILL[d.theme]) if look["pattern"] == "tint" else "rgba(0,0,0,0)"
    x0, x1, y0, y1 = a["box"].T
    bar = {"color": fill, "line": {"color": color, "width": look["width"]}}
    bar |= {"pattern": {"shape": pattern, "fgcolor": color, "size": 7}} if pattern else {}
    # a bar of Plotly's has a base and a length along its own axis
    across = bool(look.get("across"))
    (along0, along1), (lo, hi) = ((y0, y1), (x0, x1)) if across else ((x0, x1), (y0, y1))
    on, axis = (d.y, d.x) if across else (d.x, d.y)
    lo, hi, left, right = real(axis, lo), real(axis, hi), real(on, along0), real(on, along1)
    sides = {"y" if across else "x": (left + right) / 2, "x" if across else "y": hi - lo}
    d.figure.add_bar(
        **sides, base=lo, width=right - left, orientation="h" if across else "v", marker=bar, showlegend=False, **d.axes,
        text=list(look.get("labels") or [""] * len(lo)), textposition="inside", textangle=0, constraintext="none",
        hovertext=list(look.get("hints") or ()),
    )  # fmt: skip


def _marks(d: Drawing, a, look) -> None:
    tones = look.get("tones") or [look["tone"]] * len(a["xy"])
    colors = [faded(hue(each, d.theme), look.get("alpha", 1.0)) for each in tones]
    labels, hints = look.get("labels"), look.get("hints")
    mode = "text" if look["shape"] == "none" else "markers+text" if labels else "markers"
    named = {"text": [each or "" for each in labels or ()], "textposition": "top center"} if labels else {}
    said = {"hovertext": list(hints), "hoverinfo": "text"} if hints else {}
    d.trace(*a["xy"].T, mode=mode, marker=marker(look["shape"], colors, look["size"]), **named, **said)


def _paths(d: Drawing, a, look) -> None:
    for k, xy in enumerate(a["xy"]):
        tone = (look.get("tones") or {k: look["tone"]})[k]
        style = {"tone": tone, "alpha": look.get("alpha", 0.6), "width": look["width"]}
        d.trace(*xy.T, line=_pen(d, style), hoverinfo="skip")
        d.trace(*xy[-1:].T, mode="markers", marker=marker("dot", hue(tone, d.theme), look.get("size", 7)))


def _hops(d: Drawing, a, look) -> None:
    for y in a["y"]:
        d.trace(a["x"], y, line=_pen(d, {**look, "width": 1, "alpha": 0.4}), hoverinfo="skip")


def _frames(d: Drawing, a, look) -> None:
    for end in ("lo", "hi"):
        d.trace(a["x"], a[end][-1], line=_pen(d, {**look, "width": 1.5}), hoverinfo="skip")
    d.trace(a["x"], a["y"][-1], line=_pen(d, look), name=look.get("label", ""))


def _field(d: Drawing, a, look) -> None:
    (rows, columns), (x0, x1, y0, y1), (lo, hi) = a["array"].shape, look["extent"], look["range"]
    tokens = TOKENS[d.theme]
    colors = {"viridis": "Viridis", "cividis": "Cividis"}.get(look["map"], [tokens["p"], tokens["paper"], tokens["q"]])
    bar = {"title": {"text": look.get("name", "")}}
    d.figure.add_heatmap(
        x=real(d.x, np.linspace(x0, x1, columns)), y=real(d.y, np.linspace(y0, y1, rows)), z=a["array"], zmin=min(lo, hi),
        zmax=max(lo, hi), colorscale=colors, reversescale=lo > hi, showscale=look.get("bar", True) and "name" in look,
        colorbar=bar, zsmooth="best", opacity=look.get("alpha", 1.0), **d.axes,
    )  # fmt: skip


def _classes(d: Drawing, a, look) -> None:
    (rows, columns), (x0, x1, y0, y1) = a["array"].shape, look["extent"]
    tones = look.get("tones") or [f"class{k}" for k in range(1, 7)]
    count = max(int(a["array"].max(initial=0)), 1)
    colors = [faded(hue(tones[k % len(tones)], d.theme), 0.4) for k in range(count)]
    scale = [[(k + side) / count, color] for k, color in enumerate(colors) for side in (0, 1)]
    d.figure.add_heatmap(
        x=real(d.x, np.linspace(x0, x1, columns)), y=real(d.y, np.linspace(y0, y1, rows)), zmin=0.5, zmax=count + 0.5,
        z=np.where(a["array"] > 0, a["array"].astype(float), np.nan), colorscale=scale, showscale=False, hoverinfo="skip",
        **d.axes,
    )  # fmt: skip


DRAW = {
    "lines": _lines, "band": _band, "rule": _rule, "bars": _histogram, "boxes": _boxes, "marks": _marks, "paths": _paths,
    "hops": _hops, "frames": _frames, "field": _field, "classes": _classes,
}  # fmt: skip
