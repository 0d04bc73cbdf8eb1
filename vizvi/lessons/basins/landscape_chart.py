"""The landscape of a divergence as a board: its field, its optima and passes, its basins, and where balls roll."""

import math

import numpy as np

from vizvi.figures.style import signed

SCALES = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
LETTERS = "ABCDEFGHIJKL"
BOTH = 0.15  # of q on either side of the middle: then it covers both bumps
LEAST, ROOM = 3.0, 1.4  # nats that the colors span: at least, and relative to the highest pass
HEIGHT = 440


def landscape_board(found, lines, basins, reveal: bool, told: bool, paths=None, start=None) -> tuple[dict, dict]:
    """Header and arrays of a board over (mean, log sd) of q.

    found: `diagnostics.landscape.Landscape`; lines: its iso-lines as (points, lengths, level); basins:
    `diagnostics.basins.Basins`; reveal: color them; told: mark the optima and draw the runs' paths (R, T+1, 2); start: the
    grip's place (2,), or None for no grip."""
    extent = [float(each) for each in (found.loc[0], found.loc[-1], found.log_scale[0], found.log_scale[-1])]
    arrays = {"value": found.value.astype("f4"), "iso": lines[0].astype("f4"), "iso_len": lines[1]}
    lowest = float(np.min(basins.value, initial=np.nanmin(found.value)))
    highest = float(np.max(np.concatenate([basins.value, basins.saddle_value]), initial=lowest))
    # Bright is low: the dark end of the colors is the low end of the ELBO.
    span = [lowest + max(LEAST, ROOM * (highest - lowest)), lowest]
    look = {"range": span, "map": "viridis", "name": "KL(q‖p) ⌁, nats: bright is low"}
    field = {"kind": "field", "array": "value", "extent": extent} | look
    layers = [field, _lines("iso", "iso_len", "ink", 1, alpha=0.45)]
    if reveal:
        # Colors and hatches go by letter; the letters themselves stand at the optima.
        place = np.array([LETTERS.index(each) + 1 for each in letters(basins.lam)] + [0])
        arrays["basin"] = place[basins.label].astype(np.uint8)
        layers = [{"kind": "classes", "array": "basin", "extent": extent, "tones": tones(int(place.max()))}]
        layers.append(_lines("iso", "iso_len", "ink", 1, alpha=0.25))
        if basins.border:
            arrays["border"] = np.concatenate(basins.border).astype("f4")
            arrays["border_len"] = np.array([len(each) for each in basins.border], np.int32)
            layers.append(_lines("border", "border_len", "ink", 3))
    select = None
    if told:
        if paths is not None:
            arrays["paths"] = _thin(paths)
            select = {"layer": [0, len(layers)], "index": 0, "name": "Run"}
            layers.append({"kind": "paths", "xy": "paths", "tone": "q", "width": 2, "alpha": 0.8, "cased": True})
        layers += _marks(basins, paths is None or len(paths) == 1)
    ticks = [{"at": math.log(each), "text": f"{each:g}"} for each in SCALES if extent[2] <= math.log(each) <= extent[3]]
    y = {"label": "sd of q (log scale)", "range": [float(found.extent[2]), float(found.extent[3])], "ticks": ticks}
    y["log"] = math.e
    header = {
        "type": "board",
        "title": title(basins, told),
        "aspect": "free",
        "height": HEIGHT,
        "x": {"label": "mean of q", "range": [float(found.extent[0]), float(found.extent[1])]},
        "panels": [{"y": y, "layers": layers}],
        "start": start and _grip(start),
        "select": select,
        "legend": _legend(told, reveal, len(basins.border)),
    }
    return header, arrays


def title(basins, told: bool) -> str:
    """What the board says, in a sentence."""
    if not told:
        return "The landscape of KL(q‖p) over q's mean and sd, with a start to drag."
    count = len(basins.lam)
    each = "; ".join(
        signed(f"{letter} at mean {plain(lam[0])}, sd {math.exp(lam[1]):.2f}: {nats(value)}")
        for letter, lam, value in zip(letters(basins.lam), basins.lam, basins.value, strict=True)
    )
    return f"The landscape of KL(q‖p) has {count} optim{'um' if count == 1 else 'a'}. {each}."


def letters(lam) -> list[str]:
    """What the optima (K, 2) of two bumps at ±d are called, by where they sit and whichever there are: A on the left bump,
    B over both, C on the right one."""
    aside = [0.5 * math.erfc(abs(mean) / (math.sqrt(2) * math.exp(log_sd))) for mean, log_sd in lam]
    named = ["B" if mass > BOTH else "A" if each[0] < 0 else "C" for mass, each in zip(aside, lam, strict=True)]
    return named if len(set(named)) == len(named) else list(LETTERS[: len(named)])


def tones(count: int) -> list[str]:
    """A tone for each class; from the seventh on a tone comes back with another hatch."""
    return [f"class{(k + 3 * (k // 6)) % 6 + 1}" for k in range(count)]


def plain(value: float) -> str:
    """Two decimals, never −0.00."""
    return f"{round(float(value), 2) + 0.0:.2f}"


def nats(value: float) -> str:
    """A divergence with its unit."""
    return "< 0.01 nats" if 0 <= value < 0.005 else signed(f"{value:.2f} nats")


def _marks(basins, valued: bool) -> list[dict]:
    layers = []
    if len(basins.saddle):
        hints = [f"The lowest pass between two basins, {nats(value)}" for value in basins.saddle_value]
        layers.append(_points(basins.saddle, "times", 11, hints=hints))
    if len(basins.lam):
        named = list(zip(letters(basins.lam), basins.lam, basins.value, strict=True))
        labels = [f"{letter}: {nats(value)}" if valued else letter for letter, _, value in named]
        hints = [
            signed(f"Optimum {letter}: mean {plain(lam[0])}, sd {math.exp(lam[1]):.2f}, KL {nats(value)}")
            for letter, lam, value in named
        ]
        layers.append(_points(basins.lam, "plus", 16, hints=hints, labels=labels))
    return layers


def _points(xy, shape: str, size: float, **more) -> dict:
    return {"kind": "marks", "xy": np.asarray(xy, float).tolist(), "shape": shape, "tone": "ink", "size": size, **more}


def _grip(start) -> dict:
    mean, log_sd = (float(each) for each in start)
    texts = [signed(plain(mean)), f"sd {math.exp(log_sd):.2f}"]
    return {"names": ["Start: mean", "Start: log sd"], "value": [mean, log_sd], "texts": texts, "label": "start"}


def _legend(told: bool, reveal: bool, borders: int) -> list[dict]:
    chips = []
    if told:
        chips += [
            {"text": "optimum", "tone": "ink", "mark": "plus"},
            {"text": "path of a run", "tone": "q", "mark": "line"},
        ]
    if told and borders:
        chips.append({"text": "pass", "tone": "ink", "mark": "times"})
    if reveal and borders:
        chips.append({"text": "watershed", "tone": "ink", "mark": "line"})
    return chips


def _lines(xy: str, lengths: str, tone: str, width: float, **more) -> dict:
    return {"kind": "lines", "xy": xy, "len": lengths, "tone": tone, "width": width, **more}


def _thin(paths) -> np.ndarray:
    """float32, and no farther out than any picture."""
    return np.clip(np.nan_to_num(paths, posinf=1e6, neginf=-1e6), -1e6, 1e6).astype("f4")
