"""Words: hundreds of simulated data sets."""

from vizvi.format import number, percent, thousands

MODELS = {
    "line": "a line, mean-field",
    "centered": "a line, mean-field, x centered",
    "mean": "a normal mean: q is exact",
    "rate": "waiting times, log rate",
    "launch_mf": "Challenger, mean-field",
    "launch_fr": "Challenger, full-rank",
    "launch_laplace": "Challenger, Laplace",
}
MODEL_AND_Q = "Model and q"
DATA_SETS = "Simulated data sets"
SEED = "Seed"
PARAMETER = "Parameter"
GO_ON = "Go on"
STOP = "Stop and keep"
HELD = "95 % intervals that held the truth"
NO = "no"
YES = "yes"
NO_SIGN = "no sign of it"
IS_CALIBRATED = "is q calibrated?"
TO_ONE_SIDE = "is q to one side?"
THE_TRUTH = "the truth"
HOLDS = "holds the truth"
MISSES = "misses it ✗"
A_DATA_SET = "simulated data set"
IF_Q_WERE_P = "if q were p"
BY_THEORY = "by theory"
PLACE = "place of the truth in q: q's probability of less"
SETS_PERCENT = "data sets, %"
DENSITY = "density of q"
ONE_AFTER_ANOTHER = "q of one simulated data set after another, measured from the truth."
AVERAGE = "an average weight"
WEIGHT = "weight p/q over the average weight"
DRAWS_PERCENT = "draws, %"
WEIGHTS_TITLE = "Importance weights of q's draws."


def another_model(model: str) -> str:
    return f"Below is another model: **{model}**."


def stopped(count: int, of: int) -> str:
    return f"Stopped after {thousands(count)} of {thousands(of)} data sets."


def data_set(count: int, of: int) -> str:
    return f"data set {thousands(count)} / {thousands(of)}"


def not_shown(count: int) -> str:
    return f"these {thousands(count)} data sets do not show it"


def apart(errors: float) -> str:
    """errors: how far coverage is from 95 %, in standard errors."""
    if abs(errors) <= 1e-9:
        return "just as claimed"
    return f"{abs(errors):.0f} standard errors {'below' if errors < 0 else 'above'} 95 %"


def held_of(held: int, count: int, apart: str) -> str:
    return f"{thousands(held)} of {thousands(count)}; {apart}"


def chance(p_value: float) -> str:
    return "below 0.01" if p_value < 0.01 else number(p_value)


def kolmogorov(distance: float, p: str) -> str:
    return f"Kolmogorov's distance {number(distance)}, p {p}"


def mirror(distance: float, p: str) -> str:
    return f"distance from its mirror image {number(distance)}, p {p}"


def histogram(outer: float) -> str:
    return (
        f"**How to read the histogram.** If q were the posterior, truths would fall evenly into it. "
        f"{percent(outer)} of them fell into its outer fifth; 20 % should. "
        "A valley (∪) says q is too narrow, a hill (∩) too wide, a ramp that it lies to one side."
    )


def first_of(shown: int, of: int) -> str:
    return f"the first {shown} of {of}"


def missed(count: int, of: str, name: str) -> str:
    return f"{count} of {of} intervals that claim 95 % miss the truth of the {name}."


def of_sets(first: str) -> str:
    return f"simulated data set, {first}"


def off_truth(name: str) -> str:
    return f"{name} − truth"


def outer_tenth(percents: float) -> str:
    return f"{percents:.0f} % of the truths lie in the outer tenth of q; 10 % should."
