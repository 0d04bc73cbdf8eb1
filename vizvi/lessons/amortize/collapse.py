"""Posterior collapse: a heavier KL and fewer dimensions used, until q is the prior and every picture looks alike."""

from typing import NamedTuple

import numpy as np

from vizvi.models.autoencoder import train
from vizvi.models.decoder import Decoder
from vizvi.models.encoder import Encoder

USED = 0.01  # nats above which a dimension says something


class Collapse(NamedTuple):
    """What a weight of the KL leaves; nats."""

    beta: float
    kl: np.ndarray  # (2,) of each dimension to the prior, averaged over pictures, the larger first
    used: int  # dimensions above .01
    log_p: float  # mean of log p(x)
    elbo: float  # mean, with the KL at its own weight of 1


def sweep(x, held_out, betas=(1.0, 2.0, 4.0, 6.0), epochs: int = 100, hidden: int = 64, seed: int = 0):
    """A `Collapse` for each β, each trained from nothing on x and judged on held-out pictures, one after the other."""
    for beta in betas:
        for last in train(x, hidden, epochs, 0.01, seed, beta=beta):  # noqa: B007
            pass
        yield judged(beta, Decoder(last.decoder), Encoder(last.encoder), held_out)


def judged(beta: float, decoder, encoder, x) -> Collapse:
    """What a decoder and its encoder make of pictures x (n, pixels)."""
    lam = encoder.lam(x)
    kl = np.sort(kl_by_dimension(lam).mean(axis=0))[::-1]
    log_p, elbo = float(decoder.posterior(x).log_p.mean()), float(decoder.elbo(x, lam).mean())
    return Collapse(float(beta), kl, int((kl > USED).sum()), log_p, elbo)


def kl_by_dimension(lam) -> np.ndarray:
    """KL of q's marginals to the prior, (..., 2), nats; for a q that tilts they do not add up to the whole."""
    lam = np.asarray(lam, float)
    variance = np.exp(2 * lam[..., 2:4])
    if lam.shape[-1] == 5:
        variance = variance + np.stack([np.zeros(lam.shape[:-1]), lam[..., 4] ** 2], axis=-1)
    return 0.5 * (lam[..., :2] ** 2 + variance - 1 - np.log(variance))


BETAS = (1.0, 2.0, 4.0, 6.0)


class Watched(NamedTuple):
    """How far a sweep is; `judged` once a β is done."""

    epoch: int
    judged: Collapse | None


def watched(x, held_out, betas=BETAS, epochs: int = 100, hidden: int = 64, seed: int = 0, every: int = 5):
    """The same sweep, with a sign of life after every few epochs."""
    for i, beta in enumerate(betas):
        for each in train(x, hidden, epochs, 0.01, seed, beta=beta):
            if each.count == epochs:
                made = judged(beta, Decoder(each.decoder), Encoder(each.encoder), held_out)
                yield Watched(i * epochs + epochs, made)
            elif each.count % every == 0:
                yield Watched(i * epochs + each.count, None)
