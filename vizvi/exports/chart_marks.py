"""Marks of a board on a drawing, each drawn as the browser draws it."""

import numpy as np

from vizvi.exports.chart_images import classes, field
from vizvi.exports.drawing import Drawing, circle
from vizvi.exports.labels import along

DASHES = {"solid": (), "dash": (8, 5), "long": (12, 6), "dot": (0.1, 5)}


def shape(drawing: Drawing, kind: str, x: float, y: float, size: float, tone: str, alpha=1.0, clip=None) -> None:
    """A mark of one shape, with an edge of the paper's color."""
    r = size / 2
    look = {"tone": tone, "alpha": alpha, "clip": clip}
    if kind in ("plus", "times"):
        ways = ((1, 0), (0, 1)) if kind == "plus" else ((0.75, 0.75), (0.75, -0.75))
        arms = [[[x - r * dx, y - r * dy], [x + r * dx, y + r * dy], [np.nan, np.nan]] for dx, dy in ways]
        drawing.case(arms, 5, 0.9 * alpha, clip)
        drawing.line(arms, width=2.5, **look)
    elif kind == "ring":
        drawing.case(circle(x, y, r), 5, 0.9 * alpha, clip)
        drawing.line(circle(x, y, r), width=2.5, **look)
    elif kind == "dot":
        drawing.disc(x, y, r, cased=True, **look)
    elif kind != "none":
        corners = {
            "square": 0.9 * r * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]),
            "diamond": 1.2 * r * np.array([[0, -1], [1, 0], [0, 1], [-1, 0]]),
            "up": r * np.array([[0, -1.15], [1.1, 0.85], [-1.1, 0.85]]),
        }[kind]
        outline = np.array([x, y]) + np.concatenate([corners, corners[:1]])
        drawing.case(outline, 2, 0.9 * alpha, clip)
        drawing.area(outline, **look)


def _pen(look, width=2.0) -> dict:
    dash = look.get("dash", "solid")
    return {"tone": look.get("tone", "ink"), "width": look.get("width", width), "dash": DASHES[dash],
            "alpha": look.get("alpha", 1.0), "round": dash == "dot"}  # fmt: skip


def _stroke(drawing, place, xy, look, cased=None, width=2.0) -> np.ndarray:
    """A line in px, drawn; returned for names to keep off."""
    pixels = place.pixels(xy)
    pen = _pen(look, width)
    if cased:
        drawing.case(pixels, pen["width"] + (2 if pen["width"] < 2.5 else 3.5), cased, place.box)
    drawing.line(pixels, clip=place.box, **pen)
    return pixels


def _lines(drawing, place, a, look, step) -> None:
    cuts = np.cumsum(a["len"])[:-1] if "len" in a else []
    pieces = [each for each in np.split(a["xy"], cuts) if len(each)]
    if not pieces:
        return
    broken = np.concatenate([np.concatenate([each, [[np.nan, np.nan]]]) for each in pieces])
    pixels = _stroke(drawing, place, broken, look, 0.9 if look.get("cased") else None)
    if len(pieces) < 400:
        place.room.line(pixels)
    if look.get("label"):
        place.names.append((look["label"], along(place.pixels(pieces[0]), look.get("at", 1)), look["tone"]))


def _band(drawing, place, a, look, step) -> None:
    low, high = (np.stack([a["x"], a[name]], axis=-1) for name in ("lo", "hi"))
    if look["fill"]:
        good = np.isfinite(low).all(axis=1) & np.isfinite(high).all(axis=1)
        for piece in np.split(np.arange(len(good)), np.flatnonzero(np.diff(good)) + 1):
            if good[piece[0]]:
                outline = np.concatenate([high[piece], low[piece][::-1]])
                ground = look.get("alpha", 1.0) * drawing.fill_share
                drawing.area(place.pixels(outline), look["tone"], ground, clip=place.box)
    if edge := look.get("edge", 0 if look["fill"] else 2):
        for side in (low, high):
            place.room.line(_stroke(drawing, place, side, {**look, "width": edge}))
    if look.get("label"):
        place.names.append((look["label"], along(place.pixels(high), look.get("at", 1)), look["tone"]))


def _rule(drawing, place, a, look, step) -> None:
    x, y, w, h = place.box
    upright = "x" in look
    at = float(place.X(look["x"]) if upright else place.Y(look["y"]))
    ends = np.array([[at, y], [at, y + h]] if upright else [[x, at], [x + w, at]])
    drawing.line(ends, clip=place.box, **_pen(look))
    inside = x <= at <= x + w if upright else y <= at <= y + h
    if not inside:
        return
    place.room.line(ends)
    if look.get("label") and upright:
        rows = [y + 12 + share * h for share in (0.035, 0.09, 0.15, 0.25, 0.5, 0.75, 0.93)]
        place.names.append((look["label"], [(at, row, way, 0) for row in rows for way in (1, -1)], look["tone"]))
    elif look.get("label"):
        columns = [x + w * (1 - share) for share in (0, 0.15, 0.3, 0.5, 0.7, 0.9)]
        spots = [(each, at, -1, way) for each in columns for way in (-0.9, 0.9)]
        place.names.append((look["label"], spots, look["tone"]))


def _histogram(drawing, place, a, look, step) -> None:
    floor = min(max(0.0, place.y[0]), place.y[1])
    tops = np.nan_to_num(a["y"])
    xy = np.stack([np.repeat(a["x"], 2), np.concatenate([[floor], np.repeat(tops, 2), [floor]])], axis=-1)
    if look["fill"]:
        drawing.area(place.pixels(xy), look["tone"], look.get("alpha", 1.0) * drawing.fill_share, clip=place.box)
    walls = np.stack([np.repeat(a["x"][:-1], 3), np.stack([0 * tops + floor, tops, 0 * tops + np.nan], 1).ravel()], axis=-1)
    drawing.line(place.pixels(walls), look["tone"], 1, alpha=0.35 * look.get("alpha", 1.0), clip=place.box)
    place.room.line(_stroke(drawing, place, xy, look))
    if look.get("label"):
        tallest = np.argsort(-tops)[:12]
        middle = place.pixels(np.stack([(a["x"][1:] + a["x"][:-1]) / 2, tops], axis=-1))[tallest]
        spots = [(x, y, *way) for way in ((1, -0.3), (-1, -0.3), (0, -1)) for x, y in middle]
        place.names.append((look["label"], spots, look["tone"]))


def _boxes(drawing, place, a, look, step) -> None:
    hatch = {"hatch": "/", "back": "\\"}.get(look["pattern"], "")
    alpha = look.get("alpha", 1.0)
    for k, (x0, x1, y0, y1) in enumerate(a["box"]):
        if not np.isfinite([x0, x1, y0, y1]).all():
            continue
        (left, right), (top, bottom) = np.sort(place.X([x0, x1])), np.sort(place.Y([y0, y1]))
        around = [[left, top], [right, top], [right, bottom], [left, bottom], [left, top]]
        if look["pattern"] != "none":
            share = 0.85 if hatch else drawing.fill_share
            drawing.area(around, look["tone"], alpha * share, hatch, place.box)
        if look["width"]:
            thin = right - left < 3 if look.get("across") else bottom - top < 3  # else walls are all one sees
            end = [[right, top], [right, bottom]] if look.get("across") else [[left, place.Y(y1)], [right, place.Y(y1)]]
            drawing.line(end if thin else around, clip=place.box, **_pen(look))
        place.room.line(around)
        if (texts := look.get("labels")) and texts[k]:
            x, y = (left + right) / 2, (top + bottom) / 2
            if look.get("across"):
                spots = [(left, y, 1, 0), (right, y, -1, 0), (right, y, 1, 0)]
            else:
                end, start, way = (bottom, top, 1) if y1 < y0 else (top, bottom, -1)
                spots = [(x, end, 0, -way), (x, end, 0, way), (x, start, 0, way)]
            place.names.append((texts[k], spots, look["tone"]))


def _marks(drawing, place, a, look, step) -> None:
    tones, texts, size = look.get("tones"), look.get("labels"), look["size"]
    ways = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.75), (-0.8, -0.75), (0.8, 0.75), (-0.8, 0.75))
    for k, (x, y) in enumerate(place.pixels(a["xy"])):
        if not np.isfinite(x + y):
            continue
        tone, r = tones[k] if tones else look["tone"], size / 2 + 1
        shape(drawing, look["shape"], x, y, size, tone, look.get("alpha", 1.0), place.padded)
        if texts or size > 7:
            place.room.taken.append((x - r, x + r, y - r, y + r))
        if texts and texts[k]:
            spots = [(x + ux * reach, y + uy * reach, ux, uy) for reach in (r - 3, r + 14) for ux, uy in ways]
            place.names.append((texts[k], spots, tone))


def _paths(drawing, place, a, look, step) -> None:
    tones = look.get("tones") or [look["tone"]] * len(a["xy"])
    picked = look.get("select", {}).get("index") if look.get("select") else None
    for xy, tone in zip(a["xy"], tones, strict=True):
        style = {"tone": tone, "width": look["width"], "alpha": look.get("alpha", 0.6)}
        pixels = _stroke(drawing, place, xy, style, 0.6 if look.get("cased") else None)
        if len(a["xy"]) <= 60:
            place.room.line(pixels)
    if picked is not None and picked < len(tones):
        _stroke(drawing, place, a["xy"][picked], {"tone": tones[picked], "width": 3.5}, 0.9)
    for k, (xy, tone) in enumerate(zip(a["xy"], tones, strict=True)):
        seen = xy[: min(step, len(xy) - 1) + 1] if np.isfinite(step) else xy
        seen = seen[np.isfinite(seen).all(axis=1)]
        if len(seen):
            size = 13 if k == picked else look.get("size", 7)
            shape(drawing, "dot", *place.pixels(seen[-1])[0], size, tone, clip=place.padded)


def _hops(drawing, place, a, look, step) -> None:
    for y in a["y"]:  # all at once, thin: a still picture of what flickers
        _stroke(drawing, place, np.stack([a["x"], y], axis=-1), {**look, "width": 1, "alpha": 0.35})


def _frames(drawing, place, a, look, step) -> None:
    k = max(int(np.searchsorted(a["at"], step, side="right")) - 1, 0)
    for name, width in (("lo", 1.5), ("hi", 1.5), ("y", look.get("width", 3))):
        xy = np.stack([a["x"], a[name][k]], axis=-1)
        place.room.line(_stroke(drawing, place, xy, {**look, "width": width}, 0.9 if name == "y" else None))
    if look.get("label"):
        place.names.append((look["label"], along(place.pixels(np.stack([a["x"], a["y"][-1]], axis=-1))), look["tone"]))
    if look.get("texts"):
        (x, y), text = place.pixels(look["place"])[0], look["texts"][k]
        drawing.words(x + 7, y, text, look["tone"], weight=600)


DRAW = {
    "lines": _lines, "band": _band, "rule": _rule, "bars": _histogram, "boxes": _boxes, "marks": _marks, "paths": _paths,
    "hops": _hops, "frames": _frames, "field": field, "classes": classes,
}  # fmt: skip
