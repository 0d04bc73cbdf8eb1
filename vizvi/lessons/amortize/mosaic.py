"""The latent plane as pictures: what the decoder draws at each place, and what it draws on average for one digit."""

import numpy as np

from vizvi.models.digits import SIDE
from vizvi.models.network import sigmoid

REACH, TILES = 4.0, 15


def places(reach: float = REACH, tiles: int = TILES) -> np.ndarray:
    """Centers of the tiles along one axis, (tiles,)."""
    edges = np.linspace(-reach, reach, tiles + 1)
    return (edges[:-1] + edges[1:]) / 2


def mosaic(decoder, reach: float = REACH, tiles: int = TILES) -> np.ndarray:
    """P(pixel is dark) at the tiles' centers as one image (tiles·8, tiles·8): z₁ rightwards, z₂ upwards."""
    at = places(reach, tiles)
    z = np.stack(np.meshgrid(at, at[::-1], indexing="xy"), axis=-1)
    shown = sigmoid(decoder.logits(z)).reshape(tiles, tiles, SIDE, SIDE)
    return shown.transpose(0, 2, 1, 3).reshape(tiles * SIDE, tiles * SIDE)


def reconstruction(decoder, lam, count: int = 31) -> np.ndarray:
    """P(pixel is dark) averaged over q(λ), λ (4 | 5): (8, 8)."""
    from vizvi.models.expectation import factor, whitened

    u, mass, _ = whitened(count)
    mean, scale = factor(np.asarray(lam, float))
    return (mass @ sigmoid(decoder.logits(mean + u @ scale.T))).reshape(SIDE, SIDE)
