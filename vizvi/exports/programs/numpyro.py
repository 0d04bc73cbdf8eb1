"""The program for NumPyro: a guide made automatically, `AutoNormal` or `AutoMultivariateNormal`, fitted by SVI."""

from vizvi.exports.programs.dialect import translated
from vizvi.exports.programs.statements import Draw, Model, Observe
from vizvi.member import slug

GUIDES = {"meanfield": "AutoNormal", "fullrank": "AutoMultivariateNormal"}
FUNCTIONS = {name: f"jnp.{name}" for name in ("exp", "log", "sqrt", "abs", "sin", "cos", "tan", "log1p", "expm1", "pi", "e",
                                              "logaddexp", "hypot", "square", "inf")}  # fmt: skip
FUNCTIONS |= {"atan": "jnp.arctan", "sigmoid": "jax.nn.sigmoid", "softplus": "jax.nn.softplus", "min": "jnp.minimum",
              "max": "jnp.maximum", "π": "jnp.pi", "normal": "jax.scipy.stats.norm.logpdf",
              "log_normal_cdf": "jax.scipy.special.log_ndtr"}  # fmt: skip
DISTRIBUTIONS = {"normal": "Normal({}, {})", "student_t": "StudentT({})", "half_cauchy": "HalfCauchy({})",
                 "gamma": "Gamma({}, {})", "poisson": "Poisson(jnp.exp({}))",
                 "bernoulli": "Bernoulli(logits={})", "flat": "ImproperUniform(dist.constraints.real, (), ())"}  # fmt: skip


def numpyro(model: Model, experiment, guide: str, notes=()) -> str:
    """A whole program: it prints q's parameters and the ELBO, in nats."""
    seed, steps = experiment.seed, experiment.steps
    inference = "from numpyro.infer import SVI, Trace_ELBO", f"from numpyro.infer.autoguide import {GUIDES[guide]}"
    return "\n".join([
        *(f"# {each}" for each in notes), *_model(model, *inference),
        f"guide = {GUIDES[guide]}(model)",
        f"svi = SVI(model, guide, {optimizer(experiment.method)}, Trace_ELBO(num_particles={draws(experiment.method)}))",
        f"result = svi.run(jax.random.key({seed}), {steps}, progress_bar=False)",
        f"elbo = -Trace_ELBO(num_particles=10_000).loss(jax.random.key({seed + 1}), result.params, model, guide)",
        "print(result.params)", 'print(f"ELBO {elbo:.4f} nats")', "",
    ])  # fmt: skip


def numpyro_nuts(model: Model, sampling) -> str:
    """The same model by NUTS, with as many chains and draws as a `Sampling` has."""
    counts = f"num_samples={sampling.steps}, num_chains={sampling.chains}"
    return "\n".join([
        *_model(model, "from numpyro.infer import MCMC, NUTS"),
        f'mcmc = MCMC(NUTS(model), num_warmup=1000, {counts}, chain_method="vectorized", progress_bar=False)',
        f"mcmc.run(jax.random.key({sampling.seed}))", "mcmc.print_summary()", "",
    ])  # fmt: skip


def _model(model: Model, *inference: str) -> list[str]:
    """The lines of imports, data and model."""
    known = (*model.names, *model.data)
    write = lambda text: translated(text, FUNCTIONS, known, "**")
    body = []
    for line in model.lines:
        if isinstance(line, Draw | Observe):
            made = "dist." + DISTRIBUTIONS[line.kind].format(*map(write, line.arguments))
            seen = isinstance(line, Observe)
            body.append(f'    numpyro.sample("{line.data}_seen", {made}, obs={line.data})' if seen
                        else f'    {line.name} = numpyro.sample("{line.name}", {made})')  # fmt: skip
        else:
            body.append(f'    numpyro.factor("log_p", {write(line.expression)})')
    data = [f"{name} = jnp.array({list(values)})" for name, values in model.data.items()]
    return [
        "import jax", "import jax.numpy as jnp", "import numpyro", "import numpyro.distributions as dist", *inference, "",
        *data, *([""] if data else []), "", "def model():", *body, "", "",
    ]  # fmt: skip


def draws(method) -> int:
    return getattr(method, "draws", 64)


def optimizer(method) -> str:
    """The optimizer with its step; Adam for methods that have none."""
    own = getattr(method, "optimizer", None)
    kind = slug(own) if own else "adam"
    rate = own.rate if own else 0.05
    more = ", mass=0.9" if kind == "momentum" else ""
    name = {"adam": "Adam", "sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp"}[kind]
    return f"numpyro.optim.{name}({rate!r}{more})"
