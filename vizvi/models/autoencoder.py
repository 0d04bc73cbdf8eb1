"""Training a variational autoencoder by hand-written back-propagation, epoch by epoch, so that one can watch and stop."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.models import latent_table, network
from vizvi.models.decoder import Decoder, kl_to_prior
from vizvi.models.encoder import OUTPUTS
from vizvi.models.network import Layers
from vizvi.optimizers.adam import Adam

BATCH, LATENTS = 128, 2
WINDOW, NODES = 5.0, 65  # of the plane over which log p(x) is summed while training on it


class Epoch(NamedTuple):
    """The networks after an epoch; `bound` is the mean over its minibatches of what was climbed, nats."""

    count: int
    bound: float
    decoder: Layers
    encoder: Layers


def sizes(pixels: int, hidden: int, family: str) -> tuple[int, ...]:
    """Of an encoder's layers; no hidden units make it linear."""
    if family not in OUTPUTS or hidden < 0:
        raise ValueError(f"autoencoder: family is {family!r} and hidden {hidden!r}, which no encoder has.")
    return (pixels, *([hidden] if hidden else []), OUTPUTS[family])


def train(x, hidden=64, epochs=300, rate=0.01, seed=0, family="mean_field", beta=1.0, width=64, decoder=None):
    """Epochs of Adam on the bound, its rate falling to 0 as a cosine, in minibatches of 128 pictures x (n, pixels).

    One draw of z per picture and step (Kingma & Welling, 2014). beta: weight of the KL (Higgins et al., 2017). decoder: its
    layers, to hold it and train the encoder alone; else one with `width` hidden units is trained along."""
    x, draw, held = np.asarray(x, float), np.random.default_rng(seed), decoder is not None
    encoder = network.initial(sizes(x.shape[1], hidden, family), draw)
    decoder = decoder if held else network.initial((LATENTS, width, x.shape[1]), draw)

    def climb(pictures, decoder, encoder):
        value, up, along = bound_gradient(
            decoder, encoder, pictures, draw.standard_normal((len(pictures), LATENTS)), beta, held
        )
        return value, [along] if held else [up, along]

    moving = [encoder] if held else [decoder, encoder]
    for count, (bound, layers) in enumerate(_epochs(climb, x, moving, epochs, rate, draw, decoder if held else None), 1):
        yield Epoch(count, bound, decoder if held else layers[0], layers[-1])


def train_on_evidence(x, decoder: Layers, epochs=60, rate=0.003, seed=0):
    """Epochs of Adam on log p(x) itself, which a sum over the latent plane gives: no encoder, no bound."""
    x, draw = np.asarray(x, float), np.random.default_rng(seed)
    climb = lambda pictures, layers: evidence_gradient(layers, pictures)
    for count, (value, layers) in enumerate(_epochs(climb, x, [decoder], epochs, rate, draw), 1):
        yield Epoch(count, value, layers[0], ())


def bound_gradient(decoder: Layers, encoder: Layers, x, eps, beta: float = 1.0, held: bool = False):
    """The bound of pictures (B, pixels) at z = m + Lε, mean over them, and its gradients in both networks' weights.

    With δ = x − σ(η) and g = δ taken back to z: ∂/∂m = g − βm; ∂/∂log l_i = g_i ε_i l_i − β(l_i² − 1);
    ∂/∂l₂₁ = g₂ε₁ − βl₂₁. held: the decoder's gradient is not wanted."""
    inside = network.forward(encoder, x)
    lam = inside[-1]
    mean, scale, below = lam[:, :2], np.exp(lam[:, 2:4]), lam[:, 4:]
    z = mean + scale * eps
    if below.shape[1]:
        z[:, 1] += below[:, 0] * eps[:, 0]
    outside = network.forward(decoder, z)
    eta = outside[-1]
    value = (x * eta).sum(axis=-1) - network.softplus_sum(eta) - beta * kl_to_prior(lam)
    error = (x - network.sigmoid(eta)) / len(x)
    if held:
        g, up = network.back(decoder, outside, error), None
    else:
        g, up = network.back_with_weights(decoder, outside, error)
    share = beta / len(x)
    pull = [g - share * mean, g * eps * scale - share * (scale**2 - 1)]
    if below.shape[1]:
        pull.append(g[:, 1:] * eps[:, :1] - share * below)
    _, along = network.back_with_weights(encoder, inside, np.concatenate(pull, axis=1))
    return float(value.mean()), up, along


def evidence_gradient(decoder: Layers, x) -> tuple[float, list[np.ndarray]]:
    """log p(x) of pictures (B, pixels), mean over them, and its gradient: the posterior's mean of that of log p(x | z)."""
    plane = latent_table.table(Decoder(decoder), ((-WINDOW, WINDOW),) * 2, NODES)
    values = x @ plane.logits.T + plane.rest
    top = values.max(axis=1, keepdims=True)
    mass = np.exp(values - top)
    total = mass.sum(axis=1, keepdims=True)
    mass /= total * len(x)
    error = mass.T @ x - mass.sum(axis=0)[:, None] * network.sigmoid(plane.logits)
    inside = network.forward(decoder, plane.nodes)
    _, up = network.back_with_weights(decoder, inside, error)
    return float((np.log(total) + top).mean() + 2 * math.log(plane.step)), [up]


def _epochs(climb, x, moving, epochs: int, rate: float, draw, held=None):
    """The mean value of each epoch and the networks after it; climb(pictures, *networks) -> value, gradients."""
    if epochs < 1 or not rate > 0:
        raise ValueError(f"autoencoder: epochs is {epochs!r} and rate {rate!r}, but both must be positive.")
    adam, batches = Adam(rate=1.0), max(1, round(len(x) / BATCH))
    weights = [network.flat(each) for each in moving]
    states, steps, t = [adam.start(each) for each in weights], epochs * batches, 0
    for _ in range(epochs):
        total = 0.0
        for rows in np.array_split(draw.permutation(len(x)), batches):
            layers = [network.shaped(each, like) for each, like in zip(weights, moving)]
            value, grads = climb(x[rows], *([held] if held is not None else []), *layers)
            now = rate * 0.5 * (1 + math.cos(math.pi * t / steps))
            for i, grad in enumerate(grads):
                step, states[i] = adam.step(np.zeros_like(grad), -grad, states[i])
                weights[i] = weights[i] + now * step
            total, t = total + value * len(rows), t + 1
        yield total / len(x), [network.shaped(each, like) for each, like in zip(weights, moving)]
