"""An encoder trained from nothing while one watches: what it is worth on pictures it is trained on and on others."""

from typing import NamedTuple

from vizvi.integrate.special import LOG_2PI
from vizvi.models.autoencoder import train
from vizvi.models.digit_networks import shipped
from vizvi.models.digits import digits
from vizvi.models.encoder import Encoder
from vizvi.models.expectation import local

EPOCHS, EVERY, RATE, APART = 60, 5, 0.005, 6  # epochs in all, between looks; Adam's; every sixth picture is looked at
UNITS = {"linear": 0, "16": 16, "64": 64}


class Look(NamedTuple):
    """After some epochs; mean ELBOs, nats."""

    epoch: int
    training: float
    held_out: float


def ceilings(decoder) -> tuple[float, float]:
    """Mean log p(x) of the training and of the held-out pictures that are looked at."""
    return tuple(float(decoder.posterior(x).log_p.mean()) for x in looked_at())


def looked_at():
    """Sixty training pictures and sixty others: enough to see, and quick enough to watch."""
    every, held_out = digits().pictures, digits().held_out
    return every[~held_out][:: 4 * APART], every[held_out][::APART]


def learning(units: str, decoder, seed: int = 0):
    """A `Look` every few epochs; the decoder is held."""
    layers, sides = shipped()["dec"], looked_at()
    x = digits().pictures[~digits().held_out]
    for each in train(x, UNITS[units], EPOCHS, RATE, seed, decoder=layers):
        if each.count == 1 or each.count % EVERY == 0:
            network = Encoder(each.encoder)
            yield Look(each.count, *(mean_elbo(decoder, x, network.lam(x)) for x in sides))


def mean_elbo(decoder, x, lam) -> float:
    """The mean ELBO, nats, on 31² nodes: to 0.01 for the widest q of the first epochs, to 1e-3 soon, in little time."""
    return float((local(decoder, x, lam, 31).value + 1 + LOG_2PI + lam[:, 2:4].sum(axis=1)).mean())
