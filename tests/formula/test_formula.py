"""A typed density: grammar, messages, gradients, window, and nothing hostile that gets through."""

import math
import pickle

import numpy as np
import pytest

import vizvi
from vizvi import ExpressionError
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.formula.functions import FUNCTIONS
from vizvi.formula.parse import parse
from vizvi.formula.program import evaluate
from vizvi.integrate.truth import truth
from vizvi.member import central
from vizvi.targets import TARGETS

NUMPY = {name: getattr(np, name) for name in ("exp", "log", "sqrt", "abs", "sin", "cos", "tan", "log1p", "expm1", "hypot")}
NUMPY |= {
    "atan": np.arctan,
    "min": np.minimum,
    "max": np.maximum,
    "logaddexp": np.logaddexp,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "softplus": lambda a: np.log1p(np.exp(a)),
    "normal": lambda x, m, s: -0.5 * ((x - m) / s) ** 2 - np.log(s * np.sqrt(2 * np.pi)),
}


def value(text, *at):
    return float(evaluate(parse(text, len(at)), np.array(at, float)))


@pytest.mark.parametrize(
    "text, want",
    [
        ("-x^2", -9), ("2^3^2*x", 1536), ("x**2", 9), ("x²+x³", 36), ("-x²", -9), ("2^-1*x", 1.5), ("x/3/2", 0.5),
        ("x-1-1", 1), ("−x×2·3÷9", -2), ("2*π*x", 6 * math.pi), ("e*x", 3 * math.e), ("+x", 3), ("--x", 3), ("1e2*x", 300),
        (".5*x+1.", 2.5), ("where(x > 2, x, -inf)", 3), ("where(x<=2, 1, -inf)+x", -math.inf), ("z", 3), ("(x)", 3),
        ("x^2^0.5", 3 ** 2**0.5), ("-2^2*x", -12), ("where(x >= 3, x, 0)", 3), ("2^x", 8), ("x^0", 1),
        ("normal(x, 1, 2)", -0.5 - math.log(2 * math.sqrt(2 * math.pi))),
    ],
)  # fmt: skip
def test_grammar(text, want):
    assert value(text, 3.0) == pytest.approx(want, rel=1e-13)


def test_two_variables_have_three_spellings():
    for text in ("x - 2*y", "z1 - 2*z2", "z₁ - 2·z₂"):
        assert value(text, 5.0, 1.5) == 2


@pytest.mark.parametrize(
    "text, dim, message, span",
    [
        ("2x", 1, "Write an operator such as * before x.", (1, 2)),
        ("x + q", 2, "Unknown name q. Known: x, y.", (4, 5)),
        ("y", 1, "Unknown name y. Known: x.", (0, 1)),
        ("nomal(x,0,1)", 1, "Unknown function nomal. Did you mean normal?", (0, 5)),
        ("1 + exp x", 1, "exp is a function: write exp(…).", (4, 7)),
        ("2*(x + 1", 1, "This ( is never closed.", (2, 3)),
        ("max(x)", 1, "max takes 2 arguments, not 1.", (0, 6)),
        ("x^65", 1, "Powers above 64 are not supported.", (2, 4)),
        ("x > 2", 1, "A comparison is only allowed in where(a > b, then, else).", (2, 3)),
        ("x + ", 1, "Something is missing after +.", (2, 3)),
        ("", 1, "Write a log density, such as -x^2/2.", (0, 0)),
        ("x)", 1, "This ) has no ( before it.", (1, 2)),
        ("0,5*x", 1, "A comma only separates arguments; write decimals as in 0.5.", (1, 2)),
        ("inf*x", 1, "inf is only allowed inside where(a > b, then, else).", (0, 3)),
        ("x = 2", 1, "There is no = here: write the log density alone.", (2, 3)),
        ("x + 1e101", 1, "Numbers above 1e100 are not supported.", (4, 9)),
        ("-x^2", 2, "y does not occur, so the density has no end along y.", (0, 4)),
        ("normal(x, 0, 0)", 1, "The sd of normal(x, mean, sd) must be above 0.", (13, 14)),
        ("x" + "+x" * 200, 1, "A formula may have 400 characters, not 401.", (400, 401)),
        ("x" + "+x" * 80, 1, "A formula may have 150 parts: this one has more.", (0, 151)),
        ("(" * 60 + "x" + ")" * 60, 1, "Parentheses and signs may be 40 deep.", (40, 41)),
        ("exp(" * 13 + "x" + ")" * 13, 1, "Functions and powers may be 12 within each other.", (0, 66)),
    ],
)
def test_messages_say_what_where_and_the_fix(text, dim, message, span):
    with pytest.raises(ExpressionError) as caught:
        vizvi.formula(text, dim)
    assert (str(caught.value), (caught.value.at, caught.value.end)) == (message, span)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_are_numpys_with_their_slopes(name):
    count = FUNCTIONS[name].count
    text = f"{name}({', '.join(['0.3 + 0.7*x', '0.4*y + 0.2', '0.5 + x*y'][:count])})"
    z = np.random.default_rng(1).uniform(0.1, 1.2, (50, 2))
    x, y = z.T
    program = parse(text, 2)
    got, grad = evaluate(program, z, slopes=True)
    assert np.allclose(got, NUMPY[name](*[0.3 + 0.7 * x, 0.4 * y + 0.2, 0.5 + x * y][:count]), rtol=1e-13)
    assert np.allclose(grad, central(lambda each: evaluate(program, each), z), rtol=1e-6, atol=1e-8)


def soup(rng) -> str:
    pieces = [*FUNCTIONS, "x", "y", "z1", "q", "where", "pi", "inf", "1", "2.5", "1e9", "+", "-", "*", "/", "^", "**", "²"]
    pieces += ["(", "(", ")", ")", ",", ">", " ", "\x00", "é", "\u202e", "🙂", "__import__", "lambda", "0x1", "1_0", "'"]
    return "".join(rng.choice(pieces, rng.integers(1, 40)))


def grown(rng, depth=0):
    """A random expression as text and as a function of NumPy arrays."""
    kind = rng.integers(0, 8 if depth < 4 else 2)
    if kind == 0:
        number = round(float(rng.uniform(0.1, 3)), 3)
        return f"{number}", lambda x, y: number
    if kind == 1:
        return ("x", lambda x, y: x) if rng.random() < 0.5 else ("y", lambda x, y: y)
    (a, f), (b, g) = grown(rng, depth + 1), grown(rng, depth + 1)
    if kind == 2:
        return f"({a} + {b})", lambda x, y: f(x, y) + g(x, y)
    if kind == 3:
        return f"({a} - {b})", lambda x, y: f(x, y) - g(x, y)
    if kind == 4:
        return f"{a}*({b})", lambda x, y: f(x, y) * g(x, y)
    if kind == 5:
        return f"(-({a})^2)", lambda x, y: -(f(x, y) ** 2)
    if kind == 6:
        return f"where({a} > {b}, {a}, 2*{b})", lambda x, y: np.where(f(x, y) > g(x, y), f(x, y), 2 * g(x, y))
    name = str(rng.choice(["sin", "atan", "sigmoid", "softplus", "logaddexp", "max", "cos", "tan"]))
    if FUNCTIONS[name].count == 1:
        return f"{name}({a})", lambda x, y: NUMPY[name](f(x, y))
    return f"{name}({a}, {b})", lambda x, y: NUMPY[name](f(x, y), g(x, y))


def check_soups(count, seed):
    rng, z = np.random.default_rng(seed), np.array([[0.3, -2.0], [0.0, 0.0], [1e9, -1e300]])
    for _ in range(count):
        text = soup(rng)
        try:
            program = parse(text, 2)
        except ExpressionError as error:
            assert 0 <= error.at <= error.end <= len(text) and str(error).endswith((".", "?"))
        else:
            got, grad = evaluate(program, z, slopes=True)
            assert got.shape == (3,) and grad.shape == (3, 2)


def check_grown(count, seed):
    rng, done = np.random.default_rng(seed), 0
    for _ in range(count):
        text, f = grown(rng)
        try:
            program = parse(text, 2)
        except ExpressionError:
            continue
        z = rng.uniform(-1.5, 1.5, (6, 2))
        with np.errstate(all="ignore"):
            want = np.broadcast_to(f(*z.T), 6)
            got, grad = evaluate(program, z, slopes=True)
            good = np.isfinite(want) & (np.abs(want) < 1e3)
            assert np.allclose(got[good], want[good], rtol=1e-9, atol=1e-9), text
            steps = [central(lambda each, p=program: evaluate(p, each), z, h) for h in (1e-5, 2e-5)]
        # Where two steps agree there is no kink nearby, and the differences are a slope.
        smooth = good & (np.abs(steps[0] - steps[1]) < 1e-6 * (1 + np.abs(steps[0]))).all(axis=-1)
        assert np.allclose(grad[smooth], steps[0][smooth], rtol=1e-4, atol=1e-4), text
        done += smooth.any()
    assert done > count / 4


def test_token_soups_end_in_a_number_or_a_sentence():
    check_soups(1500, 1)


def test_grown_expressions_are_what_numpy_says():
    check_grown(150, 2)


@pytest.mark.wide
def test_many_soups():
    check_soups(100_000, 3)


@pytest.mark.wide
def test_many_grown_expressions():
    check_grown(5_000, 4)


@pytest.mark.wide
def test_whole_formulas_of_soups_and_expressions():
    rng = np.random.default_rng(5)
    for i in range(300):
        text = soup(rng) if i % 2 else f"{grown(rng)[0]} - x^2 - y^2"
        try:
            target = vizvi.formula(text, 2)
        except ExpressionError as error:
            assert 0 <= error.at <= error.end <= len(text)
        else:
            assert np.isfinite(target.log_z) and len(target.window) == 2


HOSTILE = [None, 3, b"x", ["x"], "\ud800", "x" * 100_000, "(" * 400, "-" * 400, "²" * 400, "x^" * 199]


@pytest.mark.parametrize("wrong", HOSTILE)
def test_hostile_texts_end_in_a_sentence(wrong):
    with pytest.raises(ExpressionError):
        vizvi.formula(wrong, 1)


def test_dim_and_window_are_checked():
    for dim in (0, 3, True, "2"):
        with pytest.raises(ValueError, match="must be 1 or 2"):
            vizvi.formula("-x^2", dim)
    with pytest.raises(ValueError, match="window"):
        vizvi.formula("-x^2", 1, window=((1, 0),))
    assert vizvi.formula("-x^2", 1, window=((-4, 4),)).window == ((-4.0, 4.0),)
    assert vizvi.formula("-x^2").dim == 1 and vizvi.formula("-x^2-y^2").dim == 2


def best(target, family, **knobs):
    problem = vizvi.Problem(target, FAMILIES[family](**knobs), DIVERGENCES["reverse_kl"]())
    found = vizvi.optima(problem, starts=16)
    mean, cov = problem.family.moments(found.lam)
    return found.value, mean, np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1))


def test_two_bumps_from_text():
    target = vizvi.formula("logaddexp(normal(x,-2,1), normal(x,2,0.5))", dim=1)
    known = truth(target)
    assert target.log_z == pytest.approx(math.log(2), abs=1e-4)
    assert known.mean[0] == pytest.approx([0], abs=2e-3)
    assert math.sqrt(known.cov[0][0, 0]) == pytest.approx(2.1506, abs=2e-3)
    value, mean, sd = best(target, "mean_field")
    assert value == pytest.approx([0.61919, 0.68375], abs=5e-4)
    assert (mean[0, 0], sd[0, 0]) == pytest.approx((-0.9528, 1.7879), abs=2e-3)


def test_banana_from_text():
    target = vizvi.formula("-0.5*x^2 - 0.5*(y - x^2)^2", dim=2)
    known = truth(target)
    assert target.log_z == pytest.approx(math.log(2 * math.pi), abs=1e-4)
    assert known.mean[0] == pytest.approx([0, 1], abs=2e-3)
    assert np.sqrt(np.diag(known.cov[0])) == pytest.approx([1, 1.7321], abs=2e-3)
    value, mean, sd = best(target, "mean_field")
    assert value[0] == pytest.approx(0.31790, abs=5e-4)
    assert mean[0] == pytest.approx([0, 0.3904], abs=2e-3) and sd[0] == pytest.approx([0.6248, 1], abs=2e-3)
    z = np.random.default_rng(0).normal(size=(4, 3, 2))
    own = TARGETS["banana"]()
    assert np.allclose(target.score(z), own.score(z)) and target.score(z).shape == (4, 3, 2)
    assert np.ptp(target.log_prob(z) - own.log_prob(z)) < 1e-12


@pytest.mark.parametrize(
    "text, dim, log_z, tolerance",
    [
        ("-log1p(x^2)", 1, math.log(math.pi), 1e-4),
        ("-2*log1p(x^2+y^2)", 2, math.log(math.pi), 1e-4),
        ("normal(x,0,3) + normal(y,0,exp(x/2))", 2, 0, 1e-4),
        ("normal(x, 1e5, 0.01)", 1, 0, 1e-6),
        ("logaddexp(normal(x,-400,.1), normal(x,400,.1))", 1, math.log(2), 1e-5),
        ("-abs(x-3)/1e-3", 1, math.log(2e-3), 1e-4),
        ("2*x - exp(x)", 1, 0, 1e-7),
        ("-50*(x-y)^2 - x^2/8", 2, math.log(math.pi / 2.5), 1e-4),
    ],
)
def test_windows_hold_the_mass(text, dim, log_z, tolerance):
    target = vizvi.formula(text, dim)
    assert target.log_z == pytest.approx(log_z, abs=tolerance)
    for lo, hi in target.window:
        assert lo < hi and np.isfinite([lo, hi]).all()


@pytest.mark.parametrize(
    "text, dim, reason",
    [
        ("-.4*log1p(x^2)", 1, "improper"), ("x", 1, "keeps rising"), ("x^2", 1, "keeps rising"), ("1/x^2-x^2", 1, "∞"),
        ("sqrt(-1-x^2)", 1, "no finite value"), ("-1e20*x^2", 1, "rescale"), ("sin(x)", 1, "fall off"),
        ("-x^2*y^2", 2, "fall off along x"), ("exp(x)-x^2", 1, "∞|rising"),
    ],
)  # fmt: skip
def test_what_is_no_density_is_refused(text, dim, reason):
    with pytest.raises(ExpressionError, match=reason):
        vizvi.formula(text, dim)


def test_a_half_line_is_told():
    assert vizvi.formula("log(x) - x", 1).vanishes and vizvi.formula("where(x > 0, -x, -inf)", 1).vanishes
    assert not vizvi.formula("-x^2", 1).vanishes and not vizvi.formula("2*x - exp(x)", 1).vanishes


def test_equal_texts_are_equal_targets():
    a, b = vizvi.formula("-x^2/2", 1), vizvi.formula("-x^2/2", 1)
    assert a == b and hash(a) == hash(b) and repr(a) == repr(b) and "-x^2/2" in repr(a)
    assert pickle.loads(pickle.dumps(a)) == a
    assert a != vizvi.formula("-x^2", 1)
