"""Bounds on the evidence: Jensen's inequality as a picture, and what more draws buy."""

import numpy as np
import plotly.graph_objects as go

from vizvi.figures.style import NEUTRAL, TOKENS, inked, layout, signed


def jensen_figure(w, mean_log: float, log_mean: float, theme: str) -> go.Figure:
    """Draws w (S,) on the curve log w; the mean of the logs (green) lies below the log of the mean (ink)."""
    tokens = TOKENS[theme]
    mean, top = w.mean(), 1.15 * w.max()
    curve = np.linspace(top / 400, top, 400)
    figure = go.Figure()
    figure.add_scatter(x=curve, y=np.log(curve), line={"color": tokens["prior"], "width": 2}, hoverinfo="skip")
    circles = {"symbol": "circle-open", "size": 9, "color": tokens["q"], "line": {"width": 2}}
    hover = "w = %{x:.3f}, log w = %{y:.2f}<extra></extra>"
    figure.add_scatter(x=w, y=np.log(w), mode="markers", marker=circles, hovertemplate=hover)
    figure.add_scatter(
        x=[mean, mean], y=[mean_log, log_mean], mode="lines+markers", hoverinfo="skip",
        line={"color": tokens["q"], "width": 2, "dash": "dot"},
        marker={"size": 13, "color": [tokens["elbo"], NEUTRAL], "symbol": ["triangle-up", "diamond"]},
    )  # fmt: skip
    for y, name, drop in ((mean_log, "mean of log w", 18), (log_mean, "log of mean w", 11)):  # px below the curve
        text = inked(signed(f"{name} = {y:.2f}"))
        shifts = {"xshift": 14, "yshift": -drop}
        figure.add_annotation(x=mean, y=y, text=text, xanchor="left", showarrow=False, font={"size": 16}, **shifts)
    low = min(np.log(w).min(), mean_log) - 0.4
    axes = {"xaxis": {"title": "w = p(x, z) / q(z)", "range": [0, top]}}
    axes["yaxis"] = {"title": "log w, nats", "range": [low, np.log(top) + 0.4]}
    return figure.update_layout(layout(theme, height=330, hovermode="closest", **axes))


def importance_figure(draws, bound, log_z: float, theme: str) -> go.Figure:
    """The importance-weighted bound (N,) against the number of draws (N,), climbing to the ceiling."""
    tokens = TOKENS[theme]
    figure = go.Figure()
    figure.add_hline(y=log_z, line={"color": NEUTRAL, "width": 3})
    figure.add_annotation(
        x=0, xref="paper", y=log_z, text=inked(signed(f"ceiling {log_z:.2f}")), xanchor="left", yanchor="bottom",
        showarrow=False, font={"size": 16},
    )  # fmt: skip
    figure.add_scatter(
        x=draws, y=bound, mode="lines+markers", line={"color": tokens["elbo"], "width": 3}, marker={"size": 9},
        hovertemplate="K = %{x}: %{y:.3f} nats<extra></extra>",
    )  # fmt: skip
    depth = max(log_z - bound[0], 0.05)
    axes = {"xaxis": {"title": "draws K", "type": "log", "dtick": 1}}
    axes["yaxis"] = {"title": "bound, nats", "range": [log_z - 1.15 * depth, log_z + 0.2 * depth]}
    return figure.update_layout(layout(theme, height=330, hovermode="closest", **axes))
