"""A small network with tanh between its layers, and its back-propagation by hand."""

from itertools import pairwise

import numpy as np

WIDE = 512  # factors of at most 2 whose product cannot overflow
Layers = tuple[tuple[np.ndarray, np.ndarray], ...]


def checked(name: str, layers) -> Layers:
    """Layers ((W (in, out), b (out,)), …) as read-only float arrays, or a ValueError that says what does not fit."""
    try:
        layers = tuple((np.array(w, float), np.array(b, float)) for w, b in layers)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: layers must be pairs of arrays (W, b).") from None
    sizes = [w.shape for w, _ in layers]
    good = layers and all(w.ndim == 2 and b.shape == w.shape[1:] for w, b in layers)
    if not good or any(a[1] != b[0] for a, b in pairwise(sizes)):
        raise ValueError(f"{name}: layers have shapes {sizes}, but each W must be (in, out), with its b (out,).")
    if not all(np.isfinite(w).all() and np.isfinite(b).all() for w, b in layers):
        raise ValueError(f"{name}: every weight must be finite.")
    for each in layers:
        for array in each:
            array.setflags(write=False)
    return layers


def initial(sizes, draw) -> Layers:
    """Weights N(0, 2/(in + out)), biases 0 (Glorot & Bengio, 2010), drawn by a Generator."""
    pairs = pairwise(sizes)
    return tuple((draw.normal(0, np.sqrt(2 / (a + b)), (a, b)), np.zeros(b)) for a, b in pairs)


def forward(layers: Layers, x) -> list[np.ndarray]:
    """The input (..., in), every hidden layer after its tanh, and the output (..., out)."""
    values = [np.asarray(x, float)]
    for i, (w, b) in enumerate(layers):
        out = values[-1] @ w
        out += b
        values.append(np.tanh(out, out=out) if i < len(layers) - 1 else out)
    return values


def output(layers: Layers, x) -> np.ndarray:
    """What the network makes of x: (..., in) -> (..., out)."""
    return forward(layers, x)[-1]


def back(layers: Layers, values, grad) -> np.ndarray:
    """A gradient in the output (..., out) taken back to the input (..., in); `values` are those of `forward`."""
    for i in reversed(range(len(layers))):
        grad = grad @ layers[i][0].T
        if i:
            grad *= 1 - values[i] ** 2
    return grad


def back_with_weights(layers: Layers, values, grad) -> tuple[np.ndarray, np.ndarray]:
    """The same for rows (N, out), and the gradient in all weights, laid out as by `flat`."""
    parts = []
    for i in reversed(range(len(layers))):
        parts.append(np.concatenate([(values[i].T @ grad).ravel(), grad.sum(axis=0)]))
        grad = grad @ layers[i][0].T
        if i:
            grad *= 1 - values[i] ** 2
    return grad, np.concatenate(parts[::-1])


def flat(layers: Layers) -> np.ndarray:
    """All weights as one vector: W by rows, then b, layer by layer."""
    return np.concatenate([each.ravel() for layer in layers for each in layer])


def shaped(weights: np.ndarray, like: Layers) -> Layers:
    """The vector of `flat` as layers of the shapes of `like`, as views."""
    out, at = [], 0
    for w, b in like:
        out.append((weights[at : at + w.size].reshape(w.shape), weights[at + w.size : at + w.size + b.size]))
        at += w.size + b.size
    return tuple(out)


def softplus_sum(eta) -> np.ndarray:
    """Σ log(1 + exp η) along the last axis: one logarithm for up to 512 factors."""
    above = np.maximum(eta, 0).sum(axis=-1)
    small = np.exp(-np.abs(eta))
    small += 1
    for i in range(0, eta.shape[-1], WIDE):
        above += np.log(np.multiply.reduce(small[..., i : i + WIDE], axis=-1))
    return above


def sigmoid(eta) -> np.ndarray:
    """1/(1 + exp(−η)), without overflow."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(eta)))
