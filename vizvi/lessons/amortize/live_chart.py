"""Mean ELBO while an encoder learns, below both ceilings."""

from vizvi.figures.board import Axis, Board, Panel, line, rule


def live_board(found, tops: tuple[float, float], epochs: int) -> Board:
    """found: `live.Look`s; tops: mean log p(x) of training and held-out pictures."""
    x = [each.epoch for each in found]
    marks = [
        rule(y=tops[0], tone="ink", width=3, label="ceiling, training ⌁"),
        rule(y=tops[1], tone="ink", width=3, dash="dash", label="ceiling, held-out ⌁"),
    ]
    marks.append(line(x, [each.training for each in found], tone="elbo", width=3, label="training", at=1))
    marks.append(line(x, [each.held_out for each in found], tone="elbo", width=3, dash="dash", label="held-out", at=0.8))
    title = "Mean ELBO against epochs of an encoder, below the mean log p(x), which does not move."
    return Board(title, Axis("epochs", (0, epochs)), [Panel(Axis("mean ELBO, nats", (-32, -17)), marks)], height=360)
