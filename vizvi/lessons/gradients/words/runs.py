"""Words: runs that follow such gradients."""

from vizvi.format import number

TEN_TIMES = "Ten times nearer takes a hundred times the draws, for everybody: what differs is where one begins."
STEP_SIZE = "Step size"
DESCENT = (
    "Plain gradient descent on q's mean and log sd, 2\u2009000 evaluations a run, the same noise; colored lines "
    "are exact. The thin one is what run 1 sees of itself: a noisy trace may have converged."
)
BUDGET = "draws of one gradient (log scale)"
ERROR = "its error (root mean square, exact)"
EVALUATIONS = "evaluations of p"
CEILING = "log Z, the ceiling"
SEEN = "what run 1 sees of its ELBO"


def errors(draws: int, of: dict[str, float]) -> str:
    """of: the error by each estimator."""
    return f"A gradient of {draws} draws is off by {', '.join(f'{number(error)} by {way}' for way, error in of.items())}."


def flew(lost: int, runs: int) -> str:
    return f"{lost} of {runs} runs flew away"


def elbo_of(way: str) -> str:
    return f"ELBO, {way}"


def runs(count: int, rate: float, gone: dict[str, int]) -> str:
    """gone: how many flew away by each estimator that lost any."""
    lost = ", ".join(f"{runs} by {way}" for way, runs in gone.items())
    told = f"runs that flew away: {lost}" if gone else "none flew away"
    return f"ELBO of {count} runs by each estimator at step size {rate:g}; {told}."
