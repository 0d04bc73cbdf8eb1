"""The answer key of the lesson on the bound: every number that its words say."""

import numpy as np
import pytest
from visit import opened, revealed, words

import vizvi
from vizvi.lessons.gap import DEFAULT, LESSON, PLACES
from vizvi.lessons.gap.bounds import price_told
from vizvi.problem import Problem
from vizvi.targets import TARGETS

# Of x = 2 with z ~ N(0, 1), x | z ~ N(z, 1): the evidence is N(2; 0, 2), the posterior N(1, ½).
EVIDENCE = -0.5 * np.log(4 * np.pi) - 1.0


TOLD = [("N(0, 1)", -3.42, 1.15), ("N(1, 0.5²)", -2.36, 0.10), ("N(−1, 1)", -6.42, 4.15)]


@pytest.mark.parametrize("place, elbo, gap", TOLD)
def test_the_places_that_the_words_name(place, elbo, gap):
    ledger = vizvi.exact(DEFAULT.problem, PLACES[place])
    assert ledger.log_z == pytest.approx(EVIDENCE, abs=1e-12)
    assert ledger.elbo == pytest.approx(elbo, abs=5e-3) and ledger.reverse_kl == pytest.approx(gap, abs=5e-3)
    mean, sd = PLACES[place][0], np.exp(PLACES[place][1])
    closed = np.log(np.sqrt(0.5) / sd) + (sd**2 + (mean - 1) ** 2) / (2 * 0.5) - 0.5
    assert ledger.reverse_kl == pytest.approx(closed, abs=1e-9)


def test_the_posterior_is_in_the_family():
    assert vizvi.exact(DEFAULT.problem, PLACES["N(1, 0.71²)"]).reverse_kl < 1e-9


def test_units_move_both_and_not_the_gap():
    lam = PLACES["N(1, 0.5²)"]
    meters = Problem(TARGETS["normal_normal"](unit="m"), DEFAULT.problem.family, DEFAULT.problem.divergence)
    cm, m = vizvi.exact(DEFAULT.problem, lam), vizvi.exact(meters, lam)
    assert m.log_z - cm.log_z == pytest.approx(np.log(100), abs=1e-9) == pytest.approx(m.elbo - cm.elbo, abs=1e-9)
    assert m.reverse_kl == pytest.approx(cm.reverse_kl, abs=1e-9)


def test_what_is_told():
    for number in ("−2.27", "−3.42", "−2.36", "1.15", "0.10"):
        assert number in LESSON.prediction.tell


def test_what_is_hidden_is_hidden_in_the_words_too():
    shown, hidden = (words(revealed(opened("gap", **query))) for query in ({}, {"gap.hide": "1"}))
    assert "−2.27" in shown and "−2.27" not in hidden and "It **stays**" in hidden


def test_the_price_is_told_as_it_is_seen():
    falls, rises, nothing = (
        price_told([1.0, 0.4, 0.1], [0.01] * 3, 0.5),
        price_told([120.48, 131.65, 152.16], [0.6] * 3, 9.0),
        price_told([0.01, 0.01, 0.01], [0.007] * 3, 0.0),
    )
    assert "loses its signal" in falls and "does not fall" in rises and "nothing to gain" in nothing
    assert "± 0.60" in rises
