"""The Challenger's decision as a board: what the exact posterior and q say of distress at every temperature."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, band, dots, frames, line, note, rule
from vizvi.lessons.play_2d import words
from vizvi.models.distress import COLDEST, LAUNCH, WARMEST, stacked

CHANCE = Axis(words.DISTRESS_CHANCE, (-0.2, 1.2), {each / 100: f"{each} %" for each in range(0, 101, 25)})
EXACT_AT, Q_AT = (LAUNCH + 0.8, 0.32), (LAUNCH + 0.8, 0.2)  # where numbers at the launch stand: the curves are high there


def distress(temperature, exact, run, flights, link: str) -> Board:
    """The exact posterior as a blue ground, q as orange lines that follow the stage.

    temperature (G,), °F; exact: a band of (mean, lo, hi), each (G,); run: steps (F,) and q's bands (F, G) at them; flights:
    their temperatures and outcomes."""
    steps, q = run
    here = int(np.argmin(np.abs(temperature - LAUNCH)))
    told = [words.short("q", *each) for each in zip(*(end[:, here] for end in q), strict=True)]
    says = words.short(words.EXACT, *(end[here] for end in exact))
    marks = [
        band(temperature, exact.lo, exact.hi, "p"),
        *(rule(y=end, tone="muted", width=1, alpha=0.5) for end in (0, 1)),
        line(temperature, exact.mean, "p", 5),
        rule(x=LAUNCH, tone="ink", width=1.5, dash="dot", label=words.THE_LAUNCH),
        dots(flights[0], stacked(*flights), size=7),
        frames(steps, temperature, q.lo, q.mean, q.hi, "q", 2.5, texts=told, place=Q_AT),
        note(*EXACT_AT, says, "p"),
    ]
    legend = [
        Chip(words.EXACT_BAND, "p", "fill"),
        Chip(words.Q_BAND, "q"),
        Chip(words.A_FLIGHT, "ink", "dot"),
    ]
    title = words.distress(says, told[-1])
    axis = Axis(words.TEMPERATURE, (COLDEST, WARMEST))
    return Board(title, axis, [Panel(CHANCE, marks)], legend=legend, link=link, height=400)
