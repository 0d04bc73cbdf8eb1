"""Words: what factorizing costs: correlations, one α after another, dimensions, data."""

from vizvi.format import nats, number, share

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
