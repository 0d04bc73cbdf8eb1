"""The kernel exp(−|x−y|²/h): where each particle moves, and the kernelized Stein discrepancy (Liu & Wang, 2016)."""

import numpy as np


def update(z, score, bandwidth: float) -> np.ndarray:
    """Where Stein variational gradient descent moves each particle: towards high p, and away from the others.

    z: particles (n, D); score: ∇ log p there (n, D), whose scale needs no normalizer; bandwidth: h of the kernel
    exp(−|x−y|²/h). Returns (1/n) Σ_j [k_ij s_j + (2/h) k_ij (z_i − z_j)], (n, D). Leading axes are runs. Raises ValueError
    if shapes differ, a number is not finite or h is not positive."""
    z, score, h = _checked(z, score, bandwidth)
    kernel = np.exp(-_squares(z) / h)
    drive = kernel @ score
    repel = 2 / h * (kernel.sum(axis=-1)[..., None] * z - kernel @ z)
    return (drive + repel) / z.shape[-2]


def discrepancy(z, score, bandwidth: float) -> np.ndarray:
    """KSD², the squared kernelized Stein discrepancy of particles z (n, D) from the p whose score (n, D) they are given.

    0 where the particles' weighted pushes all cancel; it needs no normalizer of p, and it is blind to how much mass lies in
    each of p's distant modes. Arguments and errors as in `update`; all pairs count, the diagonal too."""
    z, score, h = _checked(z, score, bandwidth)
    square, dim = _squares(z), z.shape[-1]
    inner = score @ np.swapaxes(score, -1, -2)
    own = (score * z).sum(axis=-1)
    cross = score @ np.swapaxes(z, -1, -2)
    # (s_i − s_j)·(z_i − z_j)
    apart = own[..., :, None] + own[..., None, :] - cross - np.swapaxes(cross, -1, -2)
    kernel = np.exp(-square / h)
    return (kernel * (inner + 2 / h * apart + 2 * dim / h - 4 * square / h**2)).mean(axis=(-1, -2))


def median_bandwidth(z) -> float:
    """h = median over i < j of |z_i − z_j|² / log n: so wide that a particle's neighbors push about as much as p pulls.

    z: (n, D), or with leading axes of runs. The pairs of a particle with itself are left out (some codes count them, and
    rest elsewhere for few particles). 1 for a single particle; ValueError if a number is not finite."""
    z = _particles(z)
    n = z.shape[-2]
    if n < 2:
        return np.ones(z.shape[:-2])[()]
    i, j = np.triu_indices(n, 1)
    width = np.median(_squares(z)[..., i, j], axis=-1) / np.log(n)
    return np.where(width > 0, width, 1e-300)[()]


def kernel_width(bandwidth) -> np.ndarray:
    """The distance at which one particle feels another by 1/√e: √(h/2), to be drawn as a circle."""
    return np.sqrt(np.asarray(bandwidth, float) / 2)


def _squares(z):
    offset = z[..., :, None, :] - z[..., None, :, :]
    return np.einsum("...d,...d->...", offset, offset)


def _particles(z):
    try:
        z = np.asarray(z, float)
    except (TypeError, ValueError):
        raise ValueError(f"particles: z is {z!r}, but must be an array of numbers (n, D).") from None
    if z.ndim < 2 or not z.size or not np.isfinite(z).all():
        raise ValueError(f"particles: z has shape {z.shape}, but must be finite particles (n, D).")
    return z


def _checked(z, score, bandwidth):
    z = _particles(z)
    score, h = np.asarray(score, float), np.asarray(bandwidth, float)
    if score.shape != z.shape or not np.isfinite(score).all():
        raise ValueError(f"particles: score has shape {score.shape}, but must be finite and of z's shape {z.shape}.")
    if not np.all(np.isfinite(h) & (h > 0)):
        raise ValueError(f"particles: bandwidth is {bandwidth!r}, but must be a positive number.")
    return z, score, h[..., None, None] if h.ndim else h
