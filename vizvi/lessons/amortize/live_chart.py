"""Mean ELBO while an encoder learns, below both ceilings."""

from vizvi.figures.board import Axis, Board, Panel, line, rule
from vizvi.lessons.amortize.words import tabs as words


def live_board(found, tops: tuple[float, float], epochs: int) -> Board:
    """found: `live.Look`s; tops: mean log p(x) of training and held-out pictures."""
    x, training, held_out = zip(*((each.epoch, each.training, each.held_out) for each in found))
    marks = [
        rule(y=tops[0], tone="ink", width=3, label=words.CEILING_TRAINING),
        rule(y=tops[1], tone="ink", width=3, dash="dash", label=words.CEILING_HELD_OUT),
    ]
    marks.append(line(x, training, tone="elbo", width=3, label=words.TRAINING, at=1))
    marks.append(line(x, held_out, tone="elbo", width=3, dash="dash", label=words.HELD_OUT, at=0.8))
    x, y = Axis(words.LIVE_EPOCHS, (0, epochs)), Axis(words.LIVE_ELBO, (-32, -17))
    return Board(words.LIVE_TITLE, x, [Panel(y, marks)], height=360)
