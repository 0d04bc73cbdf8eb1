"""Normal–Gamma as pictures: the plane of mean and precision, the stairs of the ELBO, and both marginals."""

import numpy as np

from vizvi.figures.board import Axis, Board, Chip, Cursor, Panel, Start, band, dots, line, lines, rule, steps
from vizvi.lessons.coordinate_ascent.staircase import Calls, around, ground, outlines, window
from vizvi.lessons.coordinate_ascent.words import staircase as words
from vizvi.lessons.coordinate_ascent.words.zigzag import ELBO, HALF_STEP, HALF_STEPS
from vizvi.models.normal_gamma import NormalGamma
from vizvi.models.normal_gamma_factors import Factors

GRID = 241


def last(calls: Calls, at: int) -> Factors:
    """q after half-step `at`."""
    return Factors(*(float(each[at]) for each in calls.path))


def plane(exact: NormalGamma, calls: Calls, at: int, place, told: bool) -> Board:
    """Exact contours of (μ, τ), q's, and the way of q's mean; place: of the start's grip, in shares of the window."""
    view = window(exact)
    (lo, hi), (_, top) = view
    marks = [
        band(*ground(exact, view), tone="p", edge=0),
        lines(outlines(exact, view), tone="p", width=3),
        dots(exact.of_mean.mean, exact.of_precision.mean, tone="p", shape="plus", size=12),
    ]
    grip = None
    if told:
        q, path = last(calls, at), calls.path
        way = path.mean[: at + 1], (path.shape / path.rate)[: at + 1]
        marks += [
            line(*way, tone="q", width=2, alpha=0.75),
            dots(*way, tone="q", size=6),
            lines(outlines(q, around(q)), tone="q", width=3, cased=True),
            dots(q.mean, q.shape / q.rate, tone="q", size=12),
        ]
        value = (lo + place[0] * (hi - lo), place[1] * top)
        grip = Start((words.START_MU, words.START_TAU), value, step=(0.02 * (hi - lo), 0.02 * top))
        title = words.no_lean(at, q.mean, q.shape / q.rate)
    else:
        title = words.EXACT_POSTERIOR
    legend = [Chip(words.EXACT_OUTLINES, "p")] + ([Chip("q(μ) q(τ)", "q")] if told else [])
    panel = Panel(Axis(words.PRECISION, (0.0, top)), marks)
    return Board(title, Axis(words.MEAN, (lo, hi)), [panel], start=grip, legend=legend, height=330)


def stairs(evidence: float, calls: Calls, best: float, at: int) -> Board:
    """The ELBO after every half-step, below the evidence."""
    count = len(calls.elbo) - 1
    end, t = max(count, 8), np.arange(count + 1)
    low = calls.elbo[min(2, count)]
    depth = max(evidence - low, 2 * (evidence - best), 1e-3)
    # The last stair goes on to the edge, since nothing has been called after it.
    t, elbo = np.append(t, end), np.append(calls.elbo, calls.elbo[-1])
    marks = [
        rule(y=evidence, tone="ink", width=3, label=words.log_evidence(evidence)),
        rule(y=best, tone="q", dash="dash"),
        steps(t, elbo, tone="elbo", width=3),
        dots(t[:-1], elbo[:-1], tone="elbo", size=7),
    ]
    title = words.stairs(at, float(calls.elbo[at]), evidence)
    legend = [Chip(ELBO, "elbo"), Chip(words.best_product(best), "q", dash="dash")]
    y = Axis(words.NATS, (evidence - 1.1 * depth, evidence + 0.25 * depth))
    cursor = Cursor(HALF_STEP, float(at), (0, end), 1)
    return Board(title, Axis(HALF_STEPS, (0, end)), [Panel(y, marks)], cursor, legend=legend, height=210)


def marginal(name: str, exact, q, span) -> Board:
    """One parameter's exact density, filled, and q's."""
    x = np.linspace(*span, GRID)
    inner = np.maximum(x, 1e-9 * span[1]) if span[0] == 0 else x
    p, ours = np.exp(exact.log_prob(inner)), np.exp(q.log_prob(inner))
    top = 1.15 * max(p.max(), 1 / (np.sqrt(2 * np.pi) * max(float(q.sd), 1e-12)))
    marks = [
        band(x, 0 * x, p, tone="p", edge=0),
        line(x, p, tone="p", width=3, label=words.EXACT),
        line(x, ours, tone="q", width=4, label="q"),
    ]
    title = words.both_sds(name, float(q.sd), float(exact.sd))
    return Board(title, Axis(name, span), [Panel(Axis(words.DENSITY, (0.0, top)), marks)], height=230)


def take(exact: NormalGamma, value) -> tuple[float, float] | None:
    """A place of the grip as shares of the window; None if it makes no sense."""
    (lo, hi), (_, top) = window(exact)
    try:
        u, v = (float(value[0]) - lo) / (hi - lo), float(value[1]) / top
    except (TypeError, ValueError, IndexError, OverflowError, KeyError):
        return None
    return tuple(round(min(max(each, 0.0), 1.0), 3) for each in (u, v)) if u == u and v == v else None
