"""Words: mean and precision of some numbers."""

from vizvi.format import nats, number

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
