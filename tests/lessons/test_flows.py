"""The answer key of the lesson on flows: what its words say, runs as `fit` has them, threads, particles, ranks."""

import random
from urllib.parse import parse_qs

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, words

from vizvi.diagnostics.flow_geometry import training
from vizvi.exact import exact
from vizvi.experiment import fit
from vizvi.lessons.flows import LESSON, PRESETS
from vizvi.lessons.flows.charts import rank_board, seeds_board, sheet_board, stretch_board, thread_board
from vizvi.lessons.flows.others import COVARIANCES, cloud, moved, ranks, strung, target_of
from vizvi.lessons.flows.page import SETTINGS
from vizvi.lessons.flows.training import both, experiment, gaussian, judged, pieces
from vizvi.ui import progressive


def ended(*words):
    made = experiment(*words)
    *_, last = pieces(made)
    return made, last


def test_pieces_are_the_runs_of_fit():
    made = experiment("banana", 3.0, "planar", 1, True, 4)
    made = type(made)(made.problem, training(made.problem, 3, 120, 4, 0.1).method, runs=3, steps=120, seed=4)
    found, whole = list(pieces(made)), fit(made)
    assert [each.step for each in found] == [0, 50, 100, 120]
    for each in found:
        assert np.array_equal(each.lam, whole.lam[:, each.step])


@pytest.mark.wide
def test_one_coupling_layer_bends_a_banana():
    made, last = ended("banana", 3.0, "coupling", 1, False, 0)
    assert last.kl.max() < 0.02 and "below 0.02" in LESSON.notice[0]
    for lam, kl, error in zip(last.lam[:3], last.kl, last.error):
        assert exact(made.problem, lam).reverse_kl == pytest.approx(kl, abs=5 * error + 1e-3)
    found = judged(made.problem, tuple(last.lam[1].tolist()))
    assert found.ess > 0.98 and -0.2 < found.stretch[0] < found.stretch[1] < 0.2  # a shear
    assert found.forward == pytest.approx(exact(made.problem, last.lam[1]).forward_kl, rel=0.05)


@pytest.mark.parametrize(
    "target, kl", [("banana", 0.318), ("two_modes", 0.689), ("squiggle", 0.533), ("challenger", 0.042)]
)
def test_what_a_gaussian_reaches(target, kl):
    assert gaussian(experiment(target, 3.0, "coupling", 0, False, 0).problem.target) == pytest.approx(kl, abs=0.02)


@pytest.mark.wide
def test_one_coupling_layer_does_nothing_for_two_islands():
    _, last = ended("two_modes", 3.0, "coupling", 1, False, 0)
    assert last.kl.min() == pytest.approx(np.log(2), abs=0.02)


@pytest.mark.wide
def test_a_path_does_what_flexibility_does_not():
    made, plain = ended("two_modes", 5.0, "coupling", 4, False, 0)
    assert both(plain) == 1 and np.median(plain.kl) == pytest.approx(np.log(2), abs=2e-3)
    assert judged(made.problem, tuple(plain.lam[0].tolist())).ess > 0.99  # it praises half of p
    assert "seven of eight runs end on one" in LESSON.notice[1]
    assert both(ended("two_modes", 5.0, "coupling", 4, True, 0)[1]) == 7 and "seven of eight find both" in LESSON.notice[2]
    assert both(ended("two_modes", 5.0, "coupling", 8, False, 0)[1]) <= 1 and LESSON.checks[0].answer == "none or one"


def test_the_thread_of_the_check():
    found = strung(5.0)
    assert found.found.between == pytest.approx(0.016, abs=5e-4) and found.found.log_ratio == pytest.approx(7.5, abs=0.02)
    assert "1.6 %" in LESSON.checks[1].why and "7.5 nats" in LESSON.checks[1].why
    assert found.least < found.found.between and found.exact_slope == pytest.approx(np.exp(12.5))
    board = thread_board(5.0, found.found)
    x, density = board.panels[0].marks[1].arrays["xy"].T
    assert np.trapezoid(density, x) == pytest.approx(1, abs=2e-3) and "7.49" in board.title


def test_particles_do_not_know_weights():
    trail = cloud("two_modes", 20, 0.0, 0)
    begun, over = moved("two_modes", trail, 0), moved("two_modes", trail, 500)
    assert over.right == pytest.approx(begun.right, abs=0.11) and over.right < 0.7  # p's own: 0.9
    narrow = moved("gaussian", cloud("gaussian", 20, 0.0, 0), 500)
    assert np.all(narrow.sd_ratio < 0.95) and np.abs(narrow.mean_off).max() < 0.05
    assert target_of("two_modes").weight == 0.9


def test_what_rank_buys():
    for name, enough in (("common", 1), ("factors", 4)):
        kl = [each.kl for each in ranks(name)]
        assert kl[0] > 1 and max(kl[enough:]) < 1e-3 and kl[enough - 1] > 0.1
    kl = [each.kl for each in ranks("smooth")]
    assert np.all(np.diff(kl) < 0) and len(rank_board(kl, "told").panels[0].marks[0].arrays["box"]) == 9
    assert set(COVARIANCES) == {"smooth", "common", "factors"}


def test_boards():
    made = experiment("ring", 3.0, "coupling", 2, False, 0)
    first = next(pieces(made))
    for after in range(3):  # an untrained layer is the identity
        assert sheet_board(made.problem, first.lam[0], after, "t").id == sheet_board(made.problem, first.lam[0], 0, "t").id
    assert np.ptp(stretch_board(made.problem, first.lam[0], "t").panels[0].marks[0].arrays["array"]) < 1e-6
    assert "from 0.100 to 0.900" in seeds_board(np.array([0.9, 0.1]), 1, 0.5).title
    assert seeds_board(np.array([np.nan, np.inf]), 0, None).title


@pytest.fixture
def at_once(monkeypatch):
    """Runs that are complete in the run of the page that begins them."""
    advance = progressive._advance
    monkeypatch.setattr(progressive, "_advance", lambda work, seconds=0.0: advance(work, 60.0))


def test_the_sheet_is_judged_once_it_is_trained(at_once):
    app = opened("flows", **PRESETS["banana, one coupling layer"])
    assert "Step" not in words(app) and len(pictures(app)) == 1
    app = revealed(app)
    assert not app.exception and "Step 1000 of 1000." in words(app)
    assert large(app)["kl"] < 0.02 and large(app)["ess"] > 0.9
    assert {"flows.sheet", "flows.seeds"} <= pictures(app).keys()
    before = pictures(app)["flows.sheet"][0]["id"]
    app = app.slider(key="flows.after").set_value(0).run()
    assert not app.exception and pictures(app)["flows.sheet"][0]["id"] != before


def test_training_can_be_stopped():
    app = revealed(opened("flows", **{"flows.layers": "16", "flows.kind": "planar"}))
    app = app.button(key="flows.runs.stop").click().run()
    assert not app.exception and "Step 0 of 1000." in words(app)


@pytest.mark.parametrize("tab", daily("particles", more=("sheet", "thread", "rank")))
def test_no_knob_brings_an_exception(tab):
    poked(revealed(opened("flows", **{"flows.tab": tab})), random.Random(3), 10 if tab == "sheet" else 5)


def test_every_link_of_the_words_is_understood():
    for line in LESSON.notice:
        for part in line.split("](?")[1:]:
            for key, (value,) in parse_qs(part.split(")")[0]).items():
                SETTINGS[key].understood(value)
    for each in PRESETS.values():
        assert all(SETTINGS[key].understood(value) is not None for key, value in each.items())
