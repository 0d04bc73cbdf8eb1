"""The lesson's card: how far minibatches are from the posterior while all of the data have been looked at once."""

import numpy as np

from vizvi.figures.cover import Cover, Line
from vizvi.lessons.stochastic.race import Setup, full_batch, run, spaced

N = 20_000  # of the data here: the picture is that of the million


def cover() -> Cover:
    """log KL against passes over the data: minibatches are there before the first is over; whole passes make a stair."""
    setup = Setup(n=N)
    race, steps = run(setup), spaced(setup.steps, 70)
    passes, kl = race.touched[steps] / setup.n, np.maximum(race.kl[0, steps], 1e-9)
    whole = np.where(passes < 1, race.kl[0, 0], full_batch(setup, np.maximum(passes.astype(int), 1)))
    at, quick, stair = np.log10(passes), np.log10(kl), np.log10(np.maximum(whole, kl.min()))
    low, high = min(quick.min(), stair.min()), max(quick.max(), stair.max())
    marks = Line("ink", np.stack([at, stair], -1)), Line("q", np.stack([at, quick], -1), 2.5)
    return Cover(((at[0], at[-1]), (low - 0.3, high + 0.3)), marks)
