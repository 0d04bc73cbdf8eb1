"""Shares of topics over the years of the addresses, each named by its most telling words."""

from vizvi.figures.board import Axis, Board, Chip, Panel, dots, line
from vizvi.lessons.topics.words import tabs as words

TONES = ("class1", "class2", "class3", "class5", "class6", "ink", "muted", "amber")
LOOKS = tuple((tone, "dash" if i > 2 else "solid") for i, tone in enumerate(TONES))


def eras_board(year, told) -> Board:
    """year: (59,); told: `eras.Era`s from the oldest to the newest."""
    marks, legend = [], []
    for (tone, dash), era in zip(LOOKS, told):
        marks += [line(year, era.share, tone=tone, dash=dash, width=2), dots(year, era.share, tone, "dot", 5)]
        legend.append(Chip(", ".join(era.words), tone, "line", dash))
    oldest, newest = ", ".join(told[0].words[:3]), ", ".join(told[-1].words[:3])
    title = words.rise_and_fall(oldest, newest)
    y = Axis(words.SHARE, (-0.02, 1.02), ticks=words.SHARES)
    x = Axis(words.YEAR, (1785, 2025), ticks=(1800, 1850, 1900, 1950, 2000))
    return Board(title, x, [Panel(y, marks)], legend=legend, height=400)
