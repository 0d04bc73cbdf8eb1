"""Words: the zigzag on a Gaussian."""

from vizvi.format import nats, number

ZIGZAG_CALLS = {"1": "Update x₁", "2": "Update x₂", "12": "Both, in turn"}
OUTSIDE = "Start lies outside of the picture."
ELBO = "ELBO"
GAP = "KL(q‖p)"
CLOSER = "sweeps to come 1 000 times closer"
CONDITION = "condition number"
SLOWS = "(1 + |ρ|)/(1 − |ρ|): what slows gradients"
AS_A_RUN = "The same half-steps as a run that plays, with every number:"
ON_THE_STAGE = "on the stage of the playground"
P_AND_START = "p, and where q starts."
ELBO_AXIS = "ELBO, nats"
LOG_Z = "log Z = 0"
BELOW_BEST = "nats below the best q"
COORDINATE_ASCENT = "coordinate ascent"
GRADIENT_ASCENT = "gradient ascent"
NATURAL_GRADIENT = "natural gradient"
START_X1 = "Start: mean of q, x₁"
START_X2 = "Start: mean of q, x₂"
HALF_STEP = "Half-step"
HALF_STEPS = "half-steps"


def half_step(at: int, coordinate: int, rho: float, before: float, after: float, sd: float, gain: float) -> str:
    """A half-step in numbers; coordinate: whose q it sets, 0 or 1."""
    name, other = "₁₂" if coordinate == 0 else "₂₁"
    return (
        f"**Half-step {at}:** mean of q(x{name}) ← ρ × mean of q(x{other}) = {number(rho)} × {number(before)} = "
        f"**{number(after)}**, sd ← √(1 − ρ²) = **{number(sd)}**; the ELBO gains {nats(gain)}."
    )


def multiplies(factor: float) -> str:
    return f"each multiplies the distance by ρ² = {factor:.3g}"


def best_has(best: float) -> str:
    return f"the best q has {number(best)}"


def at_least(gap: float) -> str:
    return f"at least {number(gap)}"


def mean_at(at: int, x: float, y: float) -> str:
    return f"After {at} half-steps q's mean is at ({number(x)}, {number(y)}); p's is at (0, 0)."


def best_q(best: float) -> str:
    return f"best q, {number(best)}"


def climbed(at: int, elbo: float, best: float) -> str:
    return f"After {at} half-steps the ELBO is {nats(elbo)}; the best q has {nats(best)}."
