"""What a target says as a model: what is drawn, what is observed, what is added to the log density. Expressions are in the
language of `vizvi.formula`, with `square` and `log_normal_cdf` besides."""

import math
from collections.abc import Callable
from typing import NamedTuple

from vizvi.member import slug
from vizvi.targets import Target


class Draw(NamedTuple):
    """A coordinate and its distribution: "normal" (mean, sd), "student_t" (df), "half_cauchy" (scale), "gamma" (shape,
    rate) or "flat"."""

    name: str
    kind: str
    arguments: tuple[str, ...] = ()


class Observe(NamedTuple):
    """Data under a distribution: "normal" (mean, sd), "bernoulli" (log odds) or "poisson" (log rate)."""

    data: str
    kind: str
    arguments: tuple[str, ...]


class Add(NamedTuple):
    """A term of the log density, constants included."""

    expression: str


class Model(NamedTuple):
    lines: tuple
    data: dict[str, tuple]

    @property
    def names(self) -> tuple[str, ...]:
        """The coordinates, in vizvi's order."""
        return tuple(each.name for each in self.lines if isinstance(each, Draw))


def statements(target: Target) -> Model:
    """The model of a target. Raises ValueError for one that is no program elsewhere, such as a density drawn by hand."""
    from vizvi.formula import Typed
    from vizvi.models.pasted import Pasted

    if isinstance(target, Typed):
        return _typed(target)
    if isinstance(target, Pasted):
        return _pasted(target)
    if (write := MODELS.get(slug(target))) is None:
        raise ValueError(f"There is no program for a {type(target).__name__} in another library.")
    lines, data = write(target)
    return Model(tuple(lines), data)


def _typed(target) -> Model:
    draws = tuple(Draw(name, "flat") for name in target.names)
    return Model((*draws, Add(target.text)), {})


def _pasted(target) -> Model:
    """Two coefficients under somebody's own data."""
    prior, y = ("0", _n(target.prior_sd)), tuple(target.y)
    if target.template == "normal":
        drawn = Draw("mu", "normal", prior), Draw("log_sd", "normal", prior)
        return Model((*drawn, Observe("y", "normal", ("mu", "exp(log_sd)"))), {"y": y})
    x = f"(x - {_n(math.fsum(target.x) / len(target.x))})" if target.center else "x"
    line = f"intercept + slope*{x}"
    kind = {"linear": "normal", "logistic": "bernoulli", "poisson": "poisson"}[target.template]
    seen = Observe("y", kind, (line, _n(target.noise)) if kind == "normal" else (line,))
    drawn = Draw("intercept", "normal", prior), Draw("slope", "normal", prior)
    return Model((*drawn, seen), {"x": tuple(target.x), "y": y if kind == "normal" else tuple(map(int, y))})


def _n(value: float) -> str:
    """A number that stays one where it stands: negative ones in brackets."""
    return repr(float(value)) if value >= 0 else f"({float(value)!r})"


def _bumps(name: str, d: float, w: float) -> str:
    right = f"{_n(math.log(w))} - 0.5*({name} - {_n(d)})^2"
    return f"logaddexp({right}, {_n(math.log(1 - w))} - 0.5*({name} + {_n(d)})^2) - 0.5*log(2*pi)"


def _normal_normal(t):
    lines = [Draw("z", "normal", ("0", "1")), Observe("x", "normal", ("z", "1"))]
    return lines + ([Add("log(100)")] if t.unit == "m" else []), {"x": (t.x,)}


def _challenger(t):
    from vizvi.targets.challenger import flights

    temperature, distress = (each.tolist() for each in flights())
    prior = ("0", _n(t.prior_sd))
    lines = [Draw("intercept", "normal", prior), Draw("slope", "normal", prior),
             Observe("distress", "bernoulli", ("intercept + slope*temperature",))]  # fmt: skip
    return lines, {"temperature": tuple((each - 70) / 10 for each in temperature), "distress": tuple(map(int, distress))}


def _eight_schools(t):
    from vizvi.targets.eight_schools import MEAN_SD, SPREAD, schools

    effect, error = (tuple(each.tolist()) for each in schools())
    lines = [Draw("mu", "normal", ("0", _n(MEAN_SD))), Draw("tau", "half_cauchy", (_n(SPREAD),)),
             Observe("effect", "normal", ("mu", "sqrt(square(tau) + square(error))"))]  # fmt: skip
    return lines, {"effect": effect, "error": error}


def _three_modes(t):
    turns = [math.pi / 2 + 2 * math.pi * k / 3 for k in range(3)]
    modes = [(t.separation * math.cos(turn), t.separation * math.sin(turn)) for turn in turns]
    one, two, three = (f"-0.5*((z1 - {_n(round(a, 12))})^2 + (z2 - {_n(round(b, 12))})^2)" for a, b in modes)
    return [Draw("z1", "flat"), Draw("z2", "flat"), Add(f"logaddexp(logaddexp({one}, {two}), {three}) - log(6*pi)")], {}


def _squiggle(t):
    mean = f"0.125*z1 - sin({_n(t.frequency)}*z1)"  # variances 2 and 1/2, covariance 1/4
    return [Draw("z1", "normal", ("0", "sqrt(2)")), Draw("z2", "normal", (mean, _n(math.sqrt(0.46875))))], {}


def _logit_beta(t):
    constant = math.lgamma(t.a + t.b) - math.lgamma(t.a) - math.lgamma(t.b)
    return [Draw("logit_x", "flat"), Add(f"{_n(t.a)}*logit_x - {_n(t.a + t.b)}*softplus(logit_x) + {_n(constant)}")], {}


def _two(*arguments) -> list:
    return [Draw("z1", "normal", ("0", "1")), Draw("z2", "normal", arguments)]


MODELS: dict[str, Callable] = {
    "normal_normal": _normal_normal,
    "challenger": _challenger,
    "eight_schools": _eight_schools,
    "two_bumps": lambda t: ([Draw("z", "flat"), Add(_bumps("z", t.separation, t.weight))], {}),
    "two_modes": lambda t: ([Draw("z1", "flat"), Draw("z2", "normal", ("0", "1")),
                             Add(_bumps("z1", t.separation, t.weight))], {}),
    "three_modes": _three_modes,
    "log_gamma": lambda t: ([Draw("z", "flat"), Add(f"{_n(t.shape)}*z - exp(z) - {_n(math.lgamma(t.shape))}")], {}),
    "logit_beta": _logit_beta,
    "student_t": lambda t: ([Draw("z", "student_t", (_n(t.df),))], {}),
    "skew_normal": lambda t: ([Draw("z", "normal", ("0", "1")), Add(f"log(2) + log_normal_cdf({_n(t.shape)}*z)")], {}),
    "gaussian": lambda t: (_two(f"{_n(t.correlation)}*z1", _n(math.sqrt(1 - t.correlation**2))), {}),
    "banana": lambda t: (_two(f"{_n(t.bend)}*z1^2", "1"), {}),
    "funnel": lambda t: ([Draw("v", "normal", ("0", _n(t.scale))), Draw("x", "normal", ("0", "exp(v/2)"))], {}),
    "ring": lambda t: ([Draw("z1", "flat"), Draw("z2", "flat"),
                        Add(f"-0.5*((sqrt(z1^2 + z2^2) - {_n(t.radius)})/{_n(t.width)})^2")], {}),
    "squiggle": _squiggle,
}  # fmt: skip
