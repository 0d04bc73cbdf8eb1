"""Rounds: numbers that come in several goes are those that come in one, and the first go has start and end."""

from dataclasses import replace

import numpy as np
import pytest

from vizvi.estimators import ESTIMATORS
from vizvi.experiment import fit
from vizvi.methods import METHODS
from vizvi.picture import picture
from vizvi.picture.rounds import joined, numbered, rounds, steps_of
from vizvi.presets import preset


@pytest.fixture(scope="module")
def dear():
    method = METHODS["gradient"](ESTIMATORS["score_function"]())
    experiment = replace(preset("banana", "mixture", "chi2", steps=44), method=method)
    return experiment, fit(experiment)


def test_what_is_cheap_comes_at_once(dear):
    experiment, _ = dear
    cheap = preset("two_bumps", "mean_field"), preset("gaussian", "full_rank")
    assert [rounds(each) for each in cheap] == [1, 1] and rounds(experiment) > 1


def test_every_step_is_in_one_round_and_both_ends_in_the_first(dear):
    experiment, history = dear
    parts = [steps_of(experiment, history, part) for part in range(rounds(experiment))]
    assert sorted(np.concatenate(parts)) == list(range(45)) and {0, 44} <= set(parts[0].tolist())


def test_numbers_in_rounds_are_those_in_one_go(dear):
    experiment, history = dear
    parts = {part: numbered(experiment, history, part) for part in range(rounds(experiment))}
    first, whole = picture(experiment, history, parts={0: parts[0]}), picture(experiment, history)
    known = first.header["known"]
    ledger, off, every = joined(experiment, history, parts)
    assert every.tolist() == list(range(45)) and "known" not in picture(experiment, history, parts=parts).header
    assert off["elbo"].shape == (45,) and np.nanmax(off["elbo"]) < 1e-2
    for name in ("elbo", "reverse_kl", "forward_kl", "mass"):
        np.testing.assert_allclose(first.arrays[name][known], whole.arrays[name][known], rtol=1e-4, atol=2e-4)
        np.testing.assert_allclose(getattr(ledger, name), whole.arrays[name], rtol=1e-4, atol=2e-4)
    assert np.isnan(np.delete(first.arrays["elbo"], known)).all() and np.isfinite(first.arrays["sd_ratio_1"]).all()
