"""What each part of the page shows as Python, and its models in other libraries."""

from vizvi.exports.arviz import of_draws
from vizvi.exports.programs import Program, usual, written
from vizvi.exports.programs.statements import Draw, Model, Observe
from vizvi.lessons.coordinate_ascent import words
from vizvi.lessons.coordinate_ascent.components import DF, MOST, SETTLED, STRENGTH
from vizvi.lessons.coordinate_ascent.sampling import AT_ONCE, mixture_chains, stacked
from vizvi.lessons.coordinate_ascent.staircase import START, begun
from vizvi.models.normal_gamma import NormalGamma
from vizvi.models.script import Expression, lines

ZIGZAG = """
import math

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS

rho, q = $rho, list($start)
for letter in $moves:
    i = int(letter) - 1
    q[i], q[i + 2] = rho * q[1 - i], 0.5 * math.log(1 - rho**2)
problem = vizvi.Problem(TARGETS["gaussian"](rho), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
ledger = vizvi.exact(problem, q)
"""
CLIMBED = {
    words.zigzag.ELBO: "ledger.elbo",
    words.zigzag.GAP: "ledger.reverse_kl",
    words.zigzag.CLOSER: "max(math.ceil(math.log(1000) / (-2 * math.log(abs(rho))) - 1e-9), 1) if rho else 1",
    words.zigzag.CONDITION: "(1 + abs(rho)) / (1 - abs(rho))",
}
STAIRS = """
from vizvi.models.normal_gamma import Factors, NormalGamma

y = $y
prior = NormalGamma($mean, $strength, $shape, $rate)
q = Factors($q_mean, $q_precision, $q_shape, $q_rate)
for letter in $moves:
    q = prior.update_mean(y, q) if letter == "m" else prior.update_precision(y, q)
exact = prior.posterior(y)
"""
COMPONENTS = """
from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import ALIVE, GaussianMixture

x = $x
model = GaussianMixture($components, $concentration, $strength, $df)
start = model.start(x, $seed)
vb = model.variational(x, start, $most, $settled)
em = model.em(x, start, $most, $settled, map=$map)
"""
USED = {
    words.components.IN_USE_EM: "(em.counts >= ALIVE).sum()",
    words.components.IN_USE_VB: "vb.alive",
    words.components.ELBO_OF_VB: "vb.elbo[-1]",
    words.components.LIKELIHOOD_OF_EM: "em.log_lik[-1]",
}
SCIKIT_LEARN = """
import numpy as np
from sklearn.mixture import BayesianGaussianMixture

from vizvi.models.faithful import eruptions, standardized

x = $x
model = BayesianGaussianMixture(
    n_components=$components, weight_concentration_prior=$concentration, mean_precision_prior=$strength,
    mean_prior=np.zeros(2), degrees_of_freedom_prior=$df, covariance_prior=np.eye(2), reg_covar=0,
    weight_concentration_prior_type="dirichlet_distribution", init_params="random_from_data",
    max_iter=5000, tol=1e-10, random_state=$seed,
)
model.fit(x)
print(model.weights_, model.means_)
"""
GIBBS = """
from vizvi.models.normal_gamma import NormalGamma

y = $y
prior = NormalGamma($mean, $strength, $shape, $rate)
exact, q = prior.posterior(y), prior.coordinate_ascent(y, 60).path
mu, tau = (each[:, $warmup:] for each in prior.gibbs(y, $steps, $chains, $seed))
"""
CLUMPS = """
import numpy as np

from vizvi.models.faithful import eruptions, standardized
from vizvi.models.gaussian_mixture import GaussianMixture

x = standardized(eruptions())
model = GaussianMixture(2, 1.0, $strength, $df)
start, draws = model.start(x, 0), []
for each in range($chains):
    chain = model.gibbs(x, start, $length, 1, 1000 * $seed + each)
    weights, means = chain.weights[0, $warmup:], chain.means[0, $warmup:]
    order = np.argsort(means[:, :, 0], axis=-1)
    means = np.take_along_axis(means, order[..., None], axis=1).reshape(-1, 4)
    draws.append(np.column_stack([np.take_along_axis(weights, order, axis=1)[:, :1], means]))
draws = np.concatenate(draws)
"""


def of_zigzag(rho: float, start, moves: str) -> str:
    """vizvi's lines for q after these half-steps, "1" or "2" each."""
    return lines(ZIGZAG, CLIMBED, rho=rho, start=tuple(start), moves=moves)


def of_stairs(y, prior: NormalGamma, moves: str, place=START) -> str:
    """vizvi's lines for q after these half-steps, "m" or "t" each, from a place of the plane."""
    q = {f"q_{name}": value for name, value in begun(y, prior, place)._asdict().items()}
    shown = {words.staircase.EVIDENCE: "prior.evidence(y)", words.zigzag.GAP: "prior.evidence(y) - prior.elbo(y, q)"}
    for name, which in (("μ", "of_mean"), ("τ", "of_precision")):
        for whose, value in ((words.staircase.EXACT, "exact"), ("q", "q")):
            shown[f"{words.sampling.sd_of(name)}, {whose}"] = f"{value}.{which}.sd"
    return lines(STAIRS, shown, y=tuple(y), moves=moves, **q, **vars(prior))


def of_components(components: int, concentration: float, seed: int, minutes: bool, by_map: bool) -> str:
    """vizvi's lines for both runs' ends."""
    body = COMPONENTS
    if not by_map:  # maximum likelihood knows no prior
        body = body.replace("em = model.em(", "em = GaussianMixture($components, 1.0, $strength, $df).em(")
    given = {"most": MOST, "settled": SETTLED, "map": by_map}
    return lines(body, USED, **_of_mixture(components, concentration, seed, minutes), **given)


def scikit_learn(components: int, concentration: float, seed: int, minutes: bool) -> Program:
    """The mixture of variational Bayes."""
    shown = {words.components.IN_USE_VB: "(model.predict_proba(x).sum(axis=0) >= 1).sum()"}
    text = lines(SCIKIT_LEARN, shown, **_of_mixture(components, concentration, seed, minutes))
    return Program("scikit-learn", text, True, words.sampling.RAN, words.sampling.SAME_PRIORS)


def of_sampling(y, prior: NormalGamma, steps: int, chains: int, seed: int, warmup: int) -> str:
    """vizvi's lines for the table of means and sds."""
    shown = {}
    for name, draws, which in (("μ", "mu", "of_mean"), ("τ", "tau", "of_precision")):
        for label, moment, method in (
            (words.sampling.mean_of(name), "mean", "mean()"),
            (words.sampling.sd_of(name), "sd", "std()"),
        ):
            shown[f"{label}, {words.staircase.EXACT}"] = f"exact.{which}.{moment}"
            shown[f"{label}, {words.sampling.MEAN_FIELD}"] = f"q.{which}.{moment}[-1]"
            shown[f"{label}, Gibbs"] = f"{draws}.{method}"
    given = {"steps": steps, "chains": chains, "seed": seed, "warmup": warmup}
    return lines(GIBBS, shown, y=tuple(y), **given, **vars(prior))


def of_clumps(steps: int, seed: int, warmup: int) -> str:
    """vizvi's lines for Gibbs on two components of Old Faithful."""
    shown = {f"{name}, {what}": f"draws[:, {k}].{how}()" for k, name in enumerate(words.sampling.SHORT_AND_LONG)
             for what, how in (("mean", "mean"), ("sd", "std"))}  # fmt: skip
    given = {"strength": STRENGTH, "df": DF, "chains": -(-steps // AT_ONCE), "length": min(AT_ONCE, steps)}
    return lines(CLUMPS, shown, seed=seed, warmup=warmup, **given)


def file(y, prior: NormalGamma, steps: int, chains: int, seed: int) -> bytes:
    """Gibbs' chains of mean and precision for ArviZ, their starts left out."""
    drawn = {name: each[:, 1:] for name, each in zip(("mu", "tau"), prior.gibbs(y, steps, chains, seed), strict=True)}
    return of_draws(drawn, {}, f"Gibbs on {prior!r}, seed {seed}")


def file_of_clumps(steps: int, seed: int) -> bytes:
    """Gibbs' chains of two components of Old Faithful for ArviZ, as they are shown: after 50 sweeps of warm-up."""
    draws = stacked(list(mixture_chains(steps, seed)))
    return of_draws(
        {name: draws[..., k] for k, name in enumerate(words.sampling.SHORT_AND_LONG)}, {}, f"Gibbs, seed {seed}"
    )


def normal_gamma(y, prior: NormalGamma) -> tuple[Program, ...]:
    """The model of mean and precision elsewhere, where q(τ) is another one."""
    a, b, k, m = (repr(float(each)) for each in (prior.shape, prior.rate, prior.strength, prior.mean))
    drawn = Draw("tau", "gamma", (a, b)), Draw("mu", "normal", (m, f"1/sqrt({k}*tau)"))
    model = Model((*drawn, Observe("y", "normal", ("mu", "1/sqrt(tau)"))), {"y": tuple(map(float, y))})
    return written(model, usual("mean_field"), "mean_field", same=words.sampling.LOG_NORMAL)


def _of_mixture(components: int, concentration: float, seed: int, minutes: bool) -> dict:
    x = Expression("eruptions()" if minutes else "standardized(eruptions())")
    return {"x": x, "components": components, "concentration": concentration, "seed": seed, "strength": STRENGTH, "df": DF}
