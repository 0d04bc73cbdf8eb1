"""Where a second run may start: on the other side of the window."""

import numpy as np

from vizvi.experiment import Experiment, Noise, first_lam


def mirrored(experiment: Experiment) -> tuple[float, ...]:
    """λ of a start on the other side of the window's middle, as wide as the first; a quarter of the window off if the
    first one is in the middle."""
    family, window = experiment.problem.family, np.array(experiment.problem.target.window, float)
    lam = first_lam(experiment, Noise(experiment.seed, experiment.runs))[0]
    mean, cov = family.moments(lam)
    middle, wide = window.mean(axis=1), window[:, 1] - window[:, 0]
    off = middle - mean
    off = np.where(np.abs(off) < 0.05 * wide, 0.25 * wide, off)
    return tuple(family.from_moments(middle + off, cov).tolist())
