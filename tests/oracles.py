"""Independent routes that more than one file of tests takes."""

import math

import numpy as np


def average(mean, cov, f):
    """E[f(z)] for z ~ N(mean, cov): a fine midpoint rule along the covariance's own axes."""
    values, vectors = np.linalg.eigh(cov)
    n = 60_001 if len(mean) == 1 else 901
    u = (np.arange(n) + 0.5) / n * 19 - 9.5
    weight = np.exp(-0.5 * u * u) / math.sqrt(2 * math.pi) * 19 / n
    if len(mean) == 1:
        return weight @ f(mean + np.sqrt(values) * u[:, None])
    total = 0.0
    for part, mass in zip(np.array_split(u, 16), np.array_split(weight, 16), strict=True):
        mesh = np.stack(np.meshgrid(part, u, indexing="ij"), axis=-1)
        total += mass @ f(mean + (mesh * np.sqrt(values)) @ vectors.T) @ weight
    return total
