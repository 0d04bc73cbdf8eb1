"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import nats, number

# A. Degrees
BASES = {"powers": "powers xʲ", "legendre": "Legendre"}
FAMILIES = {"mean_field": "mean-field", "full_rank": "full-rank"}
POINTS_MOVED = "points as index:y between commas"
BASIS = "Basis"
FAMILY = "Family of q"
DEGREE_SHOWN = "Degree shown"
DEGREE_AT = "degree {}"
NOISE_SD = "Noise sd, known"
PRIOR_SD = "Prior sd"
OF_COEFFICIENTS = "Of every coefficient."
POINTS = "Points"
NEW_DATA = "New data"
EVIDENCE_PICKS = "the evidence picks"
ELBO_PICKS = "the ELBO picks"
GAP_AT_EVIDENCE = "gap at the evidence's pick"
GAP_AT_ELBO = "gap at the ELBO's pick"
TWO_DEGREES = "**Two degrees against each other**"
DEGREE = "Degree"
AGAINST = "against degree"
NO_DIFFERENCE = "no difference"
EVIDENCE = "evidence"
ELBO = "ELBO"
GAP = "gap"
BEST = "best"
DEGREES = "degree"
LOG_EVIDENCE = "log p(y), nats"
EXACT_BAND = "exact 95 % band"
DATA_POINT = "Data point"


def degree(which: int) -> str:
    return f"degree {which}"


def factor(exact: float, bound: float, gaps: float, exact_words: str, bound_words: str) -> str:
    """A table: log Bayes factor, difference of the ELBOs and of the gaps, nats; the first two in words, too."""
    return "\n".join(
        [
            "| | nats | in words |",
            "|---|---|---|",
            f"| log Bayes factor, exact | {number(exact)} | {exact_words} |",
            f"| difference of the ELBOs | {number(bound)} | would be: {bound_words} |",
            f"| difference of the gaps | {number(gaps)} | what the bounds cannot know |",
        ]
    )


def favors(strength: str, degree: int) -> str:
    return f"{strength}, for degree {degree}"


def picks(evidence: int, elbo: int | None) -> str:
    """elbo: the degree that the bound picks, None while it may not be told."""
    return f"The evidence picks degree {evidence}" + (f", the ELBO degree {elbo}." if elbo is not None else ".")


def curve(degree: int, points: int, widths: tuple[float, float] | None) -> str:
    """widths: least and most of q's band over the exact one, None while it may not be told."""
    title = f"The curve of degree {degree} through {points} points"
    if widths is not None:
        title += f"; q's band is {widths[0]:.2f} to {widths[1]:.2f} times as wide as the exact one"
    return f"{title}."


def bar(evidence: float, elbo: float, gap: float) -> str:
    return f"evidence {number(evidence)}, ELBO {number(elbo)}, gap {nats(gap)}"


# B. Flights
PRIOR_SD_EACH = "Prior sd of each coefficient"
FACTOR = "log Bayes factor for temperature"
DIFFERENCE = "difference of the ELBOs"
GAPS = "difference of the gaps"
WITHOUT_TEMPERATURE = "without temperature"
WITH_TEMPERATURE = "with temperature"
WITH = "with"
WITHOUT = "without"
LAUNCH_TEMPERATURE = "launch temperature, °F"
DISTRESS = "probability of distress"


def precise(value: float) -> str:
    return f"{value:.3f} nats"


def read_as(strength: str) -> str:
    return f"read as a factor: {strength}"


def gaps(lost: str) -> str:
    return f"gaps {lost}"


def differ(factor: float, exact: str, bound: float, read: str) -> str:
    return f"Here the words differ: {number(factor)} is *{exact}*, {number(bound)} *{read}*."


def flights(elbo: tuple[float, float], evidence: tuple[float, float] | None) -> str:
    """Without temperature and with it; evidence: None while it may not be told."""
    title = f"ELBO without temperature {number(elbo[0])}, with {number(elbo[1])} nats"
    if evidence is not None:
        title += f"; evidence {number(evidence[0])} and {number(evidence[1])}"
    return f"{title}."


def every_day(percents: float) -> str:
    return f"Without temperature the chance of distress is {percents:.0f} % on every day; with it, it falls with warmth."


# C. Learning
LITTLE_NOISE = "noise variance 0.1"
ALL_WAYS = "all three ways up"
FROM_TRUTH = "from the truth"
NOISE_VARIANCE = "Noise variance"
EXACT_EM = "Exact EM"
GRADIENT_ASCENT = "Gradient ascent"
AT_ONCE = "On q and λ at once."
CHOOSE_PARAMETER = "Choose λ"
CHOOSE_Q = "Choose q"
BOTH = "Both"
TO_THE_END = "To the end"
UNDO = "Undo"
START_OVER = "Start over"
ELBO_PEAKS = "the ELBO peaks at"
WHERE_IT_ENDS = "where variational EM ends"
EVIDENCE_PEAKS = "the evidence peaks at"
ENDLESS = "the truth: the data are endless"
GRADIENT = "gradient in q and λ"
CLOSED_FORM = "Exact, in closed form for each λ; a peak to the digits shown."
SLOW = "still on its way: much noise, slow EM"
HELD = "bound with q held"
VARIATIONAL_EM = "variational EM"
EXACT_EM_PATH = "exact EM"
A_SEQUENCE = "nats a sequence"
START = "Start λ"
CORRELATION = "correlation λ"
START_AT = "start {}"


def half_step(half: int) -> str:
    return f"variational EM, half-step {half}"


def bound(bound: float) -> str:
    return f"bound {nats(bound)}"


def exact_em(steps: int) -> str:
    return f"exact EM after {steps} steps"


def after(steps: int) -> str:
    return f"after {steps} steps"


def peaks(elbo: float, evidence: float, here: float) -> str:
    return f"The ELBO peaks at λ = {elbo:.3f}, the evidence at {evidence:.3f}; variational EM is at {here:.3f}."


def evidence_peak(evidence: float) -> str:
    return f"The evidence peaks at λ = {evidence:.3f}."


# D. Collapse
DECODER = "Decoder's noise variance"
BETA = "β, the weight of the KL"
LINEAR_VAE = "A linear VAE: three latents, for directions along which the data have variance 4, 1.5 and 0.6."
NOTHING = "0 nats"
DECODER_AXIS = "decoder's noise variance"
KL = "KL(q‖prior), nats"
TURNED = "latents turned by, degrees"
GAP_AXIS = "gap, nats"


def unused(beta: float, variance: float, size: float) -> str:
    return f"unused: {beta:g} × {variance:g} ≥ {size:g}"


def latent(size: float) -> str:
    return f"latent for variance {size:g} tells"


def tells(told: float) -> str:
    return f"{told:.2f} nats"


def variance(size: float) -> str:
    return f"variance {size:g}"


def told(variance: float, said: str) -> str:
    return f"At noise variance {variance:g} the latents tell {said} nats."


def turned(gap: float) -> str:
    return f"Turned by 45° a factorized q loses {nats(gap)}, on the axes nothing; the evidence is the same."
