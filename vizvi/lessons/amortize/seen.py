"""One picture with all that is known of it, for an encoder and some steps of refinement."""

from typing import NamedTuple

import numpy as np

from vizvi.lessons.amortize.ledger import Ledger, ledger
from vizvi.models import latent_table
from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import digits, unhexed
from vizvi.models.refinement import METHODS, Refinement, refine

STEPS = 50
INSIDE = (0.5, 0.9)  # mass inside the posterior's lines


class Known(NamedTuple):
    """All numbers of one picture."""

    ledger: Ledger
    trail: Refinement  # of one picture, from the guess
    lines: tuple[np.ndarray, np.ndarray]  # the posterior's outlines: points (N, 2) and the length of each

    def gap(self, steps: int, family: str) -> tuple[float, float, float]:
        """ELBO, amortization gap and approximation gap after so many steps; they add up to log p(x)."""
        elbo = float(self.trail.elbo[steps, 0])
        return elbo, self.ledger.top[family] - elbo, float(self.ledger.posterior.log_p) - self.ledger.top[family]


def picture(row: int, drawn: str) -> np.ndarray:
    """The picture that is set: a drawn one if there is one, else a row of the digits."""
    return unhexed(drawn) if drawn else digits().pictures[row]


def known(bits: str, family: str, hidden: str, epochs: int, method: str = "natural") -> Known:
    """The ledger of a picture in hexadecimal, the encoder's guess refined, and the posterior's outlines."""
    x, network = unhexed(bits), encoder(family, hidden, epochs)
    seen = ledger(decoder(), x, [network])
    trail = refine(decoder(), x[None], seen.guesses[0].lam[None], method, STEPS)
    return Known(seen, trail, outlines(x, float(seen.posterior.log_p)))


def outlines(x, log_p: float) -> tuple[np.ndarray, np.ndarray]:
    """Lines around half and nine tenths of the posterior's mass; none if a thousandth of it lies beyond the nodes."""
    from vizvi.picture.outlines import mass_levels, polylines

    made = decoder()
    values = latent_table.log_joint(made, made.table, np.asarray(x, float)[None])[0]
    side = round(len(values) ** 0.5)
    mass = np.exp(values - log_p).reshape(side, side).T * made.table.step**2  # rows are the second latent
    if abs(mass.sum() - 1) > 1e-3:
        return np.empty((0, 2)), np.empty(0, int)
    axis = np.linspace(-latent_table.RADIUS, latent_table.RADIUS, side)
    points, lengths, _ = polylines([axis, axis], mass, np.sort(mass_levels(mass, INSIDE)))
    return points, lengths


def rivals(bits: str, family: str, hidden: str, epochs: int) -> dict[str, np.ndarray]:
    """What each way of refining has left of the amortization gap after each step, (51,) nats."""
    x, network = unhexed(bits), encoder(family, hidden, epochs)
    seen = ledger(decoder(), x, [network])
    start = seen.guesses[0].lam[None]
    found = {method: refine(decoder(), x[None], start, method, STEPS).elbo[:, 0] for method in METHODS}
    return {method: seen.top[family] - elbo for method, elbo in found.items()}
