"""Words: the race, one moment of it, and its numbers."""

from vizvi.format import nats, number, thousands
from vizvi.lessons.stochastic.words.regression import KL_TO_BEST
from vizvi.lessons.stochastic.words.settings import AXES

# The race
HIDDEN_RACE, PREDICT_FIRST = "KL against data touched: what comes is hidden until you predict.", "predict first"
KL_TO_POSTERIOR, EXPECTED = "KL(q‖posterior), nats", "expected"
ONE_STEP = "one step of 1 on all the data: 0"
THIS_RUN, CAN_KNOW, ON_ALL = "this run", "½ N/n: what n points can know", "the same steps on all the data"


def on_a_log_scale(axis: str) -> str:
    return f"{AXES[axis]} (log scale)"


def settles(level: float) -> str:
    return f"settles at {nats(level)} on average"


def all_data(step: int) -> str:
    return f"all the data, step {step}"


def raced(early: float, few: int, late: float, many: int) -> str:
    return f"KL is {nats(early)} after {thousands(few)} points and {nats(late)} after {thousands(many)}."


# One moment of it
AT_THE_START = "q at the start, N(0, 1), and the posterior."
IN_SDS, DENSITY = "z, in posterior sds from the posterior's mean", "density (posterior's peak: 1)"
POSTERIOR, Q = "posterior", "q"
MINIBATCH = "data, and the minibatch ×"


def moment(touched: int, own: float) -> str:
    return f"After {thousands(touched)} points q's mean is {number(own)} of its own sds from the posterior's."


def q_and_before(steps: int) -> str:
    return f"q; thin: its {steps} steps before"


def all_of(n: int) -> str:
    return f"All {thousands(n)} data."


def mean_of_these(batch: int) -> str:
    return f"mean of these {batch}"


def looked_at(step: int, batch: int, n: int, mean: float) -> str:
    return f"Step {thousands(step)} looked at {batch} of {thousands(n)} data, whose mean is {number(mean)}."


# Its numbers, on the page and as code
HOW = "Of this very run, in closed form."
TOUCHED, OWN, KL = "data touched", "q's mean is off, in its sds", "KL(q‖posterior)"
WIDTH, WIDTH_NOTE = "q's sd", "the posterior's"


def step_and_share(step: int, passes: float) -> str:
    return f"step {thousands(step)}; " + (f"{100 * passes:.2g} % of all" if passes < 1 else f"{passes:.2g} × all")


def expected(text: str) -> str:
    return f"expected {text}"


def at_step(step: int) -> str:
    return f"{KL_TO_BEST} at step {step}"


ADAM_THERE = "It has the same data and minibatches as large; its steps are Adam's, and {}'s own."
KEEPS_SCALE = " It does not forget N/B."


def times(width: float) -> str:
    return f"{number(width)} ×"
