"""Paying a picture's amortization gap: steps on its own ELBO that start from the network's guess, three ways."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from vizvi.models import best_guess
from vizvi.models.checks import frozen
from vizvi.models.expectation import EXACT, factor
from vizvi.optimizers.adam import Adam

METHODS = ("natural", "exact", "draws")
RATE, DRAWS = 0.05, 64  # of Adam


class Refinement(NamedTuple):
    """Where the guesses went; read-only."""

    lam: np.ndarray  # (T + 1, B, 4 | 5), the guess first
    elbo: np.ndarray  # (T + 1, B) nats


def refine(decoder, x, lam, method: str = "natural", steps: int = 50, seed: int = 0) -> Refinement:
    """Steps from guesses λ (B, 4 | 5) of pictures x (B, pixels) towards the best q of their family (Kim et al., 2018).

    "natural": natural-gradient steps by quadrature, cut while the ELBO would fall; "exact": Adam .05 on the exact gradient;
    "draws": Adam .05 on the reparameterized gradient of 64 draws, each picture's from its own stream. Raises ValueError
    for another method or shapes that do not go together."""
    x, lam = np.asarray(x, float), np.array(lam, float)
    if method not in METHODS:
        raise ValueError(f"refine: method is {method!r}, but must be one of {', '.join(METHODS)}.")
    if x.ndim != 2 or lam.shape[:1] != x.shape[:1] or lam.shape[1:] not in ((4,), (5,)):
        raise ValueError(f"refine: x has shape {x.shape} and lam {lam.shape}, but must be (B, pixels) and (B, 4 or 5).")
    if steps < 1:
        raise ValueError(f"refine: steps is {steps!r}, but must be at least 1.")
    streams = np.random.default_rng(seed).spawn(len(x))
    lams, elbos = [], []
    for part, place in best_guess.places(decoder, x, EXACT):
        rows = np.arange(len(place.x))
        if method == "natural":
            path = best_guess.trail(place, rows, lam[part], steps, every=True)
        else:
            path = _adam(place, rows, lam[part], steps, streams[part] if method == "draws" else None)
        lams.append(np.stack(path))
        elbos.append(np.stack(_elbos(place, rows, path)))
    return Refinement(*frozen(np.concatenate(lams, axis=1), np.concatenate(elbos, axis=1)))


def _elbos(place, rows, path) -> list[np.ndarray]:
    """The ELBO (B,) at each λ of a path, asked once where it rests."""
    out = [place.elbo(rows, path[0])]
    for before, lam in pairwise(path):
        out.append(out[-1] if np.array_equal(before, lam) else place.elbo(rows, lam))
    return out


def gradient(feels, lam) -> np.ndarray:
    """∂ELBO/∂λ (I, 4 | 5) from E∇f and H = E∇²f: ∂/∂m = E∇f, ∂/∂log l_i = l_i (HL)_ii + 1, ∂/∂l₂₁ = (HL)₂₁."""
    _, scale = factor(lam)
    along = feels.bend @ scale
    parts = [*feels.slope.T, along[:, 0, 0] * scale[:, 0, 0] + 1, along[:, 1, 1] * scale[:, 1, 1] + 1]
    return np.stack(parts + [along[:, 1, 0]] * (lam.shape[1] == 5), axis=-1)


def drawn_gradient(decoder, x, lam, eps) -> np.ndarray:
    """The same from draws z = m + Lε, ε (I, S, 2), for pictures (I, pixels): unbiased."""
    mean, scale = factor(lam)
    z = mean[:, None] + np.einsum("isj,ikj->isk", eps, scale)
    g = decoder.score(x[:, None], z)
    parts = [*g.mean(axis=1).T, *((g * eps).mean(axis=1) * np.exp(lam[:, 2:4]) + 1).T]
    return np.stack(parts + [(g[..., 1] * eps[..., 0]).mean(axis=1)] * (lam.shape[1] == 5), axis=-1)


def _adam(place, rows, lam, steps: int, streams) -> list[np.ndarray]:
    """λ after each step of Adam, by exact gradients, or by draws from these streams."""
    adam, path = Adam(rate=RATE), [lam]
    state = adam.start(lam)
    for _ in range(steps):
        if streams is None:
            up = gradient(place(rows, lam), lam)
        else:
            up = drawn_gradient(
                place.decoder, place.x, lam, np.stack([each.standard_normal((DRAWS, 2)) for each in streams])
            )
        lam, state = adam.step(lam, -up, state)
        path.append(lam)
    return path
