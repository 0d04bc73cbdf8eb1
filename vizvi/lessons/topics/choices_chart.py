"""Bound and held-out bound against K or α."""

import numpy as np

from vizvi.figures.board import Axis, Board, Panel, dots, line
from vizvi.lessons.topics.words import tabs as words

USUAL = (-3.1, -2.8)  # nats a word that the axis spans at least, so that it stays while dots come


def choices_board(what: str, seen, rest: str) -> Board:
    """what: "K" or "α"; seen: `seeds.Choice`s, as far as they are; rest: the other setting, in words."""
    values = np.array([each.value for each in seen])
    log = what == "α"
    x = np.log10(values) if log else values
    marks = []
    for name, label, tone, dash in (
        ("bound", words.BOUND_LINE, "elbo", "solid"),
        ("held_out", words.HELD_OUT_LINE, "ink", "dash"),
    ):
        y = [getattr(each, name) for each in seen]
        marks.append(line(x, y, tone=tone, dash=dash, width=3, label=label, at=0.9))
        hints = [words.choice_hint(what, each.value, at, each.found) for each, at in zip(seen, y)]
        marks.append(dots(x, y, tone, "dot" if name == "bound" else "ring", 9, hints=hints))
    every = [value for each in seen for value in (each.bound, each.held_out)]
    span = min([USUAL[0], *every]), max([USUAL[1], *every])
    best = max(seen, key=lambda each: each.bound)
    title = words.highest_at(rest, what, best.value, best.found)
    axis = Axis("K", (3, 21), ticks=(4, 6, 8, 10, 12, 15, 20))
    if log:
        axis = Axis("α", (-2.15, 1.15), ticks=(0.01, 0.1, 0.3, 1, 3, 10), log=10)
    return Board(title, axis, [Panel(Axis(words.NATS_A_WORD, span), marks)], height=330)
