"""What the page says around its lesson: labels, charts, and sentences that depend on numbers."""

import math

from vizvi.format import number, thousands

# Settings: each choice of a link, and how the page calls it
KINDS = {"metropolis": "Metropolis", "hmc": "HMC", "gibbs": "Gibbs"}
BUDGETS = {"1000": "1 000", "300": "300", "3000": "3 000", "10000": "10 000"}
PLACES = {"spread": "apart", "one": "all where q starts"}
SAMPLER, LEAPFROG_STEP, STEP_SD = "Sampler", "Leapfrog step ε", "Step sd"
BUDGET, BUDGET_HELP = "Evaluations", "Of log p or its gradient, for each chain."
MORE = "More of the chains"
LEAPFROG, JITTER, CHAINS, FROM = "Leapfrog steps L", "Jitter of ε", "Chains", "Chains start"
USE_METROPOLIS = "Use Metropolis"


def refused(why: str, target: str) -> str:
    return f"{why} {target} has none: take another sampler."


# The chains
MOVE, MOVE_HELP = "Step (0: the last)", "One move of chain 1 in slow motion."
FIRST, TAKEN, REFUSED = "chain 1", "a move that was taken", "refused"
RHAT, RHAT_NOTE = "R̂, the worse", "blind where no chain went"
ESS_NOTE = "counts visited places"
ACCEPTED, ACCEPTED_NOTE = "accepted", "a circle is accepted, too"
KHAT = "k̂ of q"
OFF, STRETCHED = "all chains: mean off by", "sd off by"


def steps_so_far(have: int, steps: int) -> str:
    return f"{have} of {steps} steps … "


def redraws(step: int, names: tuple[str, ...]) -> str:
    return f"**Step {step}.** Draw {' then '.join(names)}, each given the other: nothing is ever refused."


def weighs(step: int, sampler: str, log_ratio: float, chance: float, coin: float, taken: bool) -> str:
    """The arithmetic of one move of Metropolis or HMC."""
    what = "p(new)/p(old)" if sampler == "metropolis" else "exp(energy lost)"
    verdict = "**taken**" if taken else "**refused**, so the chain stays"
    weighed = f"log of {what} = {number(log_ratio)}: take it with chance {chance:.2f}"
    return f"**Step {step}.** {weighed}. Coin {coin:.2f}: {verdict}."


def moved(chains: int, steps: int, taken: bool) -> str:
    done = "took" if taken else "refused"
    return f"{chains} chains after {steps} steps; the last step of the first {done} its proposal."


def rhat(value: float) -> str:
    return f"{value:.3f}" if value < 100 else number(math.inf)


def ess(value: float) -> str:
    return "frozen" if math.isnan(value) else thousands(round(value))


def ess_of(kept: int) -> str:
    return f"ESS of {thousands(kept)}"


def khat(value: float) -> str:
    return "all alike" if value == -math.inf else number(value)


def khat_note(value: float, usable: float, from_fewer: float, fewer: int) -> str:
    if math.isnan(value):
        return "q has run away: its weights are not finite"
    return f"usable below {number(usable)}; {khat(from_fewer)} from the {fewer} largest; blind where q is not"


def in_sds(error: float) -> str:
    return f"{number(error)} sd"


# The race
RACE = "**Error against work**, for single chains and for VI."
HIDDEN_RACE, PREDICT_FIRST = "Error against work: hidden until you predict.", "predict first"
BEGUN = "Error against work: the race has begun."
ERRORS = {"mean": "error of the mean, in sds", "sd": "error of the sd, relative"}
NOUNS = {"mean": "mean", "sd": "sd"}
WORK = "evaluations of log p or its gradient (log scale)"
SKETCHED = "Sketched error"
NO_FLOOR, LAPLACE, PATHFINDER = "VI's floor: 0", "Laplace", "Pathfinder"
OF_CHAINS, OF_VI = "single chains: root mean square, and 80 % of 64", "VI, median of 20 runs"
AS_SKETCHED, YOUR_CHAIN, YOUR_VI = "as you sketched it", "your chain: drag its points", "your VI"


def floor(level: float) -> str:
    return f"VI's floor {number(level)}"


def passes(mean: float | None, sd: float | None) -> str:
    """After how many evaluations a chain passes VI's floor; None if not on the board."""
    told = ["not here" if each is None else f"after {about(each)} evaluations" for each in (mean, sd)]
    return f"A chain passes VI's floor {told[0]} in the mean, and {told[1]} in the sd."


def chains_so_far(spent: float, total: float) -> str:
    return f"64 chains: {about(spent)} of {about(total)} evaluations …"


def without_floor(noun: str) -> str:
    return f"The {noun} of q has no floor to compare with."


def never_passed(noun: str) -> str:
    return f"VI's floor in the **{noun}** is 0: no chain ever passes it."


def passed(noun: str, floor: float, evaluations: float) -> str:
    return f"In the **{noun}** a chain passes VI's floor, {number(floor)}, after {about(evaluations)} evaluations."


def stays_above(noun: str, floor: float) -> str:
    return f"In the **{noun}** these chains stay above VI's floor, {number(floor)}: their error has stopped falling."


def would_pass(noun: str, floor: float, evaluations: float) -> str:
    at = f"after some {about(evaluations)} evaluations"
    return f"In the **{noun}** a chain would pass VI's floor, {number(floor)}, {at}, by its slope of −½."


def about(count: float) -> str:
    """A number of evaluations to two digits: more is not known."""
    digits = max(0, len(str(int(count))) - 2)
    return thousands(round(count / 10**digits) * 10**digits)
