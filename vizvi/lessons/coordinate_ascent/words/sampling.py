"""Words: the same posterior by sampling."""

# As code
RAN = "vizvi's tests run these lines: vizvi's coordinate ascent rests where they end"
SAME_PRIORS = "It is the same model with the same priors; its start is {}'s own."
LOG_NORMAL = "It is the same model; its q is a Normal in μ and log τ, not a Normal times a Gamma; its steps are {}'s own."

MODELS = {"numbers": "B. Mean and precision", "faithful": "C. Old Faithful, two components"}
OF = "Of"
SWEEPS_OF_GIBBS = "Sweeps of Gibbs"
SEED = "Seed"
STANDARD_UNITS = "standard units"
VB_MEAN = "VB: mean (sd)"
VB_OVER_GIBBS = "sd of VB / Gibbs"
MEAN_FIELD = "mean-field"
SHORT_AND_LONG = ("weight, short", "eruption, short", "waiting, short", "eruption, long", "waiting, long")
Q_OF_MEAN_FIELD = "mean-field's q"
GIBBS_DRAWS = "Gibbs draws ± 2 standard errors"
SD_SHARE = "sd / exact sd"
AUTOCORRELATION = "autocorrelation"
LAG = "lag, sweeps"
ERROR_OF_SD = "error of the sd"
INDEPENDENT_DRAWS = "independent draws"


def sd_of(name: str) -> str:
    return f"sd of {name}"


def gibbs_chains(chains: int, draws: int) -> str:
    return f"Gibbs, {chains} × {draws} draws"


def mean_of(name: str) -> str:
    return f"mean of {name}"


def cost(halves: int, match: dict[str, int | None], sweeps: list[float]) -> str:
    """match: from how many draws on sampling has the better sd, None beyond 250; sweeps: that one such draw takes."""
    equal = " and ".join(f"{draws or 'more than 250'} for {name}" for name, draws in match.items())
    long = " and ".join(f"{each:.1f}" for each in sweeps)
    return (
        f"**Cost.** Mean-field is there after {halves} half-steps (to 10⁻⁶ nats) and stays as wrong as it is. "
        f"Independent draws have the better sd from this many on: {equal} (5 000 simulated samples). One such draw takes "
        f"{long} sweeps of Gibbs (μ and τ), two half-steps each."
    )


def sweep_so_far(swept: int, steps: int) -> str:
    return f"sweep {swept} / {steps}"


def gibbs(draws: int) -> str:
    return f"Gibbs, {draws} draws"


def sd_shares(of: dict[str, tuple[float, float]]) -> str:
    """of: for each parameter q's sd and that of Gibbs draws, as shares of the exact one."""
    told = "; ".join(f"{name}: q {q:.2f}, Gibbs {gibbs:.2f}" for name, (q, gibbs) in of.items())
    return f"sds as shares of the exact ones. {told}."


def forgets(most: float) -> str:
    return f"After one step the draws' autocorrelation is at most {most:.2f}."


def draws_sd(name: str) -> str:
    return f"draws, sd of {name}"


def mean_field_sd(name: str) -> str:
    return f"mean-field, sd of {name}"


def sampling_better(match: dict[str, int | None], most: int) -> str:
    """match: from how many draws on, None: from more than the most."""
    told = (
        f"{name}: from {draws} draws on" if draws else f"{name}: from more than {most}" for name, draws in match.items()
    )
    return f"Sampling has the better sd of {', '.join(told)}."
