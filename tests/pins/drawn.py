"""What a board's message makes the browser draw: names of arrays and what goes without saying do not count."""

import numpy as np
from pins.digest import differences, is_digest, of_array

ARRAYS = ("xy", "len", "x", "y", "lo", "hi", "array", "box")  # what a layer may hold as an array, by name or in the header
# What the browser takes if a message does not say it.
LAYER = {"tone": "ink", "width": 2, "dash": "solid", "alpha": 1.0, "cased": False, "fill": True, "size": 10, "shape": "dot"}
BY_KIND = {"hops": {"width": 3, "interval": 400}, "band": {"edge": 0}, "field": {"map": "viridis"}, "paths": {"alpha": 0.6}}
HEADER = {"height": 400, "aspect": "free", "hover": True, "legend": []}
PANEL, CHIP = {"share": 1}, {"mark": "line", "dash": "solid"}
PARTS = ("x", "panels", "cursor", "start", "points", "select", "legend")  # all that is drawn


def changes(want: dict, got: dict) -> list[str]:
    """Where two pages' pictures differ; of boards also what has come to be drawn."""
    want, got = ({key: drawn(each) for key, each in found.items()} for found in (want, got))
    boards = [key for key in want if key in got and want[key]["header"].get("type") == "board"]
    parts = [{key: {part: found[key]["header"].get(part) for part in PARTS} for key in boards} for found in (got, want)]
    return differences(want, got) + [f"new: {each}" for each in differences(*parts)]


def drawn(picture: dict) -> dict:
    """A picture as `of_pictures` gives it; a board with digests in place of names, and no more than it needs to say."""
    header, arrays = picture["header"], picture["arrays"]
    if header.get("type") != "board":
        return picture
    found = without(header, HEADER)
    found["panels"] = [
        without(panel, PANEL) | {"layers": [layer(each, arrays) for each in panel["layers"]]} for panel in header["panels"]
    ]
    if header.get("points"):
        found["points"] = without(header["points"], {"panel": 0}) | {"array": arrays[header["points"]["array"]]}
    if header.get("legend"):
        found["legend"] = [without(each, CHIP) for each in header["legend"]]
    for name in ("cursor", "start", "select"):
        if header.get(name):
            found[name] = without(header[name], {"label": "{}"} if name == "cursor" else {})
    return {"header": found, "arrays": {}}


def layer(each: dict, arrays: dict) -> dict:
    """One layer with a digest for each array; a single line needs no length, a band without ground has edges of 2."""
    usual = LAYER | BY_KIND.get(each["kind"], {})
    if each["kind"] == "band" and each.get("fill") is False:
        usual |= {"edge": 2}
    found = without(each, usual)
    for key in ARRAYS:
        value = found.get(key)
        if isinstance(value, str):
            found[key] = arrays[value]
        elif isinstance(value, list) and not is_digest(value):
            found[key] = of_array(np.array(value, float))
    if "len" in found and found["len"][1] == [1]:
        del found["len"]
    return found


def without(value: dict, usual: dict) -> dict:
    """A dict without what is None or as usual."""
    return {key: each for key, each in value.items() if each is not None and (key not in usual or usual[key] != each)}
