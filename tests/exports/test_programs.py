"""The same model for other libraries: what the programs say, and that NumPyro's density is vizvi's and its fit agrees."""

import contextlib
import io
import re
from dataclasses import replace

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.exports.programs import programs
from vizvi.exports.programs.dialect import translated
from vizvi.exports.programs.statements import Draw, Model, Observe, statements
from vizvi.member import slug
from vizvi.models.pasted import pasted
from vizvi.presets import preset

LIBRARIES = ("NumPyro", "PyMC", "Stan")


def program(experiment, library: str) -> str:
    return next(each.text for each in programs(experiment) if each.library == library)


@pytest.mark.defaults
def test_every_target_has_its_programs(target):
    experiment = preset(slug(target), "mean_field")
    found = programs(experiment)
    assert tuple(each.library for each in found) == LIBRARIES
    for each in found:
        compile(each.text, each.library, "exec")
        assert max(map(len, each.text.splitlines())) < 260
        assert ("No test of vizvi's runs this" in each.remark) == (each.library != "NumPyro")


def test_names_are_the_fields():
    for family, names in (("mean_field", ("AutoNormal", '"advi"', '"meanfield"')),
                          ("full_rank", ("AutoMultivariateNormal", '"fullrank_advi"', '"fullrank"'))):  # fmt: skip
        made = programs(preset("challenger", family))
        assert all(name in each.text for name, each in zip(names, made, strict=True))
    assert "numpyro.optim.Adam(0.05)" in made[0].text and "num_particles=64" in made[0].text
    assert "pm.adam(learning_rate=0.05)" in made[1].text and "grad_samples=64" in made[2].text


def test_what_has_no_counterpart_is_refused_in_words():
    with pytest.raises(ValueError, match="none for mixture"):
        programs(preset("banana", "mixture"))
    typed = preset("gaussian", "mean_field")
    for text in ("-0.5*x^2 - where(y > 0, y, 2*y^2)", "-0.5*x^2 - |y|", "-2x^2 - y^2"):
        with contextlib.suppress(vizvi.ExpressionError):  # not all are formulas of vizvi's either
            target = vizvi.formula(text, dim=2, window=((-5, 5), (-5, 5)))
            with pytest.raises(ValueError, match="There is no program for this formula"):
                programs(replace(typed, problem=replace(typed.problem, target=target)))


def test_a_program_that_no_test_runs_says_so():
    typed = preset("gaussian", "mean_field")
    own = replace(typed, problem=replace(typed.problem, target=vizvi.formula("-0.5*x^2 - 0.5*(y - x^2)^2")))
    assert [each.executed for each in programs(typed)] == [True, False, False]
    assert not any(each.executed for each in programs(own))
    assert all("No test of vizvi's runs this program" in each.remark for each in programs(own))


def test_another_divergence_is_said():
    problem = replace(preset("banana", "mean_field").problem, divergence=DIVERGENCES["forward_kl"]())
    for each in programs(replace(preset("banana", "mean_field"), problem=problem)):
        assert each.text.startswith("# vizvi minimized KL(p‖q) here; this minimizes KL(q‖p).")


def test_a_formula_is_translated():
    functions = {"exp": "jnp.exp", "softplus": "jax.nn.softplus", "pi": "jnp.pi"}
    text = "-1/2*x² + exp(-x)*1e-3 - softplus(2.5E2*pi)"
    assert translated(text, functions, ("x",), "**") == "-1/2*x**2 + jnp.exp(-x)*1e-3 - jax.nn.softplus(2.5e2*jnp.pi)"
    stan = translated(text, functions | {"exp": "exp"}, ("x",), "^", whole=False)
    assert stan.startswith("-1.0/2.0*x^2.0 + exp(-x)*1e-3 -")  # 1/2 is 0 in Stan


def log_density(model, values: dict) -> float:
    """Of a model's statements, by SciPy and NumPy: the language is read as Python."""
    from scipy import stats

    words = {name: getattr(np, name) for name in ("exp", "log", "sqrt", "square")} | values
    words |= {name: np.array(each, float) for name, each in model.data.items()}
    kinds = {
        "normal": stats.norm,
        "gamma": lambda a, b: stats.gamma(a, scale=1 / b),
        "bernoulli": lambda eta: stats.bernoulli(1 / (1 + np.exp(-eta))),
        "poisson": lambda eta: stats.poisson(np.exp(eta)),
    }
    total = 0.0
    for line in model.lines:
        made = kinds[line.kind](*(eval(each.replace("^", "**"), words) for each in line.arguments))
        at = words[line.data if isinstance(line, Observe) else line.name]
        total += np.sum((made.logpmf if line.kind in ("bernoulli", "poisson") else made.logpdf)(at))
    return float(total)


X = (0.5, 1.5, 2.0, 4.0)
Y = {"linear": (1.0, 0.2, 3.3, 1.0), "logistic": (0, 1, 1, 0), "poisson": (3, 0, 1, 7), "normal": (1.0, 2.5, 0.0, -1.0)}


@pytest.mark.parametrize("center", [False, True])
@pytest.mark.parametrize("template", Y)
def test_pasted_data_are_a_model_elsewhere(template, center):
    target = pasted(template, X, Y[template], 2.5, 0.7, center and template != "normal")
    model = statements(target)
    for z in np.random.default_rng(3).normal(size=(3, 2)):
        found = log_density(model, dict(zip(model.names, z, strict=True)))
        assert found == pytest.approx(float(target.log_prob(z)), abs=1e-9)
    usual = preset("gaussian", "full_rank")
    found = programs(replace(usual, problem=replace(usual.problem, target=target)))
    assert [each.executed for each in found] == [False] * 3
    for each in found:
        compile(each.text, each.library, "exec")


def test_a_model_of_mean_and_precision_elsewhere():
    """The density of the programs that coordinate ascent offers is the model's: evidence times posterior."""
    from vizvi.lessons.coordinate_ascent.script import normal_gamma
    from vizvi.models.normal_gamma import NormalGamma

    y, prior, tau = (1.2, -0.4, 3.0), NormalGamma(0.5, 0.3, 1.5, 2.0), 0.7
    numpyro, _, stan = normal_gamma(y, prior)
    assert "dist.Gamma(1.5, 2.0)" in numpyro.text and "dist.Normal(0.5, 1/jnp.sqrt(0.3*tau))" in numpyro.text
    assert "real<lower=0> tau;" in stan.text and "y ~ normal(mu, 1.0/sqrt(tau));" in stan.text
    lines = (Draw("tau", "gamma", ("1.5", "2.0")), Draw("mu", "normal", ("0.5", "1/sqrt(0.3*tau)")),
             Observe("y", "normal", ("mu", "1/sqrt(tau)")))  # fmt: skip
    ours = float(prior.posterior(y).log_prob(0.1, tau) + prior.evidence(y))
    assert log_density(Model(lines, {"y": y}), {"mu": 0.1, "tau": tau}) == pytest.approx(ours, abs=1e-9)


@pytest.mark.wide
@pytest.mark.defaults
def test_numpyro_has_the_same_density(target):
    """At random places and off the defaults of every knob: constants included."""
    pytest.importorskip("numpyro", reason='numpyro is not installed: pip install ".[peers]" (350 MB) brings it')
    import jax
    from numpyro.infer.util import log_density

    jax.config.update("jax_enable_x64", True)
    experiment = preset(slug(target), "mean_field")
    names: dict = {}
    exec(program(experiment, "NumPyro").partition("guide = ")[0], names)
    coordinates = statements(target).names
    for z in np.random.default_rng(5).normal(scale=1.5, size=(4, target.dim)):
        values, slope = dict(zip(coordinates, z, strict=True)), 0.0
        if "tau" in values:  # vizvi's coordinate is its logarithm
            slope, values["tau"] = values["tau"], np.exp(values["tau"])
        log_p, _ = log_density(names["model"], (), {}, values)
        assert float(log_p) + slope == pytest.approx(float(target.log_prob(z)), abs=1e-9)


@pytest.mark.wide
@pytest.mark.parametrize("name", ["challenger", "eight_schools", "skew_normal"])
def test_numpyro_ends_where_vizvi_does(name):
    """The printed program as it stands, with more steps: its ELBO is the best one's within Monte Carlo error."""
    pytest.importorskip("numpyro", reason='numpyro is not installed: pip install ".[peers]" (350 MB) brings it')
    experiment = replace(preset(name, "full_rank" if name == "challenger" else "mean_field"), steps=600)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(program(experiment, "NumPyro"), "program", "exec"), {})
    elbo = float(re.search(r"ELBO (\S+) nats", printed.getvalue())[1])
    best = vizvi.optima(experiment.problem, starts=16, seed=0)
    wanted = float(vizvi.exact(experiment.problem, best.lam[0]).elbo)
    assert elbo == pytest.approx(wanted, abs=0.06)
