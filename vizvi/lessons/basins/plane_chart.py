"""Starts on the plane by where they end, each optimum as its ellipse; and the fork where a mean-field q parts."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Panel, classes, dots, ellipses, line, lines, rule
from vizvi.format import nats, number
from vizvi.lessons.basins.landscape_chart import LETTERS, tones
from vizvi.lessons.basins.words import plane as words


def plane_board(plane, moments, p_lines, names) -> Board:
    """plane: `diagnostics.plane.Plane`; moments: mean (K, 2) and covariance (K, 2, 2) of each optimum; p_lines: contours of
    p as (points, lengths); names: of the coordinates."""
    count = len(plane.lam)
    x0, x1, y0, y1 = plane.extent
    half = (x1 - x0) / plane.label.shape[1] / 2
    means, covs = moments
    hints = [
        words.plane_optimum(LETTERS[k], mean[0], mean[1], plane.value[k], 100 * plane.share[k])
        for k, mean in enumerate(means)
    ]
    marks = [
        classes(plane.label + 1, (x0 + half, x1 - half, y0 + half, y1 - half), tones(count)),
        lines(*p_lines, tone="p", width=1.5),
        ellipses(means, covs, tone="q", width=3, cased=True),
    ]
    if count:
        marks.append(dots(*np.transpose(means), shape="plus", size=12, labels=list(LETTERS[:count]), hints=hints))
    return Board(
        words.plane(count, plane_rows(plane, means)),
        Axis(words.mean_at_start(names[0]), (x0, x1)),
        [Panel(Axis(words.mean_at_start(names[1]), (y0, y1)), marks)],
        legend=[Chip(words.P_LEVELS, "p"), Chip(words.HALF_OF_Q, "q")], aspect="equal", height=520,
    )  # fmt: skip


def plane_rows(plane, means) -> list[tuple[str, str, str]]:
    """Each optimum's letter, mean (K, 2) and KL(q‖p), the best first."""
    return [(LETTERS[k], f"({number(mean[0])}, {number(mean[1])})", nats(plane.value[k])) for k, mean in enumerate(means)]


def fork_board(fork, now: float | None) -> Board:
    """The bifurcation diagram: `lessons.basins.pitchfork.Fork`, and the half-separation now."""
    before, after = fork.half[fork.half <= fork.critical], fork.half[fork.half >= fork.critical]
    arm = np.stack([fork.arm_half, fork.arm_mean], axis=-1)
    last = float(fork.half[-1])
    marks = [
        rule(x=fork.critical, tone="muted", dash="dot", label=f"d = {fork.critical:.4f}"),
        line([fork.critical, *after], 0.0, "q", 2, "dash", alpha=0.8),
        line([*before, fork.critical], 0.0, "q", 3.5),
        lines([arm, arm * [1, -1]], tone="q", width=3.5),
    ]
    if now is not None and now <= last:
        marks.append(rule(x=now, label=words.now(now)))
    title = words.leaves_middle(fork.critical)
    y = Axis(words.EACH_COORDINATE, (-last, last))
    legend = [Chip(words.AN_OPTIMUM, "q"), Chip(words.NO_OPTIMUM, "q", dash="dash")]
    return Board(title, Axis(words.HALF_SEPARATION, (0.0, last)), [Panel(y, marks)], legend=legend, height=340)
