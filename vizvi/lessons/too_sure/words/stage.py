"""Words: a run on the stage: how often q's intervals are right, and why."""

from vizvi.format import number, share

P_MASS = "p's own mass in q's central 95 % interval: how often it is right, were the truth drawn from p."
NO_SD = "p has no sd"
ELLIPSE_COVERS = "95 % ellipse covers"
AT_THE_END = "**At the end of the run**"
BY_QUADRATURE = "By quadrature over p and q's exact quantiles, to all digits shown."
CENTER_AGAIN = "Center it again"
NON_CENTER = "Non-center it: x = e^(v/2) z"


def sd_times(ratio: float) -> str:
    return f"sd {number(ratio)} times p's"


def sd_of_both(q: float, p: float) -> str:
    return f"sd {number(q)}; p's is {number(p)}"


def covers(name: str) -> str:
    return f"95 % covers{name}"


def either(names: tuple[str, ...]) -> str:
    return " or ".join(names)


def both(names: tuple[str, ...]) -> str:
    return " and ".join(names)


def where_it_ends(names: tuple[str, ...], shares: list[float]) -> str:
    """shares: how often the interval of each coordinate holds it."""
    held = " and ".join(f"{name} {share(each)} of the time" for name, each in zip(names, shares, strict=True))
    which = "intervals hold" if len(names) > 1 else "interval holds"
    return f"Where this run ends, q's 95 % {which} {held}."


def non_centered(scale: float) -> str:
    return (
        f"This is the funnel of sd {number(scale)} **non-centered**: with x = e^(v/2) z the coordinates are "
        f"v/{number(scale)} and z, two independent normals. Mean-field is exact: KL(q‖p) is 0."
    )


def funnel(q: float, p: float) -> str:
    return (
        f"**A funnel.** q's sd of v is {number(q)} and p's {number(p)}: however "
        "wide the funnel, q's never passes √2 = 1.41, since s² = 1/(1/σ² + ½). A full-rank q is no better, for want of a "
        "linear correlation to follow. What helps is to write the model in other coordinates:"
    )


def too_wide(y: str, log_q: float, log_p: float, q: float, p: float) -> str:
    return (
        f"**Too narrow here, too wide there.** z is the log of a variable y ~ {y}. On the scale of z the best q has "
        f"variance {number(log_q)} and p {number(log_p)}; seen as a q of y it has {q:.3f} and "
        f"p {number(p)}: too **wide**. The family depends on the scale, the KL does not."
    )


def no_sd_at_all(covered: float) -> str:
    return f"**Heavy tails.** This p has no standard deviation at all; q's interval covers {share(covered)}."


def heavy_tails(ratio: float, covered: float) -> str:
    return (
        f"**Heavy tails.** q's sd is {number(ratio)} times p's, yet its 95 % interval covers "
        f"{share(covered)}: sd and interval need not be wrong in the same way."
    )
