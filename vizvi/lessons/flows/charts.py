"""Boards of the sheet, its stretching, eight seeds, the ladder, the thread and ranks."""

import math

import numpy as np

from vizvi.diagnostics.flow_geometry import Thread, warp
from vizvi.figures.board import Axis, Board, Chip, Panel, band, bars, dots, field, line, lines, rule, segments
from vizvi.format import fixed, number
from vizvi.lessons.flows import words
from vizvi.lessons.flows.ladder import Rung
from vizvi.lessons.flows.training import STEPS
from vizvi.lru import by_bytes
from vizvi.member import slug
from vizvi.picture.outlines import LEVELS, mass_levels, polylines

CELLS, HEIGHT = 141, 400
ROUND = ("two_modes", "three_modes", "ring", "banana", "gaussian")  # shown with one unit as long along x as along y
WIDER = 0.1  # of the window on each side, where one unit need not be as long along x as along y
POINTS = 361  # of a line of the sheet: where it is stretched, few would show corners
DECADES = (-4.0, 1.0)  # of a KL on the ladder
LIMIT = 4.0  # log |det| at the ends of the colors


@by_bytes(8, 32)
def contours(target) -> tuple:
    """Lines around 20, 50 and 90 % of p's mass: points (M, 2) and the length of each."""
    along = [np.linspace(lo, hi, CELLS) for lo, hi in target.window]
    with np.errstate(all="ignore"):
        log_p = target.log_prob(np.stack(np.meshgrid(*along), axis=-1))
        density = np.exp(log_p - log_p.max())
    return polylines(along, density, mass_levels(density / density.sum(), LEVELS) * density.sum())[:2]


def small(kl: float) -> str:
    """A KL with as many digits as tell a good flow from a better one."""
    if abs(kl) < 5e-5:
        return "< 0.0001"
    return number(kl) if not abs(kl) < 0.095 else fixed(kl, 4 if abs(kl) < 0.0095 else 3)


def aspect(target) -> str:
    return "equal" if slug(target) in ROUND else "free"


def axes(target, height: int = HEIGHT):
    wider = 0 if aspect(target) == "equal" else WIDER
    spans = [(lo - wider * (hi - lo), hi + wider * (hi - lo)) for lo, hi in target.window]
    return [Axis(name, span) for name, span in zip(target.names, spans, strict=True)]


def sheet_board(problem, lam, layers: int, told: str) -> Board:
    """The base's grid and circles over p, after so many layers of a flow at λ (P,)."""
    seen, (x, y) = warp(problem, lam, layers, points=POINTS), axes(problem.target)
    marks = [lines(*contours(problem.target), tone="p", width=2)]
    marks += [lines(list(seen.grid), tone="muted", width=1)]
    marks += [lines([circle], tone="q", width=width) for circle, width in zip(seen.circles, (4, 2.5), strict=True)]
    legend = [Chip(words.sheet.P_LEVELS, "p"), Chip(words.sheet.Q_CIRCLES, "q"), Chip(words.sheet.THE_SHEET, "muted")]
    return Board(told, x, [Panel(y, marks)], legend=legend, height=HEIGHT, aspect=aspect(problem.target), hover=False)


def stretch_board(problem, lam, told: str) -> Board:
    """log |det| of the whole map over the base."""
    seen = warp(problem, lam, problem.family.layers, lines=41, points=3)
    extent = (-3 + 3 / 40, 3 - 3 / 40) * 2
    shown = np.clip(seen.log_det, -LIMIT, LIMIT)
    ground = field(shown, extent, (-LIMIT, LIMIT), map="diverging", name=words.sheet.LOG_DET, bar=True)
    angle = np.linspace(0, 2 * np.pi, 121)
    circles = [r * np.column_stack([np.cos(angle), np.sin(angle)]) for r in (1.177410, 2.447747)]
    marks = [ground, lines(circles, tone="q", width=2.5, cased=True)]
    return Board(told, Axis("ε₁", (-3, 3)), [Panel(Axis("ε₂", (-3, 3)), marks)], height=HEIGHT, aspect="equal")


def seeds_board(kl, run: int, gaussian: float | None) -> Board:
    """KL(q‖p) of the runs, one of them picked out, and of the best Gaussian if it is known."""
    at, shown = np.arange(1, len(kl) + 1), np.array(kl)
    tones = ["amber" if i == run else "q" for i in range(len(kl))]
    top = max(1.0, float(np.nanmax(np.where(np.isfinite(shown), np.minimum(shown, 3), 0))))
    labels = [small(float(each)) for each in shown]
    top = top if gaussian is None else max(top, 1.1 * gaussian)
    marks = (
        [] if gaussian is None else [rule(y=gaussian, tone="muted", dash="dot", label=words.sheet.best_gaussian(gaussian))]
    )
    marks.append(dots(at, np.minimum(shown, top), tones=tones, labels=labels, size=12))
    best = words.sheet.runs(len(kl), small(shown.min()), small(shown.max()))
    panel = Panel(Axis(words.sheet.KL, (-0.06 * top, 1.15 * top)), marks)
    return Board(best, Axis(words.sheet.A_RUN, (0.5, 8.7), ticks=list(range(1, 9))), [panel], height=240)


def ladder_board(found: list[Rung], told: str) -> Board:
    """KL(q‖p) of each family: the median of eight seeds as a dot, from the best to the worst as a line."""
    at = np.arange(len(found), dtype=float)[::-1]
    with np.errstate(all="ignore"):
        lows, middles, highs = (
            np.clip(np.log10(np.nan_to_num([pick(each.kl) for each in found], nan=np.inf)), *DECADES)
            for pick in (np.min, np.median, np.max)
        )
    done = [each.step == STEPS for each in found]
    tones = ["q" if each else "muted" for each in done]
    marks = [segments(lows, at, highs, at, tone="q", width=3, alpha=0.5), dots(middles, at, tones=tones, size=12)]
    ticks = {float(y): each.name for y, each in zip(at, found, strict=True)}
    x = Axis(words.ladder.KL_LOG, DECADES, {k: f"{10.0**k:g}" for k in range(int(DECADES[0]), 2)}, 10)
    legend = [Chip(words.ladder.MEDIAN, "q", "dot"), Chip(words.ladder.BEST_TO_WORST, "q")]
    panel = Panel(Axis("", (-0.6, len(found) - 0.4), ticks), marks)
    return Board(told, x, [panel], legend=legend, height=HEIGHT, hover=False)


def thread_board(separation: float, found: Thread) -> Board:
    """p and the best single planar layer, above log q/p."""
    eps = np.sinh(np.linspace(-math.asinh(5e3), math.asinh(5e3), 1601)) / 1e3
    th = np.tanh(found.w * eps)
    z = found.scale * (eps + found.v * th)
    log_q = -0.5 * eps**2 - 0.5 * math.log(2 * math.pi) - np.log(found.scale * (1 + found.v * found.w * (1 - th * th)))
    x = np.linspace(-10, 10, 801)
    log_p = lambda at: (
        np.logaddexp(-0.5 * (at - separation) ** 2, -0.5 * (at + separation) ** 2) - math.log(2 * math.sqrt(2 * math.pi))
    )
    above = [band(x, np.zeros_like(x), np.exp(log_p(x)), tone="p", edge=2), line(z, np.exp(log_q), tone="q", width=3)]
    ratio = log_q - log_p(z)
    below = [rule(y=0, tone="muted"), line(z, np.where(np.abs(z) < separation + 3, ratio, np.nan), tone="q", width=2)]
    panels = [
        Panel(Axis(words.thread.DENSITY, (0, 0.45)), above, 1.6),
        Panel(Axis(words.thread.LOG_RATIO, (-4, 13)), below),
    ]
    told = words.thread.thread(separation, found.kl, found.log_ratio)
    return Board(
        told,
        Axis("z", (-10, 10)),
        panels,
        legend=[Chip("p", "p", "fill"), Chip(words.thread.ONE_LAYER, "q")],
        height=HEIGHT,
    )


def rank_board(kl, told: str) -> Board:
    """KL(q‖p) of the best Gaussian D + UUᵀ by the rank of U."""
    at = np.arange(len(kl))
    marks = [bars(at, np.maximum(kl, 0), tone="q", labels=[f"{each:.2f}" for each in np.maximum(kl, 0)])]
    top = max(0.1, float(np.max(kl)))
    panel = Panel(Axis(words.sheet.KL, (0, 1.12 * top)), marks)
    return Board(told, Axis(words.rank.RANK, (-0.6, 8.6), ticks=list(range(9))), [panel], height=320)
