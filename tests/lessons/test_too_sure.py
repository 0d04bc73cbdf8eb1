"""The lesson on uncertainty: every part opens, links restore it, and what its text claims is what the numerics say."""


import numpy as np
import pytest
from visit import asides, opened, revealed

from vizvi import Problem, optima
from vizvi.diagnostics.khat import true_relative_ess
from vizvi.diagnostics.ordering import ordering
from vizvi.diagnostics.simulation_calibration import Calibration
from vizvi.diagnostics.uncertainty import combination, uncertainty
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.too_sure.calibration_chart import bells, caterpillar, places, weights
from vizvi.lessons.too_sure.example_line import (
    PRIOR_SD,
    X,
    Y,
    drag_point,
    lines,
    more_data,
    points,
    regression,
    view,
    wider,
)
from vizvi.lessons.too_sure.launch import WAYS, at_launch, correlation, launch
from vizvi.lessons.too_sure.line_chart import line_board
from vizvi.lessons.too_sure.scales import scales
from vizvi.lessons.too_sure.shrinkage import shrinkage
from vizvi.lessons.too_sure.summary import sureness, tiles
from vizvi.models.normal_mean import NormalMean
from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights
from vizvi.ui.canvas import pack, unpack
from vizvi.ui.setting import choice, reals, switch, whole

PARTS = {"": "too_sure", "line": "too_sure_line", "calibration": "too_sure_calibration", "knowing": "too_sure_knowing"}


def told(part: str, **query):
    """A part of the page with its prediction skipped."""
    app = opened("too_sure", **({"sure.tab": part} if part else {}), **query)
    return revealed(app)


def text(app) -> str:
    return "\n".join(each.value for each in app.markdown) + "\n".join(each.proto.body for each in app.get("html"))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_asks_before_it_tells(part):
    app = opened("too_sure", **({"sure.tab": part} if part else {}))
    assert not app.exception and app.button(key=f"{PARTS[part]}.skip")
    assert "coverage_" not in text(app) and "khat" not in text(app)
    app = told(part)
    assert not app.exception and not app.info


def test_the_numbers_of_the_ellipse():
    shown = text(told(""))
    for each in ("60.7 %", "53.8 %", "46.5 %", "99.3 %", "sd 0.62; p's is 1.95", "sd 0.62; p's is 0.45"):
        assert each in shown
    assert "91.0 %" in text(told("", **{"too_sure.target.correlation": "0.5"}))


SENTENCE = "q gives each coordinate its conditional width"


def test_the_sentence_to_remember_is_told_where_it_holds():
    plain = told("")
    assert SENTENCE in plain.success[0].value and "Center x" not in plain.success[0].value
    assert "**At the end of the run**" in text(plain) and "Tempering is no cure" in text(plain)
    for query in ({"target.correlation": "-0.5"}, {"target.correlation": "0.0"}, {"family": "full_rank"},
                  {"divergence": "forward_kl"}, {"target": "funnel"}, {"target": "log_gamma"}):  # fmt: skip
        other = told("", **{f"too_sure.{name}": value for name, value in query.items()})
        assert not other.exception and not other.info, query
        assert SENTENCE not in other.success[0].value and "of the time" in other.success[0].value, query
        assert ("Tempering" in text(other)) == ("target" not in query), query
    assert told("line").success[0].value.startswith("**On a Gaussian posterior")


def test_the_numbers_of_the_line():
    shown = text(told("line"))
    for each in ("42.6 %", "1.25 nats", "sd 0.044; exact 0.153", "0.637 | 0.355 | 0.183 | 0.356 | 0.934",
                 "0.183 | 0.202 | 0.253 | 0.320 | 0.474", "3.11 < x < 5.60"):  # fmt: skip
        assert each in shown
    centered = text(told("line", **{"sure.center": "1"}))
    assert "95.0 %" in centered and "**exact**" in centered and "<b>0 nats</b><i>exact</i>" in centered


def test_the_numbers_of_calibration():
    shown = text(told("calibration"))
    assert "85 of 200" in shown and "is q calibrated?" in shown


def test_the_answer_is_told_of_its_own_model():
    asked = opened("too_sure", **{"sure.tab": "calibration", "sure.sets": "500"})
    assert not asked.selectbox and not asked.select_slider and not asked.number_input  # they would change nothing
    assert revealed(asked).select_slider(key="sure.sets").value == 500
    assert "42.6 %" in text(told("calibration"))
    other = text(told("calibration", **{"sure.model": "launch_mf"}))
    assert "42.6 %" not in other and "another model: **Challenger, mean-field**" in other


def test_a_long_simulation_shows_its_first_sets_at_once():
    """And leaves the others to the clock, so that no run of the page takes long."""
    app = told("calibration", **{"sure.model": "launch_fr", "sure.sets": "10000"})
    for again in (app, app.run()):
        assert "190 of 200" in text(again) and "200 / 10\u2009000" in again.get("progress")[0].proto.text


@pytest.mark.parametrize("model, verdict", [("launch_mf", "no"), ("launch_fr", "these 200 data sets do not show it"),
                                            ("mean", "these 200 data sets do not show it")])  # fmt: skip
def test_no_verdict_praises_q(model, verdict):
    shown = text(told("calibration", **{"sure.model": model}))
    assert shown.split("is q calibrated?")[1].partition("<i>")[0] == f"</span><b>{verdict}</b>" and "seems so" not in shown


@pytest.mark.parametrize("places, verdict", [
    ((np.arange(200) + 0.5) / 200, False),
    (np.concatenate([np.linspace(0.001, 0.024, 15), np.linspace(0.03, 0.97, 170), np.linspace(0.976, 0.999, 15)]), True),
    (np.linspace(0.026, 0.974, 200), True),
    (np.linspace(0.0, 1.0, 200) ** 1.4, True),
    ([0.5], False),
])  # fmt: skip
def test_a_verdict_needs_both_tests_to_be_silent(places, verdict):
    pit = np.reshape(places, (-1, 1))
    found = Calibration(("a",), pit, pit, pit, pit, pit, 9)
    assert found.refuted() == (verdict,)


def test_the_numbers_of_knowing():
    shown = text(told("knowing"))
    for each in (
        "0.83 nats",
        "60.7 %",
        "7.9 × 10⁻²⁸",
        "4.12",
        "| z₁ | 0.44 | **1.00** | 1.00 |",
        "correlation | 0.00 | **0.90** | 0.90",
    ):
        assert each in shown
    full = text(told("knowing", **{"too_sure.family": "full_rank"}))
    assert "none: all alike" in full and "100 %" in full


@pytest.mark.parametrize("target", ["funnel", "banana", "challenger", "student_t", "log_gamma", "two_bumps", "two_modes"])
@pytest.mark.parametrize("part", ["", "knowing"])
def test_other_targets(target, part):
    app = told(part, **{"too_sure.target": target})
    assert not app.exception and not app.info


def test_heavy_tails_without_a_second_moment():
    for part in ("", "knowing"):
        app = told(part, **{"too_sure.target": "student_t", "too_sure.target.df": "1.0"})
        assert not app.exception
        assert "no sd" in text(app) or "it has none" in text(app)


def test_the_button_of_the_funnel_brings_kl_to_zero():
    app = told("", **{"too_sure.target": "funnel", "too_sure.target.scale": "4.0"})
    assert "√2 = 1.41" in text(app)
    app.button(key="too_sure.uncenter").click().run()
    assert not app.exception and app.selectbox(key="too_sure.target").value == "gaussian"
    assert app.slider(key="too_sure.target.correlation").value == 0 and "KL(q‖p) is 0" in text(app)
    app.button(key="too_sure.center").click().run()
    assert app.selectbox(key="too_sure.target").value == "funnel" and app.slider(key="too_sure.target.scale").value == 4


def test_a_link_restores_a_line():
    data = ",".join(map(str, drag_point(points(), 3, [8.0, 1.5])))
    app = told("line", **{"sure.center": "1", "sure.data": data, "sure.lines": "q"})
    assert app.toggle(key="sure.center").value and app.session_state["sure.data"][6:8] == (8.0, 1.5)
    assert not app.info
    app.button(key="too_sure.reset").click().run()
    assert not app.toggle(key="sure.center").value and app.session_state["sure.data"] == ()


def test_the_link_of_the_last_part_holds_its_problem():
    app = told("")
    app.selectbox(key="too_sure.target").set_value("log_gamma").run()
    app.session_state["sure.tab"] = "knowing"
    revealed(app.run())
    address = dict(app.query_params)
    assert address.items() >= {"sure.tab": "knowing", "too_sure.target": "log_gamma"}.items()
    (shared,) = [each["query"] for each in asides(app) if "query" in each]
    assert "too_sure.target=log_gamma" in shared and "sure.tab=knowing" in shared
    khat = [line for line in text(app).splitlines() if "Pareto k̂" in line]
    again = told(address.pop("sure.tab"), **address)
    assert khat and khat == [line for line in text(again).splitlines() if "Pareto k̂" in line]
    assert khat != [line for line in text(told("knowing")).splitlines() if "Pareto k̂" in line]


@pytest.mark.parametrize("part", ["", "knowing"])
def test_what_to_try_waits_for_the_answer(part):
    labels = {each.proto.label for each in opened("too_sure", **({"sure.tab": part} if part else {})).get("page_link")}
    assert "a mode never visited" not in labels
    assert "a mode never visited" in {each.proto.label for each in told(part).get("page_link")}


@pytest.mark.parametrize(
    "query",
    [{"sure.tab": "x"}, {"sure.center": "yes"}, {"sure.sets": "1e9"}, {"sure.data": "1,2,nan"}, {"sure.data": "9" * 5000},
     {"sure.model": "<script>"}, {"sure.seed": "-1"}, {"sure.lines": ""}],
)  # fmt: skip
def test_hostile_links_are_told(query):
    app = opened("too_sure", **{"sure.tab": "line"} | query)
    assert not app.exception and app.info and "must be" in app.info[0].value
    assert "<script>" not in app.info[0].value


@pytest.mark.parametrize("setting, good, bad", [
    (choice("a", "b"), {"b": "b"}, ["c", ""]), (switch(), {"1": True, "0": False}, ["True", "2"]),
    (whole(3, 1, 9), {"9": 9}, ["0", "10", "1.5", "³", "9" * 30]),
    (reals((), -1, 5, (0, 2)), {"": (), "1,-1": (1.0, -1.0)}, ["1", "1,6", "inf,1", "nan,1", "a,b"]),
])  # fmt: skip
def test_settings_read_what_they_write(setting, good, bad):
    for written, value in good.items():
        assert setting.read(written) == value and setting.read(setting.write(value)) == value
    for written in bad:
        with pytest.raises((ValueError, KeyError)):
            setting.read(written)


# What the page says in words


def mean_field(target, **knobs):
    return Problem(TARGETS[target](**knobs), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())


def test_claims_of_the_notices():
    one = mean_field("gaussian")
    lam = one.family.from_moments(np.zeros(2), 0.19 * np.eye(2))
    apart = combination(one, lam, (np.sqrt(0.5), -np.sqrt(0.5)))
    assert float(apart.sd_q) == pytest.approx(0.44, abs=5e-3) and float(apart.sd_p) == pytest.approx(0.32, abs=5e-3)
    for rho, sd, held in ((0.5, 0.87, 0.910), (0.8, 0.60, 0.760), (0.95, 0.31, 0.459), (0.99, 0.14, 0.218)):
        other = mean_field("gaussian", correlation=rho)
        found = uncertainty(other, other.family.from_moments(np.zeros(2), (1 - rho**2) * np.eye(2)))
        assert found.sd_ratio[0] == pytest.approx(sd, abs=5e-3) and found.coverage[0, 2] == pytest.approx(held, abs=6e-4)
    half = shrinkage([[1, 0.9], [0.9, 1]], 2.0)
    np.testing.assert_allclose(half.variance, 0.38, atol=1e-9)
    warm = uncertainty(one, one.family.from_moments(np.zeros(2), 0.38 * np.eye(2)))
    assert warm.coverage[0, 2] == pytest.approx(0.773, abs=5e-4)
    assert scales(1.0).q[1] == pytest.approx(1.72, abs=5e-3)
    full = Problem(TARGETS["funnel"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    best = optima(full, starts=8)
    assert best.value[0] == pytest.approx(0.8524, abs=1e-3)  # as mean-field's
    assert ordering(0.9, 0.5).entropy_lost == pytest.approx(0, abs=1e-12)


def test_claims_of_the_line_and_of_more_data():
    model = regression(points(), False)
    ratio = model.mean_field_band([0.0, 4.0]).sd / model.band([0.0, 4.0]).sd
    np.testing.assert_allclose(ratio, [0.29, 1.39], atol=5e-3)
    assert wider(regression(points(), True)) is None
    assert model.coverage()[1] == pytest.approx(0.426, abs=5e-4) and round(200 * model.coverage()[1]) == 85
    plain = more_data((30, 100_000))
    assert plain[0] == pytest.approx(0.43, abs=5e-3) and plain[1] == pytest.approx(0.41, abs=5e-3)
    assert more_data((50,), True)[0] == pytest.approx(0.95) and PRIOR_SD == 10


def test_claims_of_the_launch():
    bands = launch()
    assert set(bands) == {"exact", *WAYS}
    exact, laplace = at_launch(bands["exact"]), at_launch(bands["Laplace"])
    assert exact[0] == pytest.approx(0.99, abs=5e-3) and laplace[1] < at_launch(bands["mean-field"])[1] < exact[1]
    assert abs(flights()[0].mean() - 70) < 1  # "close to their mean"
    gauss = [at_launch(bands[name]) for name in WAYS]
    assert all(hi - lo > exact[2] - exact[1] for _, lo, hi in gauss) and min(lo for _, lo, _ in gauss) == laplace[1]
    grid = np.stack(np.meshgrid(np.linspace(-12, 6, 1201), np.linspace(-30, 8, 1601), indexing="ij"), axis=-1)
    weight = np.exp(TARGETS["challenger"]().log_prob(grid) + 20)
    cov = np.cov(grid.reshape(-1, 2).T, aweights=weight.ravel(), ddof=0)
    assert correlation() == pytest.approx(cov[0, 1] / np.sqrt(cov[0, 0] * cov[1, 1]), abs=1e-4)
    shown = text(told("line"))
    assert "| exact | 99 % (95 % to > 99 %) |" in shown
    assert f"(correlation {correlation():.2f})" in "".join(each.value for each in told("line").caption)


def test_claims_of_the_mode_never_visited():
    one = mean_field("two_bumps", separation=4.0)
    assert true_relative_ess(one, [3.9996, np.log(1.0008)]) == pytest.approx(8e-28, rel=0.1)


# Pictures by the arrays in them


def test_the_board_of_the_line():
    model, data = regression(points(), False), points()
    pairs = np.reshape(data, (-1, 2))
    shown = line_board(view(model), pairs, (X, Y), lines(model, True), "q", None)
    header, arrays = unpack(pack(*shown.message()))
    np.testing.assert_allclose(arrays[header["points"]["array"]], pairs, atol=1e-6)
    exact, q, _, drawn = (each.arrays for each in shown.panels[0].marks)
    at = model.band(np.linspace(*X, 101))
    np.testing.assert_allclose(exact["lo"], at.lo, atol=1e-4)
    np.testing.assert_allclose(q["hi"], model.mean_field_band(np.linspace(*X, 101)).hi, atol=1e-4)
    assert drawn["y"].shape == (24, 101) and header["points"]["drag"] == "xy"
    hidden = line_board((*view(model)[:2], None), pairs, (X, Y), None, "q", None)
    assert not any(each.look.get("label") == "mean-field 95 %" for each in hidden.panels[0].marks)


def test_a_point_stays_in_view():
    data = points()
    assert drag_point(data, 0, [99.0, -99.0])[:2] == (X[1], Y[0])
    for wrong in ((0, None), (99, [1, 1]), (0, [np.nan, 1]), ("a", [1, 1]), (0, [1, 2, 3])):
        assert drag_point(data, *wrong) == data


def test_boards_of_calibration_and_weights():
    from vizvi.diagnostics.khat import histogram
    from vizvi.diagnostics.simulation_calibration import simulation_calibration

    found = simulation_calibration(regression(points(), False), 120)
    shown = caterpillar(found, 1, "slope")
    missed = int((~found.inside()[:100, 1]).sum())
    _, held, crossed, _ = (each.arrays for each in shown.panels[0].marks)
    assert crossed["len"].shape == (missed,) and held["len"].shape == (100 - missed,)
    assert shown.title.startswith(f"{missed} of the first 100 of 120 intervals")
    assert "simulated data set, the first 100 of 120" in shown.x.label
    assert " of 50 intervals" in caterpillar(simulation_calibration(NormalMean(4), 50), 0, "mean").title
    assert places(found, 1, None, 10).panels[0].marks[0].arrays["y"].sum() == pytest.approx(100, abs=1e-3)
    drawn = bells(found, 1, "slope").panels[0].marks[1].arrays
    area = drawn["y"].sum(axis=1) * (drawn["x"][1] - drawn["x"][0])
    assert np.median(area) == pytest.approx(1, abs=1e-2)
    shares = weights(histogram(np.random.default_rng(0).normal(size=500))).panels[0].marks[0].arrays
    assert shares["y"].sum() == pytest.approx(100, abs=1e-3)


def test_tiles_agree_with_the_summary():
    one = mean_field("banana")
    lam = np.array([[0.0, 0.5, 0.1, 0.2], [0.3, 0.1, -0.4, 0.0]])
    found = sureness(one, lam)
    np.testing.assert_allclose(np.stack(list(tiles(one, lam).values()), axis=-1), found.coverage)
    np.testing.assert_allclose(tiles(one, lam[0])["interval_2"], [found.coverage[0][1]])
