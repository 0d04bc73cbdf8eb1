"""One bar down from the ceiling: what the family cannot say, what the network did not say, and the ELBO."""

from vizvi.figures.board import Axis, Board, Panel, bars, note, rule
from vizvi.lessons.amortize.words import screen as words

ROOM = (0.25, 2.4)  # above the ceiling and at least below it, nats

AT, WIDE, BESIDE = -0.6, 0.6, -0.25  # of the bar, and where its names stand


def ceiling_board(log_p: float, elbo: float, best: float | None) -> Board:
    """All in nats; best: the best ELBO of the family, left out while it is not to be told."""
    low = min(log_p - ROOM[1], elbo - 0.25 * (log_p - elbo))
    y = Axis(words.NATS, (low, log_p + max(ROOM[0], 0.12 * (log_p - low))))
    marks = [bars([AT], [elbo], low, WIDE, "elbo"), note(BESIDE, (low + elbo) / 2, words.elbo(elbo), "elbo")]
    if best is None:
        marks.append(bars([AT], [log_p], elbo, WIDE, "q", "hatch"))
        marks.append(note(BESIDE, (log_p + elbo) / 2, words.gap(log_p - elbo), "q"))
        title = words.below(log_p - elbo)
    else:
        marks += [bars([AT], [best], elbo, WIDE, "q", "back"), bars([AT], [log_p], best, WIDE, "ink", "hatch")]
        marks.append(note(BESIDE, (best + elbo) / 2, words.amortization(best - elbo), "q"))
        marks.append(note(BESIDE, (log_p + best) / 2, words.approximation(log_p - best)))
        title = words.split(best - elbo, log_p - best)
    marks.append(rule(y=log_p, tone="ink", width=3))
    marks.append(note(-0.95, log_p + 0.5 * (y.range[1] - log_p), words.ceiling(log_p)))
    return Board(title, Axis("", (-1, 1), ticks=()), [Panel(y, marks)], height=470, hover=False)
