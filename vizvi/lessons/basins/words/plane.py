"""Words: Two dimensions."""

from vizvi.format import nats, number

THREE = (
    "Three modes at distance 3, full-rank: seven optima, and the best is a q that covers **two** of the three (0.88 nats); "
    "the one that covers all costs 0.90, each mode alone 1.06. A start decides, and nothing in an ELBO of −1.06 says that "
    "−0.88 exists."
)
TARGET = "Target"
FAMILY = "Family of q"
SEPARATION = "Separation d"
SD_AT_START = "sd of q at the start"
COARSE = " This is a coarse map; a finer one is on its way."
PLANE_HEADER = "| optimum | mean of q | KL(q‖p) ⌁ |"
DIAGONAL = "Two modes on the diagonal"
P_LEVELS = "20, 50, 90 % of p"
HALF_OF_Q = "half of q at an optimum"
EACH_COORDINATE = "mean of q, each coordinate"
AN_OPTIMUM = "an optimum"
NO_OPTIMUM = "no optimum any more"
HALF_SEPARATION = "half-separation d"


def starts(along: int, now: str) -> str:
    return f"{along} × {along} round starts, followed by gradient flow on the exact KL(q‖p).{now}"


def fork(critical: float) -> str:
    return (
        f"**A fork.** Modes at ±(d, d), a mean-field q: up to d = {critical:.3f} its best mean is the middle. There "
        "its variance reaches 2, the middle turns into a pass, and q must choose a side. On the line, with the scale free, "
        "this never happens: covering both stays an optimum."
    )


def plane_optimum(letter: str, x: float, y: float, value: float, percents: float) -> str:
    return f"Optimum {letter}: mean ({number(x)}, {number(y)}), KL {nats(value)}; {percents:.0f} % of these starts"


def plane(count: int, places: list[tuple[str, str, str]]) -> str:
    """places: letter, mean and KL of each optimum."""
    told = "; ".join("{} at {}, {}".format(*row) for row in places)
    return f"Starts on the plane, colored by which of {count} optima they end in. {told}."


def mean_at_start(name: str) -> str:
    return f"mean of q at the start, {name}"


def now(d: float) -> str:
    return f"now: d = {d:.2f}"


def leaves_middle(critical: float) -> str:
    return f"q's mean leaves the middle at d = {critical:.4f}: two optima beyond, one before."
