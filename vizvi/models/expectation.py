"""Expectations under q over the latent plane: by nodes attached to q, or, much faster, by the nodes of a shared table."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

FAR = 6.5  # sds at which q ends
# Sds at which q ends, sds between a table's nodes, and steps of the table that an sd must have: to find the way, to tell.
ROUGH, EXACT = (5.5, 0.8, 1.1), (FAR, 0.0, 1.5)
FINE = 3e-4  # nats by which every other node may differ: the error left is about its square
POINTS = 2**15  # of the decoder at once


class Local(NamedTuple):
    """What q feels of f = log p(x, z): rows of pictures."""

    value: np.ndarray  # (I,) E f
    slope: np.ndarray  # (I, 2) E∇f
    bend: np.ndarray  # (I, 2, 2) E∇²f


@lru_cache(maxsize=8)
def whitened(count: int):
    """A disc of a whitened grid (N, 2), its normalized Gaussian mass (N,), and the mass if every other node is left out."""
    k = np.arange(count) - count // 2
    u = k * (FAR / (count // 2))
    mesh = np.stack(np.meshgrid(u, u, indexing="ij"), axis=-1).reshape(-1, 2)
    even = np.stack(np.meshgrid(k % 2 == 0, k % 2 == 0, indexing="ij"), axis=-1).reshape(-1, 2).all(axis=1)
    keep = (mesh**2).sum(axis=-1) <= FAR**2 * (1 + 1e-12)
    mesh, even = mesh[keep], even[keep]
    mass = np.exp(-0.5 * (mesh**2).sum(axis=-1))
    thinned = np.where(even, mass, 0.0)
    mass, thinned = mass / mass.sum(), thinned / thinned.sum()
    for each in (mesh, mass, thinned):
        each.setflags(write=False)
    return mesh, mass, thinned


def factor(lam) -> tuple[np.ndarray, np.ndarray]:
    """Mean (..., 2) and L (..., 2, 2) of λ (..., 4 | 5)."""
    out = np.zeros((*lam.shape[:-1], 2, 2))
    out[..., 0, 0], out[..., 1, 1] = np.exp(lam[..., 2]), np.exp(lam[..., 3])
    if lam.shape[-1] == 5:
        out[..., 1, 0] = lam[..., 4]
    return lam[..., :2], out


def _at_nodes(decoder, x, lam, u):
    """log p(x | z) (I, N) at z = m + Lu, in blocks, as (slice, values) pairs."""
    mean, scale = factor(lam)
    rows = max(1, POINTS // len(u))
    for i in range(0, len(x), rows):
        part = slice(i, i + rows)
        z = mean[part, None] + np.einsum("nj,bij->bni", u, scale[part])
        yield part, z, decoder.log_lik(x[part, None], z)


def expected_log_lik(decoder, x, lam) -> np.ndarray:
    """E_q[log p(x | z)] (B,), nats, for pictures (B, pixels) and λ (B, 4 | 5): nodes refined where a q is wide."""
    out, todo = np.empty(len(x)), np.arange(len(x))
    for count in (31, 61, 121, 241):
        u, mass, thinned = whitened(count)
        difference = np.empty(len(todo))
        for part, _, values in _at_nodes(decoder, x[todo], lam[todo], u):
            out[todo[part]] = values @ mass
            difference[part] = np.abs(values @ (mass - thinned))
        todo = todo[difference > FINE]
        if not len(todo):
            break
    return out


def local(decoder, x, lam, count: int = 31) -> Local:
    """E f, E∇f and E∇²f under q by nodes attached to it, from values alone: ∇ is L⁻ᵀu and ∇² is L⁻ᵀ(uuᵀ − I)L⁻¹."""
    u, mass, _ = whitened(count)
    weight = mass[:, None] * _powers(u)
    sums = np.empty((len(x), 6))
    for part, z, values in _at_nodes(decoder, x, lam, u):
        sums[part] = (values - 0.5 * (z * z).sum(axis=-1) - np.log(2 * np.pi)) @ weight
    return _local(sums, lam)


def on_table(values, rows, lam, radius: float, step: float, nodes=ROUGH) -> Local:
    """The same from f at the nodes of a table, values (B, n, n), of pictures `rows` (I,) with λ (I, 4 | 5).

    q's nodes are the table's, as far out and as far apart as `nodes` says, along the second latent around its mean given
    the first. See `fits` for which q this is exact."""
    mean, scale = factor(lam)
    first, second, tilt = scale[:, 0, 0], scale[:, 1, 1], scale[:, 1, 0]
    side, (far, apart, _) = values.shape[-1], nodes

    def index(centre, sd):
        stride = np.maximum(1, np.floor(apart * sd / step)).astype(int)
        reach = int(np.ceil(far * (sd / (stride * step)).max()))
        return stride, np.rint((centre + radius) / step).astype(int), np.arange(-reach, reach + 1)

    stride, middle, k = index(mean[:, 0], first)
    i = middle[:, None] + stride[:, None] * k
    u = (i * step - radius - mean[:, :1]) / first[:, None]
    centre = mean[:, 1:] + tilt[:, None] * u
    stride, middle, k = index(centre, second)
    j = middle[..., None] + (stride[:, None] * k)[:, None]
    v = (j * step - radius - centre[..., None]) / second[:, None, None]
    at = (rows * side)[:, None] + np.clip(i, 0, side - 1)
    f = values.reshape(-1)[at[..., None] * side + np.clip(j, 0, side - 1)]
    mass = np.exp(-0.5 * (v * v))
    mass *= np.exp(-0.5 * (u * u))[..., None]
    total = mass.sum(axis=(1, 2))
    f *= mass
    zero = f.sum(axis=2)
    f *= v
    one = f.sum(axis=2)
    f *= v
    two = f.sum(axis=2)
    sums = [zero, u * zero, one, (u * u - 1) * zero, u * one, two - zero]
    return _local(np.stack([each.sum(axis=1) for each in sums], axis=-1) / total[:, None], lam)


def fits(lam, radius: float, step: float, nodes=ROUGH) -> np.ndarray:
    """Whether q lies within the table's window and is wide enough for its nodes: (I,)."""
    mean, scale = factor(lam)
    inside = (np.abs(mean) + nodes[0] * np.sqrt((scale**2).sum(axis=-1)) < radius).all(axis=-1)
    return inside & (np.minimum(scale[:, 0, 0], scale[:, 1, 1]) >= nodes[2] * step)


def _powers(u):
    """1, u₁, u₂, u₁² − 1, u₁u₂, u₂² − 1: (N, 6)."""
    a, b = u.T
    return np.stack([np.ones(len(u)), a, b, a * a - 1, a * b, b * b - 1], axis=-1)


def _local(sums, lam) -> Local:
    _, scale = factor(lam)
    inverse = np.zeros_like(scale)
    inverse[:, 0, 0], inverse[:, 1, 1] = 1 / scale[:, 0, 0], 1 / scale[:, 1, 1]
    inverse[:, 1, 0] = -scale[:, 1, 0] * inverse[:, 0, 0] * inverse[:, 1, 1]
    slope = np.einsum("bji,bj->bi", inverse, sums[:, 1:3])
    second = sums[:, [3, 4, 4, 5]].reshape(-1, 2, 2)
    return Local(sums[:, 0], slope, np.swapaxes(inverse, 1, 2) @ second @ inverse)
