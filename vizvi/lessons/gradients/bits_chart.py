"""Gradients through bits, magnets that take sides, and coins behind a bell, as boards."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, bars, dots, line, rule, segments, steps
from vizvi.lessons.gradients import bits
from vizvi.lessons.gradients.bits import COUPLINGS, TEMPERATURES, Quality
from vizvi.lessons.gradients.words import bits as words

LOOKS = {"score": ("class3", "solid"), "baseline": ("class3", "dash"), "straight_through": ("forward", "solid")}


def quality_board(its, found: list[tuple[float, Quality]], temperature: float) -> Board:
    """Bias and sd of one gradient by each way, against the temperature that only Gumbel-softmax has."""
    known = {way: bits.quality(its, way) for way in LOOKS}
    x = np.log10([each for each, _ in found])
    panels = []
    for part, label in (("bias", words.BIAS), ("sd", words.ITS_SD)):
        marks = []
        for way, (tone, dash) in LOOKS.items():
            level = getattr(known[way], part)
            marks.append(rule(y=level if level > 1e-12 else 0.0, tone=tone, dash=dash, width=3))
        y = np.array([getattr(each, part) for _, each in found])
        if part == "bias":
            error = np.array([each.error for _, each in found])
            marks.append(segments(x, y - 2 * error, x, y + 2 * error, tone="q", width=2))
        marks += [line(x, y, tone="q", width=3), dots(x, y, tone="q", size=7)]
        top = 1.15 * max(y.max(initial=0.0), *(getattr(each, part) for each in known.values()), 0.05)
        panels.append(Panel(Axis(label, (-0.03 * top, top)), marks))
    ticks = {math.log10(each): f"{each:g}" for each in (0.1, 0.3, 1, 3)}
    lo, hi = (math.log10(each) for each in TEMPERATURES[[0, -1]])
    legend = [Chip(words.BITS_WAYS[way], tone, dash=dash) for way, (tone, dash) in LOOKS.items()]
    biases = {words.BITS_WAYS[way]: each.bias for way, each in known.items()}
    return Board(
        title=words.biases(biases),
        x=Axis(words.TEMPERATURE_AXIS, (lo - 0.05, hi + 0.05), ticks, 10),
        panels=panels,
        cursor=Cursor("τ", math.log10(temperature), (lo, hi), 0.01, "τ = {}"),
        height=400,
        legend=[*legend, Chip(words.BITS_WAYS["gumbel_softmax"], "q")],
    )  # fmt: skip


def belief_board(its) -> Board:
    """P(zᵢ = 1) by enumeration and by mean-field."""
    exact, q, gap = bits.believed(its)
    at = np.arange(len(exact), dtype=float)
    ticks = dict(zip(at.tolist(), its.names, strict=True))
    return Board(
        title=words.beliefs(gap),
        x=Axis(words.BIT, (-0.6, len(exact) - 0.4), ticks),
        panels=[
            Panel(
                Axis("P(zᵢ = 1)", (0, 1), (0, 0.5, 1)),
                [
                    bars(at - 0.19, exact, size=0.36, tone="p"),
                    bars(at + 0.19, q, size=0.36, tone="q", fill="none", width=3),
                ],
            )
        ],
        height=230,
        legend=[Chip(words.ENUMERATED, "p", "fill"), Chip(words.MEAN_FIELD, "q")],
        hover=False,
    )


def net_board(count: int = 3) -> Board:
    """The coins' small Bayes net: every coin points at the bell."""
    x, middle, size = np.arange(count, dtype=float), (count - 1) / 2, 0.16
    names = [words.coin(i + 1) for i in range(count)]
    start, end = np.column_stack([x, np.ones(count)]), np.tile([middle, 0.0], (count, 1))
    along = (end - start) / np.linalg.norm(end - start, axis=1, keepdims=True)
    across = along[:, ::-1] * [-1, 1]
    tail, tip = start + size * along, end - size * along
    heads = [segments(*tip.T, *(tip - 0.13 * along + side * across).T, tone="ink", width=2) for side in (0.06, -0.06)]
    return Board(
        title=words.NET,
        x=Axis("", (-0.9, count - 0.1), ()),
        panels=[
            Panel(
                Axis("", (-0.4, 1.3), ()),
                [
                    segments(*tail.T, *tip.T, tone="ink", width=2),
                    *heads,
                    dots(x, np.ones(count), tone="ink", shape="ring", size=24, labels=names),
                    dots(middle, 0.0, tone="ink", shape="dot", size=24, labels=[words.BELL]),
                ],
            )
        ],
        height=190,
        aspect="equal",
        hover=False,
    )  # fmt: skip


def ascent_board(its) -> Board:
    """Mean-field's ELBO after each bit's exact update, from random q; it never falls, and never reaches the ceiling."""
    found, ceiling = bits.ascent(its), its.posterior().log_z
    shown = min(6 * its.dim, found.elbo.shape[1] - 1) + 1
    low = float(found.elbo[:, 0].min())
    ends = sorted({round(float(each), 2) for each in found.elbo[:, -1]})
    x = np.arange(shown)
    stairs = [steps(x, each[:shown], tone="elbo", width=2) for each in found.elbo]
    return Board(
        title=words.rests(len(found.elbo), ends, ceiling),
        x=Axis(words.UPDATED, (0, shown - 1)),
        panels=[Panel(Axis(words.ELBO, _room(low, ceiling)), [*stairs, rule(y=ceiling, tone="ink", width=3)])],
        height=230,
        legend=[Chip(words.EIGHT_STARTS, "elbo"), Chip(words.LOG_Z, "ink")],
    )


def descents_board(its, temperature: float) -> Board:
    """What bias and noise lead to: the exact ELBO of runs by each gradient, beside what mean-field can reach."""
    known = {way: bits.descents(its, way, temperature if way == "gumbel_softmax" else 0.5) for way in words.BITS_WAYS}
    best, ceiling = float(bits.ascent(its).elbo[:, -1].max()), its.posterior().log_z
    low = min(float(np.median(each, axis=0).min()) for each in known.values())
    looks = LOOKS | {"gumbel_softmax": ("q", "solid")}
    x, marks = np.arange(bits.STEPS + 1), []
    for way, elbo in known.items():
        tone, dash = looks[way]
        marks.append(line(x, np.median(elbo, axis=0), tone=tone, dash=dash, width=3))
    marks += [
        rule(y=ceiling, tone="ink", width=3, label=words.LOG_Z),
        rule(y=best, tone="elbo", dash="dash", label=words.BEST_MEAN_FIELD),
    ]
    ends = {words.BITS_WAYS[way]: float(np.median(elbo[:, -1])) for way, elbo in known.items()}
    return Board(
        title=words.after_steps(bits.STEPS, bits.RUNS, ends, best),
        x=Axis(words.STEPS, (0, bits.STEPS)),
        panels=[Panel(Axis(words.elbo_median(bits.RUNS), _room(low, ceiling)), marks)],
        height=300,
        legend=[Chip(words.BITS_WAYS[way], looks[way][0], dash=looks[way][1]) for way in words.BITS_WAYS],
    )


def _room(low: float, ceiling: float) -> tuple[float, float]:
    """An axis from a little below the lowest value to a little above the ceiling."""
    return low - 0.08 * (ceiling - low), ceiling + 0.12 * (ceiling - low)


def magnet_board(coupling: float) -> Board:
    """Mean spin against coupling: the truth takes no side, mean-field must; the line is the coupling."""
    found = bits.curve()
    level = [
        line(COUPLINGS, found.exact_size, tone="p", width=4, label=words.EXACT_SIZE, at=0.25),
        line(COUPLINGS, found.exact, tone="p", dash="long", width=2),
        dots(found.at[found.stable], found.mean_field[found.stable], tone="q", shape="dot", size=6),
        dots(found.at[~found.stable], found.mean_field[~found.stable], tone="q", shape="ring", size=5),
        rule(x=bits.model("ising", 0.5).critical, tone="muted", dash="dot", label="1/(2√2)"),
    ]
    return Board(
        title=words.TWO_SIDES,
        x=Axis(words.COUPLING, (0, 1)),
        panels=[Panel(Axis(words.MEAN_SPIN, (-1.05, 1.05)), level)],
        cursor=Cursor(words.COUPLING, coupling, (0.0, 1.0), 0.01, "J = {}"),
        height=330,
        legend=[
            Chip(words.EXACT_MEAN, "p", dash="long"),
            Chip(words.MEAN_FIELD, "q", "dot"),
            Chip(words.UNSTABLE, "q", "ring"),
        ],
    )


def gap_board(its) -> Board:
    """The gap that each structure of q leaves."""
    found = bits.gaps(its)
    at, gap = np.arange(len(found), dtype=float)[::-1], np.array([each.gap for each in found])
    labels = [words.left(each.gap, each.closed) for each in found]
    return Board(
        title=words.gaps({each.name: each.gap for each in found}),
        x=Axis(words.KL, (0, 2.1 * max(gap.max(), 0.05))),
        panels=[
            Panel(
                Axis("", (-0.6, len(found) - 0.4), {float(y): each.name for y, each in zip(at, found, strict=True)}),
                [
                    bars(at, gap, size=0.6, tone="q", fill="hatch", across=True),
                    dots(gap, at, tone="ink", shape="none", size=0, labels=labels),
                ],
            )
        ],
        height=230,
        hover=False,
    )  # fmt: skip
