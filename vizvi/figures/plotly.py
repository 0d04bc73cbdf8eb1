"""A board as a Plotly figure, for notebooks and files; pages draw the board itself. Plotly is imported only here, late."""

import numpy as np

from vizvi.figures.plotly_marks import DASHES, DRAW, SHAPES, Drawing, marker, real, ten
from vizvi.figures.tokens import TOKENS, faded, hue

GAP = 0.09  # of the height, between panels


def figure(board, theme: str = "light"):
    """The board as a `plotly.graph_objects.Figure`: the same axes, marks, tones and names; what moves stands still."""
    import plotly.graph_objects as go

    made, tokens = go.Figure(), TOKENS[theme]
    shares = np.array([panel.share for panel in board.panels], float)
    tops = 1 - np.concatenate([[0], np.cumsum(shares / shares.sum())])
    header = board.message()[0]
    edge = {"zeroline": False, "linecolor": faded(tokens["ink"], 0.35), "mirror": True}
    grid = {"gridcolor": faded(tokens["ink"], 0.08)} | edge
    for i, panel in enumerate(board.panels):
        name = f"yaxis{i + 1 if i else ''}"
        domain = [max(0.0, tops[i + 1] + (GAP if i < len(shares) - 1 else 0)), tops[i]]
        made.layout[name] = _axis(panel.y, header["panels"][i]["y"]) | grid | {"domain": domain, "anchor": "x"}
        drawing = Drawing(made, board, i, theme)
        for mark in panel.marks:
            DRAW[mark.kind](drawing, mark.arrays, mark.look)
    below = f"y{len(shares) if len(shares) > 1 else ''}"
    made.layout.xaxis = _axis(board.x, header["x"]) | grid | {"anchor": below}
    if board.aspect == "equal":
        made.layout.yaxis.update(scaleanchor="x", scaleratio=1)
    if board.cursor:
        made.add_vline(x=float(real(board.x, board.cursor.value)), line={"color": tokens["ink"], "width": 2})
    for chip in board.legend:
        _chip(made, chip, hue(chip.tone, theme))
    return made.update_layout(
        title={"text": board.title, "font": {"size": 15}}, height=board.height + 60,
        margin={"l": 64, "r": 24, "t": 88 if board.legend else 56, "b": 56},
        font={"family": "Source Sans, Source Sans Pro, sans-serif", "color": tokens["ink"], "size": 14},
        paper_bgcolor=tokens["paper"], plot_bgcolor=tokens["paper"], hovermode="closest", showlegend=bool(board.legend),
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"}, barmode="overlay",
    )  # fmt: skip


def _axis(axis, header: dict) -> dict:
    found = {"title": {"text": axis.label}, "automargin": True, "range": [ten(axis, each) for each in header["range"]]}
    if axis.log is not None:
        found |= {"type": "log", "dtick": 1}
    if ticks := header.get("ticks"):
        found["tickvals"] = [float(real(axis, each["at"])) for each in ticks]
        found["ticktext"] = [each["text"] for each in ticks]
    return found


def _chip(made, chip, color: str) -> None:
    look = {"mode": "lines", "line": {"color": color, "dash": DASHES[chip.dash or "solid"], "width": 3}}
    if chip.mark in SHAPES:
        look = {"mode": "markers", "marker": marker(chip.mark, color, 10)}
    made.add_scatter(x=[None], y=[None], name=chip.text, **look)
