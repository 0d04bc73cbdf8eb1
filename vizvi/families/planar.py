import math
from typing import ClassVar

import numpy as np

from vizvi.families._flow import Flow
from vizvi.member import knob, member

SHIFT = math.log(math.e - 1)  # softplus of it is 1: u = 0 is the identity
GOLDEN = 0.618
NEWTON = 80


@member
class Planar(Flow):
    """A Gaussian squeezed or pulled apart along one line in each layer, x + v tanh(w·x + b): how islands part
    (Rezende & Mohamed, 2015)."""

    label: ClassVar = "Planar flow"
    layers: int = knob(4, 0, 16, "Layers")

    def layer_names(self, k, dim):
        numbers = [f"{each}{i + 1}" if dim > 1 else each for each in "uw" for i in range(dim)]
        return tuple(f"{each}, layer {k}" for each in (*numbers, "b"))

    def start(self, k, dim):
        turn = math.pi * GOLDEN * k
        w = [1.0] if dim == 1 else [math.cos(turn), math.sin(turn)]
        return np.array([0.0] * dim + w + [1.5 * (2 * ((0.5 + GOLDEN * k) % 1) - 1)])

    def forward(self, k, theta, x):
        plane = _plane(theta, len(x))
        t = np.tanh(_dot(plane["w"], x) + plane["b"])
        return [a + v * t for a, v in zip(x, plane["v"])], *_volume(plane, t, x)

    def inverse(self, k, theta, y):
        plane = _plane(theta, len(y))
        t = np.tanh(_root(plane["c"], _dot(plane["w"], y) + plane["b"]))
        x = [a - v * t for a, v in zip(y, plane["v"])]
        return x, *_volume(plane, t, x)

    def carry(self, kept, sigma):
        plane, t, h, _ = kept
        stretch = 1 + plane["c"] * h
        push = 2 * t * plane["c"] * h / stretch
        sigma = [s + push * w for s, w in zip(sigma, plane["w"])]
        along = h * _dot(plane["v"], sigma) / stretch
        return [s - along * w for s, w in zip(sigma, plane["w"])]

    def sweep(self, kept, g, gamma):
        plane, t, h, x = kept
        u, w, v, rho, size = (plane[each] for each in ("u", "w", "v", "rho", "size"))
        stretch = 1 + plane["c"] * h
        delta = h * _dot(g, v) - 2 * t * plane["c"] * h * gamma / stretch
        kappa = gamma * h / stretch
        v_bar = [a * t + kappa * b for a, b in zip(g, w)]
        rho_bar = _dot(v_bar, w)
        alpha_bar = rho_bar * (_sigmoid(plane["alpha"] + SHIFT) - 1) / size
        u_bar = [a + alpha_bar * b for a, b in zip(v_bar, w)]
        twice = 2 * rho_bar * rho / size
        w_bar = [
            delta * xi + kappa * vi + rho * vb + alpha_bar * ui - twice * wi
            for xi, vi, vb, ui, wi in zip(x, v, v_bar, u, w)
        ]
        return [a + delta * b for a, b in zip(g, w)], [*u_bar, *w_bar, delta]


def _plane(theta, dim: int) -> dict:
    """A layer's numbers, and what makes it invertible: v = u + ρw with w·v > −1."""
    u, w = ([theta[..., first + i] for i in range(dim)] for first in (0, dim))
    alpha, size = _dot(w, u), _dot(w, w) + 1e-12
    rho = (np.logaddexp(0, alpha + SHIFT) - 1 - alpha) / size
    v = [a + rho * b for a, b in zip(u, w)]
    return {"u": u, "w": w, "b": theta[..., -1], "alpha": alpha, "size": size, "rho": rho, "v": v, "c": _dot(w, v)}


def _volume(plane, t, x):
    h = 1 - t * t
    return np.log1p(plane["c"] * h), (plane, t, h, x)


def _dot(a, b):
    return sum(x * y for x, y in zip(a, b))


def _sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -700, 700)))


def _root(c, total):
    """r with r + c tanh r = total, c > −1: Newton's steps, held in a bracket that shrinks."""
    c, total = np.broadcast_arrays(np.asarray(c, float), np.asarray(total, float))
    lo, hi = total - np.abs(c), total + np.abs(c)
    r = np.clip(total / (1 + np.maximum(c, 0)), lo, hi)
    for _ in range(NEWTON):
        t = np.tanh(r)
        miss = r + c * t - total
        lo, hi = np.where(miss < 0, r, lo), np.where(miss > 0, r, hi)
        new = r - miss / np.maximum(1 + c * (1 - t * t), 1e-300)
        new = np.where((new >= lo) & (new <= hi), new, 0.5 * (lo + hi))
        if not np.any(np.abs(new - r) > 4e-16 * (np.abs(r) + np.abs(c))):
            return new
        r = new
    return r
