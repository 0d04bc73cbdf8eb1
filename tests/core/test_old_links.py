"""Links that were shared once open forever: this list only grows."""

from urllib.parse import parse_qs

import numpy as np
import pytest

import vizvi
from vizvi.lessons.play_1d import DEFAULT as PLAY_1D
from vizvi.lessons.play_2d import DEFAULT as PLAY_2D
from vizvi.links import from_query

# (page, query string, the ELBO at the last step when the link was made)
LINKS = [
    (
        "play_2d",
        "v=1&play_2d.target=two_modes&play_2d.target.separation=2.3&play_2d.target.weight=0.5&play_2d.family=mean_field"
        "&play_2d.divergence=reverse_kl&play_2d.method=gradient&play_2d.method.estimator=reparam"
        "&play_2d.method.optimizer=adam&play_2d.method.optimizer.rate=0.05&play_2d.method.draws=64&play_2d.runs=1"
        "&play_2d.steps=200&play_2d.seed=11&play_2d.step=57",
        -0.374677,
    ),
    (
        "play_1d",
        "v=1&play_1d.target=log_gamma&play_1d.target.shape=1.0&play_1d.family=full_rank&play_1d.divergence=reverse_kl"
        "&play_1d.method=exact_descent&play_1d.runs=1&play_1d.steps=40&play_1d.seed=7&play_1d.start=1.0,0.5",
        -0.081061,
    ),
]


@pytest.mark.parametrize("page, query, elbo", LINKS)
def test_an_old_link_opens(page, query, elbo):
    params = {key: values[0] for key, values in parse_qs(query).items()}
    experiment, notices = from_query(params, page, {"play_1d": PLAY_1D, "play_2d": PLAY_2D}[page])
    assert notices == []
    last = vizvi.fit(experiment).lam[0, -1]
    assert np.isclose(vizvi.exact(experiment.problem, last).elbo, elbo, atol=1e-5)
