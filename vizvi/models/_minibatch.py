"""What every stochastic update shares: which data come when, and where a share of each leaves the natural parameters."""

import numbers

import numpy as np

from vizvi.schedules import SCHEDULES, Schedule

SMALL = 1e-200  # what is left of a block's start before the next block begins
LONGEST = 8192  # steps of a block


def indices(rng, n: int, batch: int, steps: int, replace: bool) -> np.ndarray:
    """Indices (steps, batch) of minibatches: independent draws, or one shuffled pass after another cut into pieces."""
    if replace:
        return rng.integers(0, n, (steps, batch), dtype=np.int32)
    passes = -(-steps * batch // n)
    order = [rng.permutation(n).astype(np.int32) for _ in range(passes)]
    return np.concatenate(order)[: steps * batch].reshape(steps, batch)


def sizes(schedule, steps: int) -> np.ndarray:
    """The schedule's first step sizes (T,), or a ValueError if it is none."""
    if not isinstance(schedule, Schedule):
        raise ValueError(f"schedule is {schedule!r}, but must be a schedule, such as one of {', '.join(SCHEDULES)}.")
    return schedule.at(np.arange(steps))


def recursion(start, pushes, keep) -> np.ndarray:
    """x ← keep·x + push, from `start` (R,) with pushes (R, T) and keep in [0, 1] (T,): every x, (R, T+1)."""
    out = np.empty((len(start), len(keep) + 1))
    out[:, 0] = start
    with np.errstate(divide="ignore"):
        log_keep = np.log(keep)
    fresh = np.flatnonzero(keep == 0)  # steps that forget all that was before
    first = 0
    if len(fresh) == len(keep):
        out[:, 1:], first = pushes, len(keep)
    while first < len(keep):
        if keep[first] == 0:
            out[:, first + 1] = pushes[:, first]
            first += 1
            continue
        # Within a block the product of what is kept neither vanishes nor underflows.
        last = fresh[np.searchsorted(fresh, first)] if fresh.size and fresh[-1] > first else len(keep)
        left = np.exp(np.cumsum(log_keep[first : min(last, first + LONGEST)]))
        last = first + max(1, int(np.searchsorted(-left, -SMALL)))
        left = left[: last - first]
        out[:, first + 1 : last + 1] = left * (out[:, first : first + 1] + np.cumsum(pushes[:, first:last] / left, axis=1))
        first = last
    return out


def tail_means(path, average: float) -> np.ndarray:
    """Of a path (R, T+1), at each t ≥ 1 the mean of the last `average` of its first t iterates, the start left out."""
    if average == 0:
        return path
    out, total = path.copy(), np.cumsum(path, axis=1)
    t = np.arange(1, path.shape[1])
    width = window(t, average)
    out[:, 1:] = (total[:, t] - total[:, t - width]) / width
    return out


def window(t, average: float):
    """How many iterates count after t steps: at least one."""
    return np.maximum(np.ceil(average * np.asarray(t) - 1e-9).astype(int), 1)


def influence(rates, average: float = 0.0, passes: int | None = None) -> tuple[float, float, float]:
    """How much the start, and all updates together, count in the outcome, and the variance of the outcome in units of one
    update's.

    passes: minibatches in a pass if they are dealt without replacement: then the updates of a pass add up to a constant."""
    if not len(rates):
        return 1.0, 0.0, 0.0
    steps = len(rates)
    width = int(window(steps, average))
    # Backwards: how the outcome moves with the iterate behind each step, from the last one on.
    keep = 1 - rates
    counted = np.where(np.arange(steps) < width, 1 / width, 0.0)
    felt = recursion(np.zeros(1), counted[None], np.concatenate([[1.0], keep[:0:-1]]))[0, 1:]
    weight = rates * felt[::-1]  # of each update
    felt = float(felt[-1] * keep[0])
    if passes is None:
        return felt, float(weight.sum()), float(weight @ weight)
    if passes == 1:
        return felt, float(weight.sum()), 0.0
    padded = np.concatenate([weight, np.zeros(-steps % passes)]).reshape(-1, passes)
    together = -1 / (passes - 1)
    squares = (1 - together) * (padded**2).sum() + together * (padded.sum(axis=1) ** 2).sum()
    return felt, float(weight.sum()), max(float(squares), 0.0)


def share(average) -> float:
    """The share of the steps to average over, checked."""
    if isinstance(average, numbers.Real) and 0 <= average <= 1:
        return float(average)
    raise ValueError(f"average is {average!r}, but must be a share from 0 to 1.")
