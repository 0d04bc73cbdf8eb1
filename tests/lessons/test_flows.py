"""The answer key of the lesson on flows: what its words say, runs as `fit` has them, threads, particles, ranks."""

import math
import random
from urllib.parse import parse_qs

import numpy as np
import pytest
from cover import daily
from visit import large, opened, pictures, poked, revealed, words

from vizvi.diagnostics.flow_geometry import training
from vizvi.exact import exact
from vizvi.experiment import fit
from vizvi.lessons.flows import BLIND, HALVES, LESSON, PRESETS
from vizvi.lessons.flows.charts import (
    ladder_board,
    rank_board,
    seeds_board,
    sheet_board,
    small,
    stretch_board,
    thread_board,
)
from vizvi.lessons.flows.ladder import RUNGS, latest, rungs
from vizvi.lessons.flows.ladder_tab import table
from vizvi.lessons.flows.others import COVARIANCES, ranks, strung
from vizvi.lessons.flows.page import SETTINGS
from vizvi.lessons.flows.swarm import cloud, errors_of, moved, on_the_right, rivals, states, target_of
from vizvi.lessons.flows.training import between_islands, both, experiment, gaussian, judged, piece, pieces
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
    told = " ".join(LESSON.notice)
    assert "seven of eight runs end on one" in told
    assert both(ended("two_modes", 5.0, "coupling", 4, True, 0)[1]) == 7 and "seven of eight find both" in told
    assert both(ended("two_modes", 5.0, "coupling", 8, False, 0)[1]) <= 1 and LESSON.checks[0].answer == "none or one"


def test_the_thread_of_the_check():
    found = strung(5.0)
    assert found.found.between == pytest.approx(0.016, abs=5e-4) and found.found.log_ratio == pytest.approx(7.5, abs=0.02)
    assert "1.6 %" in LESSON.checks[1].why and "7.5 nats" in LESSON.checks[1].why
    # The base's |ε| below the edge is what lies between the islands.
    assert math.erf(found.found.edge / math.sqrt(2)) == pytest.approx(found.found.between, abs=1e-9)
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

    assert BLIND.answer in BLIND.options and begun.right == pytest.approx(over.right, abs=0.11)


def test_rivals_spend_what_the_cloud_spends():
    """A Gaussian finds its optimum; chains know the mean the better the longer; each is judged by the same errors."""
    found = rivals("gaussian", 20, 0)
    trail = cloud("gaussian", 20, 0.0, 0)
    assert found.q.sd[-1] < 1e-6 and np.all(np.isfinite(found.q.sd))
    assert found.cov[-1] == pytest.approx(np.array([[1, 0.9], [0.9, 1]]), abs=1e-6)
    last = states(found, 500, 20)
    assert found.work[last - 1] <= 20 * 500 < found.work[last - 1] + 7 and states(found, 0, 20) == 1
    assert np.isnan(found.chain.mean[0]) and found.chain.mean[-1] < 0.1 < found.chain.mean[5]
    off, sd = errors_of("gaussian", trail)
    known = moved("gaussian", trail, 300)
    assert off[300] == pytest.approx(np.sqrt((known.mean_off**2).mean()))
    assert sd[300] == pytest.approx(np.sqrt(((known.sd_ratio - 1) ** 2).mean()))
    assert found.q.sd[-1] < sd[-1]  # the cloud's floor
    on_q, on_chains = on_the_right(rivals("two_modes", 20, 0), 500, 20)
    assert on_q > 0.99 or on_q < 0.01
    assert 0 < on_chains < 0.6  # p's own: 0.9


def test_what_rank_buys():
    for name, enough in (("common", 1), ("factors", 4)):
        kl = [each.kl for each in ranks(name)]
        assert kl[0] > 1 and max(kl[enough:]) < 1e-3 and kl[enough - 1] > 0.1
    kl = [each.kl for each in ranks("smooth")]
    assert kl[2] > kl[0] / 2 > kl[3] and HALVES.answer == "3" and "14.4" in HALVES.ask and "6.0 nats" in HALVES.tell
    assert np.all(np.diff(kl) < 0) and len(rank_board(kl, "told").panels[0].marks[0].arrays["box"]) == 9
    assert set(COVARIANCES) == {"smooth", "common", "factors"}


def test_a_ring_has_a_seam_and_islands_a_gap():
    """By hand: a Gaussian has no thin sector; one that was cut has; and the mass in a gap is Φ's."""
    ring = experiment("ring", 3.0, "coupling", 2, False, 0).problem
    lam = ring.family.from_moments(np.zeros(2), np.eye(2))[None]
    assert 0.85 < piece(ring, 0, lam, 16_384).thinnest[0] <= 1
    aside = ring.family.from_moments(np.array([3.0, 0.0]), np.eye(2))[None]
    assert piece(ring, 0, aside, 16_384).thinnest[0] < 0.02
    assert np.isnan(piece(ring, 0, lam).between).all()
    made = experiment("two_modes", 4.0, "coupling", 1, False, 0).problem
    at = lambda x, sd: made.family.from_moments(np.array([x, 0.0]), np.diag([sd**2, 1.0]))
    found = piece(made, 0, np.array([at(0.0, 2.0), at(4.0, 1.0)]), 16_384).between
    assert found == pytest.approx([0.6827, 0.0228], abs=0.012)
    assert between_islands(4.0) == pytest.approx(0.0227, abs=2e-4)


@pytest.mark.wide
@pytest.mark.parametrize("layers, middle, least, most", [(2, 0.01, 0, 0.10), (4, 0.27, 0.07, 0.65)])
def test_the_seam_closes_with_layers(layers, middle, least, most):
    _, last = ended("ring", 3.0, "coupling", layers, False, 0)
    assert np.median(last.thinnest) == pytest.approx(middle, abs=0.2) and last.thinnest.max() < most + 0.2
    assert last.thinnest.min() >= least - 0.05


def test_the_ladder():
    climbed = []
    for each in rungs("banana", 3.0, False, 0):
        climbed.append(each)
        if each.name == "coupling, 1 layer" and each.step == 50:  # flows take their time
            break
    known = latest(climbed)
    assert [each.name for each in known] == list(RUNGS)[:5]
    assert [each.numbers for each in known] == [4, 5, 10, 25, 39]
    kl = [each.median for each in known]
    assert kl[0] == pytest.approx(0.318, abs=1e-3) and kl[1] == pytest.approx(0.318, abs=1e-3)
    assert known[2].kl.min() == pytest.approx(0.223, abs=2e-3) and known[3].kl.min() == pytest.approx(0.060, abs=0.01)
    assert [each.step for each in climbed if each.name == known[4].name] == [0, 25, 50] and kl[4] > 0.01
    assert all(0 < each.seconds < 60 for each in known) and known[4].error.max() > 0
    said = table(known)
    assert "| mean-field | 4 | 0.32 | 0.32 |" in said and said.count("\n") == 6 and "coupling, 1 layer (5 %)" in said
    marks = ladder_board(known, "told").panels[0].marks
    assert marks[1].arrays["xy"][:, 0] == pytest.approx(np.clip(np.log10(kl), -4, 1))


def test_small_numbers():
    assert [small(each) for each in (0.6931, 0.0941, 0.0123, 0.00287, -0.00004)] == [
        "0.69",
        "0.094",
        "0.012",
        "0.0029",
        "< 0.0001",
    ]


def test_boards():
    made = experiment("ring", 3.0, "coupling", 2, False, 0)
    first = next(pieces(made))
    for after in range(3):  # an untrained layer is the identity
        assert sheet_board(made.problem, first.lam[0], after, "t").id == sheet_board(made.problem, first.lam[0], 0, "t").id
    assert np.ptp(stretch_board(made.problem, first.lam[0], "t").panels[0].marks[0].arrays["array"]) < 1e-6
    assert "from 0.10 to 0.90" in seeds_board(np.array([0.9, 0.1]), 1, 0.5).title
    assert seeds_board(np.array([np.nan, np.inf]), 0, None).title


@pytest.fixture
def at_once(monkeypatch):
    """Runs that are complete in the run of the page that begins them."""
    advance = progressive._advance
    monkeypatch.setattr(progressive, "_advance", lambda work, seconds=0.0: advance(work, 60.0))


def scrubs(app) -> dict:
    """What says which part of the runs is shown."""
    return {each.key: each.value for each in app.slider if each.key in {"flows.after", "flows.at", "flows.run"}}


def test_the_sheet_is_judged_once_it_is_trained(at_once):
    app = opened("flows", **PRESETS["banana, one coupling layer"])
    assert "Step" not in words(app) and len(pictures(app)) == 1
    assert not scrubs(app)
    app = revealed(app)
    assert scrubs(app) == {"flows.after": 1, "flows.at": 1000, "flows.run": 1}
    assert not app.exception and "Step 1000 of 1000." in words(app) and "64\u2009000 evaluations" in words(app)
    assert "Nothing here is shipped" in words(app)
    assert large(app)["kl"] < 0.02 and large(app)["ess"] > 0.9
    assert {"flows.sheet", "flows.seeds"} <= pictures(app).keys()
    before = pictures(app)["flows.sheet"][0]["id"]
    app = app.slider(key="flows.after").set_value(0).run()
    assert not app.exception and pictures(app)["flows.sheet"][0]["id"] != before


def test_training_can_be_stopped():
    app = revealed(opened("flows", **{"flows.layers": "16", "flows.kind": "planar"}))
    app = app.button(key="flows.runs.stop").click().run()
    assert scrubs(app).keys() == {"flows.after", "flows.run"}  # no step is claimed but what is shown
    assert not app.exception and "Step 0 of 1000." in words(app)


def test_what_islands_and_rings_are_about():
    for target, name in (("two_modes", "between"), ("ring", "seam")):
        app = revealed(opened("flows", **{"flows.target": target, "flows.layers": "1"}))
        assert not app.exception and name in large(app)


def test_particles_and_ranks_ask_first():
    for tab, asked, board in (("particles", BLIND, "flows.qboard"), ("rank", HALVES, "flows.rank")):
        app = opened("flows", **{"flows.tab": tab})
        assert asked.ask in words(app) and board not in pictures(app)
        app = revealed(app)
        assert asked.tell in words(app) and board in pictures(app) and not app.exception


@pytest.mark.parametrize("tab", daily("particles", more=("sheet", "ladder", "thread", "rank")))
def test_no_knob_brings_an_exception(tab):
    poked(revealed(opened("flows", **{"flows.tab": tab})), random.Random(3), 10 if tab == "sheet" else 5)


def test_every_link_of_the_words_is_understood():
    for line in LESSON.notice:
        for part in line.split("](?")[1:]:
            for key, (value,) in parse_qs(part.split(")")[0]).items():
                SETTINGS[key].understood(value)
    for each in PRESETS.values():
        assert all(SETTINGS[key].understood(value) is not None for key, value in each.items())
