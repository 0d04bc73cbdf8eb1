"""Both gaps of many pictures against each other: which debt is the larger?"""

from typing import NamedTuple

import numpy as np


class Summary(NamedTuple):
    """What the scatter says in numbers; nats."""

    log_p: float  # mean of the ceiling
    approximation: np.ndarray  # (5,) mean, quartiles and the largest
    amortization: np.ndarray  # (5,) the same; a few pictures rule the mean, so read the median
    larger: float  # share of the pictures whose amortization gap is the larger


def summary(gaps) -> Summary:
    """Of the `Gaps` of some pictures."""
    five = lambda each: np.array([each.mean(), *np.quantile(each, [0.25, 0.5, 0.75]), each.max()])
    share = float((gaps.amortization > gaps.approximation).mean())
    return Summary(float(gaps.log_p.mean()), five(gaps.approximation), five(gaps.amortization), share)


def joined(parts):
    """The blocks of `gaps.blocks` that have come so far as one `Gaps`."""
    parts = list(parts)
    return type(parts[0])(*(np.concatenate(each) for each in zip(*parts)))


def averages(blocks) -> tuple[float, ...]:
    """Means of each of some columns over all pictures: blocks of arrays, a tuple of columns each."""
    return tuple(float(np.concatenate(column).mean()) for column in zip(*blocks))
