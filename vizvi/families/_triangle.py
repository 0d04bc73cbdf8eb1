"""Triangle: the factor L of a Gaussian's covariance LLᵀ as λ = (loc, log diag L, L below the diagonal row by row) has it.

D is 1 or 2: loops over coordinates beat batched matrix algebra."""

import math

import numpy as np

from vizvi.families._gaussian import coordinates


def split(lam):
    """Locs and log diagonals (..., D), and what stands below the diagonal (..., D(D − 1)/2)."""
    dim = math.isqrt(9 + 8 * lam.shape[-1]) // 2 - 1  # P = D(D + 3)/2
    return lam[..., :dim], lam[..., dim : 2 * dim], lam[..., 2 * dim :]


def pairs(dim: int):
    """(i, j) below the diagonal, row by row."""
    return [(i, j) for i in range(dim) for j in range(i)]


def solve(diag, below, z, loc):
    """L⁻¹ (z − loc)"""
    rest, inverse = [a - b for a, b in zip(coordinates(z), coordinates(loc), strict=True)], coordinates(np.exp(-diag))
    for i, each in enumerate(rest):
        for j in range(i):
            each = each - below[..., i * (i - 1) // 2 + j] * rest[j]
        rest[i] = each * inverse[i]
    return rest


def solve_transposed(diag, below, u):
    """L⁻ᵀ u"""
    y, inverse = list(u), coordinates(np.exp(-diag))
    for j in reversed(range(len(y))):
        for i in range(j + 1, len(y)):
            y[j] = y[j] - below[..., i * (i - 1) // 2 + j] * y[i]
        y[j] = y[j] * inverse[j]
    return y


def times_transposed(diag, below, u):
    """Lᵀ u"""
    dim = len(u)
    factor = lambda i, j: np.exp(diag[..., i]) if i == j else below[..., i * (i - 1) // 2 + j]
    return [sum(factor(i, j) * u[i] for i in range(j, dim)) for j in range(dim)]
