from typing import ClassVar

import numpy as np

from vizvi.families._flow import Flow
from vizvi.member import knob, member

UNITS = 8


@member
class Coupling(Flow):
    """A Gaussian bent by layers that move and stretch one coordinate given the other, b e^s(a) + t(a), s and t from eight
    tanh units: how a bell becomes a banana (Dinh, Sohl-Dickstein & Bengio, 2017)."""

    label: ClassVar = "Coupling flow"
    dims: ClassVar = (2,)
    layers: int = knob(4, 0, 16, "Layers")

    def layer_names(self, k, dim):
        units = [f"{each}{i + 1}" for each in ("w", "β", "A", "B") for i in range(UNITS)]
        return tuple(f"{each}, layer {k}" for each in (*units, "c_s", "c_t"))

    def start(self, k, dim):
        # Different thresholds: units that start as twins would stay twins.
        return np.concatenate([np.ones(UNITS), -np.linspace(-2, 2, UNITS), np.zeros(2 * UNITS + 2)])

    def forward(self, k, theta, x):
        a, b = _sides(k, x)
        kept = _units(theta, a)
        moved = b * kept["grow"] + kept["t"]
        return _joined(k, a, moved), kept["s"], (k, kept | {"a": a, "b": b})

    def inverse(self, k, theta, y):
        a, moved = _sides(k, y)
        kept = _units(theta, a)
        b = (moved - kept["t"]) / kept["grow"]
        return _joined(k, a, b), kept["s"], (k, kept | {"a": a, "b": b})

    def carry(self, kept, sigma):
        k, own = kept
        on_a, on_b = _sides(k, sigma)
        on_b = on_b / own["grow"]
        bend = own["w"] * (1 - own["tau"] ** 2)
        slope_s, slope_t = (own["A"] * bend).sum(axis=0), (own["B"] * bend).sum(axis=0)
        on_a = on_a - slope_s - (own["b"] * own["grow"] * slope_s + slope_t) * on_b
        return _joined(k, on_a, on_b)

    def sweep(self, kept, g, gamma):
        k, own = kept
        on_a, on_b = _sides(k, g)
        on_s, on_t = on_b * own["b"] * own["grow"] + gamma, on_b + np.zeros_like(own["s"])
        inner = (on_s * own["A"] + on_t * own["B"]) * (1 - own["tau"] ** 2)
        grads = [*(inner * own["a"]), *inner, *(on_s * own["tau"]), *(on_t * own["tau"]), on_s, on_t]
        return _joined(k, on_a + (inner * own["w"]).sum(axis=0), on_b * own["grow"]), grads


def _sides(k: int, x):
    """The coordinate that is given and the one that moves: odd layers move x₂ given x₁."""
    return (x[0], x[1]) if k % 2 else (x[1], x[0])


def _joined(k: int, a, b):
    return [a, b] if k % 2 else [b, a]


def _units(theta, a) -> dict:
    """Units first, (8, ...), so that the long axes stay last."""
    missing = (1,) * max(0, np.ndim(a) - theta.ndim + 1)
    units = np.moveaxis(theta[..., : 4 * UNITS], -1, 0).reshape(4, UNITS, *missing, *theta.shape[:-1])
    w, beta, into_s, into_t = units
    tau = np.tanh(w * a + beta)
    s, t = (into_s * tau).sum(axis=0) + theta[..., -2], (into_t * tau).sum(axis=0) + theta[..., -1]
    return {"w": w, "A": into_s, "B": into_t, "tau": tau, "s": s, "t": t, "grow": np.exp(s)}
