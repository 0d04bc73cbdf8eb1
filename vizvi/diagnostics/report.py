"""Will variational inference work on this problem? A ladder of fits beside the exact answer, and one recommendation."""

import math
from contextlib import suppress
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.khat import khat, log_ratios, reliability
from vizvi.divergences import DIVERGENCES
from vizvi.exact import UNTRUSTED, exact
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.format import percent
from vizvi.formula.window import vanishes
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.member import whole
from vizvi.methods import METHODS
from vizvi.optima import optima
from vizvi.problem import Problem
from vizvi.pulse import Late, at_most

STARTS = {"mean_field": 64, "full_rank": 16, "mixture": 4}  # random ones; `optima` tries p's modes and splits besides
USUAL, MOST = 64, 256  # restarts of mean-field; the richer families have a quarter and a sixteenth of them
DRAWS, SETS = 4000, 9  # of q, for k̂ and ESS: medians over sets
APART, LEVEL = 1.0, 0.7  # sds between the means, nats between the KLs, of two optima that are two answers
FEW, HIGH, UNREADABLE = 0.3, 0.7, 0.5  # relative ESS, k̂, and the distance of two k̂ that say nothing
RICHER = 0.1  # nats that a tilt must bring
TIE = 1e-4
FINE = 1e-5  # nats that halving the resolution may move a KL that is shown
WITHIN = 0.2  # of the truth: a prediction's sd that is fine


class Reference(NamedTuple):
    """The exact answer, by quadrature."""

    log_z: float
    log_z_error: float
    mean: np.ndarray  # (D,)
    sd: np.ndarray  # (D,) nan where p has none
    correlation: float  # nan in 1-D


class Rung(NamedTuple):
    """One family at its best."""

    slug: str
    lam: np.ndarray  # (P,)
    elbo: float
    kl: float  # KL(q‖p), exact
    error: float
    mean: np.ndarray  # (D,)
    sd: np.ndarray  # (D,)
    sd_ratio: np.ndarray  # (D,) over p's
    values: np.ndarray  # (K,) KLs of its distinct optima, best first
    shares: np.ndarray  # (K,) of the random starts that end in each
    several: bool  # two of them are two answers, or a continuum of equal ones
    k: float  # k̂ from the largest √S draws
    k_wide: float  # from the largest 3√S
    ess: float  # relative, of S


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
    reference = _reference(target)
    if not reference.log_z_error <= UNTRUSTED:
        text = "p is too fine for the grid of the exact answer, so nothing here could be judged: rescale it or widen it."
        yield Report(reference, (), None, 1, text, False)
        return
    with np.errstate(all="ignore"):  # never around a yield: it would hold for who waits for the next
        gone = vanishes(target.log_prob, target.window)
    if gone:
        yield Report(reference, (), None, 2, _no_support(target), False)
        return
    rungs = ()
    for slug in names:
        yield Report(reference, rungs, None, 0, "", False)
        each = None
        with np.errstate(all="ignore"), suppress(Late), at_most(math.inf if slug == "mean_field" else patience):
            each = _rung(target, slug, reference, draws, seed, starts_of(slug, restarts))
        rungs += (each,) if each is not None else ()
    gaussian = [each for each in rungs if each.slug in ("mean_field", "full_rank")]
    if not gaussian:
        text = "No Gaussian has a finite KL(q‖p) to this density: change the variable or take a heavier tail."
        yield Report(reference, rungs, None, 2, text, False)
        return
    with np.errstate(all="ignore"):
        laplace = _laplace(target, gaussian[-1], reference, draws, seed)
    line, text, readable = recommend(target.dim, gaussian, reference)
    yield Report(reference, rungs, laplace, line, text, readable)


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


def mean_off(rung: Rung, reference: Reference) -> float:
    """How far a rung's mean is off along the worse axis, in p's sds; 0 where p has none."""
    with np.errstate(invalid="ignore"):
        return float(np.nan_to_num(np.abs(rung.mean - reference.mean) / reference.sd).max())


def _no_support(target) -> str:
    name = target.names[0]
    hint = f"Type the density of log {name} instead, with + {name}."
    hint = hint if target.dim == 1 else "Take logarithms of what is bounded."
    return f"p is 0 on a whole region, where no Gaussian q may be, so KL(q‖p) is infinite. {hint}"


def _reference(target) -> Reference:
    known = truth(target)
    sd, cov = standard_deviation(known), known.cov[0]
    correlation = cov[0, 1] / math.sqrt(cov[0, 0] * cov[1, 1]) if target.dim == 2 else math.nan
    return Reference(float(target.log_z), float(target.log_z_error), known.mean[0], sd, float(correlation))


def _rung(target, slug: str, reference: Reference, draws: int, seed: int, starts: int) -> Rung | None:
    problem = Problem(target, FAMILIES[slug](), DIVERGENCES["reverse_kl"]())
    found = optima(problem, starts=starts, seed=seed)
    if not len(found.value):
        return None
    mean, cov = problem.family.moments(found.lam)
    sd = np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))
    near = found.value - found.value[0] < LEVEL
    apart = (np.abs(mean - mean[0]) > APART * np.minimum(sd, sd[0])).any(axis=-1)
    several = bool(np.any(near & apart)) or (slug != "mixture" and bool(found.flat[0]))
    return _measured(problem, slug, found.lam[0], reference, draws, seed, found.value, found.share, several)


def _laplace(target, rung: Rung, reference: Reference, draws: int, seed: int) -> Rung | None:
    """Laplace's Gaussian at the mode uphill of the best Gaussian's mean; None where that mode has no curvature."""
    family = FAMILIES["full_rank" if target.dim > 1 else "mean_field"]()
    problem = Problem(target, family, DIVERGENCES["reverse_kl"]())
    start = family.from_moments(rung.mean, np.diag(rung.sd**2))
    try:
        lam = fit(Experiment(problem, METHODS["laplace"](), steps=40, start=tuple(start.tolist()))).lam[0, -1]
    except ValueError:
        return None
    return _measured(problem, "laplace", lam, reference, draws, seed, np.empty(0), np.empty(0), False)


def _measured(problem, slug, lam, reference, draws, seed, values, shares, several) -> Rung:
    ledger = exact(problem, lam, FINE)
    mean, cov = problem.family.moments(lam)
    sd = np.sqrt(np.diag(cov))
    count = problem.family.round_draws(draws)
    noise = np.random.default_rng(seed).standard_normal((SETS, count, problem.family.noise_dim(problem.target.dim)))
    ratios = log_ratios(problem, lam, noise)
    told = reliability(ratios)
    k = float(np.median(khat(ratios, tail=round(math.sqrt(count)))))
    numbers = float(ledger.elbo), float(ledger.reverse_kl), float(ledger.error), mean, sd, sd / reference.sd
    return Rung(
        slug, lam, *numbers, values, shares, several, k, float(np.median(told.k)), float(np.median(told.relative_ess))
    )
