"""The family ladder as bars that grow toward a ceiling."""

import plotly.graph_objects as go

from vizvi.figures.style import NEUTRAL, TOKENS, faded, inked, layout, signed


def ladder_figure(names, elbos, log_z: float, theme: str) -> go.Figure:
    """Families from the lowest ELBO (below) to the highest; what is missing to log Z is hatched in q's hue. All in nats."""
    tokens = TOKENS[theme]
    gaps = [log_z - elbo for elbo in elbos]
    depth = max([*gaps, 0.05])
    floor = log_z - 1.6 * depth
    figure = go.Figure()
    figure.add_bar(
        y=names, x=[elbo - floor for elbo in elbos], base=floor, orientation="h",
        marker={"color": faded(tokens["elbo"], 0.35)},
        text=[inked(signed(f"{elbo:.2f}")) for elbo in elbos], textposition="inside", insidetextanchor="start",
        textangle=0, textfont={"size": 16, "color": NEUTRAL},
        customdata=[signed(f"{elbo:.2f}") for elbo in elbos], hovertemplate="ELBO %{customdata} nats<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        y=names, x=gaps, base=elbos, orientation="h", hoverinfo="skip",
        marker={"color": "rgba(0,0,0,0)", "pattern": {"shape": "/", "fgcolor": tokens["q"], "size": 8}},
    )  # fmt: skip
    figure.add_vline(x=log_z, line={"color": NEUTRAL, "width": 3})
    figure.add_annotation(
        x=log_z, y=1, yref="paper", yanchor="bottom", xanchor="right", xshift=4, showarrow=False, font={"size": 16},
        text=inked(signed(f"ceiling: log Z = {log_z:.2f}")),
    )  # fmt: skip
    axes = {"xaxis": {"title": "ELBO, nats", "range": [floor, log_z + 0.04 * depth], "nticks": 6}}
    axes["yaxis"] = {"showgrid": False}
    size = {"height": 110 + 48 * len(names), "margin": {"l": 16, "r": 16, "t": 32, "b": 52}}
    return figure.update_layout(layout(theme, barmode="overlay", bargap=0.4, hovermode="closest", **size, **axes))
