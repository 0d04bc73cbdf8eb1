"""One bar down from the ceiling: what the family cannot say, what the network did not say, and the ELBO."""

from vizvi.figures.board import Axis, Board, Panel, bars, rule
from vizvi.format import nats

ROOM = (0.25, 2.4)  # above the ceiling and at least below it, nats


def ceiling_board(log_p: float, elbo: float, best: float | None) -> Board:
    """All in nats; best: the best ELBO of the family, left out while it is not to be told."""
    low = min(log_p - ROOM[1], elbo - 0.25 * (log_p - elbo))
    y = Axis("nats", (low, log_p + ROOM[0] * max(1.0, 0.2 * (log_p - low))))
    marks = [bars([0], [elbo], low, 0.9, "elbo", labels=[f"ELBO {elbo:.2f}".replace("-", "−")])]
    if best is None:
        marks.append(bars([0], [log_p], elbo, 0.9, "q", "hatch", labels=[f"gap {nats(log_p - elbo)}"]))
        title = f"The ELBO of the guess lies {nats(log_p - elbo)} below log p(x)."
    else:
        marks.append(bars([0], [best], elbo, 0.9, "q", "back", labels=[f"amortization {nats(best - elbo)}"]))
        marks.append(bars([0], [log_p], best, 0.9, "ink", "hatch", labels=[f"approximation {nats(log_p - best)}"]))
        title = f"Of the gap, {nats(best - elbo)} are the network's and {nats(log_p - best)} the family's."
    marks.append(rule(y=log_p, tone="ink", width=3, label="ceiling log p(x) ⌁"))
    return Board(title, Axis("", (-0.7, 0.7), ticks=()), [Panel(y, marks)], height=470, hover=False)
