"""What the optimum does along the α dial, as a board whose line follows the dial's stage."""

import numpy as np

from vizvi.lessons.kl.branch_chart import branch_map, line, reach

AXIS = {"label": "α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)", "range": [0.0, 1.0]}
RIGHT = ((0.0, "precisions"), (0.5, "entropy"), (1.0, "variances"))


def dial_map(group: str, alpha, curves, names, jumps=()) -> tuple[dict, dict]:
    """Header and arrays of a board: panels of quantities along the dial, broken where it jumps.

    curves: for each panel its label, the level that is p's own (or None) and an array (T+1, D); names: of the D lines."""
    arrays, panels = {}, []
    for i, (label, own, values) in enumerate(curves):
        layers = [] if own is None else [{"kind": "rule", "y": own, "tone": "p", "label": "p's own"}]
        for j, name in enumerate(names):
            layers += _walk(f"{i}_{j}", alpha, values[:, j], jumps, name if len(names) > 1 else None, arrays)
        levels = values if own is None else np.append(values.ravel(), own)
        panels.append(
            {"y": {"label": label, "range": reach([levels[np.isfinite(levels)]])}, "share": 1.0, "layers": layers}
        )
    title = f"{curves[-1][0]} along the dial: {_ends(curves[-1][2])}."
    return _board(group, alpha, panels, title), arrays


def bumps_map(group: str, found, alpha, mean, sd, truth, jumps=()) -> tuple[dict, dict]:
    """The same on two bumps, on the map of all branches."""
    none = np.full((3, 1), np.nan)
    header, arrays = branch_map(found, 0.0, none, truth)
    for panel, values in zip(header["panels"], (mean, sd), strict=True):
        panel["layers"] += _walk(panel["y"]["label"], alpha, values, jumps, None, arrays, bold=True)
    title = f"Mean and sd of q along the dial: {_ends(mean)} and {_ends(sd)}."
    return header | _board(group, alpha, header["panels"], title), arrays


def ordering_map(group: str, alpha, variance, closed) -> tuple[dict, dict]:
    """Mean-field on a correlated pair: its variance at each α, hit by the fits, and the three things it can get right.

    variance (T+1,): of the fits; closed: α and variance of the closed form, (2, N)."""
    arrays = {"closed": np.stack(closed, axis=-1).astype("f4"), "fits": np.stack([alpha, variance], axis=-1).astype("f4")}
    right = [float(np.interp(each, *closed)) for each, _ in RIGHT]
    labels = [f"{name} {value:.2f}" for (_, name), value in zip(RIGHT, right, strict=True)]
    spots = [[at, y] for (at, _), y in zip(RIGHT, right, strict=True)]
    layers = [
        {"kind": "rule", "y": 1.0, "tone": "p"},
        line("closed", closed.shape[1], "ink", arrays) | {"width": 2},
        {"kind": "marks", "xy": "fits", "shape": "ring", "tone": "q", "size": 7},
        {"kind": "marks", "xy": spots, "shape": "diamond", "tone": "ink", "size": 10, "labels": labels},
        *_walk("walk", alpha, variance, (), None, arrays),
    ]
    panels = [{"y": {"label": "variance of q, either coordinate", "range": [0.0, 1.12]}, "share": 1.0, "layers": layers}]
    header = _board(
        group, alpha, panels, f"The variance of q rises from {variance[0]:.2f} to {variance[-1]:.2f} along the dial."
    )
    header["legend"] = [
        {"text": "closed form: α s² + (1 − 2α) s = (1 − α)(1 − ρ²)", "tone": "ink", "mark": "line"},
        {"text": "optimum found", "tone": "q", "mark": "ring"},
        {"text": "p's own variance", "tone": "p", "mark": "line"},
        {"text": "right here", "tone": "ink", "mark": "diamond"},
    ]
    return header, arrays


def _board(group: str, alpha, panels, title: str) -> dict:
    cursor = {"name": "α (Minka)", "value": 0.0, "min": 0.0, "max": 1.0, "step": 0.01, "label": "α = {}"}
    cursor["follow"] = [float(each) for each in alpha]
    return {
        "type": "board",
        "title": title,
        "aspect": "free",
        "height": 520,
        "x": AXIS,
        "panels": panels,
        "cursor": cursor,
        "link": group,
    }


def _walk(key: str, alpha, values, jumps, label, arrays, bold: bool = False) -> list[dict]:
    """The dial's own way as a line that breaks at jumps, and a dot that follows the stage."""
    whole = np.stack([alpha, values], axis=-1)
    arrays[f"{key}_dot"] = whole[None].astype("f4")
    layers = [{"kind": "paths", "xy": f"{key}_dot", "tone": "q", "width": 1, "alpha": 0.0, "size": 12}]
    if not bold:
        pieces = np.split(whole, list(jumps))
        arrays[f"{key}_way"] = np.concatenate(pieces).astype("f4")
        arrays[f"{key}_way_n"] = np.array([len(each) for each in pieces], "i4")
        layers.append({"kind": "lines", "xy": f"{key}_way", "len": f"{key}_way_n", "tone": "q", "width": 3, "label": label})
    return layers


def _ends(values) -> str:
    first, last = (" and ".join(f"{each:.2f}" for each in np.atleast_1d(values[i])) for i in (0, -1))
    return f"from {first} to {last}".replace("-", "−")
