"""What each part of the page shows as Python, and its models in other libraries."""

from dataclasses import replace

from vizvi.exports.programs import Program, programs, usual, written
from vizvi.exports.programs.statements import Draw, Model, Observe
from vizvi.lessons.choose import words
from vizvi.lessons.choose.collapse import EIGENVALUES
from vizvi.lessons.choose.degrees import MOST
from vizvi.lessons.choose.learning import GRADIENT_STEPS, RATE, STEPS, TRUTH
from vizvi.models.script import lines
from vizvi.presets import preset

DEGREES = """
import numpy as np

from vizvi.models.polynomial_regression import PolynomialRegression

y = $y
x = (np.arange($count) + 0.5) / $count
models = [PolynomialRegression(degree, $basis, $noise, $prior_sd) for degree in range($most + 1)]
evidence = np.array([model.evidence(x, y) for model in models])
gap = np.array([model.gap(x, $family) for model in models])
best, bound = evidence.argmax(), (evidence - gap).argmax()
"""
PICKED = {
    words.EVIDENCE_PICKS: "best",
    words.ELBO_PICKS: "bound",
    words.GAP_AT_EVIDENCE: "gap[best]",
    words.GAP_AT_ELBO: "gap[bound]",
}
FLIGHTS = """
from vizvi.models.bayes_factor import challenger

models = challenger($prior_sd, $family)
"""
FACTORS = {
    words.FACTOR: "models.log_factor",
    words.DIFFERENCE: "models.bound_difference",
    words.GAPS: "models.log_factor - models.bound_difference",
}
LEARNING = """
from vizvi.models.chain import Chain

chain = Chain(2, $noise_variance)
moment = chain.moment($truth)
variational = chain.em($start, moment, $steps, "mean_field")
exact = chain.em($start, moment, $steps)
"""
COLLAPSE = """
from vizvi.models.linear_vae import latent_kl

told = latent_kl($eigenvalues, $noise_variance, $beta)
"""
# Legendre's polynomials in u, from the second degree on.
LEGENDRE = (
    "(3*u^2 - 1)/2", "(5*u^3 - 3*u)/2", "(35*u^4 - 30*u^2 + 3)/8", "(63*u^5 - 70*u^3 + 15*u)/8",
    "(231*u^6 - 315*u^4 + 105*u^2 - 5)/16", "(429*u^7 - 693*u^5 + 315*u^3 - 35*u)/16",
    "(6435*u^8 - 12012*u^6 + 6930*u^4 - 1260*u^2 + 35)/128",
)  # fmt: skip


def of_degrees(data, basis: str, family: str, noise: float, prior_sd: float) -> str:
    """vizvi's lines for evidence and bound of every degree; data: x₁, y₁, x₂, y₂ …"""
    y = tuple(data[1::2])
    given = {"count": len(y), "basis": basis, "family": family, "noise": noise, "prior_sd": prior_sd, "most": MOST}
    return lines(DEGREES, PICKED, y=y, **given)


def of_flights(prior_sd: float, family: str) -> str:
    return lines(FLIGHTS, FACTORS, prior_sd=prior_sd, family=family)


def of_learning(noise_variance: float, start: float, half: int, joint: bool) -> str:
    shown = {
        words.half_step(half): "variational.correlation[$half]",
        words.ELBO_PEAKS: 'chain.peak(moment, "mean_field")',
        words.EVIDENCE_PEAKS: "chain.peak(moment)",
        words.exact_em(STEPS): "exact.correlation[-1]",
    }
    if joint:
        shown[words.GRADIENT] = "chain.gradient_ascent($start, moment, $gradient_steps, $rate).correlation[-1]"
    given = {"truth": TRUTH, "steps": STEPS, "gradient_steps": GRADIENT_STEPS, "rate": RATE}
    return lines(LEARNING, shown, noise_variance=noise_variance, start=start, half=half, **given)


def of_collapse(noise_variance: float, beta: float) -> str:
    shown = {words.latent(size): f"told[{k}]" for k, size in enumerate(EIGENVALUES)}
    return lines(COLLAPSE, shown, eigenvalues=EIGENVALUES, noise_variance=noise_variance, beta=beta)


def polynomial(data, degree: int, basis: str, family: str, noise: float, prior_sd: float) -> tuple[Program, ...]:
    """The degree that is shown, in libraries whose powers go element by element."""
    x, y = tuple(data[::2]), tuple(data[1::2])
    weights = [Draw(f"w{j}", "normal", ("0", repr(prior_sd))) for j in range(degree + 1)]
    terms = [f"w{j}*{each}" for j, each in enumerate(columns(degree, basis)) if j]
    lines_of = (*weights, Observe("y", "normal", (" + ".join(["w0", *terms]), repr(noise))))
    column = {"x": x} if basis == "powers" else {"u": tuple(2 * each - 1 for each in x)}
    model = Model(lines_of, (column if degree else {}) | {"y": y})
    found = written(model, usual(family), family)
    return tuple(each for each in found if each.library != "Stan")


def columns(degree: int, basis: str) -> list[str]:
    """The basis as expressions in x, or for Legendre's polynomials in u = 2x − 1."""
    if basis == "powers":
        return ["1", "x", *(f"x^{j}" for j in range(2, degree + 1))][: degree + 1]
    return ["1", "u", *LEGENDRE][: degree + 1]


def flights(prior_sd: float, family: str) -> tuple[Program, ...]:
    """The model with temperature."""
    experiment = preset("challenger", family)
    target = replace(experiment.problem.target, prior_sd=prior_sd)
    return programs(replace(experiment, problem=replace(experiment.problem, target=target)))
