"""The program for PyMC: `pm.fit` with method "advi" or "fullrank_advi"."""

from vizvi.exports.programs.dialect import translated, uses
from vizvi.exports.programs.statements import Draw, Model, Observe
from vizvi.member import slug

METHODS = {"meanfield": "advi", "fullrank": "fullrank_advi"}
FUNCTIONS = {name: f"pm.math.{name}" for name in ("exp", "log", "sqrt", "abs", "sin", "cos", "tan", "log1p", "expm1",
                                                  "sigmoid", "logaddexp")}  # fmt: skip
FUNCTIONS |= {"atan": "pm.math.arctan", "softplus": "pm.math.log1pexp", "min": "pm.math.minimum", "max": "pm.math.maximum",
              "square": "pm.math.sqr", "pi": "np.pi", "π": "np.pi", "e": "np.e", "inf": "np.inf"}  # fmt: skip
DISTRIBUTIONS = {"normal": "Normal({}, mu={}, sigma={}", "student_t": "StudentT({}, nu={}, mu=0, sigma=1",
                 "half_cauchy": "HalfCauchy({}, beta={}", "bernoulli": "Bernoulli({}, logit_p={}",
                 "poisson": "Poisson({}, mu=pm.math.exp({})",
                 "gamma": "Gamma({}, alpha={}, beta={}", "flat": "Flat({}"}  # fmt: skip
HELPERS = {
    "normal": "normal = lambda x, mean, sd: pm.logp(pm.Normal.dist(mean, sd), x)",
    "log_normal_cdf": "log_normal_cdf = lambda x: pm.logcdf(pm.Normal.dist(0, 1), x)",
    "hypot": "hypot = lambda a, b: pm.math.sqrt(a**2 + b**2)",
}
FUNCTIONS |= {name: name for name in HELPERS}


def pymc(model: Model, experiment, guide: str, notes=()) -> str:
    """A whole program: it prints q's mean and sd, and the ELBO, in nats."""
    method = experiment.method
    options = f'n={experiment.steps}, method="{METHODS[guide]}", obj_n_mc={getattr(method, "draws", 64)}'
    return "\n".join([
        *(f"# {each}" for each in notes), *_model(model),
        f"    fit = pm.fit({options}, obj_optimizer={optimizer(method)}, random_seed={experiment.seed})", "",
        "print(fit.mean.eval(), fit.std.eval())  # of the unconstrained coordinates",
        'print(f"ELBO {-np.mean(fit.hist[-100:]):.4f} nats")', "",
    ])  # fmt: skip


def pymc_nuts(model: Model, sampling) -> str:
    """The same model by NUTS, with as many chains and draws as a `Sampling` has."""
    counts = f"{sampling.steps}, chains={sampling.chains}, random_seed={sampling.seed}"
    return "\n".join([*_model(model), f"    found = pm.sample({counts})", "", "print(pm.stats.summary(found))", ""])


def _model(model: Model) -> list[str]:
    """The lines of imports, data and model."""
    known = (*model.names, *model.data)
    write = lambda text: translated(text, FUNCTIONS, known, "**")
    body = []
    for line in model.lines:
        if isinstance(line, Draw | Observe):
            seen = isinstance(line, Observe)
            name = f'"{line.data}_seen"' if seen else f'"{line.name}"'
            made = "pm." + DISTRIBUTIONS[line.kind].format(name, *map(write, line.arguments))
            body.append(f"    {made}, observed={line.data})" if seen else f"    {line.name} = {made})")
        else:
            body.append(f'    pm.Potential("log_p", {write(line.expression)})')
    data = [f"{name} = np.array({list(values)})" for name, values in model.data.items()]
    helpers = [text for word, text in HELPERS.items() if uses(model, word)]
    space = [""] if data or helpers else []
    return ["import numpy as np", "import pymc as pm", "", *data, *helpers, *space, "with pm.Model():", *body]


def optimizer(method) -> str:
    own = getattr(method, "optimizer", None)
    kind, rate = (slug(own), own.rate) if own else ("adam", 0.05)
    more = ", momentum=0.9" if kind == "momentum" else ""
    return f"pm.{kind}(learning_rate={rate!r}{more})"
