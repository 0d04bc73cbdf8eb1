"""Words: Old Faithful, by EM and by variational Bayes."""

from vizvi.format import nats, number

IN = {"standard": "standard units", "minutes": "minutes"}
BY = {"ml": "EM: maximum likelihood", "map": "EM: highest posterior (MAP)"}
VB = "Variational Bayes"
BRIEFLY = {"ml": "EM", "map": "MAP", "vb": "VB"}
BOTH_START = "Both start here: each eruption with the nearest of a few drawn at random."
COMPONENTS = "Components K"
FEW_COMPONENTS = "Of the Dirichlet prior on weights: a small one favors few components."
CONCENTRATION = "Concentration α₀"
START = "Start"
SAME_START = "A number for the random start, the same for both."
ANOTHER_START = "Another start"
UNITS = "Units"
ON_THE_LEFT = "On the left"
LOG_POSTERIOR = "log posterior, MAP"
LOG_LIKELIHOOD = "log likelihood, EM"
LOG_LIKELIHOOD_MAP = "log likelihood, MAP"
FIRST = "First"
BACK = "Back"
NEXT = "Next"
LAST = "Last"
IN_USE_EM = "in use, EM"
EXPLAIN = "explain one eruption or more"
IN_USE_VB = "in use, VB"
AT_END = "at the end"
ELBO_OF_VB = "ELBO of VB"
LIKELIHOOD_OF_EM = "log likelihood of EM"
EXACT_FOR_SWEEP = "Exact for the sweep that is shown."
ERUPTION = "eruption, min"
WAITING = "waiting, min"
EM = "EM"
VB_WEIGHTS = "VB, E[π]"
COMPONENT = "component"
WEIGHT = "weight"
SWEEP = "Sweep"
SWEEPS = "sweeps"
BEST_LIKELIHOOD = "EM: best log likelihood"
BEST_ELBO = "VB: best ELBO"
ELBO_WITH_COPIES = "ELBO + log K!"
COMPONENTS_K = "components K"
CLOSE_UP = "close up, nats"


def another(why: str) -> str:
    return f"{why} Take another start."


def sweep_of(at: int, end: int) -> str:
    return f"Sweep **{at}** of {end}"


def with_copies(elbo: float) -> str:
    return f"with log K!: {number(elbo)}"


def uses(name: str, em: int, total: int, vb: int) -> str:
    off = "the bound charges for each in use" if vb < total else "VB turns none off"
    return f"Here {name} uses {em} of {total} components, VB {vb}: {off}."


def of(count: int, total: int) -> str:
    return f"{count} of {total}"


def explained(name: str, alive: int, total: int) -> str:
    return f"{name}: {alive} of {total} components explain an eruption or more."


def an_eruption(minutes: float, waiting: float, who: str) -> str:
    return f"{minutes:g} min, then {waiting:g} min of waiting: {who}"


def weights(em: int, vb: int, total: int) -> str:
    return f"Components with a weight: EM {em}, VB {vb} of {total}."


def ends(name: str, em: float, elbo: float) -> str:
    return f"{name} ends at {nats(em)}, the ELBO of VB at {nats(elbo)}."


def sweep(at: int) -> str:
    return f"sweep {at}"


def rung(elbo: float, alive: int) -> str:
    return f"{number(elbo)} nats, {alive} in use"


def ladder(best: int, copied: int) -> str:
    return f"EM's likelihood rises with K; the ELBO is highest at K = {best}, with log K! at {copied}."
