"""How often q is right, as boards: a caterpillar of intervals, places of truths in q, one q after another, weights."""

import numpy as np

from vizvi.lessons.too_sure.cost_chart import board, curve

SHOWN = 100  # intervals of the caterpillar
BELLS = 40  # q's shown one after another


def caterpillar(found, k: int, name: str) -> tuple[dict, dict]:
    """q's 95 % intervals less the truth, (lo, hi), data set by data set: those that miss 0 are crossed."""
    lo, hi = (each[:SHOWN, k] - found.theta[:SHOWN, k] for each in found.ends())
    inside, at = found.inside()[:SHOWN, k], np.arange(1, len(lo) + 1)
    reach = float(1.15 * np.quantile(np.abs([lo, hi]), 0.98))
    arrays, layers = {}, [{"kind": "rule", "y": 0.0, "tone": "p", "label": "the truth"}]
    for key, pick, look in (
        ("held", inside, {"tone": "q", "width": 2}),
        ("missed", ~inside, {"tone": "amber", "width": 3}),
    ):
        if pick.any():
            ends = np.stack(
                [at[pick], np.clip(lo[pick], -reach, reach), at[pick], np.clip(hi[pick], -reach, reach)], axis=-1
            )
            arrays[key], arrays[f"{key}_n"] = ends.reshape(-1, 2).astype("f4"), np.full(pick.sum(), 2, "i4")
            layers.append({"kind": "lines", "xy": key, "len": f"{key}_n", **look})
    missed = np.flatnonzero(~inside)
    if len(missed):
        middle = np.clip((lo + hi)[missed] / 2, -reach, reach)
        marks = np.stack([at[missed], middle], axis=-1).tolist()
        layers.append({"kind": "marks", "xy": marks, "shape": "times", "tone": "amber", "size": 9})
    first = "" if len(lo) == len(found.pit) else f"the first {len(lo)} of {len(found.pit)}"
    title = f"{len(missed)} of {first or len(lo)} intervals that claim 95 % miss the truth of the {name}."
    legend = [
        {"text": "holds the truth", "tone": "q", "mark": "line"},
        {"text": "misses it ✗", "tone": "amber", "mark": "line"},
    ]
    x, y = (
        {"label": f"simulated data set, {first}" if first else "simulated data set", "range": [0, len(lo) + 1]},
        {"label": f"{name} − truth", "range": [-reach, reach]},
    )
    return board("caterpillar", title, x, y, layers, height=330, legend=legend, hover=False), arrays


def places(found, k: int, expected, bins: int) -> tuple[dict, dict]:
    """Where the truths lie in q, as shares of data sets, against evenly many; expected: (bins,) by theory, or None."""
    share = found.histogram(bins)[:, k] / len(found.pit)
    edges = np.linspace(0, 1, bins + 1)
    arrays = {"edges": edges.astype("f4"), "share": (100 * share).astype("f4")}
    layers = [
        {"kind": "bars", "x": "edges", "y": "share", "tone": "q", "fill": True},
        {"kind": "rule", "y": 100 / bins, "tone": "p", "label": "if q were p"},
    ]
    if expected is not None:
        arrays["expected"] = curve((edges[1:] + edges[:-1]) / 2, 100 * np.asarray(expected))
        layers.append({"kind": "lines", "xy": "expected", "tone": "ink", "width": 2, "dash": "dot", "label": "by theory"})
    top = 1.15 * float(max(100 * share.max(), 200 / bins))
    title = f"{100 * (share[0] + share[-1]):.0f} % of the truths lie in the outer tenth of q; 10 % should."
    x = {"label": "place of the truth in q: q's probability of less", "range": [0, 1]}
    return board("places", title, x, {"label": "data sets, %", "range": [0, top]}, layers, height=330), arrays


def bells(found, k: int, name: str) -> tuple[dict, dict]:
    """q of one data set after another, measured from its truth: (K, G) curves for hypothetical outcomes."""
    loc, scale = found.loc[:BELLS, k] - found.theta[:BELLS, k], found.scale[:BELLS, k]
    reach = float(np.abs(loc).max() + 2 * scale.max())
    x = np.linspace(-reach, reach, 201)
    y = np.exp(-0.5 * ((x - loc[:, None]) / scale[:, None]) ** 2) / (scale[:, None] * np.sqrt(2 * np.pi))
    layers = [
        {"kind": "rule", "x": 0.0, "tone": "p", "label": "the truth"},
        {"kind": "hops", "x": "x", "y": "y", "tone": "q", "width": 4, "interval": 400},
    ]
    axis = {"label": f"{name} − truth", "range": [-reach, reach]}
    top = 1.1 * float(np.quantile(y.max(axis=-1), 0.9))
    title = "q of one simulated data set after another, measured from the truth."
    header = board("bells", title, axis, {"label": "density of q", "range": [0, top]}, layers, height=280, hover=False)
    return header, {"x": x.astype("f4"), "y": y.astype("f4")}


def weights(found) -> tuple[dict, dict]:
    """Shares of q's draws by log10 of their weight."""
    arrays = {"edges": found.edges.astype("f4"), "share": (100 * found.share).astype("f4")}
    seen = np.flatnonzero(found.share)
    span = [float(min(found.edges[seen[0]], -1)), float(max(found.edges[seen[-1] + 1], 1))]
    layers = [
        {"kind": "bars", "x": "edges", "y": "share", "tone": "q", "fill": True},
        {"kind": "rule", "x": 0.0, "tone": "ink", "dash": "dot", "label": "an average weight"},
    ]
    ticks = [{"at": k, "text": f"{10.0**k:g}"} for k in range(-4, 5) if span[0] <= k <= span[1]]
    x = {"label": "weight p/q over the average weight", "range": span, "ticks": ticks}
    y = {"label": "draws, %", "range": [0, 110 * float(found.share.max())]}
    return board("weights", "Importance weights of q's draws.", x, y, layers, height=300), arrays
