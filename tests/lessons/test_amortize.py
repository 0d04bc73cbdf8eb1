"""The lesson on guessed posteriors: every number that its words say, and the numbers behind its charts."""

import itertools
import random

import numpy as np
import pytest
from visit import large, opened, pictures, poked, revealed, shared, words

from vizvi.lessons.amortize import CROSS, PRESETS, TABS
from vizvi.lessons.amortize.among import BLOCK, adapted, alternately, block, rows
from vizvi.lessons.amortize.collapse import judged, kl_by_dimension, sweep, watched
from vizvi.lessons.amortize.iwae import bounds
from vizvi.lessons.amortize.ledger import ledger
from vizvi.lessons.amortize.linear import Linear, gap, of_digits, thresholds, told
from vizvi.lessons.amortize.live import ceilings, learning, mean_elbo
from vizvi.lessons.amortize.mosaic import mosaic, places, reconstruction
from vizvi.lessons.amortize.scatter import averages, joined, summary
from vizvi.lessons.amortize.seen import known, outlines, rivals
from vizvi.models.decoder import kl_to_prior
from vizvi.models.digit_networks import HIDDEN, decoder, encoder
from vizvi.models.digits import digits, drawn, hexed
from vizvi.models.gaps import blocks, gaps
from vizvi.models.refinement import METHODS

HELD_OUT = digits().pictures[digits().held_out]


def test_the_mosaic_is_the_plane_upright():
    image, at = mosaic(decoder(), 4.0, 15), places(4.0, 15)
    assert image.shape == (120, 120) and at[7] == pytest.approx(0) and at[0] == pytest.approx(-4 + 4 / 15)
    eta = decoder().logits(np.array([at[12], at[3]]))  # right and below
    tile = image[8 * 11 : 8 * 12, 8 * 12 : 8 * 13]
    np.testing.assert_allclose(tile, 1 / (1 + np.exp(-eta)).reshape(8, 8), atol=1e-12)


def test_a_reconstruction_is_an_average():
    lam = decoder().best(HELD_OUT[3], "full_rank").lam
    shown = reconstruction(decoder(), lam)
    eps = np.random.default_rng(0).normal(size=(20_000, 2))
    z = lam[:2] + eps * np.exp(lam[2:4])
    z[:, 1] += lam[4] * eps[:, 0]
    assert shown.ravel() == pytest.approx((1 / (1 + np.exp(-decoder().logits(z)))).mean(axis=0), abs=0.01)
    assert np.abs(shown.ravel() - HELD_OUT[3]).mean() < 0.25


@pytest.mark.parametrize("x", [digits().pictures[419], drawn("...##..." * 8), np.ones(64)])
def test_the_ledger_sums_to_the_ceiling(x):
    encoders = [encoder(slug, hidden) for slug in ("mean_field", "full_rank") for hidden in HIDDEN]
    seen = ledger(decoder(), x, encoders)
    assert seen.posterior.log_p == pytest.approx(decoder().posterior(x).log_p, abs=1e-9)
    for each, network in zip(seen.guesses, encoders):
        whole = each.elbo + each.amortization + each.approximation
        assert whole == pytest.approx(seen.posterior.log_p, abs=1e-9)
        assert each.elbo == pytest.approx(decoder().elbo(x, network.lam(x)), abs=1e-6)
        assert seen.top[network.family] == pytest.approx(decoder().best(x, network.family).elbo, abs=1e-6)
        assert min(each.amortization, each.approximation) > 0


def test_the_scatter_says_which_debt_is_larger():
    some = HELD_OUT[::5]
    lam = encoder().lam(some)
    whole = gaps(decoder(), some, lam)
    np.testing.assert_array_equal(joined(part for _, part in blocks(decoder(), some, lam)).elbo, whole.elbo)
    seen = summary(whole)
    assert seen.amortization[0] > 4 * seen.approximation[0] and 0.6 < seen.larger < 0.95
    assert np.all(np.diff(seen.amortization[1:]) > 0) and seen.amortization[2] < seen.amortization[0]


def test_collapse_is_read_off_each_dimension():
    lam = encoder().lam(HELD_OUT)
    np.testing.assert_allclose(kl_by_dimension(lam).sum(axis=1), kl_to_prior(lam), rtol=1e-12)
    seen = judged(1.0, decoder(), encoder(), HELD_OUT[::4])
    assert seen.kl == pytest.approx([1.72, 1.64], abs=0.25) and seen.used == 2 and seen.log_p > seen.elbo
    some = digits().pictures[~digits().held_out]
    free, bound = sweep(some, HELD_OUT[::12], (0.5, 8.0), 15, 16)
    assert free.used == 2 and bound.used == 0 and bound.beta == 8 and free.kl.min() > 50 * bound.kl.max()


FOUR = hexed(digits().pictures[24])


def test_what_the_first_screen_says():
    """The page's own picture, and that its parts add up at every step of every refinement."""
    app = opened("amortize")
    assert not large(app)  # nothing tells the parts before the question is answered
    shown = pictures(app)["amortize.ceiling"][0]["title"]
    assert "3.68 nats below log p(x)" in shown
    app = revealed(app)
    seen = large(app)
    assert seen["log_p"] == pytest.approx(-21.5992, abs=1e-4) and seen["approximation"] == pytest.approx(0.1471, abs=1e-4)
    assert seen["amortization"] == pytest.approx(3.534, abs=2e-3)
    assert seen["elbo"] + seen["amortization"] + seen["approximation"] == pytest.approx(seen["log_p"], abs=1e-6)
    for way in METHODS:
        made = known(FOUR, "full_rank", "128", 100, way)
        for steps in (0, 3, 50):
            assert sum(made.gap(steps, "full_rank")) == pytest.approx(float(made.ledger.posterior.log_p), abs=1e-6)


@pytest.mark.parametrize("row, start, after_five", [(24, 3.5335, 0.0079), (534, 14.623, 11.525), (419, 0.1624, 0.0054)])
def test_refining_pays_the_debt_of_digits(row, start, after_five):
    found = rivals(hexed(digits().pictures[row]), "mean_field", "32", 1000)
    assert set(found) == set(METHODS)
    assert found["natural"][[0, 5]] == pytest.approx([start, after_five], abs=2e-3) and found["natural"][50] < 1e-5
    assert max(each[50] for each in found.values()) < 0.1 and np.all(found["natural"] > -1e-6)


def test_a_drawn_cross_ends_in_another_optimum():
    made = known(CROSS, "mean_field", "32", 1000)
    assert made.gap(50, "mean_field")[1] == pytest.approx(13.86, abs=0.05) and made.gap(0, "mean_field")[2] < 0.5
    app = revealed(opened("amortize", **PRESETS["draw an X"]))
    assert "another optimum" in words(app) and "Your drawing" in words(app)


def test_the_posteriors_outlines_hold_their_mass():
    points, lengths = outlines(digits().pictures[24], float(decoder().posterior(digits().pictures[24]).log_p))
    mean = decoder().posterior(digits().pictures[24]).mean
    assert len(lengths) == 2 and np.abs(points.mean(axis=0) - mean).max() < 0.3
    area = [0.5 * abs((a[:-1, 0] * a[1:, 1] - a[1:, 0] * a[:-1, 1]).sum()) for a in np.split(points, lengths[:1])]
    assert 2 < max(area) / min(area) < 6
    far = np.ones(64)
    assert not len(outlines(far, float(decoder().posterior(far).log_p))[1])  # beyond the shared nodes


def test_what_is_drawn_is_in_the_link():
    app = opened("amortize", **{"amortize.drawn": CROSS})
    assert shared(app)["amortize.drawn"] == CROSS and "Your drawing" in words(app)
    app.number_input(key="amortize.row").set_value(5).run()  # a digit instead
    assert "amortize.drawn" not in app.query_params and not app.exception
    app.button(key="amortize.blank").click().run()
    assert shared(app)["amortize.drawn"] == "0" * 16
    app.button(key="amortize.back").click().run()
    assert "A 5" in words(app) and not app.exception
    for wrong in ("12", "g" * 16):
        assert "16 hexadecimal" in opened("amortize", **{"amortize.drawn": wrong}).info[0].value


def test_digits_in_blocks():
    every = rows("held-out")
    assert len(every) == 359 and len(rows("training")) == 360 and not set(every) & set(rows("training"))
    assert (
        list(alternately())[:3] == [("held-out", 0), ("training", 0), ("held-out", 24)] and len(list(alternately())) == 30
    )
    part = block("held-out", 24, "mean_field", "32", 1000)
    x = digits().pictures[every[24:48]]
    np.testing.assert_allclose(part.elbo, gaps(decoder(), x, encoder().lam(x)).elbo)
    log_p, gap = adapted("dec", 24)
    np.testing.assert_allclose(log_p, part.log_p)
    np.testing.assert_allclose(gap, part.approximation, atol=1e-7)
    assert averages([(log_p, gap)]) == pytest.approx((log_p.mean(), gap.mean()))


@pytest.mark.wide
def test_the_decoder_had_adapted():
    firsts = range(0, 359, BLOCK)
    found = {name: averages([adapted(name, first) for first in firsts]) for name in ("dec", "exact")}
    assert found["dec"] == pytest.approx((-18.7925, 0.1206), abs=2e-3)
    assert found["exact"][0] > found["dec"][0] and found["exact"][1] == pytest.approx(0.166, abs=0.02)


def test_an_encoder_learns_below_a_ceiling_that_stays():
    tops = ceilings(decoder())
    first, later = itertools.islice(learning("16", decoder()), 2)
    assert (first.epoch, later.epoch) == (1, 5) and later.training > first.training + 1
    assert later.training < tops[0] and later.held_out < tops[1]


def test_the_quick_elbo_is_the_elbo():
    for sd, within in ((0.9, 0.01), (0.6, 1e-3)):
        wide = np.column_stack([np.zeros((6, 2)), np.full((6, 2), np.log(sd))])
        whole = decoder().elbo(HELD_OUT[:6], wide).mean()
        assert mean_elbo(decoder(), HELD_OUT[:6], wide) == pytest.approx(whole, abs=within)


def test_a_sweep_tells_how_far_it_is():
    some = digits().pictures[:128]
    found = list(watched(some, some[:16], (1.0, 4.0), 4, 8, every=2))
    assert [(each.epoch, each.judged is None) for each in found] == [(2, True), (4, False), (6, True), (8, False)]
    (again,) = sweep(some, some[:16], (1.0,), 4, 8)
    assert found[1].judged.log_p == again.log_p


def test_the_linear_case_is_closed():
    linear = of_digits()
    assert linear.eigenvalues == pytest.approx([0.69885670, 0.63916657], abs=1e-7)
    assert thresholds(linear) == pytest.approx([12.914, 11.811], abs=1e-3)
    assert told(linear, 1.0)[0] == pytest.approx([1.27914882, 1.23450850], abs=1e-7)
    assert not told(linear, 13.0).any() and (told(linear, 12.0)[0] > 0).tolist() == [True, False]
    ratio = (linear.eigenvalues[0] - linear.eigenvalues[1]) ** 2 / (4 * linear.eigenvalues.prod())
    assert gap(linear, [0, 15, 45]) == pytest.approx(0.5 * np.log1p(ratio * np.array([0, 0.25, 1])), abs=1e-12)
    assert gap(Linear(np.array([4, 1.5]), 0.1), 30)[0] == pytest.approx(0.0892038287, abs=1e-9)


def test_more_draws_and_the_same_q():
    found = bounds(FOUR, "mean_field", "32", 1000)
    assert [each.draws for each in found] == [1, 2, 5, 10, 20, 50] and all(0 < each.error < 0.2 for each in found)
    assert found[0].bound == pytest.approx(-25.2798, abs=4 * found[0].error)
    assert np.all(np.diff([each.bound for each in found]) > 0) and found[-1].bound < -21.5992


@pytest.mark.parametrize(
    "tab", ["refine", *(pytest.param(each, marks=pytest.mark.wide) for each in TABS if each != "refine")]
)
def test_pokes_in_every_tab(tab):
    app = revealed(opened("amortize", **{"amortize.tab": tab}))
    assert poked(app, random.Random(2), 12)
