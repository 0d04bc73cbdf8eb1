"""What the optimum does along the α dial, as a board whose line follows the dial's stage."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Mark, Panel, dots, line, lines, paths, rule
from vizvi.format import number
from vizvi.lessons.kl import words
from vizvi.lessons.kl.branch_chart import LEGEND, branch_panels, reach

AXIS = Axis(words.ALPHA_AXIS, (0.0, 1.0))
RIGHT = ((0.0, words.PRECISIONS), (0.5, words.ENTROPY), (1.0, words.VARIANCES))


def dial_map(group: str, alpha, curves, names, jumps=()) -> Board:
    """Panels of quantities along the dial, broken where it jumps.

    curves: for each panel its label, the level that is p's own (or None) and an array (T+1, D); names: of the D lines."""
    panels = []
    for label, own, values in curves:
        marks = [] if own is None else [rule(y=own, tone="p", label=words.OF_P_ITSELF)]
        for j, name in enumerate(names):
            walk = np.stack([alpha, values[:, j]], axis=-1)
            way = lines(np.split(walk, list(jumps)), tone="q", width=3, label=name if len(names) > 1 else None)
            marks += [_dot(walk), way]
        levels = values if own is None else np.append(values.ravel(), own)
        panels.append(Panel(Axis(label, reach([levels[np.isfinite(levels)]])), marks))
    return _board(group, alpha, panels, words.along(curves[-1][0], _ends(curves[-1][2])))


def bumps_map(group: str, found, alpha, mean, sd, truth) -> Board:
    """The same on two bumps, on the map of all branches."""
    walks = [[_dot(np.stack([alpha, values], axis=-1))] for values in (mean, sd)]
    panels = branch_panels(found, 0.0, np.full((3, 1), np.nan), truth, walks)
    title = words.mean_and_sd(_ends(mean), _ends(sd))
    return _board(group, alpha, panels, title, LEGEND)


def ordering_map(group: str, alpha, variance, closed) -> Board:
    """Mean-field on a correlated pair: its variance at each α, hit by the fits, and the three things it can get right.

    variance (T+1,): of the fits; closed: α and variance of the closed form, (2, N)."""
    places = [at for at, _ in RIGHT]
    right = [float(np.interp(at, *closed)) for at in places]
    labels = [f"{name} {number(value)}" for (_, name), value in zip(RIGHT, right, strict=True)]
    walk = np.stack([alpha, variance], axis=-1)
    marks = [
        rule(y=1.0, tone="p"),
        line(*closed, "ink", 2),
        dots(alpha, variance, "q", "ring", 7),
        dots(places, right, "ink", "diamond", 10, labels=labels),
        _dot(walk),
        line(*walk.T, "q", 3),
    ]
    legend = [
        Chip(words.CLOSED_FORM),
        Chip(words.FOUND, "q", "ring"),
        Chip(words.VARIANCE_OF_P, "p"),
        Chip(words.RIGHT_HERE, "ink", "diamond"),
    ]
    title = words.rises(variance[0], variance[-1])
    return _board(group, alpha, [Panel(Axis(words.VARIANCE_OF_Q, (0.0, 1.12)), marks)], title, legend)


def _board(group: str, alpha, panels, title: str, legend=()) -> Board:
    cursor = Cursor(words.ALPHA, 0.0, (0.0, 1.0), 0.01, "α = {}", follow=alpha)
    return Board(title, AXIS, panels, cursor, legend=legend, link=group, height=520)


def _dot(walk) -> Mark:
    """Where the dial is on its way (T+1, 2): a dot that follows the stage."""
    return paths(walk[None], "q", 1, alpha=0.0, size=12)


def _ends(values) -> str:
    return words.ends(*(np.atleast_1d(values[i]).tolist() for i in (0, -1)))
