"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

import math

from vizvi.format import nats, number, percent, share, thousands

# Everywhere
PART = "Part"
FULL_RANK = "full-rank"
MEAN_FIELD = "mean-field"
LAPLACE = "Laplace"
EXACT = "exact"


def interval_covers(name: str) -> str:
    return f"95 % interval of {name} covers"


# A. On the stage
P_MASS = "p's own mass in q's central 95 % interval: how often it is right, were the truth drawn from p."
NO_SD = "p has no sd"
ELLIPSE_COVERS = "95 % ellipse covers"
AT_THE_END = "**At the end of the run**"
BY_QUADRATURE = "By quadrature over p and q's exact quantiles, to all digits shown."
CENTER_AGAIN = "Center it again"
NON_CENTER = "Non-center it: x = e^(v/2) z"


def sd_times(ratio: float) -> str:
    return f"sd {number(ratio)} times p's"


def sd_of_both(q: float, p: float) -> str:
    return f"sd {number(q)}; p's is {number(p)}"


def covers(name: str) -> str:
    return f"95 % covers{name}"


def either(names: tuple[str, ...]) -> str:
    return " or ".join(names)


def both(names: tuple[str, ...]) -> str:
    return " and ".join(names)


def where_it_ends(names: tuple[str, ...], shares: list[float]) -> str:
    """shares: how often the interval of each coordinate holds it."""
    held = " and ".join(f"{name} {share(each)} of the time" for name, each in zip(names, shares, strict=True))
    which = "intervals hold" if len(names) > 1 else "interval holds"
    return f"Where this run ends, q's 95 % {which} {held}."


def non_centered(scale: float) -> str:
    return (
        f"This is the funnel of sd {number(scale)} **non-centered**: with x = e^(v/2) z the coordinates are "
        f"v/{number(scale)} and z, two independent normals. Mean-field is exact: KL(q‖p) is 0."
    )


def funnel(q: float, p: float) -> str:
    return (
        f"**A funnel.** q's sd of v is {number(q)} and p's {number(p)}: however "
        "wide the funnel, q's never passes √2 = 1.41, since s² = 1/(1/σ² + ½). A full-rank q is no better, for want of a "
        "linear correlation to follow. What helps is to write the model in other coordinates:"
    )


def too_wide(y: str, log_q: float, log_p: float, q: float, p: float) -> str:
    return (
        f"**Too narrow here, too wide there.** z is the log of a variable y ~ {y}. On the scale of z the best q has "
        f"variance {number(log_q)} and p {number(log_p)}; seen as a q of y it has {q:.3f} and "
        f"p {number(p)}: too **wide**. The family depends on the scale, the KL does not."
    )


def no_sd_at_all(covered: float) -> str:
    return f"**Heavy tails.** This p has no standard deviation at all; q's interval covers {share(covered)}."


def heavy_tails(ratio: float, covered: float) -> str:
    return (
        f"**Heavy tails.** q's sd is {number(ratio)} times p's, yet its 95 % interval covers "
        f"{share(covered)}: sd and interval need not be wrong in the same way."
    )


# What factorizing costs
STEP_BY_STEP = "Step by step"
THE_DIAL = "One at a time: the α dial"
MORE_DIMENSIONS = "More dimensions"
MORE_DATA = "More data"
THREE_RIGHT = (
    "A factorized q gets precisions right (α = 0), or entropy (α = ½), or variances (α = 1): never two, once ρ is not "
    "0. α is Minka's; Bishop writes 2α − 1, Li & Turner 1 − α."
)
POSITIVE_ONLY = "**More dimensions.** With n > 2 equal correlations ρ must be above −1/(n − 1): take a positive ρ."
DIMENSIONS = "Dimensions n, all correlated alike"
POINTS = "Points n on a line, x from 2 to 6"
RIGHT = {"precisions": "precisions right", "entropy": "entropy right", "variances": "variances right"}
TRUE_COVERAGE = "true coverage, %"
CLAIMED = "95 % claimed"
ELLIPSE = "ellipse"
STEP = "Step"
STEP_AT = "step {}"
STEPS = "step"
VARIANCE_OF_P = "variance of p"
ALPHA = "α (Minka)"
ALPHA_AXIS = "α (Minka): 0 is KL(q‖p), 1 is KL(p‖q)"
VARIANCE_OF_Q = "variance of q"
VARIANCE = "variance"
LOST_PER_DIMENSION = "nats lost per dim."
DIMENSIONS_AXIS = "dimensions n"
CENTERED = "x centered"
AS_IT_IS = "x as it is"
POINTS_AXIS = "points n"


def step_by_step(entropy: str, p: float, q: float) -> str:
    """p, q: their correlations, nan where p has none."""
    text = f"**Step by step.** At the end {entropy}"
    return text + (f" and reports a correlation of {number(q)} where it is {number(p)}." if p == p else ".")


def entropy(lost: float) -> str:
    """What of p's entropy q has, in words; next to nothing is nothing."""
    if abs(lost) < 0.005:
        return "q has p's entropy"
    return f"q has lost {nats(lost)} of entropy" if lost > 0 else f"q has {nats(-lost)} of entropy too much"


def one_at_a_time(alpha: float, variance: float, precision: float, entropy: float, covered: float) -> str:
    return (
        f"**One at a time.** Drag the line. At α = {number(alpha)} q's variance is {number(variance)} times p's, "
        f"its precision {number(precision)} times p's, its entropy is off by "
        f"{number(entropy)} nats, and its 95 % interval covers {share(covered)}."
    )


def dimensions(n: int, variance: float, lost: float, much: bool) -> str:
    """lost: entropy per dimension, nats; much: whether it is more than half of the most."""
    return (
        f"**More dimensions.** n = {n}: each variance is {number(variance)} of the truth, {'and' if much else 'yet'} the "
        f"entropy lost per dimension is {lost:.3f} nats."
    )


def no_help(n: int, covered: float, at_last: float, rho: float, held: float, centered: float) -> str:
    return (
        f"**More data does not help.** With {n} points mean-field's 95 % interval of the slope covers "
        f"{share(covered)}; with a hundred thousand, {share(at_last)}. Both posteriors shrink together "
        f"(Bernstein & von Mises); so do they in the ellipse above, where ρ = {number(rho)} means {share(held)} for "
        "every n. "
        f"Centering x does help: "
        f"{share(centered)}."
    )


def coverage_ends(percents: float) -> str:
    return f"True coverage of q's 95 % intervals along the run: it ends at {percents:.1f} %."


def at_alpha(rho: float, alpha: float, variance: float) -> str:
    return f"At correlation {rho:.2f} and α = {alpha:.2f} a factorized q has variance {variance:.2f}; p has 1."


def in_dimensions(n: int, variance: float) -> str:
    return f"In {n} dimensions every variance is {variance:.2f} of p's."


def more_data(first: float, last: float) -> str:
    return f"With more data coverage stays: {first:.1f} % at first, {last:.1f} % at last."


# B. A line and a launch
FROM = {"none": "no lines", "p": "the exact posterior", "q": "mean-field's q"}
CENTER = "Center x"
CENTER_HELP = "Measure x from its mean: the intercept is then the middle."
ONE_LINE = "One line at a time, drawn from"
SPAN = "x from … to …"
USUAL_POINTS = "Usual points"
NOT_OF_Y = "it does not depend on y"
SLOPE_COVERS = "95 % interval of the slope covers"
GAP = "KL(q‖p)"
EXACT_NOW = "x is measured from its mean: intercept and slope are independent, and mean-field is **exact**."
SDS_OF_LINE = "sd of the line at x ="
A_DECISION = "**A decision.** The probability of O-ring distress at 31 °F, the morning of the Challenger's last launch:"
COMPARE = "Compare the exact posterior with"
NO_GAP = "0 nats"
MEAN_FIELD_OVER_EXACT = "mean-field / exact"
BAND_HEADER = "| | mean (90 % band) |"
DISTRESS = "probability of distress"
EXACT_BAND = "exact 95 %"
MEAN_FIELD_BAND = "mean-field 95 %"
MEAN_OF_X = "mean of x"
ONLY_EXACT = "The exact band of the line."
EXACT_90 = "exact, 90 %"
THE_LAUNCH = "31 °F, the launch"
A_FLIGHT = "a flight: above with distress, below without"
TEMPERATURE = "launch temperature, °F"
LAUNCH_TITLE = "Probability of O-ring distress against temperature."


def both_slopes(q: float, exact: float) -> str:
    return f"sd {q:.3f}; exact {exact:.3f}"


def wider(ends: str) -> str:
    return f"Mean-field's band is the **wider** one for {ends}, and the narrower one outside."


def at_launch(name: str, mean: str, lo: str, hi: str) -> str:
    return f"| {name} | {mean} ({lo} to {hi}) |"


def loses_little(correlation: float) -> str:
    return (
        "Mean-field loses little here: temperatures are measured from 70 °F, close to their mean, so intercept and "
        f"slope depend on each other only a little (correlation {number(correlation)}). At 31 °F every Gaussian q is "
        "too wide, because the posterior is skew; Laplace, at its peak, is the widest."
    )


def bands(lo: float, at_lo: float, hi: float, at_hi: float, most: float) -> str:
    """How many times as wide mean-field's band is at both ends and at most."""
    ends = f"At x = {lo:g} mean-field's sd is {at_lo:.2f} times the exact one, at {hi:g} {at_hi:.2f} times"
    return f"{ends}; in between up to {most:.2f} times."


# C. Hundreds of data sets
MODELS = {
    "line": "a line, mean-field",
    "centered": "a line, mean-field, x centered",
    "mean": "a normal mean: q is exact",
    "rate": "waiting times, log rate",
    "launch_mf": "Challenger, mean-field",
    "launch_fr": "Challenger, full-rank",
    "launch_laplace": "Challenger, Laplace",
}
MODEL_AND_Q = "Model and q"
DATA_SETS = "Simulated data sets"
SEED = "Seed"
PARAMETER = "Parameter"
GO_ON = "Go on"
STOP = "Stop and keep"
HELD = "95 % intervals that held the truth"
NO = "no"
YES = "yes"
NO_SIGN = "no sign of it"
IS_CALIBRATED = "is q calibrated?"
TO_ONE_SIDE = "is q to one side?"
THE_TRUTH = "the truth"
HOLDS = "holds the truth"
MISSES = "misses it ✗"
A_DATA_SET = "simulated data set"
IF_Q_WERE_P = "if q were p"
BY_THEORY = "by theory"
PLACE = "place of the truth in q: q's probability of less"
SETS_PERCENT = "data sets, %"
DENSITY = "density of q"
ONE_AFTER_ANOTHER = "q of one simulated data set after another, measured from the truth."
AVERAGE = "an average weight"
WEIGHT = "weight p/q over the average weight"
DRAWS_PERCENT = "draws, %"
WEIGHTS_TITLE = "Importance weights of q's draws."


def another_model(model: str) -> str:
    return f"Below is another model: **{model}**."


def stopped(count: str, of: str) -> str:
    return f"Stopped after {count} of {of} data sets."


def data_set(count: str, of: str) -> str:
    return f"data set {count} / {of}"


def not_shown(count: int) -> str:
    return f"these {thousands(count)} data sets do not show it"


def apart(errors: float) -> str:
    """errors: how far coverage is from 95 %, in standard errors."""
    if abs(errors) <= 1e-9:
        return "just as claimed"
    return f"{abs(errors):.0f} standard errors {'below' if errors < 0 else 'above'} 95 %"


def held_of(held: int, count: int, apart: str) -> str:
    return f"{thousands(held)} of {thousands(count)}; {apart}"


def chance(p_value: float) -> str:
    return "below 0.01" if p_value < 0.01 else number(p_value)


def kolmogorov(distance: float, p: str) -> str:
    return f"Kolmogorov's distance {number(distance)}, p {p}"


def mirror(distance: float, p: str) -> str:
    return f"distance from its mirror image {number(distance)}, p {p}"


def histogram(outer: float) -> str:
    return (
        f"**How to read the histogram.** If q were the posterior, truths would fall evenly into it. "
        f"{percent(outer)} of them fell into its outer fifth; 20 % should. "
        "A valley (∪) says q is too narrow, a hill (∩) too wide, a ramp that it lies to one side."
    )


def first_of(shown: int, of: int) -> str:
    return f"the first {shown} of {of}"


def missed(count: int, of: str, name: str) -> str:
    return f"{count} of {of} intervals that claim 95 % miss the truth of the {name}."


def of_sets(first: str) -> str:
    return f"simulated data set, {first}"


def off_truth(name: str) -> str:
    return f"{name} − truth"


def outer_tenth(percents: float) -> str:
    return f"{percents:.0f} % of the truths lie in the outer tenth of q; 10 % should."


# D. What q's draws can tell
MANY = "4\u2009000"
ESS_SEEN = "effective sample size seen"
TRUE_ESS = "true effective size"
RESPONSE = "**Linear response.** Tilt p a little: how fast q's means move estimates p's covariance, correlations included."
RESPONSE_HEADER = "| sd of | q | linear response | p, known only here |"
HAS_NONE = "it has none"
FALLS_SHORT = "Here it **falls short**: a small tilt does not show how far p reaches."
EXACT_IF_GAUSSIAN = "Exact where p is Gaussian (Giordano, Broderick & Jordan, 2015). It needs an optimum of the ELBO."


def problem(target: str, knobs: str, family: str) -> str:
    return (
        f"The present problem: **{target}**{knobs} with a **{family}** q "
        "at its best. Change it in the first tab, or try one of the links below."
    )


def pareto(draws: str) -> str:
    return f"Pareto k̂ of {draws} draws"


def usable(trusted: bool, below: float) -> str:
    verdict = "nothing against q" if trusted else "do not trust q's averages"
    return f"{verdict}: usable below {number(below)}"


def ess_of(ess: int, draws: str) -> str:
    return f"{ess} of {draws} draws"


def blind(k: float, ess: float, sd: float | None, p_sd: float, true_ess: str, covered: float, gap: float) -> str:
    """sd: by linear response, None where it was refused."""
    repaired = "refused" if sd is None else number(sd)
    return (
        f"**What none of them sees.** p has two bumps, at −4 and at 4, and q sits on one. Its draws say k̂ = {index(k)} "
        f"and an effective size of {percent(ess)}; linear response gives sd {repaired}. In truth p's sd is {number(p_sd)}, "
        f"the effective size {true_ess}, and q's 95 % interval covers {share(covered)}. KL(q‖p) is {nats(gap)}, log 2: "
        "the price of half of p."
    )


def weights(alike: bool) -> str:
    told = "A few that weigh like thousands say that q misses where p is."
    if alike:
        told = "All weigh nearly alike: where q goes it has p's shape. Where it never goes they say nothing."
    return f"**Weights p/q of q's own draws.** {told}"


def index(k: float) -> str:
    """Pareto's k̂; −∞ where all weights are alike."""
    return "none: all alike" if k == -math.inf else number(k)


def endless(part: float) -> str:
    """part: the true effective size as a share."""
    return "the weights' variance is infinite" if part == 0 else "as the draws go on without end"


def refused(why: str) -> str:
    return f"Refused: {why}"


def correlations(q: float, repaired: float, p: float) -> str:
    return f"| correlation | {number(q)} | **{number(repaired)}** | {number(p)} |"


def analyst(
    names: tuple[str, ...], family: str | None, k: float, warns: bool, sds: list[tuple[float, float | None]]
) -> str:
    """The sentence to write. family: None if there is but one; sds: q's and by linear response, None if refused."""
    warning = "which warns that q is too far from p even for weighted averages" if warns else "which gives no warning"
    noun = "standard deviation is " if len(sds) == 1 else "standard deviations are "
    told = noun + ", ".join(
        number(q) if repaired is None else f"{number(q)} (linear response: {number(repaired)})" for q, repaired in sds
    )
    return (
        f"**What a careful analyst would write.** “We approximated the posterior of {' and '.join(names)} by "
        f"a {family or 'single'} Gaussian that maximizes the ELBO. Its {told}. On {MANY} draws k̂ is {index(k)}, {warning}; "
        "as with every diagnostic from q's own draws, that says nothing of regions that q does not visit. Intervals are "
        "q's own; nobody checked them against the exact posterior.”"
    )
