"""Components of a mixture: arrays of them side by side, and how one becomes two."""

from itertools import combinations, product

import numpy as np

PARTINGS = (0.6, 0.0), (0.0, 0.35), (0.3, 0.15), (0.3, -0.15)  # in scales, and of log scales, to either side
BRIDGE = 0.02  # the weight of a component that starts between two others


def log_sum(parts):
    """log Σ exp over a list, without overflow."""
    parts = list(parts)
    top = parts[0]
    for each in parts[1:]:
        top = np.maximum(top, each)
    return top + np.log(sum(np.exp(each - top) for each in parts))


def owned(x, owner):
    """Of (..., K), what belongs to each draw's component: (..., S), whether or not λ has an axis for draws."""
    if np.ndim(owner) == 0 or x.ndim == 1:
        return x[..., owner]
    return x[..., 0, :][..., owner] if x.shape[-2] == 1 else x[..., np.arange(len(owner)), owner]


def main_axis(cov):
    """The main axis (..., D) of covariances (..., D, D), one sd long; a round one has none and gets the first."""
    values, vectors = np.linalg.eigh(cov)  # sorted upwards
    round_ = values[..., :1] >= values[..., -1:] * (1 - 1e-12)
    main = np.where(round_, np.eye(cov.shape[-1])[0], vectors[..., -1]) * np.sqrt(values[..., -1:])
    return main * np.where((main[..., :1] < 0) | ((main[..., :1] == 0) & (main[..., -1:] < 0)), -1, 1)


def parted(kernels):
    """Of K − 1 kernels (M, K − 1, 1 + 2D) every K (?, K, 1 + 2D) of which two are one of them, of half its weight, that
    part a little along one axis; or of which a light one bridges the gap between two."""
    parts, dim = kernels.shape[1], (kernels.shape[2] - 1) // 2
    out = [np.empty((0, parts + 1, 1 + 2 * dim))]
    for k, i, (move, stretch) in product(range(parts), range(dim), PARTINGS):
        axis, sign = np.eye(dim)[i], np.array([1.0, -1.0])[:, None]
        rest, pair = np.delete(kernels, k, axis=1), np.repeat(kernels[:, k : k + 1], 2, axis=1)
        pair[..., 0] /= 2
        pair[..., 1 : 1 + dim] += sign * move * axis * pair[..., 1 + dim :]
        pair[..., 1 + dim :] *= np.exp(sign * stretch * axis)
        out.append(np.concatenate([pair, rest], axis=1))
    for i, j in combinations(range(parts), 2):
        bridge = 0.5 * (kernels[:, i] + kernels[:, j])
        bridge[:, 0] = BRIDGE
        out.append(np.concatenate([kernels, bridge[:, None]], axis=1))
    return np.concatenate(out)
