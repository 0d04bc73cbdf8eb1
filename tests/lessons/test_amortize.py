"""Numbers behind the charts of guessed posteriors."""

import numpy as np
import pytest

from vizvi.lessons.amortize.collapse import judged, kl_by_dimension, sweep
from vizvi.lessons.amortize.ledger import ledger
from vizvi.lessons.amortize.mosaic import mosaic, places, reconstruction
from vizvi.lessons.amortize.scatter import joined, summary
from vizvi.models.decoder import kl_to_prior
from vizvi.models.digit_networks import HIDDEN, decoder, encoder
from vizvi.models.digits import digits, drawn
from vizvi.models.gaps import blocks, gaps

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
