"""The shipped networks: averages over pictures, single pictures and drawn ones, against numbers found by other routes."""

import numpy as np
import pytest

from vizvi.models.decoder import Decoder
from vizvi.models.digit_networks import decoder, encoder, shipped
from vizvi.models.digits import digits, drawn, hexed, unhexed
from vizvi.models.gaps import blocks, gaps

HELD_OUT = digits().pictures[digits().held_out]


def test_digits():
    data = digits()
    assert data.counts.sum() == 561_718 and data.pictures.sum() == 37_151 and data.held_out.sum() == 359
    assert np.bincount(data.label).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert data.label[0] == 0 and not data.pictures.flags.writeable
    assert np.array_equal(unhexed(hexed(HELD_OUT[0])), HELD_OUT[0])
    for bad in (lambda: drawn("##"), lambda: unhexed("g" * 16), lambda: unhexed("-0x1" * 4)):
        with pytest.raises(ValueError):
            bad()


def test_networks_by_name():
    assert len(shipped()) == 20 and len(shipped()["dec"]) == 2 and len(shipped()["mf/linear/10"]) == 1
    assert encoder("full_rank", "128", 10).lam(HELD_OUT).shape == (359, 5)
    for bad in (lambda: decoder("mf"), lambda: encoder("mf"), lambda: encoder(hidden="16"), lambda: encoder(epochs=3)):
        with pytest.raises(ValueError):
            bad()


def test_both_gaps_of_held_out_pictures():
    lam = encoder().lam(HELD_OUT)
    done, parts = zip(*blocks(decoder(), HELD_OUT, lam))
    assert done[-1] == 359 and len(done) > 5
    log_p, approximation, amortization, elbo = (np.concatenate([each[i] for each in parts]) for i in range(4))
    np.testing.assert_allclose(elbo + amortization + approximation, log_p, atol=1e-10)
    np.testing.assert_allclose(elbo, decoder().elbo(HELD_OUT, lam), atol=1e-6)
    assert log_p.mean() == pytest.approx(-18.7925, abs=1e-3)
    assert approximation.mean() == pytest.approx(0.1206, abs=1e-3) and approximation.max() == pytest.approx(0.75, abs=5e-3)
    assert np.quantile(approximation, [0.25, 0.5, 0.75]) == pytest.approx([0.047, 0.085, 0.153], abs=1e-3)
    assert amortization.mean() == pytest.approx(0.946, abs=2e-3) and amortization.max() == pytest.approx(14.6, abs=0.05)
    assert np.quantile(amortization, [0.25, 0.5, 0.75]) == pytest.approx([0.11, 0.34, 0.90], abs=0.01)
    assert (amortization > approximation).mean() == pytest.approx(0.79, abs=0.01)
    assert amortization.min() > 0 and approximation.min() > 0


def test_full_rank_has_the_smaller_approximation_gap():
    some = HELD_OUT[::6]
    flat, full = (gaps(decoder(), some, encoder(slug).lam(some)) for slug in ("mean_field", "full_rank"))
    assert np.all(flat.approximation >= full.approximation - 1e-7) and full.amortization.min() > 0
    np.testing.assert_allclose(decoder().elbo(some, full.best), full.log_p - full.approximation, atol=1e-6)


@pytest.mark.wide
def test_the_table_of_all_encoders():
    train = digits().pictures[~digits().held_out][::4]
    keys = {
        ("mean_field", "linear"): (4.740, 5.379, 3.569, 3.770, 3.458, 3.645),
        ("mean_field", "32"): (3.610, 4.042, 1.399, 1.287, 0.946, 0.346),
        ("mean_field", "128"): (3.167, 3.304, 1.333, 1.100, 0.938, 0.189),
        ("full_rank", "32"): (3.636, 3.937, 1.433, 1.261, 1.026, 0.318),
        ("full_rank", "128"): (3.366, 3.634, 1.381, 1.201, 0.887, 0.238),
    }
    for family, approximations in (("mean_field", (0.1206, 0.1136)), ("full_rank", (0.0758, 0.0703))):
        for x, approximation, log_p, column in zip((HELD_OUT, train), approximations, (-18.7925, -18.6119), (0, 1)):
            top = decoder().best(x, family)
            known = decoder().posterior(x).log_p
            assert known.mean() == pytest.approx(log_p, abs=1e-3)
            assert (known - top.elbo).mean() == pytest.approx(approximation, abs=1e-3)
            for (slug, hidden), numbers in keys.items():
                if slug == family:
                    for epochs, key in zip((10, 100, 1000), numbers[column::2]):
                        debt = top.elbo - decoder().elbo(x, encoder(slug, hidden, epochs).lam(x))
                        assert debt.mean() == pytest.approx(key, abs=2e-3) and debt.min() > -1e-6


@pytest.mark.parametrize("row, label, log_p, approximation, amortization", [
    (24, 4, -21.5992, (0.1471, 0.1280), (3.578, 3.534, 5.915)),
    (234, 6, -12.9582, (0.0913, 0.0893), (1.651, 0.0044, 0.047)),
    (419, 5, -17.8389, (0.7499, 0.1844), (0.858, 0.162, 1.183)),
    (534, 8, -23.4876, (0.2958, 0.2560), (7.01, 14.62, 12.05)),
])  # fmt: skip
def test_rows(row, label, log_p, approximation, amortization):
    assert digits().label[row] == label
    check(digits().pictures[row], log_p, approximation, amortization, 5e-5)


def check(x, log_p, approximation, amortization, within):
    known = decoder().posterior(x).log_p
    flat, full = decoder().best(x), decoder().best(x, "full_rank")
    assert known == pytest.approx(log_p, abs=within)
    if approximation:
        assert [known - flat.elbo, known - full.elbo] == pytest.approx(approximation, abs=1e-4)
    debts = [flat.elbo - decoder().elbo(x, encoder(hidden=each).lam(x)) for each in ("linear", "32", "128")]
    assert debts == pytest.approx(amortization, abs=6e-3 if max(amortization) < 50 else 0.6)
    assert max(known - flat.elbo, known - full.elbo) < (0.76 if approximation else 0.44)


def test_drawn_pictures():
    check(drawn("...##..." * 8), -13.7110, (), (3.27, 0.024, 0.006), 1e-4)
    check(np.ones(64), -172.66, (), (146, 132, 165), 1e-2)  # its posterior lies at z₁ = −8.5, beyond the shared window


def test_the_decoder_had_adapted_to_its_q():
    exact, x = decoder("exact"), HELD_OUT[::12]
    found = [gaps(each, x, encoder().lam(x)) for each in (decoder(), exact)]
    ceilings, debts = ([getattr(each, name).mean() for each in found] for name in ("log_p", "approximation"))
    assert ceilings[1] > ceilings[0] + 0.1 and debts[1] > debts[0] + 0.02


def by_formula():
    i, hidden, pixel = np.arange(2)[:, None], np.arange(16), np.arange(64)
    first = np.sin(1 + 7 * i + 3 * hidden), 0.5 * np.cos(1 + hidden)
    return Decoder([first, (0.5 * np.sin(2 + 2 * hidden[:, None] + 5 * pixel), 0.5 * np.cos(3 * pixel))])


def test_a_picture_by_formula():
    net, x = by_formula(), digits().pictures
    assert net.posterior(x[0]).log_p == pytest.approx(-46.845335, abs=1e-5)
    assert net.best(x[:1]).elbo == pytest.approx([-47.03435], abs=1e-5)
    assert net.best(x[0], "full_rank").elbo == pytest.approx(-46.87165, abs=1e-5)


@pytest.mark.wide
def test_all_pictures_by_formula():
    net, x = by_formula(), digits().pictures
    lam = x @ (0.05 * np.sin(1 + 3 * np.arange(64)[:, None] + 7 * np.arange(4))) + [0, 0, -1, -1]
    assert net.posterior(x).log_p.mean() == pytest.approx(-46.367516, abs=1e-5)
    assert net.elbo(x, lam).mean() == pytest.approx(-47.372006, abs=1e-5)
