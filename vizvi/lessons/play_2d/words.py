"""What the page says of a run, of a decision and of the ladder, beside its lesson."""

from vizvi.format import nats, number, percent

# Where the run ends
DRAG_Q = "Drag q by its mean ● and its rings ○."


def where_it_ends(family: str, ratios: list[float], p: float, q: float) -> str:
    """ratios: q's sds over p's, nan where p has none; p, q: their correlations, nan likewise."""
    widths = " and ".join(f"{number(each)} times p's" if each == each else "unlike p, finite" for each in ratios)
    tilt = f", its correlation {number(q)} where p's is {number(p)}" if p == p and q == q else ""
    return f"Where this run ends, q ({family}) has sds {widths}{tilt}."


# The Challenger's decision
DISTRESS_CHANCE = "probability of distress"
EXACT = "exact"
THE_LAUNCH = "31 °F, the launch"
EXACT_BAND = "exact, 90 % band"
Q_BAND = "q, 90 % band, at the stage's step"
A_FLIGHT = "a flight: above with distress, below without"
TEMPERATURE = "launch temperature, °F"


def decision(exact: str, q: str) -> str:
    return (
        f"**The decision.** At 31 °F the exact posterior puts the probability of distress at {exact}; "
        f"q at the last step says {q}. The coldest flight so far had been at 53 °F."
    )


def distress(exact: str, q: str) -> str:
    return f"Probability of O-ring distress against temperature, with 90 % bands. At 31 °F {exact}; at the end {q}."


def short(name: str, mean: float, lo: float, hi: float) -> str:
    """The same where the legend says what is in brackets."""
    return f"{name}: {percent(mean)} ({percent(lo)} to {percent(hi)})"


def at_launch(mean: float, lo: float, hi: float) -> str:
    """A mean and its 90 % band as people read them."""
    return f"{percent(mean)} (90 % band {percent(lo)} to {percent(hi)})"


# Family ladder
LADDER = "Family ladder: how near does each family come?"
TAILS = "its tails outlast p's, so q's average of log p is −∞ whatever its place and scale"
NEXT = "The next family is looked for …"
ELBO = "ELBO, nats"


def stands(family: str, why: str) -> str:
    return f"**{family}** stands at **−∞**: {why}."


def take(family: str) -> str:
    return f"Take {family}"


def below(name: str, missing: float) -> str:
    return f"{name}: {nats(missing)} below log Z"


def ceiling(log_z: float) -> str:
    return f"ceiling: log Z = {number(log_z)}"
