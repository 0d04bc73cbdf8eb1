"""Where many runs of one experiment end: places, and how many runs each holds."""

from typing import NamedTuple

import numpy as np

NEAR = 0.5  # of q's sd between two ends that count as one place


class End(NamedTuple):
    """A place where runs end."""

    mean: np.ndarray  # (D,) of its first run
    runs: tuple[int, ...]  # which runs, rising


@np.errstate(over="ignore", invalid="ignore")
def run_ends(problem, lam) -> list[End]:
    """The places where runs end, λ (R, P), the fullest first: two ends are one place if their means are within half an sd
    along every axis; what is not finite ends nowhere. Raises ValueError if λ has the wrong length."""
    lam = problem.checked(lam)
    mean, cov = problem.family.moments(lam)
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    places: list[tuple[np.ndarray, np.ndarray, list[int]]] = []
    for i in np.flatnonzero(np.isfinite(mean).all(axis=-1) & np.isfinite(sd).all(axis=-1)):
        for at, wide, runs in places:
            if np.all(np.abs(mean[i] - at) <= NEAR * np.maximum(wide, sd[i])):
                runs.append(int(i))
                break
        else:
            places.append((mean[i], sd[i], [int(i)]))
    return sorted((End(at, tuple(runs)) for at, _, runs in places), key=lambda end: -len(end.runs))
