"""Mean-field on bits: coordinate ascent, and every fixed point it could rest at."""

from typing import NamedTuple

import numpy as np

from vizvi.models.binary import Binary, elbo, log_joint, log_q, sigmoid, states

STEPS, HALVINGS = 100, 12  # of Newton's method, and of one of its steps
SETTLED = 1e-10
CLOSE = 1e-5  # chances that differ by less are one fixed point
FARTHEST = 30.0  # logits
LEVELS = 21  # starts at which all bits are alike


class Ascent(NamedTuple):
    """Coordinate ascent, one bit at a time; read-only."""

    chance: np.ndarray  # (R, T+1, D) after each half-step, the start included
    elbo: np.ndarray  # (R, T+1) nats; it never falls


class FixedPoints(NamedTuple):
    """Where coordinate ascent has nothing left to do, best first; read-only."""

    chance: np.ndarray  # (K, D)
    elbo: np.ndarray  # (K,) nats
    stable: np.ndarray  # (K,) whether it is a maximum: ascent from nearby ends there


class Magnetization(NamedTuple):
    """Mean spin against coupling, the truth and every uniform mean-field answer."""

    coupling: np.ndarray  # (G,)
    exact: np.ndarray  # (G,) E[M], M the mean spin
    exact_size: np.ndarray  # (G,) √E[M²]: how far from 0 it is in either direction
    at: np.ndarray  # (K,) couplings of the fixed points
    mean_field: np.ndarray  # (K,) their mean spins
    stable: np.ndarray  # (K,)


def coordinate_ascent(model: Binary, start, sweeps: int = 20, order=None) -> Ascent:
    """From chances (R, D) or (D,), bit by bit in this order: logit qᵢ ← E_q[log p | zᵢ = 1] − E_q[log p | zᵢ = 0]."""
    chance = np.array(np.atleast_2d(start), float)
    if chance.shape[-1] != model.dim or not np.all((chance > 0) & (chance < 1)):
        raise ValueError(f"coordinate_ascent: start is {start!r}, but must hold {model.dim} chances between 0 and 1.")
    path = [chance.copy()]
    for _ in range(sweeps):
        for i in order or range(model.dim):
            chance = chance.copy()
            chance[:, i] = sigmoid(np.clip(_contrasts(model, chance)[:, i], -FARTHEST, FARTHEST))
            path.append(chance)
    path = np.stack(path, axis=1)
    result = Ascent(path, elbo(model, path))
    for each in result:
        each.setflags(write=False)
    return result


def fixed_points(model: Binary, starts: int = 200, seed: int = 0, first=None) -> FixedPoints:
    """All that Newton's method finds from equal and from random logits, unstable ones included: with enough starts, all
    there are.

    first: chances (R, D) to start from instead."""
    if first is None:
        rng = np.random.default_rng(seed)
        theta = rng.standard_normal((starts, model.dim)) * rng.uniform(0.1, 4, (starts, 1))
        # From random logits Newton's method mostly meets saddles: equal ones lead to the sides that a model takes.
        theta = np.concatenate([np.linspace(-5, 5, LEVELS)[:, None] * np.ones(model.dim), theta])
    else:
        chance = np.asarray(first, float)
        theta = np.log(chance) - np.log1p(-chance)
    theta, open_ = np.clip(theta, -FARTHEST, FARTHEST), np.arange(len(theta))
    for _ in range(STEPS):
        off, slope = _off(model, theta[open_])
        far = np.abs(off).max(axis=-1) > SETTLED
        open_, off, slope = open_[far], off[far], slope[far]
        if not len(open_):
            break
        new = _onward(model, theta[open_], off, slope)
        moved = np.abs(new - theta[open_]).max(axis=-1) > 0  # else it is stuck where no fixed point is
        theta[open_], open_ = new, open_[moved]
    theta = theta[np.abs(theta - _contrasts(model, sigmoid(theta))).max(axis=-1) < 1e3 * SETTLED]
    chance = sigmoid(theta)
    value = elbo(model, chance)
    keep = []
    for i in np.argsort(-value, kind="stable"):
        if all(np.abs(chance[i] - chance[j]).max() > CLOSE for j in keep):
            keep.append(i)
    chance, value = chance[keep], value[keep]
    bend = _bends(model, chance) - np.eye(model.dim) / (chance * (1 - chance))[:, None]
    # Scaled to logits, so that a saturated bit counts like any other.
    root = np.sqrt(chance * (1 - chance))
    stable = np.linalg.eigvalsh(root[:, :, None] * bend * root[:, None])[:, -1] < 0
    result = FixedPoints(chance, value, stable)
    for each in result:
        each.setflags(write=False)
    return result


def magnetization(model_at, couplings) -> Magnetization:
    """Along couplings (G,), model_at(coupling) -> a model of spins: mean-field's fixed points from uniform starts, one
    pitchfork where it begins to take sides."""
    exact, size, at, spin, stable = [], [], [], [], []
    for coupling in np.asarray(couplings, float).tolist():
        model = model_at(coupling)
        truth, s = model.posterior(), 2 * states(model.dim).mean(axis=1) - 1
        exact.append(float(truth.p @ s))
        size.append(float(np.sqrt(truth.p @ s**2)))
        chance = sigmoid(np.linspace(-5, 5, LEVELS))[:, None] * np.ones(model.dim)
        found = fixed_points(model, first=chance)
        at += [coupling] * len(found.elbo)
        spin += (2 * found.chance.mean(axis=1) - 1).tolist()
        stable += found.stable.tolist()
    return Magnetization(*map(np.array, (couplings, exact, size, at, spin, stable)))


def _contrasts(model, chance):
    """∂E_q[log p]/∂qᵢ at chances (R, D): (R, D)."""
    return (_shares(model, chance)[:, None] @ _signs(model, chance))[:, 0]


def _bends(model, chance):
    """∂²E_q[log p]/∂qᵢ∂qⱼ, (R, D, D)."""
    sign = _signs(model, chance)
    second = np.swapaxes(_shares(model, chance)[..., None] * sign, -1, -2) @ sign
    return second * (1 - np.eye(model.dim))


def _shares(model, chance):
    """What each state adds to E_q[log p], (R, 2^D)."""
    return np.exp(log_q(chance)) * log_joint(model)


def _signs(model, chance):
    """What turns a state's probability into its derivative: it loses the factor of bit i and gains ±1, (R, 2^D, D)."""
    return np.where(states(model.dim) > 0, 1 / chance[:, None], -1 / (1 - chance[:, None]))


def _off(model, theta):
    """How far logits (R, D) are from their own update, and the derivative (R, D, D)."""
    chance = sigmoid(theta)
    slope = np.eye(model.dim) - _bends(model, chance) * (chance * (1 - chance))[:, None]
    return theta - _contrasts(model, chance), slope


def _onward(model, theta, off, slope):
    """A Newton step (R, D), halved until it is less far off."""
    ahead = -np.linalg.solve(slope + 1e-12 * np.eye(model.dim), off[..., None])[..., 0]
    ahead = ahead * np.minimum(1, 2 / np.maximum(np.abs(ahead).max(axis=-1), 1e-300))[:, None]
    size, new, open_ = (off**2).sum(axis=-1), theta.copy(), np.arange(len(theta))
    for _ in range(HALVINGS):
        trial = np.clip(theta[open_] + ahead[open_], -FARTHEST, FARTHEST)
        good = ((trial - _contrasts(model, sigmoid(trial))) ** 2).sum(axis=-1) < size[open_]
        new[open_[good]] = trial[good]
        open_ = open_[~good]
        if not len(open_):
            break
        ahead[open_] /= 2
    return new
