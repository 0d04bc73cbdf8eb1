"""Message: a board as the browser takes it, a header and the arrays that it names; equal arrays travel once."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from vizvi.figures.mark import Mark
from vizvi.polyline import thinned

MANY, SEEN = 512, 1500  # points of lines that are worth thinning; of a panel's width, what can be told apart
SHADES = 255.0  # the last of a field's colors
WIDE = 8  # times a panel, what may lie outside of it and still be sent on a common scale
KINDS_OF_ARRAYS = {"u": np.uint8, "i": np.int32, "f": np.float32, "b": np.uint8}


class Message(NamedTuple):
    """What is sent: all of it plain but the arrays, by name; and which arrays are only drawn, as `pack` takes it."""

    header: dict
    arrays: dict
    drawn: dict[str, bool]


def message(board) -> Message:
    """The message of a board."""
    wire = SimpleNamespace(arrays={}, known={}, drawn={})
    marks = [mark for panel in board.panels for mark in panel.marks]
    x = board.x.header([mark.span(0) for mark in marks])
    ys = [panel.y.header([mark.span(1) for mark in panel.marks]) for panel in board.panels]
    rooms = [np.array([np.ptp(x["range"]), np.ptp(y["range"])]) for y in ys]
    header = {
        "type": "board", "title": board.title, "aspect": board.aspect, "height": board.height, "x": x,
        "panels": [
            {"y": y, "share": panel.share,
             "layers": [_layer(wire, mark, f"{i}.{j}", room) for j, mark in enumerate(panel.marks)]}
            for i, (panel, y, room) in enumerate(zip(board.panels, ys, rooms, strict=True))
        ],
    }  # fmt: skip
    picked = [(i, j, mark) for i, panel in enumerate(board.panels) for j, mark in enumerate(panel.marks)
              if "select" in mark.look]  # fmt: skip
    for i, j, mark in picked[:1]:
        header["select"] = {"layer": [i, j]} | mark.look["select"]
    header |= {name: each.header() for name in ("cursor", "start") if (each := getattr(board, name))}
    if board.points:
        array = _travels(wire, np.asarray(board.points.xy, float), "points")
        header["points"] = {name: each for name, each in vars(board.points).items() if name != "xy"} | {"array": array}
    header |= {"legend": [each.header() for each in board.legend]} if board.legend else {}
    header |= {"link": board.link} if board.link else {}
    header |= {} if board.hover else {"hover": False}
    return Message(_plain(header), wire.arrays, wire.drawn)


def _layer(wire, mark: Mark, name: str, room: np.ndarray) -> dict:
    found, look = dict(mark.arrays), {key: each for key, each in mark.look.items() if key != "select"}
    if mark.kind == "field" and "name" not in look and np.isfinite(found["array"]).all():
        found["array"], look["range"] = _shades(found["array"], *look["range"]), (0.0, SHADES)
    if mark.kind == "lines" and len(found["xy"]) >= MANY and room.all():
        lengths = found.get("len", [len(found["xy"])])
        found["xy"], lengths = thinned(found["xy"], lengths, room / SEEN)
        found |= {"len": lengths} if "len" in found else {}
    arrays = {key: _travels(wire, each, f"{name}.{key}") for key, each in found.items()}
    if mark.kind == "field" and found["array"].dtype != np.uint8:
        wire.drawn[arrays["array"]] = True
    elif mark.kind in ("lines", "marks", "paths") and np.all(_reach(found["xy"]) <= WIDE * room):
        wire.drawn[arrays["xy"]] = False
    return {"kind": mark.kind, **arrays, **look}


def _shades(values, low: float, high: float) -> np.ndarray:
    """Which color each number of a field has: all that can be seen of one without a name, which no hand can read."""
    return np.floor(np.clip((values - low) * (SHADES / ((high - low) or 1.0)), 0, SHADES) + 0.5).astype(np.uint8)


def _reach(xy) -> np.ndarray:
    """How far points go along x and y, (2,); those that are not finite break lines."""
    xy = np.reshape(xy, (-1, 2))
    xy = xy[np.isfinite(xy).all(axis=1)]
    return np.ptp(xy, axis=0) if len(xy) else np.zeros(2)


def _travels(wire, array: np.ndarray, name: str) -> str:
    """The name under which an array is sent: a new one, or that of an equal one."""
    array = np.ascontiguousarray(array, KINDS_OF_ARRAYS[array.dtype.kind])
    key = (array.dtype.str, array.shape, array.tobytes())
    wire.arrays.setdefault(found := wire.known.setdefault(key, name), array)
    return found


def _plain(value):
    """Tuples as lists and NumPy's numbers as Python's, as JSON has them."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value
