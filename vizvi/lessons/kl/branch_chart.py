"""The map of optima as a board: every branch, the barriers between them, and what is best now."""

import numpy as np

AXES = {
    "separation": ("separation ±d", "d = {}"),
    "weight": ("mass of the right bump w", "w = {}"),
    "alpha": ("α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)", "α = {}"),
}
NAMES = {"separation": "Separation ±d", "weight": "Mass of the right bump", "alpha": "α (Minka)"}
STEPS = {"separation": 0.05, "weight": 0.01, "alpha": 0.01}
ROOM = 0.08  # of a panel's height above and below its lines


def branch_map(found, now: float, dots, truth=None) -> tuple[dict, dict]:
    """Header and arrays of a board with two panels, mean and sd of the optimal q against a knob.

    found: `diagnostics.branches.Branches`; now: the knob's present value; dots (3, B): mean, sd and value of each stable
    branch there; truth: mean and sd of p along the knob, (3, N) with the knob first."""
    lo, hi = found.branches[0].knob[0], found.branches[0].knob[-1]
    lo, hi = min(lo, *(each.knob[0] for each in found.branches)), max(hi, *(each.knob[-1] for each in found.branches))
    arrays, panels = {}, []
    tops = {
        "mean": reach([each.mean for each in found.branches]),
        "sd": reach([[0.0], *(each.sd for each in found.branches)]),
    }
    for row, (name, label) in enumerate((("mean", "mean of q"), ("sd", "sd of q"))):
        layers = []
        if truth is not None:
            arrays[f"truth_{name}"] = np.stack([truth[0], truth[1 + row]], axis=-1).astype("f4")
            tops[name] = reach([tops[name], truth[1 + row]], 0.0)
            layers.append(
                line(f"truth_{name}", len(truth[0]), "p", arrays) | {"width": 6, "alpha": 0.35, "label": f"{name} of p"}
            )
        for i, branch in enumerate(found.branches):
            key = f"{name}_{i}"
            arrays[key] = np.stack([branch.knob, getattr(branch, name)], axis=-1).astype("f4")
            look = {"width": 3.5} if branch.stable else {"width": 2, "dash": "dash", "alpha": 0.75}
            layers.append(line(key, len(branch.knob), "q", arrays) | look)
        layers += _events(found, row, name)
        layers += _dots(now, dots, row)
        panels.append({"y": {"label": label, "range": tops[name]}, "share": 1.0, "layers": layers})
    cursor = {
        "name": NAMES[found.knob],
        "value": now,
        "min": lo,
        "max": hi,
        "step": STEPS[found.knob],
        "label": AXES[found.knob][1],
    }
    header = {
        "type": "board",
        "id": f"{found.knob}",
        "title": _takeaway(found, now, dots),
        "aspect": "free",
        "height": 470,
        "x": {"label": AXES[found.knob][0], "range": [float(lo), float(hi)]},
        "panels": panels,
        "cursor": cursor,
        "legend": [
            {"text": "an optimum", "tone": "q", "mark": "line"},
            {"text": "the barrier between two", "tone": "q", "dash": "dash", "mark": "line"},
            {"text": "best now", "tone": "q", "mark": "dot"},
        ],
    }
    return header, arrays


def line(key: str, count: int, tone: str, arrays: dict) -> dict:
    arrays[f"{key}_n"] = np.array([count], "i4")
    return {"kind": "lines", "xy": key, "len": f"{key}_n", "tone": tone}


def _events(found, row: int, name: str) -> list[dict]:
    """Births and deaths as rings, ties as a rule across: named in the upper panel only."""
    layers = []
    for knob in found.ties[:, 0]:
        rule = {"kind": "rule", "x": float(knob), "tone": "ink", "dash": "dot"}
        layers.append(rule | ({"label": f"tie {knob:.2f}"} if row == 0 else {}))
    if len(found.folds):
        xy = found.folds[:, [0, 1 + row]].tolist()
        labels = [f"{each:.2f}" for each in found.folds[:, 0]] if row == 0 else None
        layers.append({"kind": "marks", "xy": xy, "shape": "ring", "tone": "ink", "size": 9, "labels": labels})
    return layers


def _dots(now: float, dots, row: int) -> list[dict]:
    here = np.isfinite(dots[2])
    if not here.any():
        return []
    best = here & (dots[2] <= np.nanmin(dots[2]) + 1e-6)
    layers = []
    for which, shape, size in ((here & ~best, "ring", 11), (best, "dot", 13)):
        if which.any():
            xy = [[now, float(each)] for each in dots[row][which]]
            layers.append({"kind": "marks", "xy": xy, "shape": shape, "tone": "q", "size": size})
    return layers


def reach(lines, room: float = ROOM) -> list[float]:
    values = np.concatenate([np.ravel(each) for each in lines])
    values = values[np.isfinite(values)]
    lo, hi = float(values.min()), float(values.max())
    lo, hi = min(lo, 0.0) if lo > 0 else lo, hi
    pad = room * max(hi - lo, 1e-3)
    return [lo - pad if lo < 0 else lo, hi + pad]


def _takeaway(found, now: float, dots) -> str:
    here = np.isfinite(dots[2])
    if not here.any():
        return f"At {now:.2f} there is no optimum."
    i = int(np.nanargmin(dots[2]))
    count = int(here.sum())
    optima = "one optimum" if count == 1 else f"{count} optima"
    best = f"the best has mean {dots[0][i]:.2f}, sd {dots[1][i]:.2f} and costs {dots[2][i]:.2f} nats"
    return f"At {now:.2f}, {optima}; {best}.".replace("-", "−")
