"""A line through data with its bands, and the launch at 31 °F, as boards."""

import numpy as np

from vizvi.lessons.too_sure.cost_chart import board, curve

TONES = {"exact": "p", "full-rank": "q", "mean-field": "q", "Laplace": "class3"}
DASHES = {"exact": "solid", "full-rank": "dash", "mean-field": "solid", "Laplace": "long"}


def line_board(view, data, spans, draws, told: str, centre: float | None) -> tuple[dict, dict]:
    """Points to drag with the exact band, and mean-field's if it may be shown.

    view: x (G,), exact band, mean-field band or None; data (N, 2); spans: what is in view along x and y; draws (K, G) lines
    to show one at a time, or None, with what they are drawn from; centre: where x is measured from, if not 0."""
    x, exact, q = view
    arrays = {"x": x, "data": np.asarray(data), "mean": curve(x, exact.mean)}
    layers = []
    for name, band, look in (
        ("exact 95 %", exact, {"tone": "p", "fill": True, "edge": 2}),
        ("mean-field 95 %", q, {"tone": "q", "fill": False, "edge": 4}),
    ):
        if band is not None:
            key = look["tone"]
            arrays |= {f"{key}_lo": band.lo, f"{key}_hi": band.hi}
            layers.append({"kind": "band", "x": "x", "lo": f"{key}_lo", "hi": f"{key}_hi", "label": name, **look})
    layers.append({"kind": "lines", "xy": "mean", "tone": "ink", "width": 2})
    if centre is not None:
        layers.append({"kind": "rule", "x": centre, "tone": "muted", "dash": "dot", "label": "mean of x"})
    if draws is not None:
        arrays["draws"] = draws
        layers.append({"kind": "hops", "x": "x", "y": "draws", "tone": told, "width": 3, "interval": 400})
    title = "The exact band of the line." if q is None else _takeaway(x, exact, q)
    header = board(
        "line", title, {"label": "x", "range": list(spans[0])}, {"label": "y", "range": list(spans[1])}, layers, height=360,
        points={"name": "Data point", "array": "data", "drag": "xy"},
    )  # fmt: skip
    return header, {key: np.asarray(each, "f4") for key, each in arrays.items()}


def _takeaway(x, exact, q) -> str:
    ratio = q.sd / exact.sd
    ends = f"At x = {x[0]:g} mean-field's sd is {ratio[0]:.2f} times the exact one, at {x[-1]:g} {ratio[-1]:.2f} times"
    return f"{ends}; in between up to {ratio.max():.2f} times."


def launch_board(temperature, bands, flights, launch: float, shown) -> tuple[dict, dict]:
    """Probability of distress against temperature (G,): 90 % bands by name, of which `shown` are drawn, and the flights."""
    arrays, layers = {"x": temperature}, []
    for name in shown:
        band, tone = bands[name], TONES[name]
        arrays |= {f"{name}_lo": band.lo, f"{name}_hi": band.hi, f"{name}_mean": curve(temperature, band.mean)}
        if name == "exact":
            look = {"fill": True, "edge": 0, "label": "exact, 90 %"}
            layers.insert(0, {"kind": "band", "x": "x", "lo": "exact_lo", "hi": "exact_hi", "tone": tone, **look})
        else:
            for end in ("lo", "hi"):
                arrays[f"{name}_{end}"] = curve(temperature, getattr(band, end))
                layers.append({"kind": "lines", "xy": f"{name}_{end}", "tone": tone, "width": 1.5, "dash": DASHES[name]})
        layers.append({"kind": "lines", "xy": f"{name}_mean", "tone": tone, "width": 3, "dash": DASHES[name]})
    points = np.stack(flights, axis=-1)
    layers.append({"kind": "marks", "xy": points.tolist(), "shape": "dot", "tone": "ink", "size": 7})
    layers.append({"kind": "rule", "x": launch, "tone": "ink", "dash": "dot", "label": "31 °F, the launch"})
    legend = [{"text": name, "tone": TONES[name], "dash": DASHES[name], "mark": "line"} for name in shown]
    x = {"label": "launch temperature, °F", "range": [float(temperature[0]), float(temperature[-1])]}
    y = {"label": "probability of distress", "range": [-0.04, 1.04]}
    header = board("launch", "Probability of O-ring distress against temperature.", x, y, layers, height=360, legend=legend)
    return header, {key: np.asarray(each, "f4") for key, each in arrays.items()}
