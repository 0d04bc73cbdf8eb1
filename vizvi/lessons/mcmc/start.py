"""Where q starts, for chains that start there, too."""

import numpy as np

from vizvi.experiment import Experiment, Noise, first_lam


def first_place(experiment: Experiment) -> tuple[float, ...]:
    """The mean of q at the start of its first run."""
    lam = first_lam(experiment, Noise(experiment.seed, experiment.runs))
    mean, _ = experiment.problem.family.moments(np.asarray(lam))
    return tuple(mean[0].tolist())
