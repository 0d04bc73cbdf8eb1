"""Words: what q's own draws can tell."""

import math

from vizvi.format import nats, number, percent, share

MANY = "4\u2009000"
ESS_SEEN = "effective sample size seen"
TRUE_ESS = "true effective size"
RESPONSE = "**Linear response.** Tilt p a little: how fast q's means move estimates p's covariance, correlations included."
RESPONSE_HEADER = "| sd of | q | linear response | p, known only here |"
HAS_NONE = "it has none"
FALLS_SHORT = "Here it **falls short**: a small tilt does not show how far p reaches."
EXACT_IF_GAUSSIAN = "Exact where p is Gaussian (Giordano, Broderick & Jordan, 2015). It needs an optimum of the ELBO."


def problem(target: str, knobs: str, family: str) -> str:
    return (
        f"The present problem: **{target}**{knobs} with a **{family}** q "
        "at its best. Change it in the first tab, or try one of the links below."
    )


def pareto(draws: str) -> str:
    return f"Pareto k̂ of {draws} draws"


def usable(trusted: bool, below: float) -> str:
    verdict = "nothing against q" if trusted else "do not trust q's averages"
    return f"{verdict}: usable below {number(below)}"


def ess_of(ess: int, draws: str) -> str:
    return f"{ess} of {draws} draws"


def blind(k: float, ess: float, sd: float | None, p_sd: float, true_ess: str, covered: float, gap: float) -> str:
    """sd: by linear response, None where it was refused."""
    repaired = "refused" if sd is None else number(sd)
    return (
        f"**What none of them sees.** p has two bumps, at −4 and at 4, and q sits on one. Its draws say k̂ = {index(k)} "
        f"and an effective size of {percent(ess)}; linear response gives sd {repaired}. In truth p's sd is {number(p_sd)}, "
        f"the effective size {true_ess}, and q's 95 % interval covers {share(covered)}. KL(q‖p) is {nats(gap)}, log 2: "
        "the price of half of p."
    )


def weights(alike: bool) -> str:
    told = "A few that weigh like thousands say that q misses where p is."
    if alike:
        told = "All weigh nearly alike: where q goes it has p's shape. Where it never goes they say nothing."
    return f"**Weights p/q of q's own draws.** {told}"


def index(k: float) -> str:
    """Pareto's k̂; −∞ where all weights are alike."""
    return "none: all alike" if k == -math.inf else number(k)


def endless(part: float) -> str:
    """part: the true effective size as a share."""
    return "the weights' variance is infinite" if part == 0 else "as the draws go on without end"


def refused(why: str) -> str:
    return f"Refused: {why}"


def correlations(q: float, repaired: float, p: float) -> str:
    return f"| correlation | {number(q)} | **{number(repaired)}** | {number(p)} |"


def analyst(
    names: tuple[str, ...], family: str | None, k: float, warns: bool, sds: list[tuple[float, float | None]]
) -> str:
    """The sentence to write. family: None if there is but one; sds: q's and by linear response, None if refused."""
    warning = "which warns that q is too far from p even for weighted averages" if warns else "which gives no warning"
    noun = "standard deviation is " if len(sds) == 1 else "standard deviations are "
    told = noun + ", ".join(
        number(q) if repaired is None else f"{number(q)} (linear response: {number(repaired)})" for q, repaired in sds
    )
    return (
        f"**What a careful analyst would write.** “We approximated the posterior of {' and '.join(names)} by "
        f"a {family or 'single'} Gaussian that maximizes the ELBO. Its {told}. On {MANY} draws k̂ is {index(k)}, {warning}; "
        "as with every diagnostic from q's own draws, that says nothing of regions that q does not visit. Intervals are "
        "q's own; nobody checked them against the exact posterior.”"
    )
