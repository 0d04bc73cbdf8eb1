"""Words: a line and a launch."""

from vizvi.format import number

FROM = {"none": "no lines", "p": "the exact posterior", "q": "mean-field's q"}
CENTER = "Center x"
CENTER_HELP = "Measure x from its mean: the intercept is then the middle."
ONE_LINE = "One line at a time, drawn from"
SPAN = "x from … to …"
USUAL_POINTS = "Usual points"
NOT_OF_Y = "it does not depend on y"
SLOPE_COVERS = "95 % interval of the slope covers"
GAP = "KL(q‖p)"
EXACT_NOW = "x is measured from its mean: intercept and slope are independent, and mean-field is **exact**."
SDS_OF_LINE = "sd of the line at x ="
A_DECISION = "**A decision.** The probability of O-ring distress at 31 °F, the morning of the Challenger's last launch:"
COMPARE = "Compare the exact posterior with"
NO_GAP = "0 nats"
MEAN_FIELD_OVER_EXACT = "mean-field / exact"
BAND_HEADER = "| | mean (90 % band) |"
DISTRESS = "probability of distress"
EXACT_BAND = "exact 95 %"
MEAN_FIELD_BAND = "mean-field 95 %"
MEAN_OF_X = "mean of x"
ONLY_EXACT = "The exact band of the line."
EXACT_90 = "exact, 90 %"
THE_LAUNCH = "31 °F, the launch"
A_FLIGHT = "a flight: above with distress, below without"
TEMPERATURE = "launch temperature, °F"
LAUNCH_TITLE = "Probability of O-ring distress against temperature."


def both_slopes(q: float, exact: float) -> str:
    return f"sd {q:.3f}; exact {exact:.3f}"


def wider(ends: str) -> str:
    return f"Mean-field's band is the **wider** one for {ends}, and the narrower one outside."


def at_launch(name: str, mean: str, lo: str, hi: str) -> str:
    return f"| {name} | {mean} ({lo} to {hi}) |"


def loses_little(correlation: float) -> str:
    return (
        "Mean-field loses little here: temperatures are measured from 70 °F, close to their mean, so intercept and "
        f"slope depend on each other only a little (correlation {number(correlation)}). At 31 °F every Gaussian q is "
        "too wide, because the posterior is skew; Laplace, at its peak, is the widest."
    )


def bands(lo: float, at_lo: float, hi: float, at_hi: float, most: float) -> str:
    """How many times as wide mean-field's band is at both ends and at most."""
    ends = f"At x = {lo:g} mean-field's sd is {at_lo:.2f} times the exact one, at {hi:g} {at_hi:.2f} times"
    return f"{ends}; in between up to {most:.2f} times."
