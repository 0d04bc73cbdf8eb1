"""What factorizing costs, as boards: coverage per step, variance along α, dimensions, and more data."""

import numpy as np

INK = {"tone": "ink", "dash": "dot"}


def board(name: str, title: str, x: dict, y: dict, layers: list, height: int = 300, **more) -> dict:
    """The header of a board with one panel."""
    return {
        "type": "board",
        "id": name,
        "title": title,
        "aspect": "free",
        "height": height,
        "x": x,
        "panels": [{"y": y, "share": 1.0, "layers": layers}],
    } | more


def curve(x, y) -> np.ndarray:
    """Points of a line (N, 2), float32."""
    return np.stack(np.broadcast_arrays(x, y), axis=-1).astype("f4")


def coverage_trace(names, coverage, link: str) -> tuple[dict, dict]:
    """True coverage of q's 95 % intervals (T+1, D) and ellipse (T+1,) step by step; the line follows the stage."""
    sides, ellipse = np.asarray(coverage[0]), np.asarray(coverage[1])
    steps = np.arange(len(ellipse))
    arrays = {f"side{i}": curve(steps, 100 * each) for i, each in enumerate(sides.T)}
    equal = len(arrays) > 1 and np.allclose(sides[:, 0], sides[:, 1], atol=1e-3)
    layers = [{"kind": "rule", "y": 95, **INK, "label": "95 % claimed"}]
    for i, name in enumerate(names):
        label = None if equal and i else f"{' and '.join(names)}" if equal else name
        dash = "dash" if i else "solid"
        layers.append({"kind": "lines", "xy": f"side{i}", "tone": "q", "width": 3, "dash": dash, "label": label})
    if len(names) > 1:
        arrays["ellipse"] = curve(steps, 100 * ellipse)
        layers.append({"kind": "lines", "xy": "ellipse", "tone": "q", "width": 2, "dash": "dot", "label": "ellipse"})
    cursor = {"name": "Step", "value": float(steps[-1]), "min": 0, "max": int(steps[-1]), "step": 1, "label": "step {}"}
    title = f"True coverage of q's 95 % intervals along the run: it ends at {100 * sides[-1, 0]:.1f} %."
    header = board(
        "coverage", title, {"label": "step", "range": [0, int(steps[-1])]},
        {"label": "true coverage, %", "range": [0, 104]}, layers, cursor=cursor | {"follow": steps.tolist()}, link=link,
    )  # fmt: skip
    return header, arrays


def alpha_curve(rho: float, alpha, variance, now: float, right: dict, at_right) -> tuple[dict, dict]:
    """Mean-field's variance (N,) along α (N,), with p's own and the three α at which one thing is right."""
    arrays = {"s": curve(alpha, variance)}
    names = {"precisions": "precisions right", "entropy": "entropy right", "variances": "variances right"}
    layers = [
        {"kind": "rule", "y": 1.0, "tone": "p", "label": "variance of p"},
        {"kind": "lines", "xy": "s", "tone": "q", "width": 4},
        {
            "kind": "marks", "xy": [[right[each], float(s)] for each, s in zip(names, at_right, strict=True)],
            "shape": "diamond", "tone": "ink", "size": 11, "labels": [names[each] for each in names],
        },
    ]  # fmt: skip
    here = float(np.interp(now, alpha, variance))
    layers.append({"kind": "marks", "xy": [[now, here]], "shape": "dot", "tone": "q", "size": 14})
    cursor = {"name": "α (Minka)", "value": now, "min": -1, "max": 2, "step": 0.05, "label": "α = {}"}
    top = 1.12 * float(max(variance[-1], 1.0))
    title = f"At correlation {rho:.2f} and α = {now:.2f} a factorized q has variance {here:.2f}; p has 1."
    x = {"label": "α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)", "range": [-1, 2]}
    return board("alpha", title, x, {"label": "variance of q", "range": [0, top]}, layers, cursor=cursor), arrays


def dimensions(rho: float, counts, variance, per_dimension, now: int) -> tuple[dict, dict]:
    """Variance (N,) and entropy lost per dimension (N,) against the number of dimensions (N,), on a scale of powers."""
    x = np.log10(np.asarray(counts, float))
    arrays = {"variance": curve(x, variance), "entropy": curve(x, per_dimension)}
    ticks = [{"at": float(np.log10(n)), "text": f"{n:,}".replace(",", "\u2009")} for n in (2, 10, 100, 1000)]
    cursor = {"kind": "rule", "x": float(np.log10(now)), "tone": "chrome"}
    rows = [
        ("variance", "variance", [0, 1.1], [{"kind": "rule", "y": 1.0, "tone": "p", "label": "p"},
                                            {"kind": "rule", "y": 1 - rho, **INK, "label": "1 − ρ"}]),
        ("entropy", "nats lost per dim.", [0, 1.25 * float(max(per_dimension))], []),
    ]  # fmt: skip
    panels = [
        {
            "y": {"label": label, "range": span},
            "share": 1.0,
            "layers": [*rules, {"kind": "lines", "xy": name, "tone": "q", "width": 3}, cursor],
        }
        for name, label, span, rules in rows
    ]
    title = f"In {now} dimensions every variance is {float(np.interp(np.log10(now), x, variance)):.2f} of p's."
    along = {"label": "dimensions n", "range": [x[0], x[-1]], "ticks": ticks, "log": 10}
    header = board("dimensions", title, along, {}, [])
    return header | {"panels": panels, "height": 320}, arrays


def data_curve(counts, coverage, centered) -> tuple[dict, dict]:
    """True coverage of the slope's 95 % interval (N,) against the number of points (N,), with x as it is and centered."""
    x = np.log10(np.asarray(counts, float))
    arrays = {"plain": curve(x, 100 * coverage), "centered": curve(x, 100 * centered)}
    ticks = [{"at": float(k), "text": f"{10**k:,}".replace(",", "\u2009")} for k in range(1, 6) if k <= x[-1]]
    layers = [
        {"kind": "lines", "xy": "centered", "tone": "p", "width": 3, "label": "x centered"},
        {"kind": "lines", "xy": "plain", "tone": "q", "width": 4, "label": "x as it is"},
    ]
    title = f"With more data coverage stays: {100 * coverage[0]:.1f} % at first, {100 * coverage[-1]:.1f} % at last."
    return board(
        "data", title, {"label": "points n", "range": [x[0], x[-1]], "ticks": ticks, "log": 10},
        {"label": "true coverage, %", "range": [0, 104]}, layers, height=280,
    ), arrays  # fmt: skip
