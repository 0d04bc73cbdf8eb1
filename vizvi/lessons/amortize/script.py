"""What the first screen shows of a picture as Python."""

from vizvi.lessons.amortize.words import screen as words
from vizvi.models.script import Expression, lines, written

PICTURE = """
from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import $reader
from vizvi.models.refinement import refine

x = $picture
p = decoder()
guess = encoder($family, $hidden, $epochs).lam(x)
elbo = refine(p, x[None], guess[None], $way, 50).elbo[$steps, 0]
log_p, best = p.posterior(x).log_p, p.best(x, $family).elbo
"""
NUMBERS = {
    words.LOG_P: "log_p",
    words.ELBO: "elbo",
    words.AMORTIZATION: "best - elbo",
    words.APPROXIMATION: "log_p - best",
}


def script(row: int, drawn: str, network: tuple[str, str, int], way: str, steps: int) -> str:
    """vizvi's lines for a row of the digits, or a drawing in hexadecimal, and an encoder: family, units and epochs."""
    family, hidden, epochs = network
    given = {"picture": pictured(row, drawn), "reader": reader(drawn)}
    return lines(PICTURE, NUMBERS, **given, family=family, hidden=hidden, epochs=epochs, way=way, steps=steps)


def pictured(row: int, drawn: str) -> Expression:
    """A row of the digits or a drawing as Python."""
    return Expression(f"unhexed({written(drawn)})" if drawn else f"digits().pictures[{row}]")


def reader(drawn: str) -> Expression:
    """What reads it."""
    return Expression("unhexed" if drawn else "digits")
