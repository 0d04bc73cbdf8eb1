"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import nats, number, thousands

# Both sides
TABS = {"dial": "The α dial", "cost": "What does forward KL need?", "map": "The map of optima"}
CARRY = "Carry q along"
CARRY_HELP = "Start where the left side ended before you turned a knob."
NO_SD = (
    "This p has no standard deviation: every bell costs ∞ in KL(p‖q), so the run on the right is on its way to nowhere. A "
    "Student-t with more than two degrees of freedom has one."
)

# The α dial
WAYS = {
    "best": "the best at each α",
    "up": "carried up from α = 0",
    "down": "carried down from α = 1",
}
CONVENTIONS = (
    "α here is Minka's (2005): 0 is KL(q‖p), ½ is Hellinger's, 1 is KL(p‖q). Bishop (PRML, 10.19) writes 2α − 1: "
    "−1, 0 and 1. Li & Turner (2016) write 1 − α: 1, ½ and 0."
)
NEVER_TWO = "q has p's precisions at α = 0, its entropy at ½, its variances at 1: a factorized q never has two of them."
MINIMIZED = "What q makes least at this α: (1 − ∫ pᵅ q¹⁻ᵅ)/(α(1 − α)), at the ends of the dial the two KLs."
FOLLOW = "Follow"
WHICH_ALPHA = "Which α? Three conventions are in use."
FOLLOWING = "Following the optimum along the dial …"
MEAN_OF_Q = "mean of q"
SD_RATIO = "sd of q over sd of p"
PRECISIONS = "precisions"
ENTROPY = "entropy"
VARIANCES = "variances"
ALPHA_AXIS = "α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)"
OF_P_ITSELF = "p's own"
CLOSED_FORM = "closed form: α s² + (1 − 2α) s = (1 − α)(1 − ρ²)"
FOUND = "optimum found"
VARIANCE_OF_P = "p's own variance"
RIGHT_HERE = "right here"
VARIANCE_OF_Q = "variance of q, either coordinate"
ALPHA = "α (Minka)"


def picture(title: str) -> str:
    return f"Picture along the dial: {title}"


def so_far(done: int, of: int) -> str:
    return f"Following the optimum along the dial: turn {done} of {of} …"


def turned(jumps: list[tuple[float, float]], path: str) -> str:
    if not jumps:
        return "Turn the dial: q moves without a jump."
    at = " and ".join(f"between α = {lo:g} and {hi:g}" for lo, hi in jumps)
    why = {
        "best": "there another optimum becomes the better one",
        "up": "there the optimum that was carried along has ceased to be one",
        "down": "there, on the way down, the optimum that was carried along has ceased to be one",
    }[path]
    return f"Turn the dial: q **jumps {at}**: {why}."


def along(label: str, ends: str) -> str:
    return f"{label} along the dial: {ends}."


def mean_and_sd(mean: str, sd: str) -> str:
    return f"Mean and sd of q along the dial: {mean} and {sd}."


def rises(first: float, last: float) -> str:
    return f"The variance of q rises from {number(first)} to {number(last)} along the dial."


def ends(first: list[float], last: list[float]) -> str:
    """From where to where, coordinate by coordinate."""
    return f"from {' and '.join(map(number, first))} to {' and '.join(map(number, last))}"


# What does forward KL need?
LEFT_END = "where the left side ends"
RIGHT_END = "where the right side ends"
AVERAGES = (
    "**Forward KL averages over p**, and who could draw from p would not need q. The right side above knows p because "
    "this page does. A real user has draws from q, weighted by w = p̃/q:"
)
ESTIMATE = "estimate"
DRAWS_FROM_Q = "draws from q (band: 90 % of 100 repetitions)"
FORWARD_KL = "KL(p‖q), nats"


def q_at(where: str) -> str:
    return f"q {where}"


def draws_say(where: str, draws: int, middle: float, lo: float, hi: float, exact: float) -> str:
    return (
        f"with q {where}, {thousands(draws)} draws say {nats(middle)} (the median of 100 users; nine in ten "
        f"see {nats(lo)} to {nats(hi)}) and it is {nats(exact)}"
    )


def nothing_of(first: str, second: str) -> str:
    return f"{first}; {second}. Draws from q say nothing of a place where q never goes."


def estimated(draws: int, estimate: float, exact: float) -> str:
    return f"From {thousands(draws)} draws the estimate is {number(estimate)} nats; exact is {number(exact)}."


def exact(value: float) -> str:
    return f"exact: {number(value)}"


# The map of optima
KINDS = ("on the left bump", "covers both", "on the right bump")
KNOBS = {"separation": "separation d", "weight": "weight w"}
AGAINST = "Against"
DRAWING = "Drawing the map …"
AXES = {
    "separation": ("separation ±d", "d = {}"),
    "weight": ("mass of the right bump w", "w = {}"),
    "alpha": ("α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)", "α = {}"),
}
KNOB_NAMES = {"separation": "Separation ±d", "weight": "Mass of the right bump", "alpha": "α (Minka)"}
OPTIMUM = "an optimum"
BARRIER = "the barrier between two"
BEST_NOW = "best now"


def one_place(name: str, at: float, optimum: str) -> str:
    return f"At {name} = {number(at)} KL(q‖p) has one optimum: {optimum}. Every start finds it."


def places(name: str, at: float, optima: str) -> str:
    return f"At {name} = {number(at)} the optima of KL(q‖p) are: {optima}. The start decides which one a run finds."


def of_p(name: str) -> str:
    return f"{name} of p"


def of_q(name: str) -> str:
    return f"{name} of q"


def tie(at: float) -> str:
    return f"tie {number(at)}"


def no_optimum(at: float) -> str:
    return f"At {number(at)} there is no optimum."


def best(at: float, count: int, mean: float, sd: float, value: float) -> str:
    """count: of optima at this place of the knob; the rest is of the best one."""
    optima = "one optimum" if count == 1 else f"{count} optima"
    return f"At {number(at)}, {optima}; the best has mean {number(mean)}, sd {number(sd)} and costs {number(value)} nats."
