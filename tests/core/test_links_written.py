"""Links of what somebody wrote: formulas, drawn points and pasted data come back as they went; hostile ones as a notice."""

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.links import from_query, to_query
from vizvi.methods import METHODS
from vizvi.models.drawn import drawn
from vizvi.models.pasted import pasted
from vizvi.targets import TARGETS


def experiment(target, **options):
    problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    return vizvi.Experiment(problem, METHODS["gradient"](), **options)


DEFAULT = experiment(TARGETS["banana"]())
WRITTEN = [
    vizvi.formula("-0.5*x^2 - 0.5*(y - x^2)^2"), vizvi.formula("-x^2/2 + 0*x", 1), vizvi.formula("-x²", 1, ((-4, 5.5),)),
    drawn([(-3, -6.25), (-1.5, 0), (0.1, -4), (1, -0.5), (4, -7)]), pasted("poisson", [0, 1.5, 2], [2, 1, 4], center=True),
    pasted("normal", None, [4.2, 5.1, 3.6], prior_sd=2.5), pasted("linear", [0.1, 2, 1e-7], [3, -1, 1 / 3], noise=0.3),
]  # fmt: skip


@pytest.mark.parametrize("target", WRITTEN, ids=repr)
def test_round_trip(target):
    one = experiment(target, steps=17, seed=5)
    query = to_query(one, "w")
    assert all(isinstance(text, str) for text in query.values())
    back, notices = from_query(query, "w", DEFAULT)
    assert back == one and notices == []


def test_the_text_is_readable():
    query = to_query(experiment(WRITTEN[0]), "w")
    assert query["w.target"] == "formula" and query["w.target.text"] == "-0.5*x^2 - 0.5*(y - x^2)^2"
    assert "w.target.window" not in query


@pytest.mark.parametrize("given", [
    {"target": "formula"}, {"target": "formula", "target.text": "nomal(x)"}, {"target": "formula", "target.text": "x^2"},
    {"target": "formula", "target.text": "-x^2", "target.window": "a"}, {"target": "drawn", "target.points": "1,2;x"},
    {"target": "drawn"}, {"target": "pasted", "target.template": "cubic"}, {"target": "formula", "target.text": "x" * 9000},
    {"target": "pasted", "target.template": "linear", "target.x": "1,2", "target.y": "1,inf"},
    {"target": "pasted", "target.template": "linear", "target.x": "1,2", "target.y": "1,2", "target.prior_sd": "nan"},
    {"target": "pasted", "target.template": "linear", "target.x": "1,2", "target.y": "1,2", "target.center": "1"},
])  # fmt: skip
def test_hostile_links_end_in_a_notice(given):
    back, notices = from_query({f"w.{key}": text for key, text in given.items()}, "w", DEFAULT)
    assert back == DEFAULT and len(notices) == 1 and "not understood" in notices[0]


def test_long_data_have_no_link():
    x = np.random.default_rng(0).normal(size=500)
    with pytest.raises(ValueError, match="too long for a link"):
        to_query(experiment(pasted("linear", x, x)), "w")


@pytest.mark.parametrize("target", WRITTEN[:5], ids=repr)
def test_they_fit_and_have_pictures(target):
    from vizvi.picture import picture

    one = experiment(target, steps=3)
    header, arrays = picture(one, vizvi.fit(one))
    assert header["kind"] == f"{target.dim}d" and np.isfinite(arrays["elbo"]).all()
    assert np.isfinite(vizvi.optima(one.problem, starts=4).value).all()
