"""An encoder: the network that guesses a picture's q at once, instead of searching for it."""

import numpy as np

from vizvi.models import network

OUTPUTS = {"mean_field": 4, "full_rank": 5}


class Encoder:
    """λ = network(x), with tanh between its layers: amortized inference (Kingma & Welling, 2014).

    layers: ((W (in, out), b (out,)), …), the last with 4 outputs for mean-field or 5 for full-rank. Raises ValueError if
    they do not fit each other or neither family."""

    def __init__(self, layers):
        self.layers = network.checked("Encoder", layers)
        size = self.layers[-1][0].shape[1]
        if size not in OUTPUTS.values():
            raise ValueError(f"Encoder: the last layer has {size} outputs, but λ has 4 (mean-field) or 5 (full-rank).")
        self.family = next(slug for slug, each in OUTPUTS.items() if each == size)

    def lam(self, x) -> np.ndarray:
        """λ (..., 4 | 5) of pictures x (..., pixels), laid out as in vizvi's families."""
        x = np.asarray(x, float)
        wanted = len(self.layers[0][0])
        if x.shape[-1:] != (wanted,):
            raise ValueError(f"Encoder: x has shape {x.shape}, but its last axis must hold {wanted} pixels.")
        return network.output(self.layers, x)
