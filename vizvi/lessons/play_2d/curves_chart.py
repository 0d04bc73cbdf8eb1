"""Curves with bands."""

import numpy as np
import plotly.graph_objects as go

from vizvi.figures.style import FILL, NEUTRAL, TOKENS, faded, inked, keyed, layout

STEP = 0.045  # between flights of one temperature, which are stacked


def distress(temperature, exact, q, data, launch: float, theme: str) -> go.Figure:
    """Probability of distress against temperature (°F): the exact posterior as a blue ground, q as orange lines.

    temperature (G,); exact and q: bands of (mean, lo, hi), each (G,); data: temperatures and outcomes of the flights."""
    tokens = TOKENS[theme]
    blue, orange = tokens["p"], tokens["q"]
    hover = "%{y:.0%}"
    figure = go.Figure()
    figure.add_scatter(x=temperature, y=exact.lo, line={"width": 0}, hoverinfo="skip")
    figure.add_scatter(
        x=temperature, y=exact.hi, line={"width": 0}, fill="tonexty", fillcolor=faded(blue, FILL[theme]), hoverinfo="skip"
    )
    figure.add_scatter(x=temperature, y=exact.mean, line={"color": blue, "width": 5}, name="exact", hovertemplate=hover)
    for end in (q.lo, q.hi):
        figure.add_scatter(x=temperature, y=end, line={"color": orange, "width": 1.5}, hoverinfo="skip")
    figure.add_scatter(x=temperature, y=q.mean, line={"color": orange, "width": 2.5}, name="q", hovertemplate=hover)
    marker = {"color": NEUTRAL, "size": 8}
    figure.add_scatter(x=data[0], y=stacked(*data), mode="markers", marker=marker, hoverinfo="skip")
    figure.add_vline(x=launch, line={"color": NEUTRAL, "width": 1.5})
    figure.add_annotation(
        x=launch, y=0.06, text=inked("31 °F, the launch"), xanchor="left", showarrow=False, xshift=6, font={"size": 16}
    )
    # Each name stands where its own band ends: p's on the right above both, q's on the left below both.
    above, below = np.maximum(exact.hi, q.hi), np.minimum(exact.lo, q.lo)
    names = (("exact,<br>90 % band", blue, above, 0.72, "left", 1), ("q,<br>90 % band", orange, below, 0.36, "right", -1))
    for name, color, edge, height, side, way in names:
        at = float(np.clip(temperature[np.argmin(np.abs(edge - height))], 46, 70))
        figure.add_annotation(
            x=at, y=height, text=keyed(name, color), xanchor=side, xshift=8 * way, yshift=10 * way, showarrow=False,
            align="left", font={"size": 16},
        )  # fmt: skip
    title = "launch temperature, °F<br>● a flight: above with distress, below without"
    axes = {"xaxis": {"title": title, "range": [26, 84]}}
    axes["yaxis"] = {"title": "probability of distress", "range": [-0.05, 1.05], "tickformat": ".0%"}
    return figure.update_layout(layout(theme, height=370, **axes))


def stacked(temperature, outcome) -> np.ndarray:
    """Heights (N,) of the flights: from 1 down with distress, from 0 up without, one above the other if equally warm."""
    seen: dict = {}
    heights = np.empty(len(temperature))
    for i, key in enumerate(zip(temperature, outcome, strict=True)):
        count = seen[key] = seen.get(key, -1) + 1
        heights[i] = 1 - STEP * count if key[1] else STEP * count
    return heights
