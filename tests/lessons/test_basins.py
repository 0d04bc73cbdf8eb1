"""The lesson on starts: prediction, links that mean nothing here, a menu of rules, tables that say what was found."""


import numpy as np
import pytest
from visit import opened, revealed

from vizvi import exact
from vizvi.diagnostics.basins import basins
from vizvi.experiment import fit
from vizvi.format import share_of
from vizvi.lessons.basins import DEFAULT, PRESETS
from vizvi.lessons.basins.valleys import _paths
from vizvi.links import from_query
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.ui.pictures import drawn


def told(app) -> str:
    return "\n".join(each.value for each in app.markdown)


def test_the_answer_waits_for_the_prediction():
    app = opened("basins")
    assert not app.exception and not app.success and "ends in" not in told(app)
    for name in ("basins.balls", "basins.reveal"):
        assert app.toggle(key=name).disabled and "lock in or skip" in app.toggle(key=name).help
    revealed(app)
    assert app.success and "This run ends in **B**." in told(app)
    assert not app.toggle(key="basins.reveal").disabled and not app.toggle(key="basins.reveal").help
    assert not app.caption or "exact gradient flow" not in app.caption[0].value
    app.toggle(key="basins.reveal").set_value(True).run()
    assert "exact gradient flow" in app.caption[0].value
    assert "**A** 43\u00a0%, **B** 15\u00a0%, **C** 43\u00a0%." in told(app)


def test_another_target_asks_nothing():
    app = opened("basins", **{"basins.target.separation": "2.3"})
    assert app.success and "This run ends in **B**. KL(q‖p): **B** 0.37 nats." in told(app)
    assert not [each for each in app.button if each.key == "basins.skip"]
    assert "Here KL(q‖p) has one valley: B 0.37 nats." in app.success[0].value
    assert "watersheds" not in told(app) and "d = 2.41" in told(app)
    app = opened("basins", **{"basins.target.weight": "0.7"})
    assert "Here KL(q‖p) has 2 valleys: A 1.20, C 0.35 nats." in app.success[0].value and "d = 2.41" not in told(app)


@pytest.mark.parametrize(
    "query",
    [
        {"basins.target": "banana"},
        {"basins.target": "nonsense", "basins.start": "nan,1"},
        {"basins.divergence": "forward_kl"},
        {"basins.family": "mixture", "basins.start": "1,2,3,4,5,6"},
        {"basins.start": "1e308,-1e308"},
        {"basins.start": "1e9,1e9"},
        {"basins.start": "0,21"},
        {"basins.start": "0,0.5,1e999"},
        {"basins.method": "sgd", "basins.method.draws": "0"},
        {"basins.method": "coordinate_ascent"},
        {"basins.method": "laplace"},
    ],
)
def test_hostile_links_fall_back(query):
    app = opened("basins", **query)
    assert not app.exception
    assert app.slider(key="basins.target.separation").value == 3.0
    assert app.info
    grip = app.session_state["_basins"].experiment.start
    assert grip in ((), DEFAULT.start)  # a link's start that was not understood is none


@pytest.mark.parametrize("start", ["999,19.9", "-999,-19.9"])
def test_starts_at_the_edge_of_what_is_in_reach(start):
    app = revealed(opened("basins", **{"basins.start": start}))
    assert not app.exception and not app.info


def test_the_menu_of_rules_is_the_method_of_the_link():
    app = opened(
        "basins", **{"basins.target.separation": "4", "basins.method.optimizer": "rmsprop", "basins.method.draws": "5"}
    )
    assert app.selectbox(key="basins.rule").value == "rmsprop" and app.number_input(key="basins.method.draws").value == 5
    app.selectbox(key="basins.rule").select("natural_gradient").run()
    assert not app.exception and not [each for each in app.number_input if each.key == "basins.method.draws"]
    app.selectbox(key="basins.rule").select("sgd").run()
    assert app.number_input(key="basins.method.draws").value in (5, 64)
    every = set(app.selectbox(key="basins.rule").options)
    # Neither the gradient itself nor coordinate ascent, Laplace and Pathfinder.
    assert len(every) == len(OPTIMIZERS) + len(METHODS) - 4


def test_presets_are_links():
    for experiment in PRESETS.values():
        from vizvi.links import to_query

        again, notices = from_query(to_query(experiment, "basins"), "basins", DEFAULT)
        assert again == experiment and not notices


def test_what_the_texts_say():
    """The prediction's and the lesson's numbers, at the page's own default."""
    found = basins(DEFAULT.problem)
    assert DEFAULT.start == pytest.approx((0.0, 0.99325177))
    end = fit(DEFAULT).lam[0, -1]
    assert abs(end[0]) < 0.4 and exact(DEFAULT.problem, end).reverse_kl < 0.86
    assert found.value[1] == pytest.approx(0.84, abs=5e-3) and found.value[0] == pytest.approx(0.69, abs=5e-3)
    app = revealed(opened("basins"))
    assert app.success[0].value.startswith("**Three valleys, not two.") and "d = 2.41" in told(app)
    assert "KL(q‖p): **A** 0.69, **B** 0.84, **C** 0.69 nats." in told(app)
    assert "N(−2.98, 1.02²) | 0.69 nats | 48 % | 2.5 × 10⁻¹⁴" in told(app)
    assert "N(0.00, 2.74²) | 0.84 nats | 99 % | 53 %" in told(app)


def test_the_path_is_the_run_on_the_stage():
    lam, shown = _paths(DEFAULT, False)[0], drawn(DEFAULT).arrays
    assert lam[:, 0] == pytest.approx(shown["q_mean"].ravel(), abs=1e-5)
    assert np.exp(2 * lam[:, 1]) == pytest.approx(shown["q_cov"].ravel(), rel=1e-5)


SHARES = {-0.6443: "53 %", -31.3326: "2.5 × 10⁻¹⁴", 0.0: "100 %", -1e-9: "> 99 %", float("-inf"): "0"}
SHARES |= {-6.9077: "1.0 × 10⁻³", -574.6: "2.8 × 10⁻²⁵⁰", -9.2113: "1.0 × 10⁻⁴"}


@pytest.mark.parametrize("log_share, text", SHARES.items())
def test_shares_too_small_for_percents(log_share, text):
    assert share_of(log_share) == text
