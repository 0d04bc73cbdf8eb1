"""Words: one gradient, drawn many times."""

from vizvi.format import number

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
