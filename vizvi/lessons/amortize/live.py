"""An encoder trained from nothing while one watches: what it is worth on pictures it is trained on and on others."""

from typing import NamedTuple

from vizvi.models.autoencoder import train
from vizvi.models.decoder import Decoder
from vizvi.models.digit_networks import shipped
from vizvi.models.digits import digits
from vizvi.models.encoder import Encoder

EPOCHS, EVERY, RATE, APART = 60, 3, 0.005, 3  # epochs in all, between looks; Adam's; every third picture is looked at
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
    """A sixteenth of the training pictures and a third of the others: about as many."""
    every, held_out = digits().pictures, digits().held_out
    return every[~held_out][:: 4 * APART], every[held_out][::APART]


def learning(units: str, decoder, seed: int = 0):
    """A `Look` every few epochs; the decoder is held."""
    layers, sides = shipped()["dec"], looked_at()
    x = digits().pictures[~digits().held_out]
    for each in train(x, UNITS[units], EPOCHS, RATE, seed, decoder=layers):
        if each.count == 1 or each.count % EVERY == 0:
            network = Encoder(each.encoder)
            yield Look(each.count, *(float(decoder.elbo(x, network.lam(x)).mean()) for x in sides))


def fresh_decoder() -> Decoder:
    """The shipped decoder, with a table of its own."""
    return Decoder(shipped()["dec"])
