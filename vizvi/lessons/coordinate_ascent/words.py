"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import nats, number

# Half-steps that somebody calls
UNDO = "Undo"
START_OVER = "Start over"


def letters(most: int, pair: str) -> str:
    return f"at most {most} letters of {pair}"


def sweeps(count: int) -> str:
    return f"{count} sweeps"


# A. Zigzag
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


# B. Mean and precision
STAIRS_CALLS = {"m": "Update q(μ)", "t": "Update q(τ)", "mt": "Both, in turn"}
PRIORS = {
    "mean": ("Prior mean μ₀", "The prior's mean of μ."),
    "strength": ("Prior strength λ₀", "How many observations the prior of μ is worth."),
    "shape": ("Prior shape a₀", "Shape of the prior of τ."),
    "rate": ("Prior rate b₀", "Rate of the prior of τ."),
}
TWO_NUMBERS = "at least two numbers that are not all equal"
YOUR_NUMBERS = "Your numbers"
PASTE = "Between blanks or commas; paste a column of a spreadsheet."
NO_NUMBER = "Type at least one number."
NOT_FINITE = "Every number must be finite."
TOO_LARGE = "Numbers beyond a billion lose their digits here: take another unit."
ONE_NUMBER = "One number says nothing of the spread: give at least two."
ALL_EQUAL = "All numbers are equal: they say nothing of the spread but that it is small."
FIRST_CALL = "Call the first half-step: *Update q(μ)*, or *Update q(τ)*."
EVIDENCE = "log p(y)"
MEAN = "mean μ"
PRECISION = "precision τ"
START_MU = "Start: mean of q(μ)"
START_TAU = "Start: mean of q(τ)"
EXACT_POSTERIOR = "The exact posterior of mean and precision."
EXACT_OUTLINES = "exact posterior, 50 and 95 %"
NATS = "nats"
EXACT = "exact"
DENSITY = "density"


def too_many(count: int, most: int) -> str:
    return f"These are {count:,} numbers; the page takes up to {most:,}."


def no_number(text: str) -> str:
    return f"“{text}” is not a number."


def too_long(most: int) -> str:
    return f"This is more than {most:,} characters, which a link cannot hold: give fewer numbers."


def still(error: str) -> str:
    return f"{error} The picture is still of the numbers before."


def update_mean(
    at: int, strength: float, n: float, prior: float, average: float, mean: float, tau: float, precision: float
) -> str:
    """The update of q(μ) with its numbers in it. average: of the data; mean, precision: what came of it; tau: E[τ]."""
    total = f"{strength:g} + {n:g}"
    return (
        f"**Half-step {at}: q(μ) given q(τ)**  \n"
        f"mean = (λ₀μ₀ + n·ȳ)/(λ₀ + n) = ({strength:g} × {prior:g} + {n:g} × {average:.4g})/({total}) = **{mean:.4g}**  \n"
        f"precision = (λ₀ + n)·E[τ] = ({total}) × {tau:.4g} = **{precision:.4g}**"
    )


def update_precision(
    at: int, prior: float, n: float, shape: float, start: float, squares: tuple[float, ...], rate: float
) -> str:
    """The update of q(τ). prior, start: shape and rate of the prior; squares: three terms of the new rate."""
    return (
        f"**Half-step {at}: q(τ) given q(μ)**  \n"
        f"shape = a₀ + (n + 1)/2 = {prior:g} + {(n + 1) / 2:g} = **{shape:.4g}**  \n"
        f"rate = b₀ + ½(Σ(y − mean)² + n/precision + λ₀((mean − μ₀)² + 1/precision)) = {start:g} + "
        f"½({' + '.join(f'{each:.4g}' for each in squares)}) = **{rate:.4g}**"
    )


def summary(exact: list[float], q: list[float], of_mu: float, of_tau: float) -> str:
    """A table of both: mean, sd and interval of μ, mean and sd of τ; and q's sds over the exact ones."""
    rows = ["| | E[μ] | sd of μ | 95 % of μ | E[τ] | sd of τ |", "|---|---|---|---|---|---|"]
    for name, each in ((EXACT, exact), ("q(μ) q(τ)", q)):
        mean, sd, lo, hi, tau, tau_sd = (f"{one:.4g}" for one in each)
        rows.append(f"| {name} | {mean} | {sd} | {lo} to {hi} | {tau} | {tau_sd} |")
    rows.append(f"| q / exact | | **{of_mu:.2f} ×** | | | **{of_tau:.2f} ×** |")
    return "\n".join(rows).replace("| -", "| −")


def elbo_is(elbo: float) -> str:
    return f"ELBO {number(elbo)}"


def no_lean(at: int, x: float, y: float) -> str:
    return f"After {at} half-steps q's mean is ({number(x)}, {number(y)}), and no outline of q leans."


def log_evidence(evidence: float) -> str:
    return f"log p(y) = {number(evidence)}"


def stairs(at: int, elbo: float, evidence: float) -> str:
    return f"After {at} half-steps the ELBO is {nats(elbo)}, the evidence {nats(evidence)}."


def best_product(best: float) -> str:
    return f"best q(μ) q(τ), {number(best)}"


def both_sds(name: str, q: float, exact: float) -> str:
    return f"sd of {name}: q {number(q)}, exact {number(exact)}."


# C. Old Faithful
IN = {"standard": "standard units", "minutes": "minutes"}
BY = {"ml": "EM: maximum likelihood", "map": "EM: highest posterior (MAP)"}
VB = "Variational Bayes"
BRIEFLY = {"ml": "EM", "map": "MAP", "vb": "VB"}
BOTH_START = "Both start here: each eruption with the nearest of a few drawn at random."
COMPONENTS = "Components K"
FEW_COMPONENTS = "Of the Dirichlet prior on weights: a small one favors few components."
CONCENTRATION = "Concentration α₀"
START = "Start"
SAME_START = "A number for the random start, the same for both."
ANOTHER_START = "Another start"
UNITS = "Units"
ON_THE_LEFT = "On the left"
LOG_POSTERIOR = "log posterior, MAP"
LOG_LIKELIHOOD = "log likelihood, EM"
LOG_LIKELIHOOD_MAP = "log likelihood, MAP"
FIRST = "First"
BACK = "Back"
NEXT = "Next"
LAST = "Last"
IN_USE_EM = "in use, EM"
EXPLAIN = "explain one eruption or more"
IN_USE_VB = "in use, VB"
AT_END = "at the end"
ELBO_OF_VB = "ELBO of VB"
LIKELIHOOD_OF_EM = "log likelihood of EM"
EXACT_FOR_SWEEP = "Exact for the sweep that is shown."
ERUPTION = "eruption, min"
WAITING = "waiting, min"
EM = "EM"
VB_WEIGHTS = "VB, E[π]"
COMPONENT = "component"
WEIGHT = "weight"
SWEEP = "Sweep"
SWEEPS = "sweeps"
BEST_LIKELIHOOD = "EM: best log likelihood"
BEST_ELBO = "VB: best ELBO"
ELBO_WITH_COPIES = "ELBO + log K!"
COMPONENTS_K = "components K"
CLOSE_UP = "close up, nats"


def another(why: str) -> str:
    return f"{why} Take another start."


def sweep_of(at: int, end: int) -> str:
    return f"Sweep **{at}** of {end}"


def with_copies(elbo: float) -> str:
    return f"with log K!: {number(elbo)}"


def uses(name: str, em: int, total: int, vb: int) -> str:
    off = "the bound charges for each in use" if vb < total else "VB turns none off"
    return f"Here {name} uses {em} of {total} components, VB {vb}: {off}."


def of(count: int, total: int) -> str:
    return f"{count} of {total}"


def explained(name: str, alive: int, total: int) -> str:
    return f"{name}: {alive} of {total} components explain an eruption or more."


def an_eruption(minutes: float, waiting: float, who: str) -> str:
    return f"{minutes:g} min, then {waiting:g} min of waiting: {who}"


def weights(em: int, vb: int, total: int) -> str:
    return f"Components with a weight: EM {em}, VB {vb} of {total}."


def ends(name: str, em: float, elbo: float) -> str:
    return f"{name} ends at {nats(em)}, the ELBO of VB at {nats(elbo)}."


def sweep(at: int) -> str:
    return f"sweep {at}"


def rung(elbo: float, alive: int) -> str:
    return f"{number(elbo)} nats, {alive} in use"


def ladder(best: int, copied: int) -> str:
    return f"EM's likelihood rises with K; the ELBO is highest at K = {best}, with log K! at {copied}."


# How many components?
HOW_MANY = "How many components? K from 1 to 8"
LIMIT_NAME = "EM as the limit of VB"
QUARTER = "Four times the data, a quarter of the distance."


def so_far(count: int, most: int, alpha: float) -> str:
    return f"K = {count} of {most}; the best of 3 starts each, standard units, α₀ = {alpha:g}."


def peak(rises: bool, plain: int, full: int, copies: str) -> str:
    """Where the ELBO is highest, without log K! and with it. copies: why they may differ."""
    likely = "rises with every K" if rises else "rises with K, as far as these starts found it"
    text = f"EM's likelihood {likely}. The ELBO is highest at **K = {plain}**; with log K! added"
    return f"{text}, too." if full == plain else f"{text}, at **K = {full}**. {copies}"


def distances(times: tuple[int, ...], apart: list[float]) -> str:
    """A table: how far VB's means are from EM's when every eruption counts so many times."""
    return (
        f"| r | {' | '.join(map(str, times))} |\n{'|---' * (1 + len(times))}|\n"
        f"| largest distance of VB's means from EM's, in sds | {' | '.join(f'{each:.4f}' for each in apart)} |"
    )


# D. By sampling
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
