"""What a model asks of numbers that a person typed or pasted: one plain sentence where they will not do."""

import numbers

import numpy as np

SHOWN = 40  # characters of a bad value that a sentence repeats


def finite(owner: str, name: str, values) -> np.ndarray:
    """The values as an array of floats; ValueError if one is text, missing or not finite."""
    try:
        values = np.asarray(values, float)
    except (TypeError, ValueError):
        shown = repr(values) if isinstance(values, str | numbers.Number) else "something else"
        raise ValueError(f"{owner}: {name} is {shown[:SHOWN]}, but must be numbers.") from None
    if not np.isfinite(values).all():
        raise ValueError(f"{owner}: {name} must be finite.")
    return values


def sample(owner: str, name: str, values) -> np.ndarray:
    """Data (..., n) with n at least 1; one number is a sample of one."""
    values = np.atleast_1d(finite(owner, name, values))
    if not values.shape[-1]:
        raise ValueError(f"{owner}: {name} is empty, but must hold at least one number.")
    return values


def rows(owner: str, name: str, values) -> np.ndarray:
    """Data (N, D), N and D at least 1; N numbers are N rows of one column."""
    values = finite(owner, name, values)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or not values.size:
        raise ValueError(f"{owner}: {name} has shape {values.shape}, but must be (N, D) with N and D at least 1.")
    return values


def positive(owner: str, name: str, value) -> float:
    """A finite number above zero, or a ValueError."""
    try:
        good = np.ndim(value) == 0 and np.isfinite(value) and value > 0
    except TypeError:
        good = False
    if not good:
        raise ValueError(f"{owner}: {name} is {value!r:.40}, but must be a positive number.")
    return float(value)


def frozen(*arrays):
    """The arrays, made read-only."""
    for each in arrays:
        if isinstance(each, np.ndarray):
            each.setflags(write=False)
    return arrays if len(arrays) > 1 else arrays[0]
