"""Words: a line or a logistic curve."""

from vizvi.format import nats, number, thousands

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
