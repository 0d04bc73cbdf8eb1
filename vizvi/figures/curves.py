"""Curves with bands."""

import plotly.graph_objects as go

from vizvi.figures.style import FILL, TOKENS, faded, layout


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
    figure.add_scatter(x=temperature, y=exact.mean, line={"color": blue, "width": 3}, name="exact", hovertemplate=hover)
    for end in (q.lo, q.hi):
        figure.add_scatter(x=temperature, y=end, line={"color": orange, "width": 1.5}, hoverinfo="skip")
    figure.add_scatter(x=temperature, y=q.mean, line={"color": orange, "width": 3}, name="q", hovertemplate=hover)
    figure.add_scatter(
        x=data[0], y=data[1], mode="markers", marker={"color": tokens["ink"], "size": 8}, hoverinfo="skip"
    )
    figure.add_vline(x=launch, line={"color": tokens["ink"], "width": 1})
    figure.add_annotation(
        x=launch, y=0.06, text="31 °F, the launch", xanchor="left", showarrow=False, xshift=6, font={"size": 16}
    )
    figure.add_annotation(
        x=data[0].max(), y=0.93, text="● a flight: distress above, none below", xanchor="right", showarrow=False
    )
    figure.update_layout(
        layout(
            theme,
            height=340,
            xaxis={"title": {"text": "launch temperature, °F", "font": {"size": 16}}, "range": [26, 84]},
            yaxis={
                "title": {"text": "probability of distress", "font": {"size": 16}},
                "range": [-0.04, 1.04],
                "tickformat": ".0%",
            },
        )
    )
    return figure
