"""Base: sums over nodes of the standard normal of what a map makes of them: moments and masses without a closed form."""

import numpy as np

from vizvi.families._gaussian import normal_log_mass
from vizvi.integrate.rules import CHUNK, cloud

BASE = {1: ((641,), 8.0), 2: ((57, 57), 7.0)}  # base nodes that moments are sums over
CELLS, RIM = {1: 1601, 2: 113}, 7.0  # of the base, for the mass in a box: good to a thousandth


def image_moments(transform, lam, dim: int):
    """Mean (..., D) and covariance (..., D, D) of the image under λ (..., P); `transform` takes rows of λ and nodes."""
    counts, radius = BASE[dim]
    u, log_cell, _ = cloud(dim, counts, radius)
    mass = np.exp(normal_log_mass(u) + log_cell)
    mass = mass / mass.sum()
    flat, mean, cov = lam.reshape(-1, lam.shape[-1]), [], []
    rows = max(1, CHUNK // len(u))
    for first in range(0, len(flat), rows):
        z = transform(flat[first : first + rows], u)
        mean.append(np.einsum("n,rni->ri", mass, z))
        offset = z - mean[-1][:, None]
        cov.append(np.swapaxes(offset * mass[:, None], -1, -2) @ offset)
    shape = lam.shape[:-1]
    return np.concatenate(mean).reshape(*shape, dim), np.concatenate(cov).reshape(*shape, dim, dim)


def image_mass(transform, lam, window):
    """How much of the image under each λ (..., P) is inside a window, (...)."""
    # Each cell of the base counts by how much of its image is inside, as far as the map's slopes there tell.
    dim = len(window)
    axis = np.linspace(-RIM, RIM, CELLS[dim])
    step = axis[1] - axis[0]
    u = np.stack(np.meshgrid(*[axis] * dim, indexing="ij"), axis=-1)
    mass = np.exp(normal_log_mass(u))
    flat = lam.reshape(-1, lam.shape[-1])
    share = np.empty(len(flat))
    for i, each in enumerate(flat):
        z, inside = transform(each, u), mass
        for d, (lo, hi) in enumerate(window):
            slopes = np.gradient(z[..., d], axis=tuple(range(dim)))
            reach = np.sqrt(sum(slope**2 for slope in ([slopes] if dim == 1 else slopes)))
            reach = np.maximum(reach, 1e-12 * step)
            inside = inside * np.clip(0.5 + (hi - z[..., d]) / reach, 0, 1)
            inside = inside * np.clip(0.5 + (z[..., d] - lo) / reach, 0, 1)
        share[i] = inside.sum() / mass.sum()
    return share.reshape(lam.shape[:-1])
