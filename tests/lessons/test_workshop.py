"""The answer key of the workshop: its examples, its words, what is wrong said where it is, and predictions scored."""

import random
from functools import cache
from urllib.parse import parse_qsl

import numpy as np
import pytest
from visit import opened, pictures, poked, revealed, shared, words

from vizvi.diagnostics.report import report
from vizvi.diagnostics.rung import mean_off
from vizvi.format import percent, share
from vizvi.formula import formula
from vizvi.integrate.truth import truth
from vizvi.lessons.workshop import DATA, DRAWINGS, FORMULAS, LESSON, TWO
from vizvi.lessons.workshop.charts import drawing_board, fits_board
from vizvi.lessons.workshop.data_chart import data_board
from vizvi.lessons.workshop.data_fit import histogram_of, of_p, of_q
from vizvi.lessons.workshop.entry import drag_point, elsewhere, from_data, from_points, typed
from vizvi.lessons.workshop.remarks import cautions, rungs
from vizvi.lessons.workshop.result import STALE
from vizvi.lessons.workshop.score import brier, told
from vizvi.lessons.workshop.script import python
from vizvi.lessons.workshop.view import drawn_q, view
from vizvi.lessons.workshop.words import exact_answer, question, table
from vizvi.ui import progressive
from vizvi.written import packed


@cache
def reported(text: str, dim: int):
    return report(formula(text, dim), slugs=("mean_field", "full_rank"))


@cache
def of_counts(center: bool):
    """What is said of the counts that the page has."""
    return report(from_data(DATA["poisson"], "poisson", 5.0, 1.0, center).target)


LINES = {"t₅": 6, "log-gamma": 6, "a half-line": 2, "tilted": 5, "two on the diagonal": 5}
OWN = {  # problems of our own, and what is said of them
    "a needle beside": ("logaddexp(normal(x,0,1), log(0.05)+normal(x,3,0.01))", 1, 6, "off by 14 %"),
    "no variance": ("-1.5*log1p(x^2/2)", 1, 6, "no finite sd"),
    "one-sided": ("normal(x,0,1)+log(sigmoid(4*x))", 1, 6, "off by 4 %"),
    "a box": ("-(x/3)^20", 1, 4, "shape"),
    "a cusp": ("-sqrt(abs(x))*3", 1, 4, "shape"),
    "a cross": ("logaddexp(-20*(x-y)^2-(x+y)^2/2, -20*(x+y)^2-(x-y)^2/2)", 2, 4, "shape"),
    "a steep valley": ("-(1-x)^2/2-10*(y-x^2)^2", 2, 4, "shape"),
    "two rates": ("2*x-exp(x)+3*y-exp(y)-(x-y)^2", 2, 5, "0.11 nats"),
    "three arms": ("-3*(x^2+y^2-1)^2 - (x^3-3*x*y^2)^2/4", 2, 3, "Several"),
    "a square ring": ("-4*(max(abs(x),abs(y))-2)^2", 2, 3, "Several"),
    "a wind": ("normal(x,0,1)+normal(y,x,exp(-x/2))", 2, 5, "0.27 nats"),
}
QUICK = ("no variance", "one-sided", "a box", "two rates")
SLOWER = {"two bumps": 3, "banana": 4, "ring": 3, "funnel": 4}


@pytest.mark.parametrize("name", [*LINES, *(pytest.param(each, marks=pytest.mark.wide) for each in SLOWER)])
def test_the_examples_get_their_verdicts(name):
    (found,) = [(texts[name], dim) for dim, texts in ((1, FORMULAS["1d"]), (2, FORMULAS["2d"])) if name in texts]
    assert reported(*found).line == (LINES | SLOWER)[name]


@pytest.mark.parametrize(
    "name", [*QUICK, *(pytest.param(each, marks=pytest.mark.wide) for each in OWN if each not in QUICK)]
)
def test_problems_of_our_own_get_what_the_exact_answer_bears_out(name):
    text, dim, line, says = OWN[name]
    found = reported(text, dim)
    assert found.line == line and says in found.recommendation
    best = min(found.rungs, key=lambda each: each.kl)
    if line == 6:  # "good enough for the mean" is true of the mean
        assert mean_off(best, found.reference) < 0.2
    if line == 5:  # what is recommended is nearer to the truth
        assert np.abs(found.rungs[1].sd_ratio - 1).max() < np.abs(found.rungs[0].sd_ratio - 1).max()
    if line in (3, 4):  # what is warned of is wrong: a mean or an sd is off by a fifth
        assert mean_off(best, found.reference) > 0.2 or np.abs(best.sd_ratio - 1).max() > 0.1


def test_the_improper_example_is_refused_with_the_reason():
    entered = typed(FORMULAS["1d"]["improper"], 1)
    assert entered.target is None and "improper" in entered.wrong


def test_what_is_to_notice():
    found = [of_counts(center) for center in (False, True)]
    assert [each.rungs[0].kl for each in found] == pytest.approx([0.97438, 0.2185], abs=5e-4)
    assert [each.rungs[0].sd_ratio[1] for each in found] == pytest.approx([0.376, 0.799], abs=5e-3)
    assert "0.97 nats" in LESSON.notice[0] and "0.22 nats" in LESSON.notice[0] and "0.80" in LESSON.notice[0]
    one, two = reported("-abs(x)", 1), reported("-abs(x)-abs(y)", 2)
    assert (one.line, two.line) == (4, 6) and one.rungs[0].k > 0.7 > two.rungs[0].k
    assert f"{one.rungs[0].k:.2f}" in LESSON.notice[1] and f"{two.rungs[0].k:.2f}" in LESSON.notice[1]
    # The best normal for exp(−|x|): E|z| = s √(2/π), so s = √(π/2), against √2.
    assert np.r_[one.rungs[0].sd_ratio, two.rungs[0].sd_ratio] == pytest.approx(np.sqrt(np.pi / 4), abs=2e-3)
    well = reported(FORMULAS["1d"]["double well"], 1)
    assert 1 - well.rungs[0].sd_ratio[0] == pytest.approx(0.23, abs=0.01) and len(well.rungs[0].values) == 1
    assert well.rungs[0].ess > 0.5 and any("only the exact answer" in each for each in cautions(well))
    ripples = reported(FORMULAS["1d"]["ripples"], 1)
    assert ripples.line == 6 and 1 - ripples.rungs[0].sd_ratio[0] == pytest.approx(0.71, abs=0.005)
    assert any("only the exact answer" in each for each in cautions(ripples)) and "71 %" in LESSON.notice[2]
    links = [each.partition("](?")[2] for each in LESSON.notice if "](?" in each]
    assert len(links) == 4
    far = reported(FORMULAS["1d"]["a tenth far away"], 1)
    assert far.line == 6 and "off by 0.28 sds" in far.recommendation and far.rungs[0].ess > 0.99 and not far.sound
    assert "off by 0.28 sds" in LESSON.notice[3] and "2.19 nats worse" in LESSON.notice[3]
    assert "another optimum, 2.19 nats worse" in far.recommendation and not far.rungs[0].several
    pairs = [pair for each in links for pair in parse_qsl(each.removesuffix(")"))]
    dims = {"workshop.one": 1, "workshop.two": 2}
    typed_there = [typed(text, dims[key]) for key, text in pairs if key in dims]
    assert len(typed_there) == 3 and all(each.target for each in typed_there)


def test_a_table_says_what_the_report_holds():
    found = of_counts(False)
    said = table(rungs(found), ("intercept", "slope"))
    assert "0.974 | 0.011 |" in said and "| sd of slope, q / p ⌁ | 0.38 | 0.98 |" in said
    assert "log Z = −19.529; intercept = 0.29 ± 0.45; slope = 0.35 ± 0.10; correlation −0.93" in exact_answer(
        found.reference, ("intercept", "slope")
    )
    assert found.line == 5 and any("cannot be read" in each for each in cautions(found)) == (not found.readable)


@pytest.mark.parametrize("text, dim, instead", [
    ("exp(-x^2)", 1, "-x^2"), ("1/(1+x^2)", 1, "log(1/(1+x^2))"), ("(1+x^2)*exp(-x^2)", 1, "log((1+x^2)*exp(-x^2))"),
    ("exp(-(x-3)^2-y^2)", 2, "-(x-3)^2-y^2"), ("x^2", 1, None), ("-0.4*log1p(x^2)", 1, None), ("exp(x)", 1, None),
    ("sin(x)", 1, None), ("1+exp(-x^2)", 1, None),
])  # fmt: skip
def test_a_density_that_is_typed_for_its_logarithm_is_known(text, dim, instead):
    wrong = typed(text, dim).wrong
    assert wrong.endswith(f"Did you type p? Type log p: {instead}") if instead else "Did you type p?" not in wrong
    assert wrong and (instead is None or typed(instead, dim).target is not None)


def test_zero_has_no_sign():
    found = report(formula("normal(x,0,1)", 1), slugs=("mean_field",))
    for log_z in (-1e-9, 0.0, -4e-4):
        assert "log Z = 0.000;" in exact_answer(found.reference._replace(log_z=log_z), ("x",))
    assert percent(-1e-9) == "0 %" and share(-1e-9) == "0.0 %" and percent(-0.2) == "−20 %" and share(0.123) == "12.3 %"


def test_in_one_dimension_one_sd_is_asked_for():
    one, two = (question(typed(text, dim).target.dim) for text, dim in (("-x^2", 1), (TWO, 2)))
    assert one[0].startswith("Will the Gaussian’s sd be") and "sd of …, q / p" in one[2]
    assert two == (LESSON.prediction.ask, "mean-field’s sds are all", LESSON.prediction.tell)


def test_what_is_wrong_dims_what_stands_below():
    app = opened("workshop", **{"workshop.ask": "0", "workshop.one": "-x^2"})
    dim = lambda: f"opacity: {STALE}" in "".join(each.proto.body for each in app.get("html"))
    assert not dim()
    app.text_input(key="workshop.one").input("-x^2 +").run()
    assert dim() and app.code and not app.exception
    app.text_input(key="workshop.one").input("-x^2/2").run()
    assert not dim()


@pytest.mark.parametrize("text, at, says", [
    ("x^2 + q", 6, "Unknown name q"), ("2x", 1, "operator"), ("exp x", 0, "write exp"), ("(x", 0, "never closed"),
    ("x" + " + x" * 30 + " + q" + " + x" * 30, None, "Unknown name q"),
])  # fmt: skip
def test_what_is_wrong_is_underlined(text, at, says):
    shown, marks, message = typed(text, 1).wrong.split("\n")
    assert says in message and len(shown) <= 74
    first = marks.index("^")
    assert at is None or first == at
    if "q" in says:
        assert shown[first] == "q" and marks.count("^") == 1


def test_windows_by_hand_and_what_is_wrong_with_one():
    assert typed("-x^2", 1, "-4,5").target.window == ((-4.0, 5.0),)
    for window in ("4", "a,b", "1,2,3", "5,-5", "-4,5;-4,5", "nan,2", "inf,inf"):
        entered = typed("-x^2", 1, window)
        assert entered.target is None and entered.wrong


def test_wrong_data_are_said_with_their_line():
    wrong = [("1,2\n3,4,5", "linear", "Line 2: two numbers"), ("1;2,5\n1;2", "linear", "write 2.5")]
    wrong += [("1,0\n2,3", "logistic", "0 or 1"), ("1,2\n1,3", "linear", "All x are the same")]
    for text, template, says in wrong:
        entered = from_data(text, template, 5.0, 1.0, False)
        assert entered.target is None and says in entered.wrong


def test_a_drawing_stays_a_drawing_wherever_a_hand_goes():
    dice, flat = np.random.default_rng(3), DRAWINGS["a box"]
    for place in [*dice.normal(0, 20, (200, 2)), (np.nan, 0), (np.inf, 1), ("a", "b"), None, (1,)]:
        flat = drag_point(flat, int(dice.integers(10)), place)
        target = from_points(flat).target
        assert target is not None and np.all(np.diff(flat[::2]) > 0.09)
    assert drag_point(flat, 99, (0, 0)) == flat == drag_point(flat, "x", (0, 0))


def test_the_picture_holds_the_middle_of_p_and_unit_mass_of_q():
    for target in (formula("-log1p(x^2)"), formula(TWO), from_points(DRAWINGS["three bumps"]).target):
        seen = view(target)
        cell = np.prod([axis[1] - axis[0] for axis in seen.axes])
        assert seen.density.sum() * cell == pytest.approx(1, abs=6e-3)
    (axis,) = view(formula("-log1p(x^2)")).axes
    assert axis[-1] < 450  # its window is ten times that
    known = truth(formula(TWO))
    (x, y), density = view(formula(TWO)).axes, view(formula(TWO)).density
    assert (density.sum(axis=0) * x).sum() / density.sum() == pytest.approx(known.mean[0, 0], abs=2e-2)
    assert (density.sum(axis=1) * y).sum() / density.sum() == pytest.approx(known.mean[0, 1], abs=3e-2)


def test_boards_show_every_family_that_was_fitted():
    for target in (formula("-3*log1p(x^2/5)"), formula("-(x^2 - 1.8*x*y + y^2)/0.38")):
        found = report(target)
        board = fits_board(target, found)
        assert len(board.legend) == 2 + len(found.rungs) and "KL" in board.title
        assert len(fits_board(target, None).legend) == 1
    density = drawn_q(found.rungs[0], view(target))
    assert np.hypot(*(density[0] - found.rungs[0].mean).T / found.rungs[0].sd[0]).mean() == pytest.approx(2.146, abs=0.02)
    assert drawing_board(from_points(DRAWINGS["a shoulder"]).target).points.xy.shape == (10, 2)


def test_the_bands_over_pasted_data():
    for center in (False, True):
        target = from_data(DATA["linear"], "linear", 5.0, 1.0, center).target
        x, known = of_p(target).x, truth(target)
        ones = np.stack([np.ones_like(x), x - (np.mean(target.x) if center else 0)], axis=-1)
        middle, sd = ones @ known.mean[0], np.sqrt(np.einsum("ni,ij,nj->n", ones, known.cov[0], ones))
        full = of_q(target, report(target, slugs=("mean_field", "full_rank")).rungs[1])
        for found in (of_p(target), full):  # p is Gaussian, so full-rank is p
            assert found.middle == pytest.approx(middle, abs=0.02)
            assert found.high - found.low == pytest.approx(2 * 1.6449 * sd, rel=0.03)
    target = from_data(DATA["poisson"], "poisson", 5.0, 1.0, False).target
    draws = np.random.default_rng(0).choice(len(nodes := target.nodes().points), 20_000, p=masses(target))
    rate = np.exp(nodes[draws] @ [np.ones(3), of_p(target).x[[0, 40, 80]]])
    assert of_p(target).high[[0, 40, 80]] == pytest.approx(np.quantile(rate, 0.95, axis=0), rel=0.03)
    target = from_data(DATA["normal"], "normal", 5.0, 1.0, False).target
    draws = np.random.default_rng(0).choice(len(nodes := target.nodes().points), 20_000, p=masses(target))
    off = (of_p(target).x[40] - nodes[draws, 0]) / np.exp(nodes[draws, 1])
    density = np.exp(-0.5 * off**2 - nodes[draws, 1]) / np.sqrt(2 * np.pi)
    assert of_p(target).low[40] == pytest.approx(np.quantile(density, 0.05), rel=0.05)


def masses(target):
    nodes = target.nodes()
    mass = np.exp(target.log_prob(nodes.points) + nodes.log_volume - target.log_z)
    return mass / mass.sum()


@pytest.mark.parametrize("template", DATA)
def test_data_are_drawn_as_data(template):
    target = from_data(DATA[template], template, 5.0, 1.0, False).target
    alone, fitted = data_board(target, None), data_board(target, report(target, slugs=("mean_field", "full_rank")))
    rows = len(DATA[template].splitlines()) - 1
    assert f"{rows} rows" in alone.title and "times as wide as p" in fitted.title
    assert len(alone.legend) == 2 and len(fitted.legend) == 4
    kinds = [mark.kind for mark in fitted.panels[0].marks]
    assert kinds.count("lines") == 5 and ("bars" if template == "normal" else "marks") in kinds
    heights, edges = (lambda found: (found[1], found[0]))(histogram_of(np.array(target.y)))
    assert (heights * np.diff(edges)).sum() == pytest.approx(1)


@pytest.mark.parametrize("target", [
    formula("-x^2"), formula(TWO, window=((-4, 4), (-4, 9))), from_points(DRAWINGS["a box"]).target,
    from_data(DATA["normal"], "normal", 5.0, 1.0, False).target, from_data(DATA["linear"], "linear", 3.0, 0.5, True).target,
], ids=["1d", "2d", "draw", "normal", "linear"])  # fmt: skip
def test_python_makes_the_same_target(target):
    space: dict = {}
    exec(python(target, 0, 32).partition("found =")[0], space)  # but for the report itself
    assert space["p"] == target


def test_the_score_is_briers():
    assert brier([(0.5, True), (0.5, False)]) == 0.25 and brier([(1.0, True), (0.8, False)]) == pytest.approx(0.32)
    assert "0.25" in told([(0.5, True)]) and "70 % on average; it came in 60 %" in told([(0.7, k < 3) for k in range(5)])
    with pytest.raises(ValueError):
        brier([])


@pytest.fixture
def at_once(monkeypatch):
    """Reports that are complete in the run that begins them."""
    advance = progressive._advance
    monkeypatch.setattr(progressive, "_advance", lambda work, seconds=0.0: advance(work, 60.0))


def test_a_prediction_comes_first_and_is_scored(at_once):
    app = opened("workshop")
    assert "Several answers" not in words(app) and len(pictures(app)) == 1
    app = app.slider(key="workshop.sure").set_value(80).run()
    app = app.button(key="workshop.lock").click().run()
    assert "You said **80 %**" in words(app) and "Several answers" in words(app)
    assert "over 1 problem: **0.04**" in words(app)  # the sd is .83 of the truth: within 20 %
    app = app.text_input(key="workshop.one").set_value("-3*log1p(x^2/5)").run()
    assert "You said" not in words(app) and app.button(key="workshop.lock")  # another problem, another prediction


def test_the_last_good_picture_stays_under_what_is_wrong():
    app = opened("workshop", **{"workshop.ask": "0", "workshop.tab": "2d"})
    before = pictures(app)["workshop.fits"][0]["title"]
    app = app.text_input(key="workshop.two").set_value("-x^2 - <b>q</b>").run()
    assert not app.exception and "^" in app.code[0].value and "<b>" not in words(app)
    assert "workshop.fits" in pictures(app) and before.startswith("p ")
    assert shared(app)["workshop.two"] == "-x^2 - <b>q</b>"


def test_a_model_brings_its_data_and_keeps_ones_own():
    app = revealed(opened("workshop", **{"workshop.tab": "data"}))
    app = app.selectbox(key="workshop.template").set_value("logistic").run()
    assert app.text_area(key="workshop.data").value == DATA["logistic"] and not app.exception
    app = app.text_area(key="workshop.data").set_value("1,0\n2,1\n3,0\n4,1").run()
    app = app.selectbox(key="workshop.template").set_value("linear").run()
    assert app.text_area(key="workshop.data").value == "1,0\n2,1\n3,0\n4,1" and not app.exception


@pytest.mark.parametrize("tab", ["1d", "2d", "draw", "data"])
def test_no_knob_brings_an_exception(tab):
    poked(revealed(opened("workshop", **{"workshop.tab": tab})), random.Random(5), 6)


def test_a_complete_report_ends_in_its_recommendation(at_once):
    app = opened("workshop", **{"workshop.tab": "data", "workshop.ask": "0", "workshop.center": "1"})
    assert not app.exception and "Use full-rank: it gains 0.21 nats" in words(app) and "known only here" in words(app)
    assert len(pictures(app)["workshop.fits"][0]["legend"]) == 5


def test_restarts_are_a_knob(at_once):
    app = opened("workshop", **{"workshop.ask": "0", "workshop.restarts": "4", "workshop.tab": "2d"})
    assert not app.exception and "Several answers" not in words(app)
    few, many = (report(formula("-2*(hypot(x, y) - 3)^2"), slugs=("mean_field",), restarts=count) for count in (1, 256))
    assert few.line == many.line == 3 and set(np.round(few.rungs[0].shares * 1, 9)) <= {0.0, 1.0}
    assert np.all(np.round(many.rungs[0].shares * 256, 6) % 1 == 0)
    for wrong in (0, 257, 1.5, "8"):
        with pytest.raises(ValueError, match="restarts"):
            report(formula("-x^2"), restarts=wrong)


def test_a_report_can_be_stopped():
    app = opened("workshop", **{"workshop.ask": "0"})
    app = app.button(key="workshop.report.stop").click().run()
    assert not app.exception and "Stopped" in words(app) and "Fitting" not in words(app)


MENUS = {"basins": "basins.plane.target"}
ALONG = [
    pytest.param(
        formula("-x^4"), ("play_1d", "kl", "too_sure", "gradients"), id="typed", marks=pytest.mark.wide
    ),
    pytest.param(
        from_points(DRAWINGS["a box"]).target,
        ("play_1d", "kl", "too_sure", "gradients"),
        id="drawn",
        marks=pytest.mark.wide,
    ),
    pytest.param(
        from_data(DATA["linear"], "linear", 3.0, 0.5, True).target,
        ("play_2d", "kl", "too_sure", "mcmc", "flows", "basins"),
        id="pasted",
    ),
]


@pytest.mark.parametrize("target, pages", ALONG)
def test_a_problem_goes_along_to_every_page_that_can_show_it(target, pages):
    found = elsewhere(target)
    assert tuple(found) == pages
    for page, query in found.items():
        app, menu = revealed(opened(page, **query)), MENUS.get(page, f"{page}.target")
        assert not app.exception and not app.info, page
        assert shared(app).items() >= query.items() or page not in ("flows", "basins", "gradients"), page
        assert shared(app).items() >= {key: text for key, text in query.items() if key.startswith(menu)}.items()
        app = app.selectbox(key=menu).select_index(0).run()  # and another target can be taken
        assert not app.exception and shared(app)[menu] not in ("formula", "drawn", "pasted", "own")


def test_only_what_fits_on_its_line_goes_to_the_gradients():
    assert "gradients" not in elsewhere(formula("-(x - 50)^2"))


@pytest.mark.parametrize("page, key, dim", [("gradients", "gradients.own", 1), ("flows", "flows.own", 2)])
def test_what_is_no_target_of_its_dimension_is_told(page, key, dim):
    for text in ("kind=formula&text=x+%2B&dim=1", "kind=nothing", packed(formula("-x^2" if dim == 2 else TWO)), "<script>"):
        app = opened(page, **{key: text, f"{page}.target": "own"})
        assert not app.exception and "understood" in app.info[0].value
        assert shared(app)[f"{page}.target"] != "own"


def test_a_problem_of_another_dimension_is_not_shown():
    app = opened("play_1d", **{"play_1d.target": "formula", "play_1d.target.text": TWO, "play_1d.target.dim": "2"})
    assert not app.exception and "does not show" in app.info[0].value
