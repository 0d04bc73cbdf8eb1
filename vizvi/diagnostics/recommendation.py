"""Recommendation: the first line of a checklist that applies to Gaussians at their best, in words."""

import numpy as np

from vizvi.diagnostics.rung import Reference, mean_off
from vizvi.format import percent

FEW, HIGH, UNREADABLE = 0.3, 0.7, 0.5  # relative ESS, k̂, and the distance of two k̂ that say nothing
RICHER = 0.1  # nats that a tilt must bring
TIE = 1e-4
WITHIN = 0.2  # of the truth: a prediction's sd that is fine


def recommend(dim: int, gaussian, reference: Reference | None = None) -> tuple[int, str, bool]:
    """Line and words of the first check that applies to the Gaussian rungs, mean-field first, and whether k̂ was read.

    reference: the exact answer, which alone can tell that a mean is off where q's own draws see nothing."""
    simple, best = gaussian[0], min(gaussian, key=lambda each: np.nan_to_num(each.kl, nan=np.inf))
    best = simple if simple.kl < best.kl + TIE else best
    name = "mean-field" if dim > 1 else "a Gaussian"
    readable = not abs(best.k - best.k_wide) > UNREADABLE
    if best.several:
        return 3, "Several answers: your start decides. Use a mixture or several chains.", readable
    if best.ess < FEW or (readable and best.k > HIGH):
        return 4, "q's shape is wrong: use q for a look, weights or a sampler for numbers.", readable
    if best is not simple and best.elbo - simple.elbo > RICHER:
        return 5, f"Use full-rank: it gains {best.elbo - simple.elbo:.2f} nats over mean-field.", readable
    off = np.abs(simple.sd_ratio - 1).max()
    told = f"its sd{'s are' if dim > 1 else ' is'} off by {'at most ' if dim > 1 else ''}{100 * off:.0f} %."
    if np.isnan(off):
        told = "p itself has no finite sd to compare with."
    if reference is not None and (away := mean_off(simple, reference)) > WITHIN:
        said = f"q's effective sample size is {percent(best.ess)}, yet its mean is off by {away:.2f} sds: "
        said += "p has mass that q never sees."
        if len(best.values) > 1:
            said += f" Restarts hint at it: another optimum, {best.values[1] - best.values[0]:.2f} nats worse."
        return 6, said, readable
    means = "means" if dim > 1 else "the mean"
    return 6, f"{name[0].upper()}{name[1:]} is good enough for {means}; {told}", readable


def no_support(target) -> str:
    """What to do about a p that is 0 on a region."""
    name = target.names[0]
    hint = f"Type the density of log {name} instead, with + {name}."
    hint = hint if target.dim == 1 else "Take logarithms of what is bounded."
    return f"p is 0 on a whole region, where no Gaussian q may be, so KL(q‖p) is infinite. {hint}"
