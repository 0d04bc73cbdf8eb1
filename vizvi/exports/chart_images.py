"""Marks of a board that are images on a drawing: numbers as colors, and regions."""

from functools import lru_cache

import numpy as np

from vizvi.figures.tokens import TOKENS, hue, mixed

# The browser's own 33 stops each.
MAPS = {
    "viridis": "440154470d6048186a482374472d7b4537814240863e49893b528b375b8d33638d2f6b8e2c728e297a8e26828e23898e21918c"
    "1f988b1fa08822a78528ae8032b67a3fbc734ec36b5ec96270cf5784d44b98d83eaddc30c2df23d8e219ece51bfde725",
    "cividis": "00224e00285b002e6a0533711a386f273e6e32436d3b496c434e6c4b546c535a6d5a5f6e61656f686a716f70737676767d7c78"
    "8482798c8878938e789b9476a39a74aba072b4a76fbcae6cc4b468cdbb63d5c25edec958e7d150f0d846f9e03afee838",
}  # fmt: skip


@lru_cache(maxsize=8)
def colors(name: str, theme: str) -> np.ndarray:
    """256 colors (256, 3); "diverging" runs from p's blue through the paper to q's orange."""
    tokens = TOKENS[theme]
    stops = [MAPS[name][k : k + 6] for k in range(0, 198, 6)] if name in MAPS else None
    if stops is None:
        halves = ((tokens["p"], tokens["paper"], 16), (tokens["paper"], tokens["q"], 17))
        stops = [mixed(a, b, k / 16)[1:] for a, b, count in halves for k in range(count)]
    rgb = np.array([[int(each[k : k + 2], 16) for k in (0, 2, 4)] for each in stops], float)
    at = np.linspace(0, len(rgb) - 1, 256)
    return np.stack([np.interp(at, np.arange(len(rgb)), rgb[:, k]) for k in range(3)], axis=-1)


def _extent(place, look, array) -> tuple:
    """The box that an image covers: a node is the middle of its pixel."""
    (rows, columns), (x0, x1, y0, y1) = array.shape, look["extent"]
    dx, dy = (x1 - x0) / max(columns - 1, 1) / 2, (y1 - y0) / max(rows - 1, 1) / 2
    left, right = place.X([x0 - dx, x1 + dx])
    bottom, top = place.Y([y0 - dy, y1 + dy])
    return left, top, right - left, bottom - top


def field(drawing, place, a, look, step) -> None:
    array, (lo, hi) = a["array"].astype(float), look["range"]
    known = np.isfinite(array)
    index = np.clip(np.round((np.where(known, array, lo) - lo) / ((hi - lo) or 1.0) * 255), 0, 255).astype(int)
    rgba = np.zeros((*array.shape, 4), np.uint8)
    rgba[..., :3] = colors(look["map"], drawing.theme)[index]
    rgba[..., 3] = np.where(known, round(255 * look.get("alpha", 1.0)), 0)
    drawing.pixels(rgba[::-1], _extent(place, look, array), place.box)


def classes(drawing, place, a, look, step) -> None:
    """Regions by color and, at their middles, by letter."""
    array, tones = a["array"], look.get("tones") or [f"class{k}" for k in range(1, 7)]
    fine = np.kron(array, np.ones((4, 4), np.uint8)) if array.size < 40_000 else array
    rgba = np.zeros((*fine.shape, 4), np.uint8)
    for k in range(1, int(array.max(initial=0)) + 1):
        color = hue(tones[(k - 1) % len(tones)], drawing.theme)
        rgba[fine == k] = [*(int(color[i : i + 2], 16) for i in (1, 3, 5)), round(255 * 0.4 * look.get("alpha", 1.0))]
    drawing.pixels(rgba[::-1], _extent(place, look, array), place.box)
    x0, x1, y0, y1 = look["extent"]
    for k, letter in enumerate(look.get("letters") or (), start=1):
        rows, columns = np.nonzero(array == k)
        if len(rows):
            middle = int(np.argmin(np.hypot(rows - np.median(rows), columns - np.median(columns))))
            x = x0 + columns[middle] / max(array.shape[1] - 1, 1) * (x1 - x0)
            y = y0 + rows[middle] / max(array.shape[0] - 1, 1) * (y1 - y0)
            drawing.words(*place.pixels([[x, y]])[0], letter, tones[(k - 1) % len(tones)], 20, 700, "center")
