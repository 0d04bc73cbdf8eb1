"""The lesson's card: two bumps, and an answer on each of them."""

from vizvi.diagnostics.basins import basins
from vizvi.figures.cover import Cover, curve
from vizvi.lessons.basins import DEFAULT

VIEW = (-8.0, 8.0), (-0.01, 0.44)


def cover() -> Cover:
    """The first optimum and the last one, by where they are."""
    problem = DEFAULT.problem
    target, family, ends = problem.target, problem.family, basins(problem).lam[[0, -1]]
    marks = [curve("p", lambda z: target.log_prob(z) - target.log_z, VIEW, ground=True)]
    marks += [curve("q", lambda z, lam=lam: family.log_prob(lam, z), VIEW, width=2.5) for lam in ends]
    return Cover(VIEW, tuple(marks))
