"""The program for Stan, run from CmdStanPy: `variational` with algorithm "meanfield" or "fullrank"."""

from vizvi.exports.programs.dialect import translated, uses
from vizvi.exports.programs.statements import Draw, Model, Observe

FUNCTIONS = {name: name for name in ("exp", "log", "sqrt", "abs", "sin", "cos", "tan", "atan", "log1p", "expm1", "hypot",
                                     "square", "log_normal_cdf")}  # fmt: skip
FUNCTIONS |= {"sigmoid": "inv_logit", "softplus": "log1p_exp", "min": "fmin", "max": "fmax", "logaddexp": "log_sum_exp",
              "pi": "pi()", "π": "pi()", "e": "e()", "inf": "positive_infinity()", "normal": "log_normal"}  # fmt: skip
HELPERS = {
    "normal": "  real log_normal(real x, real mean, real sd) { return normal_lpdf(x | mean, sd); }",
    "log_normal_cdf": "  real log_normal_cdf(real x) { return normal_lcdf(x | 0, 1); }",
}
SAMPLED = {"normal": "normal({}, {})", "student_t": "student_t({}, 0, 1)", "half_cauchy": "cauchy(0, {})",
           "gamma": "gamma({}, {})", "poisson": "poisson_log({})",
           "bernoulli": "bernoulli_logit({})"}  # fmt: skip


def stan(model: Model, experiment, guide: str, notes=()) -> str:
    """The Stan program in the Python that runs it. `~` drops constants, so that its ELBO may be another by a constant."""
    draws = f"grad_samples={getattr(experiment.method, 'draws', 64)}, seed={experiment.seed}"
    return "\n".join([
        *(f"# {each}" for each in notes), *_model(model),
        f'fit = model.variational({"data=DATA, " if model.data else ""}algorithm="{guide}", {draws})',
        "print(fit.variational_params_dict)", "",
    ])  # fmt: skip


def stan_nuts(model: Model, sampling) -> str:
    """The same model by NUTS, with as many chains and draws as a `Sampling` has."""
    counts = f"chains={sampling.chains}, iter_sampling={sampling.steps}, seed={sampling.seed}"
    given = "data=DATA, " if model.data else ""
    return "\n".join([*_model(model), f"fit = model.sample({given}{counts})", "print(fit.summary())", ""])


def _model(model: Model) -> list[str]:
    """The lines of imports, data, program and its compilation."""
    known = (*model.names, *model.data)
    write = lambda text: translated(text, FUNCTIONS, known, "^", whole=False)
    body = []
    for line in model.lines:
        if isinstance(line, Draw | Observe):
            if line.kind == "flat":
                continue  # so are parameters that nothing is said of
            arguments = [write(each) for each in line.arguments]
            body.append(f"  {getattr(line, 'data', None) or line.name} ~ {SAMPLED[line.kind].format(*arguments)};")
        else:
            body.append(f"  target += {write(line.expression)};")
    helpers = [text for word, text in HELPERS.items() if uses(model, word)]
    above = {each.name for each in model.lines if isinstance(each, Draw) and each.kind in ("half_cauchy", "gamma")}
    bounds = dict.fromkeys(above, "<lower=0>")
    whole = {each.data for each in model.lines if isinstance(each, Observe) and each.kind in ("bernoulli", "poisson")}
    kind = lambda name: "array[{}] int" if name in whole else "vector[{}]"
    kinds = {name: kind(name).format(len(values)) for name, values in model.data.items()}
    blocks = [
        *(["functions {", *helpers, "}"] if helpers else []),
        *(["data {", *(f"  {kind} {name};" for name, kind in kinds.items()), "}"] if kinds else []),
        "parameters {", *(f"  real{bounds.get(name, '')} {name};" for name in model.names), "}", "model {", *body, "}",
    ]  # fmt: skip
    rows = [f'    "{name}": {list(values)},' for name, values in model.data.items()]
    data = ["DATA = {", *rows, "}"] if rows else []
    return [
        "from pathlib import Path", "", "from cmdstanpy import CmdStanModel", "", *data, 'PROGRAM = """', *blocks, '"""',
        "", 'Path("vizvi.stan").write_text(PROGRAM)', 'model = CmdStanModel(stan_file="vizvi.stan")',
    ]  # fmt: skip
