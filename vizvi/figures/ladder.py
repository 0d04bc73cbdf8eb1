"""The family ladder as bars under a ceiling."""

import plotly.graph_objects as go

from vizvi.figures.style import TOKENS, faded, layout


def ladder_figure(names, elbos, log_z: float, theme: str) -> go.Figure:
    """Families from the lowest ELBO to the highest; what is missing below log Z is hatched in q's hue. All in nats."""
    tokens = TOKENS[theme]
    gaps = [log_z - elbo for elbo in elbos]
    depth = max([*gaps, 0.05])
    floor = log_z - 1.4 * depth
    told = [f"{elbo:.2f}".replace("-", "−") for elbo in elbos]
    figure = go.Figure()
    figure.add_bar(
        x=names, y=[elbo - floor for elbo in elbos], base=floor, marker={"color": faded(tokens["elbo"], 0.35)},
        text=told, textposition="inside", insidetextanchor="end", textfont={"size": 16, "color": tokens["ink"]},
        hovertemplate="ELBO %{text} nats<extra></extra>",
    )  # fmt: skip
    figure.add_bar(
        x=names, y=gaps, base=elbos, hoverinfo="skip",
        marker={"color": "rgba(0,0,0,0)", "pattern": {"shape": "/", "fgcolor": tokens["q"], "size": 8}},
    )  # fmt: skip
    figure.add_hline(y=log_z, line={"color": tokens["ink"], "width": 3})
    figure.add_annotation(
        x=0, xref="paper", y=log_z, yanchor="bottom", xanchor="left", showarrow=False, font={"size": 16},
        text=f"ceiling: log Z = {log_z:.2f}".replace("-", "−"),
    )  # fmt: skip
    yaxis = {"title": {"text": "ELBO, nats"}, "range": [floor, log_z + 0.25 * depth]}
    return figure.update_layout(layout(theme, height=320, barmode="overlay", bargap=0.45, hovermode="closest", yaxis=yaxis))
