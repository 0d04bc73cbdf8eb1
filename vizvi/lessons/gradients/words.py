"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import number, percent

# Settings
TARGETS = {"normal": "N(0, 1)", "bumps": "two bumps at ±2", "skew": "log-gamma", "heavy": "Student t"}
BASELINES = {"none": "none", "mean": "the mean cost", "leave-one-out": "the other draws"}
TABS = {"one": "One gradient", "runs": "Runs", "sweep": "Step sizes", "bits": "Discrete latents"}
WAYS = {"reparam": "reparameterization", "score_function": "score function", "sticking_the_landing": "sticking the landing"}
TARGET_P = "Target p"
MEAN_OF_Q = "q's mean"
SD_OF_Q = "q's sd"
ADDED = "Added to log p̃"
BASELINE = "Baseline of the score"
DRAWS = "Draws S a gradient"
SEED = "Seed"
ESTIMATORS = "Estimators"


def ways_asked(ways: str) -> str:
    return f"one or more of {ways} between dots"


# One gradient
SIGNS = (
    "The pushes go uphill on the ELBO and are drawn at a quarter of their length. The distributions are of the gradient of "
    "KL(q‖p), which is minus the ELBO’s."
)
SLOW_MOTION = "One draw in slow motion"
LEAVING_ONE_OUT = "Leaving one out takes two draws, so each gradient here has two."
EXACT = "Exact, by quadrature over the draws; nothing is sampled."
NO_NOISE = "Here one of the two has no noise at all, or no finite variance."
A_CONSTANT = "A constant in log p̃ moves no gradient's mean; a baseline takes it out of the score function's noise again."
EXACT_ROW = "exact"
DENSITY = "density"
PUSHES = "pushes from q's mean"
EXACT_GRADIENT = "the exact gradient"
GRADIENT_OF_KL = "one gradient of KL in q's mean"
MEAN_SD = "exact mean ± sd"


def signal(value: float) -> str:
    return "" if value != value else f"|mean|/sd {number(value)}"


def variance(way: str) -> str:
    return f"variance, {way}"


def error_of(way: str, draws: int) -> str:
    return f"error of one gradient from {draws} draws, {way}"


def slow(eps: float, z: float, slope: float, cost: float, score: float, less: bool) -> str:
    """The arithmetic of one draw. less: whether a baseline has been taken off its cost."""
    return (
        f"ε = {number(eps)}, so z = μ + σε = {number(z)}. **Which way is uphill?** ∇log p̃(z) = {number(slope)}. **Was it "
        f"good?** Its cost log q − log p̃ is {number(cost)}{', less the baseline' if less else ''}, and it weighs the score "
        f"(z − μ)/σ² = {number(score)}."
    )


def more_draws(times: float) -> str:
    return f"Here the score function needs **{number(times)} ×** the draws of reparameterization for the same error."


def fewer_draws(times: float) -> str:
    return f"Here the score function is the quieter one: reparameterization needs **{number(times)} ×** its draws."


def sticking(variance: float) -> str:
    still = "its variance is 0 here" if variance < 1e-12 else f"its variance here is {number(variance)}"
    return f"Sticking the landing follows the path alone and leaves out the score of q: 0 where q = p; {still}."


def arrows(count: int, exact: float) -> str:
    return f"{count} single gradients by each estimator; the exact one points to {number(exact)}."


def spread(way: str, mean: float, sd: float, mean_over_sd: float) -> str:
    return ", ".join(filter(None, (f"{way}: mean {number(mean)}", f"sd {number(sd)}", signal(mean_over_sd))))


def sds(of: dict[str, float]) -> str:
    """of: the sd by each estimator."""
    return f"The sd of one gradient is {', '.join(f'{number(sd)} for {way}' for way, sd in of.items())}."


def beyond(share: float) -> str:
    return f"{100 * share:.0f} % are beyond"


# Runs
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


# Step sizes
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


# Discrete latents
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
