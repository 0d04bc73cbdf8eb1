"""One bar down from the ceiling: what the family cannot say, what the network did not say, and the ELBO."""

from vizvi.figures.board import Axis, Board, Panel, bars, note, rule
from vizvi.format import nats, number

ROOM = (0.25, 2.4)  # above the ceiling and at least below it, nats

AT, WIDE, BESIDE = -0.6, 0.6, -0.25  # of the bar, and where its names stand


def ceiling_board(log_p: float, elbo: float, best: float | None) -> Board:
    """All in nats; best: the best ELBO of the family, left out while it is not to be told."""
    low = min(log_p - ROOM[1], elbo - 0.25 * (log_p - elbo))
    y = Axis("nats", (low, log_p + max(ROOM[0], 0.12 * (log_p - low))))
    marks = [bars([AT], [elbo], low, WIDE, "elbo"), note(BESIDE, (low + elbo) / 2, f"ELBO {number(elbo)}", "elbo")]
    if best is None:
        marks.append(bars([AT], [log_p], elbo, WIDE, "q", "hatch"))
        marks.append(note(BESIDE, (log_p + elbo) / 2, f"gap {number(log_p - elbo)}", "q"))
        title = f"The ELBO of the guess lies {nats(log_p - elbo)} below log p(x)."
    else:
        marks += [bars([AT], [best], elbo, WIDE, "q", "back"), bars([AT], [log_p], best, WIDE, "ink", "hatch")]
        marks.append(note(BESIDE, (best + elbo) / 2, f"amortization {number(best - elbo)}", "q"))
        marks.append(note(BESIDE, (log_p + best) / 2, f"approximation {number(log_p - best)}"))
        title = f"Of the gap, {nats(best - elbo)} are the network's and {nats(log_p - best)} the family's."
    marks += [
        rule(y=log_p, tone="ink", width=3),
        note(-0.95, log_p + 0.5 * (y.range[1] - log_p), f"ceiling ⌁ {number(log_p)}"),
    ]
    return Board(title, Axis("", (-1, 1), ticks=()), [Panel(y, marks)], height=470, hover=False)
