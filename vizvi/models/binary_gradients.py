"""Gradients through dice: four ways to differentiate an average over bits, and how biased and noisy each is."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.models.binary import Binary, elbo, log_joint, log_q, sigmoid, states

WAYS = ("enumerate", "score", "straight_through", "gumbel_softmax")
UNBIASED = ("enumerate", "score")  # whatever the model; straight-through where log p is linear in each bit
BASELINES = ("none", "mean", "leave-one-out")
SAMPLES = 2**15


class BitNoise(NamedTuple):
    """One gradient of the loss, −ELBO, in the logits of independent bits; read-only."""

    mean: np.ndarray  # (D,)
    variance: np.ndarray  # (D,)
    bias: np.ndarray  # (D,) mean less the enumerated gradient
    error: np.ndarray  # (D,) standard error of mean and bias: 0 where every state was enumerated


class Descent(NamedTuple):
    """Stochastic gradient descent on the logits, read-only."""

    theta: np.ndarray  # (R, T+1, D)
    elbo: np.ndarray  # (R, T+1) exact, nats


def gradient(model: Binary, theta) -> np.ndarray:
    """The exact gradient of −ELBO in the logits (..., D) of independent bits, by enumeration."""
    theta = np.asarray(theta, float)
    chance, z = sigmoid(theta), states(model.dim)
    cost = log_q(chance) - log_joint(model)
    return (np.exp(log_q(chance)) * cost) @ z - (np.exp(log_q(chance)) * cost).sum(axis=-1)[..., None] * chance


def bit_noise(model: Binary, theta, way: str, draws: int = 1, temperature: float = 0.5, baseline: str = "none",
              constant: float = 0.0, samples: int = SAMPLES, seed: int = 0) -> BitNoise:  # fmt: skip
    """Mean, variance and bias (D,) of one gradient from so many draws, in logits theta (D,).

    way: "enumerate" looks at every state; "score" weighs (z − q) by the cost, less a baseline (Williams, 1992);
    "straight_through" feels ∂ log p at the drawn bits as if they were their chances (Bengio, Léonard & Courville, 2013);
    "gumbel_softmax" at bits that a temperature has melted (Jang, Gu & Poole, 2017; Maddison, Mnih & Teh, 2017). The last
    two know the entropy's gradient. All but Gumbel-softmax are exact, by enumeration; that one is simulated, with its
    standard error. constant: added to log p. Raises ValueError for input out of range."""
    theta = _checked(model, theta, way, draws, temperature, baseline)
    exact, chance, z = gradient(model, theta), sigmoid(theta), states(model.dim)
    zero = np.zeros(model.dim)
    if way == "enumerate":
        return _frozen(exact, zero, zero, zero)
    if way == "gumbel_softmax":
        each = draw_gradients(model, theta, way, samples, temperature, seed=seed)
        error = each.std(axis=0, ddof=1) / math.sqrt(samples)
        return _frozen(each.mean(axis=0), each.var(axis=0, ddof=1) / draws, each.mean(axis=0) - exact, error)
    q = np.exp(log_q(chance))
    extra = zero
    if way == "straight_through":
        each = _through(model, theta, z)
    else:
        cost, score = log_q(chance) - log_joint(model) - constant, z - chance
        cost = cost - (q @ cost if baseline != "none" else 0.0)
        each = cost[:, None] * score
        if baseline == "leave-one-out":
            # The variance of a sample covariance beyond that of a fixed baseline.
            extra = ((q @ cost**2) * (q @ score**2) + (q @ each) ** 2) / (draws * (draws - 1))
    mean = q @ each
    return _frozen(mean, q @ (each - mean) ** 2 / draws + extra, mean - exact, zero)


def draw_gradients(model: Binary, theta, way: str, count: int = 1, temperature: float = 0.5, baseline: str = "none",
                   constant: float = 0.0, seed: int = 0, uniform=None) -> np.ndarray:  # fmt: skip
    """Single-draw gradients (N, D) as arrows; the same uniforms for every way, so that they can be compared. A
    leave-one-out baseline is the mean over the other draws.

    uniform: (..., N, D) in (0, 1), or None for new ones from the seed."""
    theta = np.asarray(theta, float)
    if uniform is None:
        uniform = np.random.default_rng(seed).random((count, model.dim))
    chance = sigmoid(theta)
    if way == "gumbel_softmax":
        # The difference of two Gumbel variables is logistic.
        melted = sigmoid((theta + np.log(uniform) - np.log1p(-uniform)) / temperature)
        slope = melted * (1 - melted) / temperature
        return theta * chance * (1 - chance) - model.score(melted) * slope
    z = (uniform > 1 - chance).astype(float)
    if way == "straight_through":
        return _through(model, theta, z)
    if way == "enumerate":
        return np.broadcast_to(gradient(model, theta), z.shape)
    log_chance = (z * np.log(chance) + (1 - z) * np.log1p(-chance)).sum(axis=-1)
    cost = log_chance - model.log_prob(z) - constant
    if baseline == "mean":
        cost = cost + elbo(model, chance) + constant
    elif baseline == "leave-one-out" and cost.shape[-1] > 1:
        others = (cost.sum(axis=-1, keepdims=True) - cost) / (cost.shape[-1] - 1)
        cost = cost - others
    return cost[..., None] * (z - chance)


def descend(model: Binary, way: str, runs: int = 16, steps: int = 200, rate: float = 0.1, draws: int = 1, start=None,
            temperature: float = 0.5, baseline: str = "none", constant: float = 0.0, seed: int = 0) -> Descent:  # fmt: skip
    """Plain stochastic gradient descent from logits (D,), 0 by default: what bias and noise lead to."""
    theta = _checked(model, np.zeros(model.dim) if start is None else start, way, draws, temperature, baseline)
    theta, streams = np.tile(theta, (runs, 1)), np.random.default_rng(seed).spawn(runs)
    path = np.empty((runs, steps + 1, model.dim))
    path[:, 0] = theta
    uniform = np.stack([rng.random((steps, draws, model.dim)) for rng in streams], axis=1)
    for t in range(steps):
        each = draw_gradients(model, theta[:, None], way, draws, temperature, baseline, constant, uniform=uniform[t])
        theta = theta - rate * each.mean(axis=-2)
        path[:, t + 1] = theta
    result = Descent(path, elbo(model, sigmoid(path)))
    for each in result:
        each.setflags(write=False)
    return result


def _through(model, theta, z):
    """Straight-through gradients (..., D) at drawn bits z (..., D)."""
    chance = sigmoid(theta)
    return (theta - model.score(z)) * chance * (1 - chance)


def _frozen(*parts) -> BitNoise:
    result = BitNoise(*(np.array(each) for each in parts))
    for each in result:
        each.setflags(write=False)
    return result


def _checked(model, theta, way, draws, temperature, baseline) -> np.ndarray:
    theta = np.asarray(theta, float)
    if theta.shape != (model.dim,) or not np.isfinite(theta).all():
        raise ValueError(f"theta has shape {theta.shape}, but must be {model.dim} finite logits.")
    for name, value, known in (("way", way, WAYS), ("baseline", baseline, BASELINES)):
        if value not in known:
            raise ValueError(f"{name} is {value!r}, but must be one of {', '.join(known)}.")
    if draws != int(draws) or draws < 1 + (way == "score" and baseline == "leave-one-out"):
        raise ValueError(f"draws is {draws!r}, but must be a whole number from 1 on, or 2 to leave one out.")
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature is {temperature!r}, but must be a positive number.")
    return theta
