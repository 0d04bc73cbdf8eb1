"""The lesson's card: two bumps and one bell, which has not moved yet. Where it should go is what the lesson asks."""

import numpy as np

from vizvi.figures.cover import Cover, curve
from vizvi.lessons.kl import DEFAULT

VIEW = (-8.0, 8.0), (-0.01, 0.44)


def cover() -> Cover:
    """p, and q where the page's run starts."""
    problem = DEFAULT.problem
    target, family, start = problem.target, problem.family, np.array(DEFAULT.start)
    bell = curve("q", lambda z: family.log_prob(start, z), VIEW, width=2.5, dash=(2, 4))
    return Cover(VIEW, (curve("p", lambda z: target.log_prob(z) - target.log_z, VIEW, ground=True), bell))
