"""What the page says around its lesson: labels, charts, and sentences that depend on numbers."""

from vizvi.format import nats, number, thousands

# Settings: each choice of a link, and how the page calls it
SIZES = {"1000000": "1 million", "1000": "1 000", "10000": "10 000", "100000": "100 000"}
BATCHES = {"32": "32", "10": "10", "100": "100", "all": "all N"}
SCHEDULES = {"robbins_monro": "shrinking, (t + τ)^−κ", "constant": "constant ρ", "averaged": "constant ρ, averaged"}
PRIORS = {"1": "N(0, 1)", "10": "N(0, 10²)", "flat": "flat"}
MODELS = {"mean": "the mean of a normal", "line": "a line", "logistic": "a logistic curve"}
AXES = {"touched": "data touched", "steps": "steps"}
SIZE, BATCH, SCHEDULE = "Data N", "Minibatch B", "Steps"
DECAY, RATE = "Decay κ", "Step size ρ"
FORGET, FORGET_HELP = "Forget N/B", "Leave out the factor that makes a minibatch stand for all the data."
MODEL, DELAY, PRIOR, SEED = "Model", "Delay τ", "Prior of z", "Seed"
REPLACE, REPLACE_HELP = "With replacement", "Off: each pass deals every point once."
ALONG = "Along the axis"

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


# What to notice of a run
DEALT = (
    "Dealt without replacement, the errors of a pass's minibatches cancel, but a constant step counts the last ones for "
    "more than the first."
)
AVERAGED = (
    "Averaging the last half of the steps takes the noise out, whatever the constant step was: after n points it knows "
    "what n/2 of them can know."
)
EXACT = "Dealt without replacement and in steps of 1/t, a pass counts every point once: q **is** the posterior then."
KNOWS_ALL = "With steps of 1/t the run knows all that n points can: it follows the line ½ N/n."
AT_ONCE = "One step of 1 on all the data **is** the posterior, as coordinate ascent in a conjugate model: one pass."


def ragged(n: int, batch: int) -> str:
    reason = "without replacement what to expect has no closed form then"
    return f"{n} points are no whole number of minibatches of {batch}: {reason}."


def passed(one: float, three: float) -> str:
    return f"On average this run is {_kl(one)} from the posterior after one pass and {_kl(three)} after three."


def never_at_rest(level: float, jitter: float) -> str:
    return (
        f"A constant step is never at rest: however long it runs, it stays {nats(level)} away on average, about "
        f"½ ρ/(2 − ρ) · N/B; q's mean jitters by {number(jitter)} posterior sds."
    )


def remembers(rate: float) -> str:
    return f"Steps of {rate:g} are so small that the average still remembers the start."


def latest_count_more(decay: float) -> str:
    return (
        f"Steps of (t + τ)^−κ with κ = {decay:g} shrink slower than 1/t: the latest minibatches count for more than their "
        "share."
    )


def start_counts(delay: float) -> str:
    return f"With τ = {delay:g} the start N(0, 1) counts as much as {delay - 1:g} minibatches would."


def scale(width: float) -> str:
    told = "is the posterior's" if abs(width - 1) < 0.005 else f"ends at {number(width)} × the posterior's"
    return f"q's own sd {told}: it tells how much all the data say, never how far this run is."


def forgotten(batch: int, n: int, width: float, mean: float | None, posterior: float) -> str:
    """mean: None if it comes out right."""
    told = "right" if mean is None else f"{mean:.4g}"
    return (
        f"q settles at the posterior of {batch} points that look like all {n}: its sd is **{number(width)} ×** the "
        f"posterior's and its mean {told} (the posterior's: {posterior:.4g})."
    )


def forgotten_costs(kl: float) -> str:
    return (
        f"That costs {nats(kl)} once the steps have died out. The trace is calm: nothing on it says that the question was "
        "another."
    )


def smaller_steps(one: float, three: float) -> str:
    return (
        f"All the data, but smaller steps: {_kl(one)} after one pass, {_kl(three)} after three. A step of 1 would be exact "
        "at once."
    )


def _kl(value: float) -> str:
    return "0 nats" if abs(value) < 1e-9 else nats(value)


# A line or a logistic curve
KL_TO_BEST, CAN_KNOW_TWO = "KL(q‖best q), nats", "N/n: what n points can know of two coefficients"
INTERCEPT, SLOPE = "intercept, in the best q's sds", "slope, in its sds"
BEST_95 = "95 % of the best q"
OUTCOME = {"line": "y", "logistic": "probability of y = 1"}
SUMS_WOULD_DO = "Here, too, a few sums over all the data would do; two coefficients go as one did."
NO_SUM_WOULD = (
    "Here no sum over the data would do, since what a point says depends on where q is: minibatches are for that."
)


def learned_so_far(kl: float, touched: int) -> str:
    return f"KL is {nats(kl)} after {thousands(touched)} points."


def moment_of_two(touched: int, off: float) -> str:
    return f"After {thousands(touched)} points q's mean is {number(off)} of its own sds from the best q's."


def of_q_and_before(steps: int) -> str:
    return f"of q; thin: its {steps} steps before"


def curves(batch: int, step: int) -> str:
    return f"The {batch} points of step {thousands(step)}, the curve of q and the best one."


def learning(steps: int, total: int, done: bool, touched: int, kl: float, at_the_line: float) -> str:
    return (
        f"Step {thousands(steps)} of {thousands(total)}{'' if done else ' …'}: {thousands(touched)} points touched, "
        f"KL(q‖best q) **{nats(kl)}**; at the line {nats(at_the_line)}."
    )


def settles_near(level: float, first_order: float) -> str:
    return (
        f"A constant step settles at {nats(level)} on average, to first order in ρ: about ρ/(2 − ρ) · N/B for two "
        f"coefficients of a true model, which would be {number(first_order)}."
    )


def best_is_not_p(gap: float) -> str:
    return f"The best Gaussian q is not the posterior, but {nats(gap)} from it: with so many data, nearly."
