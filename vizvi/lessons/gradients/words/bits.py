"""Words: discrete latents."""

from vizvi.format import number, percent

BITS_WAYS = {
    "score": "score function",
    "baseline": "score, mean baseline",
    "straight_through": "straight-through",
    "gumbel_softmax": "Gumbel-softmax",
}
ALL_APART = "all apart"
ONE_PAIR = "one pair"
ONE_CHAIN = "one chain"
ALL_PAIRS = "all pairs"
PAIRS = "pairs"
ROWS = "rows"
NO_PATH = (
    "z is a vector of bits, so nothing can be moved a little: there is no path to follow. Ways to get a gradient all the "
    "same: **the score function**, with or without a baseline, weighs each drawn z by how good it was; "
    "**straight-through** takes the slope of log p at the drawn bits as if they were their chances; **Gumbel-softmax** "
    "melts the bits, at a temperature τ, and follows the path of what is molten. All are held against the enumerated "
    "gradient."
)
MODELS = {"coins": "three coins behind one bell", "ising": "a 3 × 3 grid of magnets"}
MODEL = "Model"
COUPLING_J = "Coupling J"
TEMPERATURE = "Temperature τ"
BIAS = "bias of one gradient"
ITS_SD = "its sd"
TEMPERATURE_AXIS = "temperature τ of Gumbel-softmax (log scale)"
BIT = "bit"
ENUMERATED = "exact, by enumeration"
MEAN_FIELD = "mean-field"
NET = "A Bayes net: three coins, each with an arrow to one bell."
BELL = "bell, heard"
UPDATED = "bits updated, one after the other"
ELBO = "ELBO, nats"
EIGHT_STARTS = "coordinate ascent, 8 starts"
LOG_Z = "log Z"
BEST_MEAN_FIELD = "best mean-field"
STEPS = "steps of eight draws"
EXACT_SIZE = "exact: √E[M²]"
TWO_SIDES = "From coupling 1/(2√2) on mean-field takes one of two sides; the exact mean spin stays 0."
COUPLING = "coupling J"
MEAN_SPIN = "mean spin M"
EXACT_MEAN = "exact mean: 0"
UNSTABLE = "unstable"
KL = "KL(q‖p), nats"


def bias_of(way: str) -> str:
    return f"{BIAS}, {way}"


def sd_of(way: str) -> str:
    return f"{ITS_SD}, {way}"


def gap_of(structure: str) -> str:
    return f"{KL}, {structure}"


def temperatures(count: int, of: int) -> str:
    return f"{count} of {of} temperatures …"


def qualities(through: float, temperature: float, bias: float, error: float, sd: float, samples: int) -> str:
    """through: bias of straight-through; the rest: of Gumbel-softmax at a temperature."""
    told = "exact here, since log p is linear in each bit" if through < 1e-9 else f"off by {number(through)}"
    return (
        f"At logits of 0.4 and one draw: the score function is unbiased; straight-through is {told}; Gumbel-softmax at "
        f"τ = {temperature:g} is off by {bias:.3f} ± {error:.3f} with an sd of {number(sd)} "
        f"(2 standard errors; {samples} draws)."
    )


def explaining_away(before: float, rang: float, known: float) -> str:
    return (
        f"**Explaining away.** Coin 1 is heads with chance {number(before)}; once the bell is heard, {number(rang)}; once "
        f"coin 2 is known to be heads, {number(known)}. The coins depend on each other only because the bell was heard, "
        "and a mean-field q cannot say so."
    )


def magnets(coupling: float, aside: bool, count: int, stable: int) -> str:
    """aside: whether mean-field takes a side; count, stable: fixed points that were found, and how many are stable."""
    side = "takes one of two sides, though nothing in the model prefers one" if aside else "stays at 0, as the truth does"
    points = "one fixed point" if count == 1 else f"at least {count} fixed points, {stable} of them stable"
    others = "; all others have a mean spin of 0" if count > 3 else ""
    return f"At J = {coupling:g} mean-field {side}. Newton’s method finds {points}{others}."


def led(name: str, left: float, of: float) -> str:
    return (
        "Left: what such gradients lead to. Smaller steps or more draws take noise away; a bias stays. Right: each "
        "update of coordinate ascent is exact, and still it stops below log Z: independent bits can do no better. A q that "
        f"keeps some of them together can: {name} leaves {number(left)} of {number(of)} nats."
    )


def biases(of: dict[str, float]) -> str:
    told = ", ".join(f"{number(bias)} for {way}" for way, bias in of.items())
    return f"The bias of one gradient is {told}; Gumbel-softmax trades bias for noise by its temperature."


def beliefs(gap: float) -> str:
    return f"Chances of each bit, exact and by mean-field, whose gap is {number(gap)} nats."


def coin(which: int) -> str:
    return f"coin {which}"


def rests(starts: int, ends: list[float], log_z: float) -> str:
    rest = " or ".join(map(number, ends))
    return f"Coordinate ascent from {starts} starts rests at {rest} nats; log Z is {number(log_z)}."


def after_steps(steps: int, runs: int, ends: dict[str, float], best: float) -> str:
    told = ", ".join(f"{way} {elbo:.2f}" for way, elbo in ends.items())
    return f"ELBO after {steps} steps, median of {runs} runs: {told}; mean-field can reach {best:.2f}."


def elbo_median(runs: int) -> str:
    return f"ELBO, nats (median of {runs} runs)"


def left(gap: float, closed: float) -> str:
    """closed: the share of mean-field's gap that a structure closes."""
    return f"{number(gap)} nats{f', −{percent(closed)}' if closed > 0 else ''}"


def gaps(of: dict[str, float]) -> str:
    return "; ".join(f"{name}: gap {number(gap)} nats" for name, gap in of.items()) + "."
