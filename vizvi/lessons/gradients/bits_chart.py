"""Gradients through bits, magnets that take sides, and coins behind a bell, as boards."""

import math

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, bars, dots, line, rule, segments
from vizvi.format import number, percent
from vizvi.lessons.gradients import bits
from vizvi.lessons.gradients.bits import COUPLINGS, TEMPERATURES, WAYS, Quality

LOOKS = {"score": ("class3", "solid"), "baseline": ("class3", "dash"), "straight_through": ("forward", "solid")}


def quality_board(its, found: list[tuple[float, Quality]], temperature: float) -> Board:
    """Bias and sd of one gradient by each way, against the temperature that only Gumbel-softmax has."""
    known = {way: bits.quality(its, way) for way in LOOKS}
    x = np.log10([each for each, _ in found])
    panels = []
    for part, label in (("bias", "bias of one gradient"), ("sd", "its sd")):
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
    legend = [Chip(WAYS[way], tone, dash=dash) for way, (tone, dash) in LOOKS.items()]
    told = ", ".join(f"{number(each.bias)} for {WAYS[way]}" for way, each in known.items())
    return Board(
        title=f"The bias of one gradient is {told}; Gumbel-softmax trades bias for noise by its temperature.",
        x=Axis("temperature τ of Gumbel-softmax (log scale)", (lo - 0.05, hi + 0.05), ticks, 10),
        panels=panels,
        cursor=Cursor("τ", math.log10(temperature), (lo, hi), 0.01, "τ = {}"),
        height=400,
        legend=[*legend, Chip(WAYS["gumbel_softmax"], "q")],
    )  # fmt: skip


def belief_board(its) -> Board:
    """P(zᵢ = 1) by enumeration and by mean-field."""
    exact, q, gap = bits.believed(its)
    at = np.arange(len(exact), dtype=float)
    ticks = dict(zip(at.tolist(), its.names, strict=True))
    return Board(
        title=f"Chances of each bit, exact and by mean-field, whose gap is {number(gap)} nats.",
        x=Axis("bit", (-0.6, len(exact) - 0.4), ticks),
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
        legend=[Chip("exact, by enumeration", "p", "fill"), Chip("mean-field", "q")],
        hover=False,
    )


def net_board(count: int = 3) -> Board:
    """The coins' small Bayes net: every coin points at the bell."""
    x = np.arange(count, dtype=float)
    middle, names = float(x.mean()), [f"coin {i + 1}" for i in range(count)]
    return Board(
        title="A Bayes net: three coins, each with an arrow to one bell.",
        x=Axis("", (-0.6, count - 0.4), ()),
        panels=[
            Panel(
                Axis("", (-0.7, 1.7), ()),
                [
                    segments(x, 1.0, middle + 0.12 * (x - middle), 0.14, tone="ink", width=2),
                    dots(middle + 0.12 * (x - middle), np.full(count, 0.16), tone="ink", shape="square", size=6),
                    dots(x, np.ones(count), tone="ink", shape="ring", size=22, labels=names),
                    dots(middle, 0.0, tone="ink", shape="dot", size=22, labels=["bell, heard"]),
                ],
            )
        ],
        height=170,
        hover=False,
    )


def magnet_board(coupling: float) -> Board:
    """Mean spin against coupling: the truth takes no side, mean-field must; the line is the coupling."""
    found = bits.curve()
    level = [
        line(COUPLINGS, found.exact_size, tone="p", width=4, label="exact: √E[M²]", at=0.25),
        line(COUPLINGS, found.exact, tone="p", dash="long", width=2),
        dots(found.at[found.stable], found.mean_field[found.stable], tone="q", shape="dot", size=6),
        dots(found.at[~found.stable], found.mean_field[~found.stable], tone="q", shape="ring", size=5),
        rule(x=bits.model("ising", 0.5).critical, tone="muted", dash="dot", label="1/(2√2)"),
    ]
    return Board(
        title="From coupling 1/(2√2) on mean-field takes one of two sides; the exact mean spin stays 0.",
        x=Axis("coupling J", (0, 1)),
        panels=[Panel(Axis("mean spin M", (-1.05, 1.05)), level)],
        cursor=Cursor("coupling J", coupling, (0.0, 1.0), 0.01, "J = {}"),
        height=330,
        legend=[Chip("exact mean: 0", "p", dash="long"), Chip("mean-field", "q", "dot"), Chip("unstable", "q", "ring")],
    )


def gap_board(coupling: float) -> Board:
    """The gap that each structure of q leaves."""
    found = bits.gaps(coupling)
    at, gap = np.arange(len(found), dtype=float)[::-1], np.array([each.gap for each in found])
    closed = ["" if math.isnan(each.closed) else f", {percent(each.closed)} closed" for each in found]
    labels = [f"{number(each.gap)} nats{share}" for each, share in zip(found, closed, strict=True)]
    return Board(
        title="; ".join(f"{each.name}: gap {number(each.gap)} nats" for each in found) + ".",
        x=Axis("KL(q‖p), nats", (0, 1.7 * max(gap.max(), 0.05))),
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
