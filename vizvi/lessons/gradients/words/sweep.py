"""Words: step sizes."""

NATURAL_GRADIENT = "natural gradient"
GRADIENT_DESCENT = "gradient descent"
ADAM = "Adam"
ADAM_SHRINKS = "Adam, steps shrink"
ADAM_AVERAGED = "Adam, averaged"
ITS_BEST = "its best step so far"
CORRELATION = "Correlation ρ of p"
RACE_AT = "Race each rule at"
EACH_BEST = "each rule at the step size where it ended nearest"
AT_START = "q at the start"
STEP_AXIS = "step size (log scale)"
KL_AFTER = "KL after 2\u2009000 draws, nats (median of 16)"
DIVERGED = "most runs diverged"
NO_NOISE_LIMIT = "the limit: no noise"
SPENT = "draws spent (8 a step)"
KL_ON_THE_WAY = "KL on the way, nats (median of 16)"
EXACT_DESCENT = "exact descent"


def a_step_of(rate: float) -> str:
    return f"a step of {rate:.2g}"


def steep(times: str) -> str:
    return f"p is **{times} ×** steeper across than along: its condition number, (1 + ρ)/(1 − ρ)."


def same_start(steep: str) -> str:
    return f"{steep} Sixteen runs of each rule start at the same q and see the same noise, eight draws a step."


def same_noise(steep: str) -> str:
    return (
        f"{steep} All rules see the same noise: 16 runs, eight reparameterized draws a step. A constant step never "
        "settles: its noise stays, so small steps end lower, if they arrive at all; shrinking steps, or averaging the "
        "iterates, take the noise out. The **natural gradient** is the same noisy gradient measured between densities: "
        "turn ρ, and at small steps its line hardly moves; at large ones its runs fly away from a far start. "
        "**Exact descent** is the limit of many draws; it has no step size. A "
        "natural-gradient step of 1 on the exact gradient is p at once, whatever the condition number."
    )


def all_at(rate: float) -> str:
    return f"all rules at a step of {rate:.2g}"


def race(way: str) -> str:
    return f"A race over 2 000 draws, {way}."


def sets(count: int, of: int) -> str:
    return f"{count} of {of} sets of 16 runs … "


def nearest(best: dict[str, tuple[float, float]]) -> str:
    """best: KL and step size of each rule whose runs have come to an end."""
    if not best:
        return "No run has come to an end yet."
    rule = min(best, key=lambda name: best[name][0])
    said = f"Nearest so far: **{rule}** at a step of {best[rule][1]:.2g}, {best[rule][0]:.2g} nats from p."
    others = {
        ADAM: "constant steps",
        ADAM_SHRINKS: "shrinking",
        ADAM_AVERAGED: "averaged",
        NATURAL_GRADIENT: NATURAL_GRADIENT,
    }
    shown = [f"{called} {best[name][0]:.2g}" for name, called in others.items() if name in best and name != rule]
    return f"{said} At their own best steps: {', '.join(shown)}." if shown else said


def course(times: str) -> str:
    return f"p is {times} times steeper across than along; every run starts at q = N((−2, 1.5), I)."


def at_step(rule: str, rate: float) -> str:
    return f"{rule}, step {rate:.2g}"
