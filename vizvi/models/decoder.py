"""A decoder with two latent dimensions: evidence, posterior and best q of every picture, computed and not estimated."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from vizvi.density import density
from vizvi.integrate.special import LOG_2PI, log_gamma
from vizvi.models import best_guess, latent_table, network
from vizvi.models.expectation import expected_log_lik
from vizvi.models.latent_table import Posterior
from vizvi.models.network import sigmoid, softplus_sum

BLOCK = 2048  # points at once: their activations fit in a processor's cache
SIZES = {4: "mean_field", 5: "full_rank"}  # entries of λ for two latents


class Best(NamedTuple):
    """The best q of each picture; read-only."""

    lam: np.ndarray  # (..., 4 | 5)
    elbo: np.ndarray  # (...) nats


class Decoder:
    """z ~ N(0, I₂); pixel d of x ~ Binomial(count, σ(η_d)), η a network of z with tanh between its layers.

    layers: ((W (in, out), b (out,)), …), the first with two inputs. Log densities in nats, binomial coefficients included.
    With two latents every integral over z is a sum over a plane, so log p(x) = ELBO + amortization gap + approximation gap
    can be read off, as no real variational autoencoder lets you (Kingma & Welling, 2014; Cremer et al., 2018). Raises
    ValueError if layers do not fit each other or two latents, or count is no whole number ≥ 1."""

    def __init__(self, layers, count: int = 1):
        self.layers = network.checked("Decoder", layers)
        if len(self.layers[0][0]) != 2:
            raise ValueError(f"Decoder: the first layer has {len(self.layers[0][0])} inputs, but z has two dimensions.")
        if isinstance(count, bool) or not count >= 1 or count != count // 1:
            raise ValueError(f"Decoder: count is {count!r}, but must be a whole number of at least 1.")
        self.count, self.pixels = int(count), self.layers[-1][0].shape[1]

    def logits(self, z) -> np.ndarray:
        """η: (..., 2) -> (..., pixels)."""
        return network.output(self.layers, z)

    def log_joint(self, x, z) -> np.ndarray:
        """log p(x, z), nats: x (..., pixels) and z (..., 2), their leading axes broadcast against each other."""
        x, z = self._checked(x), np.asarray(z, float)
        return self.log_lik(x, z) - 0.5 * (z * z).sum(axis=-1) - LOG_2PI

    def log_lik(self, x, z) -> np.ndarray:
        """log p(x | z), nats, likewise."""
        x, eta = np.asarray(x, float), self.logits(z)
        linear = eta @ x if x.ndim == 1 else np.einsum("...d,...d->...", x, eta)
        return linear - self.count * softplus_sum(eta) + self.log_choose(x)

    def score(self, x, z) -> np.ndarray:
        """∂ log p(x, z)/∂z, likewise: (..., 2)."""
        x, z = self._checked(x), np.asarray(z, float)
        values = network.forward(self.layers, z)
        return network.back(self.layers, values, x - self.count * sigmoid(values[-1])) - z

    def posterior(self, x) -> Posterior:
        """log p(x) and the mean (..., 2) and covariance (..., 2, 2) of p(z | x), for pictures (..., pixels).

        From one table of η on 161² nodes over ±6 for all of them; a picture whose posterior reaches the rim or is narrower
        than the nodes gets nodes of its own. `error` is how far log p may be off, nats."""
        return self._each(x, lambda flat: latent_table.posterior(self, flat))

    def elbo(self, x, lam) -> np.ndarray:
        """The ELBO (...), nats, of q(λ) for pictures x (..., pixels) and λ (..., 4 | 5) as in vizvi's families."""
        x, lam = self._checked(x), np.asarray(lam, float)
        if lam.shape[-1:] not in ((4,), (5,)) or not np.isfinite(lam).all():
            raise ValueError(f"Decoder: lam has shape {lam.shape}, but its last axis must hold 4 or 5 finite numbers.")
        shape = np.broadcast_shapes(x.shape[:-1], lam.shape[:-1])
        x, lam = np.broadcast_to(x, (*shape, self.pixels)), np.broadcast_to(lam, (*shape, lam.shape[-1]))
        flat = x.reshape(-1, self.pixels), lam.reshape(-1, lam.shape[-1])
        return (expected_log_lik(self, *flat) - kl_to_prior(flat[1])).reshape(shape)[()]

    def best(self, x, family="mean_field") -> Best:
        """The q with the highest ELBO of "mean_field" or "full_rank" (or that family) for each picture (..., pixels)."""
        slug = family if isinstance(family, str) else {False: "mean_field", True: "full_rank"}[family.tilts]
        if slug not in SIZES.values():
            raise ValueError(f"Decoder: family is {family!r}, but must be one of {', '.join(SIZES.values())}.")

        def search(flat):
            parts = []
            for _, place in best_guess.places(self, flat):
                known = latent_table.summed(self, place.x, place.log_joint)
                parts.append(best_guess.best(place, known, slug))
            return Best(*(np.concatenate(each) for each in zip(*parts)))

        return self._each(x, search)

    def target(self, x):
        """The posterior of one picture (pixels,) as a target: log_prob is log p(x, z), so log_z is the log evidence."""
        x = self._checked(x)
        if x.ndim != 1:
            raise ValueError(f"Decoder: x has shape {x.shape}, but a target needs one picture ({self.pixels},).")
        return _target(self, latent_table.reach(self, x), x.tobytes())

    @cached_property
    def table(self) -> "latent_table.Table":
        """η and what does not depend on the picture, on the nodes that all pictures share."""
        return latent_table.table(self)

    @cached_property
    def ring(self) -> "latent_table.Table":
        """The same on sparse nodes beyond: whether a posterior lies where the shared ones cannot see it."""
        reach, step = latent_table.OUTSIDE, latent_table.APART
        return latent_table.table(self, ((-reach, reach),) * 2, round(2 * reach / step) + 1).ring()

    def log_choose(self, x) -> np.ndarray:
        """The log of the binomial coefficients of pictures x: (...)."""
        if self.count == 1:
            return np.zeros(np.shape(x)[:-1])
        inside = log_gamma(self.count + 1.0) - log_gamma(1.0 + x) - log_gamma(self.count + 1.0 - x)
        return inside.sum(axis=-1)

    def _checked(self, x) -> np.ndarray:
        try:
            x = np.asarray(x, float)
        except (TypeError, ValueError):
            raise ValueError("Decoder: x must be numbers.") from None
        if x.shape[-1:] != (self.pixels,) or not np.all((x >= 0) & (x <= self.count)):
            wanted = f"(..., {self.pixels}) of counts from 0 to {self.count}"
            raise ValueError(f"Decoder: x has shape {x.shape}, but must be {wanted}.")
        return x

    def _each(self, x, function):
        """A function of pictures (B, pixels) on (..., pixels): every field gets x's leading axes."""
        x = self._checked(x)
        fields = function(x.reshape(-1, self.pixels))
        out = [each.reshape((*x.shape[:-1], *each.shape[1:]))[()] for each in fields]
        for each in out:
            if isinstance(each, np.ndarray):
                each.setflags(write=False)
        return type(fields)(*out)


@dataclass(frozen=True)
class Seen:
    """A function of z given one picture; equal for the same decoder and picture, so what was integrated stays known."""

    decoder: Decoder
    name: str
    picture: bytes

    def __call__(self, z) -> np.ndarray:
        z, x = np.asarray(z, float), np.frombuffer(self.picture)
        rows, function = z.reshape(-1, 2), getattr(self.decoder, self.name)
        parts = [function(x, rows[i : i + BLOCK]) for i in range(0, max(1, len(rows)), BLOCK)]
        whole = np.concatenate(parts)
        return whole.reshape((*z.shape[:-1], *whole.shape[1:]))


@lru_cache(maxsize=64)
def _target(decoder: Decoder, reach: float, bits: bytes):
    """One target a picture: a density is equal to itself alone."""
    return density(Seen(decoder, "log_joint", bits), 2, ((-reach, reach),) * 2, Seen(decoder, "score", bits))


def kl_to_prior(lam) -> np.ndarray:
    """KL(q‖N(0, I₂)), nats, of λ (..., 4 | 5)."""
    mean, log_scale, below = lam[..., :2], lam[..., 2:4], lam[..., 4:]
    squares = (mean**2).sum(axis=-1) + np.exp(2 * log_scale).sum(axis=-1) + (below**2).sum(axis=-1)
    return 0.5 * squares - 1 - log_scale.sum(axis=-1)
