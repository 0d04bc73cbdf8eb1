"""The lines that lessons offer to take away: executed, they print the numbers that stand on the page."""

import ast
import contextlib
import html
import io
import itertools
import math
import re

import numpy as np
import pytest
from visit import taken_away, words

from vizvi.format import fixed, nats, number
from vizvi.lessons.flows import words as of_flows
from vizvi.lessons.gradients import words as of_gradients
from vizvi.lessons.topics import words as of_topics
from vizvi.models.script import lines, written

TILE = re.compile(r'data-value="([^"]+)"[^>]*>\s*<span>(.*?)</span>')


def tiles(app) -> dict[str, float]:
    """The large numbers of a page by what stands over them."""
    told = "\n".join(each.proto.body for each in app.get("html"))
    number = lambda text: float(re.sub(r"^np\.\w+\((.*)\)$", r"\1", html.unescape(text)))
    return {label: number(value) for value, label in TILE.findall(told)}


def printed(text: str) -> dict[str, float]:
    """What the lines print, by its name; run in a namespace of their own."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(text, "code", "exec"), {"__name__": "taken away"})
    found = [line.rpartition(": ") for line in out.getvalue().splitlines()]
    return {name: float(value) for name, _, value in found}


def code(app) -> str:
    """The lines of vizvi that a page offers."""
    assert not app.exception and not app.session_state[f"_{app.session_state['_page']}"].notices
    return app.code[-1].value


def same(app) -> dict[str, float]:
    """The page's tiles are what its lines print, to all digits; also all else that they print."""
    found, wanted = printed(code(app)), tiles(app)
    assert wanted and wanted.keys() <= found.keys()
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=1e-7, abs=1e-12, nan_ok=True), name
    return found


CASES = {
    "coordinate_ascent": [
        {},
        {"target.correlation": "-0.7", "ascent.moves": "212", "ascent.at": "2"},
        {"ascent.tab": "stairs"},
        {"ascent.tab": "stairs", "ascent.data": "3; 1.5,9 \u22122", "ascent.strength": "2", "ascent.calls": "tm"},
        {"ascent.tab": "components"},
        {"ascent.tab": "components", "ascent.components": "2", "ascent.seed": "3", "ascent.em": "map",
         "ascent.units": "minutes", "ascent.concentration": "10"},
    ],
    "flows": [
        {"tab": "thread", "apart": "2.5"},
        {"tab": "particles", "count": "5", "h": "1.5", "moved": "200", "cloud": "two_modes", "seed": "2"},
    ],
    "mcmc": [
        {},
        {"sampler": "gibbs", "target": "gaussian", "budget": "300", "chains": "2", "seed": "3", "from": "one"},
        {"sampler": "hmc", "target": "challenger", "epsilon": "0.2", "leapfrog": "3", "jitter": "0", "budget": "3000",
         "steps": "40"},
    ],
    "choose": [
        {},
        {"basis": "legendre", "noise": "0.5", "prior": "2.5", "count": "20", "seed": "4", "moved": "3:0.5,7:-1.2"},
        {"tab": "flights", "prior_sd": "2", "q": "full_rank"},
        {"tab": "learning", "noise_variance": "0.1", "start": "0.4", "half": "5", "joint": "1"},
        {"tab": "collapse", "decoder": "0.7", "beta": "2"},
    ],
    "stochastic": [
        {},
        {"n": "1000", "batch": "10", "schedule": "constant", "rate": "0.3", "prior": "10", "seed": "3", "at": "1.5"},
        {"n": "1000", "batch": "10", "schedule": "averaged", "forget": "1", "prior": "flat", "replace": "0", "at": "2"},
        {"n": "10000", "batch": "all", "decay": "0.7", "delay": "5", "at": "1"},
    ],
    "topics": [
        {},
        {"k": "3", "documents": "50", "passes": "0", "eta": "1", "words": "40"},
    ],
    "amortize": [
        {},
        {"row": "7", "hidden": "128", "epochs": "10", "family": "full_rank", "steps": "5", "way": "draws"},
        {"drawn": "00183c3c3c3c1800", "steps": "1", "way": "exact"},
    ],
    "gradients": [
        {},
        {"target": "bumps", "mean": "-1.3", "sd": "0.6", "draws": "3", "constant": "50", "baseline": "leave-one-out"},
        {"ways": "score_function", "target": "skew", "baseline": "mean", "draws": "5"},
        {"target": "own", "own": "kind=formula&text=-x%5E2%2F4-x&dim=1", "mean": "1"},
    ],
}


def _key(slug: str, name: str) -> str:
    return name if name.startswith("ascent.") else f"{slug}.{name}"


def _cases():
    """Of pages that work for long the third is wide."""
    for slug, cases in CASES.items():
        for count, each in enumerate(cases):
            slow = count == 2 and slug in ("amortize", "mcmc")
            yield pytest.param(slug, each, marks=pytest.mark.wide if slow else ())


@pytest.mark.parametrize(("slug", "settings"), list(_cases()))
def test_lines_print_the_numbers_of_the_page(slug, settings):
    same(taken_away(slug, **{_key(slug, name): value for name, value in settings.items()}))


@pytest.mark.wide
@pytest.mark.parametrize(("slug", "settings"), [
    ("flows", {"target": "ring", "layers": "2", "seed": "1", "run": "3"}),
    ("flows", {"target": "two_modes", "d": "2.5", "kind": "planar", "layers": "4", "temper": "1", "at": "500"}),
    ("topics", {"k": "4", "documents": "50", "by": "minibatches", "passes": "20", "alpha": "1", "seed": "3", "data": "5"}),
])  # fmt: skip
def test_lines_print_what_has_grown(slug, settings):
    same(taken_away(slug, at_once=True, **{_key(slug, name): value for name, value in settings.items()}))


@pytest.mark.wide
@pytest.mark.parametrize("kind", ["line", "logistic"])
def test_a_curve_from_minibatches(kind):
    """Both numbers stand in a sentence."""
    link = {"n": "1000", "batch": "10", "model": kind, "schedule": "constant", "rate": "0.05", "seed": "3", "at": "2"}
    app = taken_away("stochastic", at_once=True, **{f"stochastic.{name}": value for name, value in link.items()})
    last, there = printed(code(app)).values()
    assert f"KL(q‖best q) **{nats(last)}**; at the line {nats(there)}" in words(app) and last != there


GRID = {"model": "ising", "coupling": "0.35", "temperature": "1.5"}


@pytest.mark.parametrize("link", [{"model": "coins"}, pytest.param(GRID, marks=pytest.mark.wide)])
def test_bits(link):
    app = taken_away("gradients", **{"gradients.tab": "bits"} | {f"gradients.{name}": each for name, each in link.items()})
    through, bias, sd, apart, kept = printed(code(app)).values()
    said = words(app)
    assert f"is off by {bias:.3f} ± " in said and f"an sd of {number(sd)} " in said
    assert ("exact here" in said) == (through < 1e-9)
    assert all(each in said for each in (number(apart), number(kept))) and apart > kept


def test_errors_of_gradients():
    """What one gradient's error is at some numbers of draws, as the chart has it."""
    from vizvi.lessons.gradients.noise import BUDGETS, Setup, errors

    link = {"gradients.tab": "runs", "gradients.target": "bumps", "gradients.mean": "1", "gradients.ways": "reparam"}
    found = printed(code(taken_away("gradients", **link)))
    wanted = dict(zip(BUDGETS.tolist(), errors(Setup("bumps", 1.0), "reparam"), strict=True))
    for draws in (2, 16, 256):
        name = of_gradients.gradient.error_of(of_gradients.settings.WAYS["reparam"], draws)
        assert found[name] == pytest.approx(wanted[draws], rel=1e-6)


@pytest.mark.wide
def test_step_sizes():
    """Every rule's best in the sentence below the chart."""
    app = taken_away("gradients", at_once=True, **{"gradients.tab": "sweep", "gradients.correlation": "0.5"})
    found = printed(code(app))
    assert of_gradients.sweep.NATURAL_GRADIENT in found
    said, best = words(app), min(found, key=found.get)
    assert f"Nearest so far: **{best}** at a step of" in said and f", {found[best]:.2g} nats from p." in said
    for name, called in (("NATURAL_GRADIENT", of_gradients.sweep.NATURAL_GRADIENT), ("ADAM_SHRINKS", "shrinking")):
        rule = getattr(of_gradients.sweep, name)
        assert rule == best or f"{called} {found[rule]:.2g}" in said


def test_sampling_beside_mean_field():
    """All twelve numbers of the table."""
    app = taken_away("coordinate_ascent", **{"ascent.tab": "sampling", "ascent.length": "200", "ascent.chain": "5"})
    found = printed(code(app))
    assert len(found) == 12
    for each in found.values():
        assert f"{each:.4g}" in words(app)


@pytest.mark.parametrize(("target", "kind", "layers"), [
    ("two_modes", "coupling", 2), pytest.param("ring", "planar", 4, marks=pytest.mark.wide)
])  # fmt: skip
def test_a_flow_at_an_early_step(target, kind, layers):
    """By itself, since the page trains on for seconds."""
    from vizvi.lessons.flows import script
    from vizvi.lessons.flows.training import experiment, judged, pieces

    made = experiment(target, 2.5, kind, layers, True, 3)
    _, seen = itertools.islice(pieces(made), 2)
    found = printed(script.of_sheet(target, 2.5, kind, layers, True, 3, seen.step, 6))
    assert found[of_flows.sheet.KL] == pytest.approx(seen.kl[5], rel=1e-7)
    assert found[of_flows.sheet.ESS] == pytest.approx(judged(made.problem, tuple(seen.lam[5].tolist())).ess, rel=1e-6)
    if target == "ring":
        assert found[of_flows.sheet.THINNEST] == pytest.approx(seen.thinnest[5])
    else:
        assert found[of_flows.sheet.IN_THE_GAP] == pytest.approx(seen.between[5])


@pytest.mark.wide
def test_the_ladders_first_rungs():
    from vizvi.lessons.flows import script
    from vizvi.lessons.flows.ladder import rungs

    (wanted,) = itertools.islice(rungs("banana", 3.0, False, 1), 1)
    assert printed(script.of_ladder("banana", 3.0, False, 1, [wanted.name])) == {wanted.name: pytest.approx(wanted.median)}
    compile(script.of_ladder("banana", 3.0, False, 1), "code", "exec")


@pytest.mark.wide
def test_ranks():
    app = taken_away("flows", at_once=True, **{"flows.tab": "rank", "flows.cov": "factors"})
    found = printed(code(app))
    assert len(found) == 9 and all(nats(found[of_flows.rank.of_rank(rank)]) in words(app) for rank in (0, 8))


ROWS = {"template": "linear", "data": "x,y\n1,2\n2,2.5\n3,5\n4,4.5", "prior_sd": "3", "noise": "0.5"}
WORKSHOP = [ROWS | {"tab": "data", "seed": "4", "restarts": "8"}, {"one": "-x^4/4", "window": "-4,4"}]


@pytest.mark.parametrize("settings", [pytest.param(WORKSHOP[0], marks=pytest.mark.wide), WORKSHOP[1]])
def test_a_problem_of_ones_own(settings):
    """The ladder's numbers and the recommendation, in the page's table and in what the lines print."""
    link = {f"workshop.{name}": each for name, each in settings.items()}
    app = taken_away("workshop", at_once=True, **{"workshop.ask": "0"} | link)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code(app), "code", "exec"), {})
    *ladder, recommended = out.getvalue().splitlines()
    table = next(each.value for each in app.markdown if "| ELBO, nats |" in each.value)
    for each in ladder:
        elbo = float(re.search(r"ELBO (\S+),", each)[1])
        assert f" {number(elbo)} " in table
    assert len(ladder) == table.splitlines()[0].count("|") - 2
    assert any(recommended in each.value for each in (*app.info, *app.success, *app.warning, *app.error))


def of_tab(app) -> dict[str, float]:
    """What the lines print that are offered for the open tab."""
    slug = app.session_state["_page"]
    (menu,) = [each for each in app.get("button_group") if each.key == f"{slug}.takeaway.library"]
    app.session_state[f"{slug}.takeaway.library"] = next(each for each in menu.options if each.startswith("vizvi: "))
    return printed(code(app.run()))


WIDE = pytest.mark.wide
SLOW = ("iwae", "all", "refine", "train", "collapse", "adapts")
AMORTIZED = ["linear", *(pytest.param(each, marks=WIDE) for each in SLOW)]


@pytest.mark.parametrize("tab", AMORTIZED)
def test_tabs_on_digits(tab):
    """Every number stands in the tab's sentence or table."""
    link = {"amortize.tab": tab, "amortize.turn": "30", "amortize.beta": "2", "amortize.epochs": "100", "amortize.row": "9"}
    app = taken_away("amortize", at_once=True, **link)
    if tab in ("train", "collapse"):
        app.button(key={"train": "amortize.train", "collapse": "amortize.sweep"}[tab]).click().run()
    said, found = words(app), of_tab(app)
    if tab == "iwae":
        found = {name: value for name, value in found.items() if name.startswith(("1 ", "50 "))}
        del found["1 draws, standard error"]
    assert found
    for name, value in found.items():
        told = {f"{max(value, 0):.3f}", f"{abs(value):.3f}", f"{value:.4f}", f"{value:.1f}", number(value)}
        assert any(each in said for each in told), (name, value)


@pytest.mark.wide
@pytest.mark.parametrize("tab", ["seeds", "touched", "many", "sure", "speeches"])
def test_tabs_on_topics(tab):
    """The numbers that a tab's sentence names are among those that its lines print."""
    link = {"topics.documents": "50", "topics.k": "4", "topics.tab": tab, "topics.eras": "2", "topics.decay": "0.51"}
    app = taken_away("topics", at_once=True, **link)
    said, found = words(app), of_tab(app)
    if tab == "sure":
        assert f"{found[of_topics.screen.RATIO]:.2f} of the sampled one" in said
        assert f"at most {found[of_topics.screen.DISTANCE]:.3f}" in said
        return
    told = {fixed(value, 3) for value in found.values()}
    named = re.findall(r"\u2212\d\.\d{3}", said)
    assert named and (set(named) <= told or tab == "speeches")
    assert any(each in told for each in named)


@pytest.mark.wide
def test_sampling_two_components():
    link = {"ascent.tab": "sampling", "ascent.sampled": "faithful", "ascent.length": "1000"}
    app = taken_away("coordinate_ascent", at_once=True, **link)
    found = list(printed(code(app)).values())
    for mean, sd in zip(found[::2], found[1::2], strict=True):
        assert f"{fixed(mean, 3)} ({fixed(sd, 3)})" in words(app)


@pytest.mark.parametrize(("components", "concentration", "minutes"), [(3, 1.0, False), (2, 0.1, True)])
def test_scikit_learn_ends_where_vizvi_rests(components, concentration, minutes):
    """Coordinate ascent from its responsibilities goes nowhere."""
    pytest.importorskip("sklearn", reason='scikit-learn is not installed: pip install ".[test]" brings it')
    from vizvi.lessons.coordinate_ascent.script import scikit_learn
    from vizvi.models.gaussian_mixture import GaussianMixture

    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(scikit_learn(components, concentration, 1, minutes).text, "code", "exec"), names)
    x, theirs = names["x"], names["model"]
    ours = GaussianMixture(components, concentration, 1.0, 2.0).variational(x, theirs.predict_proba(x), 3)
    assert ours.means == pytest.approx(theirs.means_, abs=1e-3) and ours.weights == pytest.approx(theirs.weights_, abs=1e-3)


@pytest.mark.parametrize("basis", ["powers", "legendre"])
def test_polynomials_elsewhere_have_the_same_columns(basis):
    from vizvi.lessons.choose.script import columns
    from vizvi.models.polynomial_regression import PolynomialRegression

    x = np.random.default_rng(2).uniform(size=7)
    wanted = PolynomialRegression(8, basis).design(x)
    found = [eval(each.replace("^", "**"), {"x": x, "u": 2 * x - 1}) * np.ones(7) for each in columns(8, basis)]
    assert np.stack(found, axis=-1) == pytest.approx(wanted, abs=1e-12)


OTHERS = [  # page, part, and which libraries it offers
    ("stochastic", {"stochastic.n": "1000", "stochastic.model": "logistic"}, {"NumPyro", "PyMC"}),
    ("choose", {"choose.degree": "0"}, {"NumPyro", "PyMC"}),
    ("choose", {"choose.basis": "legendre", "choose.degree": "8"}, {"NumPyro", "PyMC"}),
    ("choose", {"choose.tab": "flights", "choose.prior_sd": "2"}, {"NumPyro", "PyMC", "Stan"}),
    ("coordinate_ascent", {}, {"NumPyro", "PyMC", "Stan"}),
    ("coordinate_ascent", {"ascent.tab": "stairs"}, {"NumPyro", "PyMC", "Stan"}),
    ("coordinate_ascent", {"ascent.tab": "components"}, {"scikit-learn"}),
    ("topics", {}, {"scikit-learn", "vizvi: Ten seeds"}),
    ("amortize", {"amortize.tab": "linear"}, {"vizvi: The linear case"}),
    ("mcmc", {}, {"NumPyro", "PyMC", "Stan", "NumPyro, NUTS", "PyMC, NUTS", "Stan, NUTS"}),
]


@pytest.mark.parametrize(("slug", "link", "libraries"), OTHERS)
def test_the_model_in_other_libraries(slug, link, libraries):
    """Each is there; it is Python, says whether a test runs it, and has every number that is set."""
    app = taken_away(slug, **link)
    (menu,) = [each for each in app.get("button_group") if each.key == f"{slug}.takeaway.library"]
    assert set(menu.options) == {"vizvi"} | libraries
    for library in sorted(libraries, reverse=True)[:3]:  # each is a run of the page
        app.session_state[f"{slug}.takeaway.library"] = library
        app.run()
        assert not app.exception
        text = code(app)
        compile(text, library, "exec")
        if library.startswith("vizvi"):
            assert library == "vizvi: Ten seeds" or printed(text)  # they take a second
            continue
        imported = {"NumPyro": "numpyro", "PyMC": "pymc", "Stan": "cmdstanpy", "scikit-learn": "sklearn"}
        assert f"import {imported[library.partition(',')[0]]}" in text.replace("from", "import")
        (ran,) = [each.value for each in app.caption if re.search("vizvi's tests run|No test of vizvi's", each.value)]
        assert "No test" not in ran or library != "scikit-learn"


def test_scikit_learn_has_the_same_bound():
    """Of the topics that its lines find, by vizvi's own formula."""
    pytest.importorskip("sklearn", reason='scikit-learn is not installed: pip install ".[test]" brings it')
    from vizvi.lessons.topics.run import Setup, model
    from vizvi.lessons.topics.script import scikit_learn

    for setup in (Setup(), Setup(topics=4, documents=50, alpha=1.0, by="minibatches", words=40, seed=3)):
        program, names = scikit_learn(setup, 8), {}
        assert "vizvi's tests run these lines" in program.remark
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(program.text, "code", "exec"), names)
        bound = float(out.getvalue().rpartition(": ")[2])
        ours, lam = model(setup), names["model"].components_
        assert bound == pytest.approx(ours.bound(lam, ours.documents(lam)) / ours.counts.sum(), abs=2e-3)
        assert out.getvalue().splitlines()[-1].startswith(of_topics.screen.BOUND)


TEXTS, NUMBERS = ('a"b', "a'b", "a\\b\n$x {y}", "\u202e"), (1e-300, -0.0, 7, True, None, (1.0,), ("$y", (2, 3.5)))


@pytest.mark.parametrize("value", [*TEXTS, *NUMBERS, tuple(k / 7 for k in range(40))])
def test_whatever_is_set_is_a_literal(value):
    """Nothing that a visitor writes becomes Python."""
    assert ast.literal_eval(written(value)) == value
    assert max(map(len, written(value).splitlines())) <= 104
    text = lines("x = $x", {"$x": "1 + len(str($x))"}, x=value)
    assert printed(text)["$x"] == 1 + len(str(value))


def test_numbers_without_an_end_are_written_too():
    assert eval(written(math.inf)) == math.inf and eval(written((-math.inf, 1.0))) == (-math.inf, 1.0)
    assert math.isnan(eval(written(math.nan))) and written(np.float64(0.1)) == "0.1" and written(np.arange(2)) == "(0, 1)"
    with pytest.raises(KeyError):
        lines("x = $forgotten", {}, x=1)
