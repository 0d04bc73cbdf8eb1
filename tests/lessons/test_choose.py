"""The lesson on choosing models: every part asks before it tells, and what its words claim is what the numerics say."""

import random

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, shared, words

from vizvi.lessons.choose import COLLAPSE_NOTICE, FACTOR, LEARNING_NOTICE, LESSON, PEAKS, PRESETS, UNUSED
from vizvi.lessons.choose.collapse import collapse, told_at, turned
from vizvi.lessons.choose.degrees import Y, bands, bars, example, fixed, moved, points, simulate
from vizvi.lessons.choose.degrees_tab import MOVED, favors
from vizvi.lessons.choose.flights import GRID, two_models
from vizvi.lessons.choose.learning import fixed_q, learning
from vizvi.models.bayes_factor import words as in_words
from vizvi.models.chain import Chain


def test_bars():
    powers, legendre = bars(example()), bars(example(), "legendre")
    assert powers.chosen == (3, 1) and legendre.chosen == (3, 3)
    assert powers.gap[0] == pytest.approx(0, abs=1e-12) and powers.gap[6] == pytest.approx(15.49, abs=0.005)
    assert np.all(np.diff(powers.gap) > 0) and np.all(powers.elbo <= powers.evidence)
    full = bars(example(), family="full_rank")
    np.testing.assert_allclose(full.elbo, powers.evidence)
    np.testing.assert_allclose(bars(simulate(seed=3)).gap, powers.gap, atol=1e-9)  # the same x, so the same gap


def test_bands_and_points():
    at, exact, q = bands(example(), 3)
    assert at.shape == exact.mean.shape == q.sd.shape == (121,)
    np.testing.assert_allclose(exact.mean, q.mean)
    assert np.all(exact.lo < exact.mean) and not np.allclose(exact.sd, q.sd)
    data = simulate(10, 0.3, 1)
    assert moved(data, 2, (0.5, 9.0))[4:6] == (0.5, 2.5)
    for index, value in ((99, (0, 0)), (0, "x"), (0, (np.nan, 0)), (None, (0, 0)), (-1, (0, 0))):
        assert moved(data, index, value) == data


def test_learning():
    for noise, peak in ((0.1, 0.777), (0.5, 0.562), (1.0, 0.360)):
        shown = learning(noise)
        assert shown.peaks == (pytest.approx(0.8, abs=1e-6), pytest.approx(peak, abs=5.1e-4))
        assert np.all(shown.elbo <= shown.evidence + 1e-12)
        assert shown.exact.bound.shape == (201,) and shown.joint.bound.shape == (801,)
        for path in (shown.exact, shown.variational, shown.joint):
            assert path.correlation[0] == pytest.approx(0.1) and np.diff(path.bound).min() > -1e-9
        held = fixed_q(noise, 0.5)
        assert np.all(held <= shown.elbo + 1e-12)
        assert np.interp(0.5, shown.correlation, held) == pytest.approx(
            np.interp(0.5, shown.correlation, shown.elbo), abs=1e-3
        )


def test_collapse():
    shown = collapse(beta=2.0)
    for k, each in enumerate(shown.thresholds):
        told = shown.kl[:, k]
        assert np.all((told > 0) == (shown.noise_variance < each)) and np.all(np.diff(told) <= 0)
    np.testing.assert_allclose(turned(np.deg2rad([0, 15, 30, 45])), [0, 0.0315363, 0.0892038, 0.1157212], atol=1e-7)


# The page.

PARTS = {"degrees": "", "flights": "_flights", "learning": "_learning", "collapse": "_collapse"}


def told(tab: str = "degrees", **query):
    """A part of the page with its prediction skipped."""
    return revealed(opened("choose", **{"choose.tab": tab}, **query))


@pytest.mark.parametrize("tab", PARTS)
def test_every_part_asks_before_it_tells(tab):
    app = opened("choose", **{"choose.tab": tab})
    assert not app.exception and app.button(key=f"choose{PARTS[tab]}.skip")
    assert not large(app) and not app.success
    app = revealed(app)
    assert not app.exception and not app.info and app.success


def test_what_is_drawn_before_does_not_tell_the_answer():
    kinds = [layer["kind"] for layer in pictures(opened("choose"))["choose.bars"][0]["panels"][0]["layers"]]
    assert kinds == ["boxes", "lines", "marks"]  # no level in the bars
    (panel,) = pictures(opened("choose", **{"choose.tab": "flights"}))["choose.ledger"][0]["panels"]
    assert [layer["kind"] for layer in panel["layers"]] == ["boxes"]  # no ceiling over them
    (panel,) = pictures(opened("choose", **{"choose.tab": "learning"}))["choose.climb"][0]["panels"]
    assert not [layer for layer in panel["layers"] if layer.get("tone") == "elbo"]


def test_the_words_of_the_degrees():
    found = bars(example())
    assert f"lacks {found.gap[1]:.2f} nats there and {found.gap[3]:.2f} at degree 3" in LESSON.prediction.tell
    assert f"only {found.evidence[3] - found.evidence[1]:.2f}" in LESSON.prediction.tell
    app = told()
    shown = large(app)
    assert (shown["evidence_picks"], shown["elbo_picks"]) == (3, 1) and shown["gap_best"] == pytest.approx(5.379, abs=5e-4)
    for each in ("exact | 3.53 | strong, for degree 3", "ELBOs | −1.15 | would be: positive, for degree 1", "gaps | 4.69"):
        assert each in words(app)
    assert LESSON.aha in app.success[0].value
    for name, (evidence, elbo) in {"other data: 4 against 3": (4, 3), "other data: 8 against 3": (8, 3)}.items():
        shown = large(told(**PRESETS[name]))
        assert (shown["evidence_picks"], shown["elbo_picks"]) == (evidence, elbo)


@pytest.mark.parametrize("query, said", [
    ({"choose.q": "full_rank"}, "the bound *is* the evidence"),
    ({"choose.basis": "legendre"}, "Here both choose degree 3: the discounts differ, by up to 0.01 nats"),
    ({"choose.seed": "8"}, "the evidence picks degree 8, the ELBO degree 3"),
    ({"choose.seed": "2"}, "Here both choose degree 3"),
    ({"choose.count": "10", "choose.noise": "1", "choose.prior": "0.5"}, "Here"),
])  # fmt: skip
def test_the_sentence_to_remember_is_told_where_it_holds(query, said):
    app = told(**query)
    assert not app.exception and not app.info and said in app.success[0].value and LESSON.aha not in app.success[0].value


def test_points_are_moved_and_a_link_holds_them():
    data = points(40, 0, ((5, 1.25), (39, -2.0), (99, 1.0)))
    assert data[11] == 1.25 and data[79] == -2.0 and data[:10] == example()[:10]
    assert points(40, 3) == simulate(40, 0.3, 3) and points(10, 0) != example()[:20]
    for held in ((), ((5, 0.52),), ((0, -2.5), (17, 1.0))):
        assert MOVED.understood(MOVED.write(held)) == held
    for bad in ("5", "5:", "a:1", "5:99", "5:nan", "٣:1", "1:1_0", "1:1,,"):
        with pytest.raises(ValueError):
            MOVED.understood(bad)
    assert fixed(f"3:{Y[1]}") == ((3, Y[1]),)
    app = told(**{"choose.moved": "5:1.25,39:-2"})
    assert not app.exception and shared(app)["choose.moved"] == "5:1.25,39:-2"
    before, after = large(told()), large(app)
    assert after["gap_best"] in (before["gap_best"], bars(example()).gap[int(after["evidence_picks"])])
    app = app.button(key="choose.new").click().run()
    assert shared(app)["choose.moved"] == "-" and shared(app)["choose.seed"] == "1"


def test_bayes_factors_in_words():
    assert favors(3.53, 3, 1) == "strong, for degree 3" and favors(-0.5, 3, 1).endswith("bare mention, for degree 1")
    assert favors(0.0, 2, 2) == "no difference"


def test_the_words_of_the_flights():
    models = two_models().models
    assert models.log_factor == pytest.approx(2.5209, abs=5e-5) and models.bound_difference == pytest.approx(
        2.4228, abs=5e-5
    )
    assert "2.42" in FACTOR.ask and "**2.52**" in FACTOR.tell
    assert models.gap[0] < 0.003 < 0.1 < models.gap[1]
    found = two_models(5.0)
    assert found.with_temperature[0] > 0.9 > 0.1 > found.with_temperature[-1] and np.all(
        np.diff(found.with_temperature) < 0
    )
    assert found.without == pytest.approx(7 / 23, abs=0.01) and len(GRID) == len(found.with_temperature)
    app = told("flights")
    assert large(app)["factor"] == models.log_factor and "Here the words differ" not in words(app)
    odd = told("flights", **{"choose.prior_sd": "0.5"})  # 1.0005 and 0.9989 nats lie on two sides of a word
    assert "Here the words differ" in words(odd)
    wide, narrow = (two_models(sd).models.log_factor for sd in (20.0, 2.0))
    assert wide < narrow and in_words(wide) == in_words(narrow) == "positive"


def test_the_words_of_learning():
    for noise, peak in (("0.1", "0.777"), ("0.5", "0.562"), ("1", "0.360")):
        shown = large(told("learning", **{"choose.noise_variance": noise, "choose.joint": "1"}))
        assert f"{shown['elbo_peak']:.3f}" == peak and peak in LEARNING_NOTICE[2]
        assert shown["evidence_peak"] == pytest.approx(0.8, abs=1e-6)
        assert shown["joint"] == pytest.approx(shown["elbo_peak"], abs=1e-5)  # the same place by another way
    assert "0.56" in PEAKS.answer and "**0.56**" in PEAKS.tell
    assert learning(0.5, joint=False).joint is None and "joint" not in large(told("learning"))
    slow = learning(1.0, joint=False).exact.correlation
    assert (round(slow[60], 3), round(slow[200], 3)) == (
        0.754,
        0.797,
    ) and "0.754 after 30 steps, 0.797 after 100" in LEARNING_NOTICE[3]
    app = told("learning", **{"choose.half": "0"})
    assert large(app)["here"] == pytest.approx(0.1)
    app = app.button(key="choose.call").click().run()
    assert large(app)["here"] == pytest.approx(0.3852, abs=5e-5) and app.button(key="choose.call").label == "Choose q"
    app = app.button(key="choose.end").click().run()
    assert large(app)["here"] == pytest.approx(0.5623, abs=5e-5) and app.button(key="choose.call").disabled
    assert not app.button(key="choose.undo").click().run().exception


@pytest.mark.parametrize("start", [-0.45, 0.95])
@pytest.mark.parametrize("noise", [0.05, 2.0])
def test_every_way_up_climbs_from_everywhere(start, noise):
    found = learning(noise, start)
    for path in (found.exact, found.variational, found.joint):
        assert path.correlation[0] == pytest.approx(start) and np.diff(path.bound).min() > -1e-9
    assert found.variational.correlation[-1] == pytest.approx(found.peaks[1], abs=1e-5)
    chain = Chain(2, noise)
    assert found.peaks[1] == pytest.approx(chain.peak(chain.moment(0.8), "mean_field"))


def test_the_words_of_unused_latents():
    assert told_at(1.0).tolist() == pytest.approx([np.log(4) / 2, np.log(1.5) / 2, 0.0]) and UNUSED.answer == "0"
    half = turned(np.deg2rad([45.0]), noise_variance=0.5)[0]
    assert f"{half:.2f} nats at noise variance ½" in COLLAPSE_NOTICE[1]
    assert np.count_nonzero(told_at(1.0, beta=2.0)) == 1  # β halves the variance at which a latent is given up
    shown = large(told("collapse", **{"choose.decoder": "1.6", "choose.beta": "1"}))
    assert shown["latent_1"] > 0 and shown["latent_2"] == shown["latent_3"] == 0


@pytest.mark.parametrize("tab", daily(*list(PARTS)[-1:], more=list(PARTS)[:-1]))
def test_no_widget_brings_an_exception(tab):
    poked(told(tab), random.Random(5), 12)
