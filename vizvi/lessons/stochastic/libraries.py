"""The page's models with minibatches of the same data in NumPyro and PyMC; Stan has no minibatches."""

import math

from vizvi.exports.programs import Program
from vizvi.lessons.stochastic.race import Setup
from vizvi.lessons.stochastic.words import race as words
from vizvi.models.script import Expression, filled

NUMPYRO = """
import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from numpyro.infer import SVI, Trace_ELBO
from numpyro.infer.autoguide import AutoMultivariateNormal
from $source

$data
x, y = jnp.array(x), jnp.array(y)


def model():
    $prior
    with numpyro.plate("data", $n, subsample_size=$batch) as now:
        numpyro.sample("y_seen", $likelihood, obs=y[now])


guide = AutoMultivariateNormal(model)
svi = SVI(model, guide, numpyro.optim.Adam($rate), Trace_ELBO())
result = svi.run(jax.random.key($seed), $steps, progress_bar=False)
q = guide.get_posterior(result.params)
print(q.mean, q.covariance_matrix)
"""
PYMC = """
import pymc as pm
from $source

$data
now_x, now_y = pm.Minibatch(x, y, batch_size=$batch)

with pm.Model():
    $prior
    pm.$likelihood, observed=now_y, total_size=$n)
    adam = pm.adam(learning_rate=$rate)
    fit = pm.fit(n=$steps, method="fullrank_advi", obj_n_mc=1, obj_optimizer=adam, random_seed=$seed)

print(fit.mean.eval(), fit.std.eval())
"""
DATA = {  # kind -> what is imported, and the lines that make x and y
    "mean": ("vizvi.models.stream import Stream", "y = x = Stream({n}, {batch}).data().copy()"),
    "line": ("vizvi.models.regression_stream import RegressionStream, levels",
             'level, y = RegressionStream("line", {n}, {batch}).data()\nx = levels()[level]'),
    "logistic": ("vizvi.models.regression_stream import RegressionStream, levels",
                 'level, y = RegressionStream("logistic", {n}, {batch}).data()\nx = levels()[level]'),
}  # fmt: skip
LIKELIHOODS = {
    "NumPyro": {"mean": "dist.Normal(z, 1)", "line": "dist.Normal(intercept + slope * x[now], 1)",
                "logistic": "dist.Bernoulli(logits=intercept + slope * x[now])"},
    "PyMC": {"mean": 'Normal("y_seen", z, 1', "line": 'Normal("y_seen", intercept + slope * now_x, 1',
             "logistic": 'Bernoulli("y_seen", logit_p=intercept + slope * now_x'},
}  # fmt: skip
PRIORS = {"NumPyro": ('numpyro.sample("{}", dist.Normal(0, {}))', 'numpyro.sample("{}", {})'),
          "PyMC": ('pm.Normal("{}", 0, {})', 'pm.Flat("{}")')}  # fmt: skip
FLAT = "dist.ImproperUniform(dist.constraints.real, (), ())"
MOST, ADAM = 20_000, 0.01  # steps, and their size where the page's is not constant


def libraries(kind: str, setup: Setup) -> tuple[Program, ...]:
    """The model for libraries that know minibatches."""
    source, data = DATA[kind]
    rate = ADAM if setup.schedule == "robbins_monro" else setup.rate
    given = {"n": setup.n, "batch": setup.batch, "seed": setup.seed, "rate": rate, "steps": min(setup.steps, MOST)}
    given |= {"source": Expression(source), "data": Expression(data.format(n=setup.n, batch=setup.batch))}
    found = []
    for name, body in (("NumPyro", NUMPYRO), ("PyMC", PYMC)):
        prior, likelihood = _prior(name, kind, setup), Expression(LIKELIHOODS[name][kind])
        text = filled(body, prior=prior, likelihood=likelihood, **given)
        found.append(Program(name, text, False, same=words.ADAM_THERE + words.KEEPS_SCALE * setup.forget))
    return tuple(found)


def _prior(library: str, kind: str, setup: Setup) -> Expression:
    normal, flat = PRIORS[library]
    sd = setup.prior_sd if kind == "mean" else 5.0
    made = lambda name: f"{name} = {flat.format(name, FLAT) if math.isinf(sd) else normal.format(name, sd)}"
    return Expression("\n    ".join(map(made, ("z",) if kind == "mean" else ("intercept", "slope"))))
