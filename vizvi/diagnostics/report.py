"""Will variational inference work on this problem? A ladder of fits beside the exact answer, and one recommendation."""

import math
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.recommendation import WITHIN, no_support, recommend
from vizvi.diagnostics.rung import Reference, Rung, best_of, laplace_of, mean_off, reference_of
from vizvi.exact import UNTRUSTED
from vizvi.formula.window import vanishes
from vizvi.member import whole
from vizvi.pulse import Late, at_most

STARTS = {"mean_field": 64, "full_rank": 16, "mixture": 4}  # random ones; `optima` tries p's modes and splits besides
USUAL, MOST = 64, 256  # restarts of mean-field; the richer families have a quarter and a sixteenth of them
DRAWS = 4000  # of q, for k̂ and ESS


class Report(NamedTuple):
    """What was found, and the first line of the checklist that applies."""

    reference: Reference | None
    rungs: tuple[Rung, ...]
    laplace: Rung | None  # its optima and starts are empty: it has one mode, where the best Gaussian's mean led
    line: int  # 0 not known yet, 1 refused, 2 p is 0 somewhere, 3 several answers, 4 wrong shape, 5 full-rank, 6 fine
    recommendation: str
    readable: bool  # whether the two k̂ agree

    @property
    def within(self) -> bool:
        """Whether mean-field's sds are all within 20 % of the truth: what a visitor predicts."""
        return bool(self.rungs) and bool(np.all(np.abs(self.rungs[0].sd_ratio - 1) <= WITHIN))

    @property
    def sound(self) -> bool:
        """Whether mean-field's means, too, are within a fifth of p's sds of the truth."""
        return self.within and mean_off(self.rungs[0], self.reference) <= WITHIN


def refused(error: ValueError) -> Report:
    """The report of a problem that is none: the reason, and no fit."""
    return Report(None, (), None, 1, str(error), False)


def report(target, draws: int = DRAWS, seed: int = 0, slugs=tuple(STARTS), restarts: int = USUAL) -> Report:
    """The report on a 1-D or 2-D target: ladder, Laplace, reference, recommendation. About a second of CPU, two or three
    where p is curved and its window wide; `growing` shows it rung by rung. Arguments and errors as there."""
    *_, last = growing(target, draws, seed, slugs, restarts)
    return last


def starts_of(slug: str, restarts: int = USUAL) -> int:
    """How many random starts a family has, where mean-field has so many."""
    return max(1, STARTS[slug] * restarts // USUAL)


def growing(
    target, draws: int = DRAWS, seed: int = 0, slugs=tuple(STARTS), restarts: int = USUAL, patience: float = math.inf
):
    """Yield the report as it grows, a rung at a time, with line 0 and no recommendation until the last.

    draws: of q, for k̂ and ESS; slugs: the ladder's families, of which mean_field must be one; restarts: random starts of
    mean-field, 1 to 256; patience: CPU seconds after which a family beyond mean-field is given up and left out, as a page
    must. Raises ValueError if p cannot be normalized, or for other restarts."""
    restarts = whole("report", "restarts", restarts, 1, MOST)
    names = [each for each in slugs if target.dim > 1 or each != "full_rank"]
    if "mean_field" not in names:
        raise ValueError(f"report: slugs are {slugs!r}, but mean_field must be among them.")
    reference = reference_of(target)
    if not reference.log_z_error <= UNTRUSTED:
        text = "p is too fine for the grid of the exact answer, so nothing here could be judged: rescale it or widen it."
        yield Report(reference, (), None, 1, text, False)
        return
    with np.errstate(all="ignore"):  # never around a yield: it would hold for who waits for the next
        gone = vanishes(target.log_prob, target.window)
    if gone:
        yield Report(reference, (), None, 2, no_support(target), False)
        return
    rungs = ()
    for slug in names:
        yield Report(reference, rungs, None, 0, "", False)
        each = None
        with np.errstate(all="ignore"), suppress(Late), at_most(math.inf if slug == "mean_field" else patience):
            each = best_of(target, slug, reference, draws, seed, starts_of(slug, restarts))
        rungs += (each,) if each is not None else ()
    gaussian = [each for each in rungs if each.slug in ("mean_field", "full_rank")]
    if not gaussian:
        text = "No Gaussian has a finite KL(q‖p) to this density: change the variable or take a heavier tail."
        yield Report(reference, rungs, None, 2, text, False)
        return
    with np.errstate(all="ignore"):
        laplace = laplace_of(target, gaussian[-1], reference, draws, seed)
    line, text, readable = recommend(target.dim, gaussian, reference)
    yield Report(reference, rungs, laplace, line, text, readable)
