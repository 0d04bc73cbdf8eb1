"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import number

# The stage
PUT_Q_AT = "Put q at"
DERIVATION_NAME = "A derivation"
NAMES_NAME = "Two names for one thing"
UNITS_NAME = "The units trick"
HIDE = "Hide what you couldn't know"
WHERE_WILL_IT_LAND = "Where will the ELBO land at N(1, 0.5²)?"
LANDED = "ELBO there"
EVIDENCE = "log p(x)"

# Why is it a bound, and can it be tighter?
WHY_A_BOUND = "Why is it a bound, and can it be tighter?"
THE_EVIDENCE = "the evidence itself"
NO_PRICE = "Here q is the posterior: the bound has nothing to gain, and its gradient no signal."
FALLS = "The gradient that moves q loses its signal as the bound tightens (Rainforth et al., 2018):"
STAYS = "The gradient's signal does not fall here: q is still far from the posterior, and every draw says so:"
LOG_W = "log w, nats"
BOUND = "bound, nats"
DRAWS = "draws K"


def jensen(draws: int) -> str:
    return (
        f"**Jensen's inequality.** {draws} draws of w from q at the start. The logarithm bends down, so the mean "
        f"of the logs, which the ELBO averages, is below the log of the mean, which estimates the log evidence."
    )


def average_first(elbo: float, bound: str, most: int) -> str:
    return (
        f"**Average first, take the log later.** With K draws inside the logarithm the bound climbs from the ELBO, "
        f"{number(elbo)} nats, to {bound} at K = {most} (exact, by quadrature)."
    )


def short_of(gap: float) -> str:
    return f"{gap:.4f} nats below the evidence"


def price(why: str, rows: list[tuple[int, float, float]], replicates: int) -> str:
    """What a tighter bound costs its gradient. rows: K, mean over sd of one estimate, and the error of that."""
    told = ", ".join(f"{number(value)} ± {max(error, 0.005):.2f} at K = {k}" for k, value, error in rows)
    seen = f"|mean| / sd of one estimate of q's gradient is {told} ({number(replicates)} replicates each)."
    return f"**The price.** {why} {seen}"


def weight(w: float, log_w: float) -> str:
    return f"w = {number(w)}, log w = {number(log_w)}"


def log_of_mean(value: float) -> str:
    return f"log of mean w = {number(value)}"


def mean_of_log(value: float) -> str:
    return f"mean of log w = {number(value)}"


def below(mean_log: float, log_mean: float) -> str:
    return f"The mean of log w is {number(mean_log)}, the log of the mean {number(log_mean)} nats."


def at_k(k: int, value: float) -> str:
    return f"K = {k}: {number(value)} nats"


def ceiling(log_z: float) -> str:
    return f"ceiling {number(log_z)}"


def rises(first: float, last: float, draws: int) -> str:
    return f"The bound rises from {number(first)} at one draw to {number(last)} at {draws} draws."
