"""The landscape is the divergence, its optima are the optima, and watersheds part what flows left from what flows right."""

import math
import time

import numpy as np
import pytest
from cover import wide

from vizvi import Problem, exact, optima
from vizvi.diagnostics.basins import basins, census, locate, stationary
from vizvi.diagnostics.landscape import Line, frame, iso_lines, landscape, levels
from vizvi.diagnostics.spread_starts import drop, one_of, spread
from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.lessons.basins.landscape_chart import landscape_board, letters
from vizvi.methods import METHODS
from vizvi.optima.flow import flow
from vizvi.targets import TARGETS


def problem(target="two_bumps", divergence="reverse_kl", **knobs):
    return Problem(TARGETS[target](**knobs), FAMILIES["mean_field"](), DIVERGENCES[divergence]())


def bumps(d, w=0.5):
    return problem(separation=float(d), weight=float(w))


def picked(found, count, seed=0):
    """Some cells: rows, columns and λ."""
    rng = np.random.default_rng(seed)
    i, j = rng.integers(0, len(found.log_scale), count), rng.integers(0, len(found.loc), count)
    return i, j, np.stack([found.loc[j], found.log_scale[i]], axis=-1)


PLACES = [(3, 0.5), (0, 0.5), (2.412, 0.5), (5.3, 0.8), (12, 0.3)]


@pytest.mark.parametrize("d, w", PLACES)
def test_the_landscape_is_the_divergence(d, w):
    found = landscape(bumps(d, w))
    i, j, lam = picked(found, 40)
    assert np.allclose(found.value[i, j], exact(bumps(d, w), lam, 1e-8).reverse_kl, atol=1e-6)


@pytest.mark.parametrize("slug", ["log_gamma", "student_t", "skew_normal", "logit_beta", "normal_normal"])
def test_of_every_target_on_the_line(slug):
    found = landscape(problem(slug))
    i, j, lam = picked(found, 30)
    truth = exact(problem(slug), lam, 1e-8).reverse_kl
    assert np.allclose(found.value[i, j], truth, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("divergence", ["forward_kl", "alpha"])
def test_of_other_divergences(divergence):
    one = problem(divergence=divergence)
    found = landscape(one, cells=20)
    i, j, lam = picked(found, 12)
    keep = np.exp(lam[:, 1]) > 0.7  # narrower than p, a divergence over p needs more care than a picture
    assert np.allclose(found.value[i, j][keep], exact(one, lam[keep]).divergence, atol=2e-3)


def test_of_a_plane_there_is_none():
    flat = Problem(TARGETS["two_modes"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    with pytest.raises(ValueError, match="line"):
        landscape(flat)
    with pytest.raises(ValueError, match="reverse KL"):
        basins(problem(divergence="forward_kl"))


@pytest.mark.parametrize("d, w", PLACES)
def test_slopes_and_curvatures(d, w):
    one = bumps(d, w)
    line = Line(one, frame(one.target))
    _, _, lam = picked(landscape(one), 20, 1)
    here, h = line(lam), 1e-5
    for k, shift in enumerate(h * np.eye(2)):
        ahead, back = line(lam + shift), line(lam - shift)
        assert np.allclose((ahead.value - back.value) / (2 * h), here.grad[:, k], atol=1e-6)
        assert np.allclose((ahead.grad - back.grad) / (2 * h), here.hess[:, :, k], atol=1e-5)
    assert np.allclose(here.value, exact(one, lam, 1e-8).reverse_kl, atol=1e-6)


def test_beyond_its_nodes_there_is_no_value():
    one = bumps(3)
    assert np.isnan(Line(one, frame(one.target))(np.array([[1e9, 0.0], [0.0, 40.0], [np.nan, 0.0]])).value).all()


def test_iso_lines_run_at_their_level():
    found = landscape(bumps(3))
    xy, lengths, level = iso_lines(found)
    assert lengths.sum() == len(xy) and set(level) <= set(levels(found))
    value = exact(bumps(3), xy.astype(float)).reverse_kl
    # Between cells the lines are straight.
    assert np.all(np.abs(value - np.repeat(level, lengths)) < 0.02 + 0.05 * np.repeat(level, lengths))


# Optima and barriers


FOUND = [  # a: sds, means and KLs of FACTS (h), left to right
    (2.0, [0.0], ["2.0470"], [".2265"]),
    (2.5, [-2.3861, 0.0, 2.3861], ["1.1365", "2.3906", "1.1365"], [".6665", ".4811", ".6665"]),
    (3.0, [-2.9843, 0.0, 2.9843], ["1.0234", "2.7438", "1.0234"], [".6888", ".8406", ".6888"]),
    (4.0, [-3.9996, 0.0, 3.9996], ["1.0008", "3.4727", "1.0008"], [".6931", "1.8712", ".6931"]),
]


@pytest.mark.parametrize("a, means, sds, values", FOUND)
def test_optima(a, means, sds, values):
    found = basins(bumps(a))
    assert np.allclose(found.lam[:, 0], means, atol=6e-5)
    assert np.allclose(np.exp(found.lam[:, 1]), np.array(sds, float), atol=6e-5)
    assert np.allclose(found.value, np.array(values, float), atol=1.01e-4)


@pytest.mark.parametrize("a, barrier", [(2.5, 0.202), (2.8, 0.153), (3.0, 0.131), (4.0, 0.072), (5.0, 0.046)])
def test_the_way_out_of_the_middle(a, barrier):
    found = basins(bumps(a))
    assert len(found.lam) == 3 and len(found.saddle) == 2
    assert np.allclose(found.saddle_value - found.value[1], barrier, atol=5.1e-4)


def test_births_ties_and_deaths():
    assert len(basins(bumps(2.410)).lam) == 1 and len(basins(bumps(2.414)).lam) == 3
    for a, locked in ((2.799, False), (2.802, True)):
        value = basins(bumps(a)).value
        assert (value[0] < value[1]) == locked
    assert basins(bumps(2.8)).value[0] == pytest.approx(0.6843, abs=1e-4)
    # .7/.3: the wide branch ends at 2.35, the heavy mode is born at 2.12 and the light one at 2.63
    for a, count in ((2.11, 1), (2.13, 2), (2.34, 2), (2.36, 1), (2.62, 1), (2.64, 2)):
        assert len(basins(bumps(a, 0.7)).lam) == count, a
    assert len(basins(bumps(4.99, 0.6)).lam) == 3 and len(basins(bumps(5.01, 0.6)).lam) == 2


def test_weights():
    """w = .7, d = 3: right .354, left 1.197, the covering optimum gone."""
    found = basins(bumps(3, 0.7))
    assert np.allclose(found.value, [1.197, 0.354], atol=5e-4) and found.lam[1, 0] > 0


@pytest.mark.parametrize("d, w", [(3, 0.5), (2.6, 0.42), (5.2, 0.35), (1.0, 0.9)])
def test_the_same_optima_as_the_search(d, w):
    mine, others = basins(bumps(d, w)), optima(bumps(d, w))
    order = np.argsort(others.lam[:, 0])
    assert np.allclose(mine.lam, others.lam[order], atol=1e-4)
    assert np.allclose(mine.value, others.value[order], atol=1e-6)


@pytest.mark.parametrize("d, w", [(3, 0.5), (2.3, 0.5), (2.2, 0.7), (4.99, 0.6), (8, 0.02), (12, 0.3)])
def test_no_stationary_point_is_missed(d, w):
    """F rises on all sides: minima and maxima are one more than saddles."""
    one = bumps(d, w)
    found = landscape(one)
    lam, local = stationary(Line(one, found.extent), found)
    assert np.allclose(local.grad, 0, atol=1e-8)
    kinds = np.linalg.eigvalsh(local.hess) > 0
    assert (kinds.all(axis=1).sum() + (~kinds).all(axis=1).sum()) - (kinds.sum(axis=1) == 1).sum() == 1
    assert len(lam) == len({tuple(np.round(each, 3)) for each in lam})


# Basins


def ends(one, lam, known, longest=400.0):
    """Where gradient flow ends, by an adaptive Runge–Kutta of order 3(2) that knows nothing of basins."""
    line, lam = Line(one, frame(one.target)), lam.copy()
    step, clock = np.full(len(lam), 0.01), np.zeros(len(lam))
    k1 = -line(lam).grad
    for _ in range(6000):
        near = np.abs(lam[:, None] - known).max(axis=-1)
        if np.all((near.min(axis=-1) < 0.02) | (clock > longest)):
            break
        h = step[:, None]
        k2 = -line(lam + h / 2 * k1).grad
        k3 = -line(lam + 3 * h / 4 * k2).grad
        new = lam + h * (2 * k1 + 3 * k2 + 4 * k3) / 9
        k4 = -line(new).grad
        error = np.abs(h * (-5 * k1 / 72 + k2 / 12 + k3 / 9 - k4 / 8)).max(axis=-1)
        good = error < 1e-6
        lam, k1 = np.where(good[:, None], new, lam), np.where(good[:, None], k4, k1)
        clock += np.where(good, step, 0)
        step *= np.clip(0.9 * np.cbrt(1e-6 / np.maximum(error, 1e-14)), 0.3, 3)
    near = np.abs(lam[:, None] - known).max(axis=-1)
    return np.where(near.min(axis=-1) < 0.05, near.argmin(axis=-1), -1)


@pytest.mark.parametrize("d, w", [wide(3, 0.5), (2.6, 0.45), wide(4.2, 0.7)])
def test_every_start_is_colored_by_where_it_ends(d, w):
    one = bumps(d, w)
    found = basins(one)
    i, j, lam = picked(landscape(one), 60, 2)
    assert np.array_equal(found.label[i, j], ends(one, lam, found.lam))


@pytest.mark.parametrize("d, w", [(3, 0.7), (2.5, 0.5), wide(3, 0.5), wide(6.5, 0.4)])
def test_watersheds_are_exact(d, w):
    """A thousandth to either side of a border, starts flow apart."""
    one = bumps(d, w)
    found, rng = basins(one), np.random.default_rng(3)
    assert len(found.border) == len(found.saddle) > 0
    x0, x1, y0, y1 = found.extent
    for path in found.border:
        inside = (path[:, 0] > x0) & (path[:, 0] < x1) & (path[:, 1] > y0) & (path[:, 1] < y1)
        k = rng.choice(np.flatnonzero(inside)[2:-2], 6)
        along = path[k + 1] - path[k - 1]
        across = 1e-3 * np.stack([-along[:, 1], along[:, 0]], axis=-1) / np.linalg.norm(along, axis=-1, keepdims=True)
        left, right = (ends(one, path[k] + sign * across, found.lam) for sign in (1, -1))
        assert len(set(left)) == len(set(right)) == 1 and left[0] != right[0]
        assert np.array_equal(locate(one, found, path[k] + across), left)
        assert np.array_equal(locate(one, found, path[k] - across), right)


def test_shares():
    found = basins(bumps(3))
    assert found.share.sum() == pytest.approx(1) and np.all(found.label >= 0)
    assert found.share[0] == pytest.approx(found.share[2], abs=1e-9)  # a mirror image
    assert np.array_equal(found.label, 2 - found.label[:, ::-1])
    assert np.allclose(found.share, [0.427, 0.147, 0.427], atol=2e-3)
    fine = basins(bumps(3), cells=200)
    assert np.allclose(fine.share, found.share, atol=3e-3)


def test_a_search_by_flow_agrees():
    """The flow that `optima` follows, away from borders, on other separations and weights."""
    rng = np.random.default_rng(5)
    for d, w in ((3.7, 0.55), (5.5, 0.3), (2.9, 0.5)):
        one = bumps(d, w)
        found = basins(one)
        _, _, lam = picked(landscape(one), 200, int(rng.integers(100)))
        far = np.array([min(np.abs(path - each).max(axis=-1).min() for path in found.border) for each in lam]) > 0.25
        there = flow(Line(one, found.extent), lam[far], resting=0.01).lam
        near = np.abs(there[:, None] - found.lam).max(axis=-1)
        assert np.array_equal(near.argmin(axis=-1), locate(one, found, lam[far]))


def test_one_valley():
    found = basins(bumps(2.3))
    assert len(found.lam) == 1 and not len(found.saddle) and np.all(found.label == 0) and found.share[0] == 1


def test_outside_of_the_picture():
    one = bumps(3)
    found = basins(one)
    far = np.array([[-14.0, 0.5], [14.0, 0.5], [0.0, 2.2], [np.nan, 0.0]])
    assert locate(one, found, far).tolist() == [0, 2, 1, -1]
    assert census(one, found, far) == [1, 1, 1]


def test_it_is_quick():
    """A map in the time that a hand waits: the best of three, since machines have other things to do."""
    one, took = bumps(3), []
    landscape(one)
    for _ in range(3):
        before = time.process_time()
        found = landscape(one)
        between = time.process_time()
        basins(one, found)
        took.append((between - before, time.process_time() - before))
    assert min(each for each, _ in took) < 0.06
    assert min(each for _, each in took) < 0.3


# Balls and the board


def test_balls_are_spread_and_run_as_one():
    one = Experiment(bumps(3), METHODS["gradient"](), steps=30, seed=7)
    dropped = drop(one)
    extent = np.array(frame(one.problem.target)).reshape(2, 2)
    assert dropped.start.shape == (25, 2) and np.array_equal(dropped.history.lam[:, 0], dropped.start)
    assert np.all((dropped.start > extent[:, 0]) & (dropped.start < extent[:, 1]))
    apart = np.abs((dropped.start[:, None] - dropped.start) / np.ptp(extent, axis=1)).max(axis=-1)
    assert apart[~np.eye(25, dtype=bool)].min() > 0.08
    assert np.array_equal(spread(frame(one.problem.target), 30)[:25], dropped.start)
    assert np.array_equal(fit(one_of(dropped, 4)).lam[4], dropped.history.lam[4])


def test_balls_without_noise_end_where_the_map_says():
    one = Experiment(bumps(3), METHODS["gradient"](optimizer=vanishing(), draws=1024), steps=400, seed=1)
    dropped, found = drop(one), basins(one.problem)
    before, after = (locate(one.problem, found, dropped.history.lam[:, t]) for t in (0, -1))
    assert (before == after).mean() > 0.9


def vanishing():
    from vizvi.optimizers import OPTIMIZERS

    return OPTIMIZERS["sgd"](rate=0.02)


LETTERED = [(3, 0.5, "ABC"), (2.3, 0.5, "B"), (3, 0.7, "AC"), (2.3, 0.7, "BC"), (2.3, 0.3, "AB"), (2.5, 0.7, "C")]


@pytest.mark.parametrize("d, w, wanted", LETTERED)
def test_letters_go_by_where_an_optimum_sits(d, w, wanted):
    one = bumps(d, w)
    found, parts = landscape(one), basins(one)
    assert letters(parts.lam) == list(wanted)
    colors = landscape_board(found, iso_lines(found), parts, True, True).panels[0].marks[0]
    basin = colors.arrays["array"]
    assert set(np.unique(basin)) == {"ABC".index(each) + 1 for each in wanted}
    assert np.allclose([np.mean(basin == "ABC".index(each) + 1) for each in wanted], parts.share)
    assert list(colors.look["tones"]) == [f"class{k + 1}" for k in range("ABC".index(wanted[-1]) + 1)]


def test_no_two_optima_share_a_letter():
    rng = np.random.default_rng(5)
    for d, w in zip(rng.uniform(1.8, 3.2, 25), rng.uniform(0.2, 0.8, 25), strict=True):
        named = letters(basins(bumps(d, w)).lam)
        assert named == sorted(set(named)) and set(named) <= set("ABC")


def test_the_board_marks_what_there_is():
    one = bumps(3)
    found, parts = landscape(one), basins(bumps(3))
    paths = np.zeros((2, 5, 2))
    shown = landscape_board(found, iso_lines(found), parts, True, True, paths, (0.0, 1.0), 1, "link")
    marks = shown.panels[0].marks
    assert [each.kind for each in marks] == ["classes", "lines", "lines", "paths", "marks", "marks"]
    assert marks[-1].look["labels"] == ("A", "B", "C") and "has 3 optima" in shown.title
    alone = landscape_board(found, iso_lines(found), parts, False, True, paths[:1], (0.0, 1.0))
    assert alone.panels[0].marks[-1].look["labels"] == ("A: 0.69 nats", "B: 0.84 nats", "C: 0.69 nats")
    assert "A at mean −2.98, sd 1.02" in shown.title and "B at mean 0.00" in shown.title
    assert marks[0].arrays["array"].max() == 3
    assert shown.start.texts == ("0.00", f"sd {math.e:.2f}")
    assert shown.message()[0]["select"] == {"layer": [0, 3], "index": 1, "name": "Run"} and shown.link == "link"
    hidden = landscape_board(found, iso_lines(found), parts, False, False, paths, (0.0, 1.0))
    assert [each.kind for each in hidden.panels[0].marks] == ["field", "lines"]
    assert "optim" not in hidden.title and "select" not in hidden.message()[0]
