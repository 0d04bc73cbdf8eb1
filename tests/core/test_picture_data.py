"""What a picture's arrays hold, each against its definition, where log Z is not 0 and weights are not ½."""

import math

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.optimizers import OPTIMIZERS
from vizvi.picture import from_hand, ground_alone, grounded, live, picture, turned
from vizvi.picture.outlines import outline
from vizvi.problem import Problem
from vizvi.targets import TARGETS


def shifted(log_z: float):
    """A skew density of the caller's own whose mass is e^log_z: two bells, 0.7 and 0.3 of it."""

    def log_prob(z):
        x = z[..., 0]
        one, two = (math.log(w) - 0.5 * ((x - m) / s) ** 2 - math.log(s) for w, m, s in ((0.7, 1.0, 0.8), (0.3, -1.5, 0.6)))
        return np.logaddexp(one, two) - 0.5 * math.log(2 * math.pi) + log_z

    return vizvi.density(log_prob, dim=1, window=((-6.0, 6.0),))


@pytest.mark.parametrize("target", [TARGETS["normal_normal"](x=1.3, unit="m"), shifted(2.0)], ids=["model", "density"])
@pytest.mark.parametrize("name", ["reverse_kl", "forward_kl", "alpha", "chi2", "jensen_shannon"])
def test_the_strip_integrates_to_the_divergence_of_normalized_p(target, name):
    problem = Problem(target, FAMILIES["mean_field"](), DIVERGENCES[name]())
    experiment = Experiment(problem, METHODS["exact_descent"](), steps=3, start=(0.4, 0.1))
    header, arrays = picture(experiment, fit(experiment))
    z = np.linspace(*header["window"][0], arrays["strip"].shape[1])
    area = arrays["strip"].astype(float).sum(axis=1) * (z[1] - z[0])
    np.testing.assert_allclose(area, arrays[header["strip"]["total"]], atol=3e-3)


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t"])
def test_slow_motion_shows_the_draws_that_moved_q(family):
    """Places are transforms of the shown noise, and estimate and step made again with it give the next λ."""
    problem = Problem(TARGETS["two_modes"](weight=0.7), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    method = METHODS["gradient"](draws=8)
    experiment = Experiment(problem, method, steps=5, seed=3)
    lam = fit(experiment).lam[0]
    _, arrays = picture(experiment, fit(experiment))
    assert arrays["step_eps"].shape[:2] == (5, 8)
    state = method.optimizer.start(lam[:1])
    for t in range(5):
        eps = arrays["step_eps"][t].astype(float)
        z = problem.family.transform(lam[t], eps)
        np.testing.assert_allclose(arrays["step_z"][t], z, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(arrays["step_log_w"][t], problem.log_w(lam[t], z), rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(arrays["step_force"][t], problem.target.score(z), rtol=1e-4, atol=1e-4)
        _, grad = method.estimator.gradient(problem, lam[t : t + 1], eps[None])
        new, state = method.optimizer.step(lam[t : t + 1], grad, state)
        np.testing.assert_allclose(new[0], lam[t + 1], atol=1e-5)


@pytest.mark.parametrize("family", ["mean_field", "full_rank", "student_t", "mixture"])
@pytest.mark.parametrize("estimator", list(ESTIMATORS))
def test_slow_motion_shows_what_each_draw_adds_to_the_push(family, estimator):
    """Few enough draws that all are shown: their pushes average to the one that the estimator took."""
    problem = Problem(TARGETS["two_modes"](weight=0.7), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    experiment = Experiment(problem, METHODS["gradient"](ESTIMATORS[estimator](), draws=8), steps=4, seed=3)
    history = fit(experiment)
    _, arrays = picture(experiment, history)
    moved = np.zeros((4, problem.target.dim))
    for i, name in enumerate(problem.params):
        if name.startswith("loc"):
            moved[:, int(name[-1]) - 1] -= history.grad[0, :, i]
    np.testing.assert_allclose(arrays["step_push"], moved, rtol=1e-4, atol=1e-4)
    if family != "mixture":  # whose draws have masses of their own
        np.testing.assert_allclose(arrays["step_force"].mean(axis=1), moved, rtol=1e-3, atol=1e-3)


def test_the_words_of_a_step_are_of_what_ran():
    problem = Problem(TARGETS["two_bumps"](), FAMILIES["mean_field"](), DIVERGENCES["alpha"]())
    method = METHODS["gradient"](ESTIMATORS["score_function"](), OPTIMIZERS["sgd"](), draws=64)
    experiment = Experiment(problem, method, steps=2, seed=3)
    explain = picture(experiment, fit(experiment)).header["explain"]
    assert "p's slope is never asked" in explain["captions"][3] and "12 of 64 draws shown" in explain["captions"][3]
    assert "learning rate times the arrow" in explain["captions"][4] and explain["arrow"] == "average of all 64"
    few = Experiment(problem, METHODS["gradient"](ESTIMATORS["score_function_loo"](), draws=4), steps=2)
    explain = picture(few, fit(few)).header["explain"]
    assert "other draws' mean" in explain["captions"][3] and "running average" in explain["captions"][4]
    assert explain["arrow"] == "their average"


def test_the_trace_is_of_what_is_minimized_with_the_elbo_beside_it():
    for name, key in (("reverse_kl", "reverse_kl"), ("forward_kl", "forward_kl"), ("alpha", "divergence")):
        problem = Problem(TARGETS["log_gamma"](), FAMILIES["mean_field"](), DIVERGENCES[name]())
        experiment = Experiment(problem, METHODS["exact_descent"](), steps=20, start=(3.0, 0.5))
        header, arrays = picture(experiment, fit(experiment))
        trace = header["trace"]
        assert trace["key"] == key and trace["ceiling"] is None and trace["other"]["ceiling"] == "log_z"
        assert (np.diff(arrays[key]) <= 1e-6).all()
        assert trace["range"][0] == 0 < arrays[key][-1] < trace["range"][1]


def test_a_run_that_was_thrown_names_the_learning_rate():
    problem = Problem(TARGETS["gaussian"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    method = METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](rate=1.0))
    experiment = Experiment(problem, method, steps=60, seed=7)
    history = fit(experiment)
    assert history.stopped[0] < 60
    said = picture(experiment, history).header["stopped"]
    assert "a learning rate of 1 is too large here" in said["message"] and "threw q from sd" in said["message"]
    assert said["cure"] == 0.1
    cured = Experiment(problem, METHODS["gradient"](optimizer=OPTIMIZERS["sgd"](rate=said["cure"])), steps=60, seed=7)
    assert picture(cured, fit(cured)).header["stopped"] is None


def test_a_gaussians_ellipses_hold_half_and_95_percent():
    problem = Problem(TARGETS["banana"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    header, _ = outline(problem.family, np.zeros((1, 5)), problem.target.window)
    assert [1 - math.exp(-r * r / 2) for r in header["radii"]] == pytest.approx([0.5, 0.95], abs=1e-12)


def test_a_mixtures_contours_hold_half_and_95_percent():
    problem = Problem(TARGETS["two_modes"](weight=0.7), FAMILIES["mixture"](), DIVERGENCES["reverse_kl"]())
    lam = problem.family.place(np.array([[1.5, 0.3], [-2.0, -0.5]]), np.array([np.diag([0.5, 1.2]), np.diag([0.9, 0.6])]))
    lam[:1] += 0.8  # unequal weights
    _, arrays = outline(problem.family, lam[None], problem.target.window)
    axes = [np.linspace(lo, hi, 401) for lo, hi in problem.target.window]
    z = np.stack(np.meshgrid(*axes), axis=-1)
    mass = np.exp(problem.family.log_prob(lam, z)) * np.prod([each[1] - each[0] for each in axes])
    lines = np.split(arrays["c_xy"], np.cumsum(arrays["c_len"])[:-1])
    for level, share in enumerate((0.5, 0.95)):
        inside = np.zeros(mass.shape, bool)
        for line in (each for each, at in zip(lines, arrays["c_level"], strict=True) if at == level):
            inside ^= within(line, z)
        assert mass[inside].sum() == pytest.approx(share, abs=0.012)


def within(line, z):
    """Which points lie inside a closed line: a ray to the right crosses it an odd number of times."""
    odd = np.zeros(z.shape[:-1], bool)
    for (x0, y0), (x1, y1) in zip(line, np.roll(line, -1, axis=0), strict=True):
        crosses = (y0 > z[..., 1]) != (y1 > z[..., 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            at = x0 + (z[..., 1] - y0) / (y1 - y0) * (x1 - x0)
        odd ^= crosses & (z[..., 0] < at)
    return odd


# What a hand is answered, which no run passes through


@pytest.mark.parametrize("family, turn", [("mean_field", 0.0), ("full_rank", 0.6)])
def test_a_q_made_by_hand_has_the_moments_of_the_hand(family, turn):
    problem = Problem(TARGETS["gaussian"](), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    lam = from_hand(problem, {"mean": [0.3, -0.7], "sd": [1.4, 0.5], "angle": turn})
    mean, cov = problem.family.moments(lam)
    axes = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    np.testing.assert_allclose(mean, [0.3, -0.7], atol=1e-12)
    np.testing.assert_allclose(cov, axes @ np.diag([1.4**2, 0.5**2]) @ axes.T, atol=1e-12)


HANDS = [{}, {"mean": [0, 0]}, {"mean": [0], "sd": [1]}, {"mean": [0, 0], "sd": [1, 0]},
         {"mean": [0, math.nan], "sd": [1, 1]}, {"mean": "ab", "sd": [1, 1]}, {"mean": [0, 0], "sd": [1, -2]}]  # fmt: skip


@pytest.mark.parametrize("hand", HANDS)
def test_what_is_no_q_is_none(hand):
    problem = Problem(TARGETS["gaussian"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    assert from_hand(problem, hand) is None


@pytest.mark.parametrize("target, start", [("normal_normal", (0.4, 0.1)), ("challenger", (-1.0, -2.0, 0.1, -0.2))])
def test_a_frame_for_a_hand_says_what_the_ledger_says(target, start):
    problem = Problem(TARGETS[target](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    lam = np.array(start)
    header, arrays = live(problem, lam, 9)
    ledger = vizvi.exact(problem, lam)
    assert header["type"] == "live" and header["seq"] == 9
    for name in ("elbo", "reverse_kl", "forward_kl"):
        assert arrays[name][0] == pytest.approx(float(getattr(ledger, name)), abs=2e-4)
    assert ("strip" in arrays) == (problem.target.dim == 1)


@pytest.mark.parametrize("target", ["two_bumps", "banana"])
def test_a_hand_on_a_component_leaves_the_others(target):
    problem = Problem(TARGETS[target](), FAMILIES["mixture"](components=3), DIVERGENCES["reverse_kl"]())
    dim = problem.target.dim
    rng = np.random.default_rng(3)
    parts = [
        {"weight": w, "mean": rng.normal(size=dim).tolist(), "sd": rng.uniform(0.5, 2, dim).tolist()}
        for w in (0.5, 0.3, 0.2)
    ]
    lam = from_hand(problem, {"parts": parts})
    want = np.array([[each["weight"], *each["mean"], *each["sd"]] for each in parts])
    np.testing.assert_allclose(problem.family.kernels(lam), want, rtol=1e-12)
    header, arrays = live(problem, lam, 1)
    assert header["parts"] == 3
    np.testing.assert_allclose(arrays["q_kernels"].reshape(3, -1), want, rtol=1e-6)
    for bad in (
        [],
        parts[:2],
        [*parts[:2], {}],
        [*parts[:2], parts[2] | {"weight": -1}],
        [*parts[:2], parts[2] | {"sd": [0] * dim}],
        7,
    ):
        assert from_hand(problem, {"parts": bad}) is None


def test_p_alone_is_p_itself():
    target = TARGETS["normal_normal"](x=1.3, unit="m")
    header, arrays = ground_alone(target, 4)
    z = np.linspace(*target.window[0], len(arrays["p"]))[:, None]
    np.testing.assert_allclose(arrays["p"], np.exp(target.log_prob(z) - target.log_z), rtol=1e-5)
    assert header["seq"] == 4 and header["normalized"]


def test_a_hand_on_p_is_told_what_the_q_shown_is_worth_on_both_stages():
    ways = [DIVERGENCES[name]() for name in ("reverse_kl", "forward_kl")]
    here, there = (Problem(TARGETS["two_bumps"](separation=1.7, weight=0.3), FAMILIES["mean_field"](), way) for way in ways)
    q, other = np.array([1.2, 0.1]), np.array([0.4, 0.6])
    header, arrays = grounded(here, q, 5, (there, other))
    alone = ground_alone(here.target, 5)
    assert header == alone.header and not any("." in name for name in ground_alone(here.target, 6).arrays)
    np.testing.assert_array_equal(arrays["p"], alone.arrays["p"])
    for part, problem, lam in (("worth", here, q), ("beside", there, other)):
        held = live(problem, lam, 5).arrays
        for name in ("elbo", "reverse_kl", "forward_kl", "sd_ratio_1", "strip"):
            np.testing.assert_array_equal(arrays[f"{part}.{name}"], held[name])


@pytest.mark.parametrize("name, knob", [("two_bumps", {"separation": 2.2}), ("gaussian", {"correlation": 0.3})])
def test_p_under_a_hand_keeps_to_the_axes_that_are_shown(name, knob):
    target, shown = TARGETS[name](**knob), tuple((lo - 1.0, hi + 0.5) for lo, hi in TARGETS[name]().window)
    _, arrays = ground_alone(target, 1, shown)
    if target.dim == 1:
        z = np.linspace(*shown[0], len(arrays["p"]))[:, None]
        np.testing.assert_allclose(arrays["p"], np.exp(target.log_prob(z) - target.log_z), rtol=1e-5)
        return
    axes = [np.linspace(*each, len(arrays["p_image"])) for each in shown]
    density = np.exp(target.log_prob(np.stack(np.meshgrid(*axes), axis=-1)))
    np.testing.assert_allclose(arrays["p_image"] / 255, density / density.max(), atol=0.003)


def test_a_dial_shows_each_lam_it_was_given():
    problem = Problem(TARGETS["challenger"](), FAMILIES["full_rank"](), DIVERGENCES["alpha"]())
    lam = np.array([[-1.0, -2.0, 0.1, -0.2, 0.3], [-0.8, -1.5, 0.0, -0.1, 0.4]])
    header, arrays = turned(problem, lam, {"name": "α", "values": [0.0, 1.0], "text": "α = {}"}, [0.0, 1.0])
    mean, cov = problem.family.moments(lam)
    np.testing.assert_allclose(arrays["q_mean"], mean, rtol=1e-6)
    np.testing.assert_allclose(arrays["q_cov"], np.stack([cov[:, 0, 0], cov[:, 0, 1], cov[:, 1, 1]], axis=-1), rtol=1e-6)
    assert header["steps"] == 1 and header["handles"] == [] and arrays["mix"].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    "target, family", [("two_bumps", "mean_field"), ("challenger", "full_rank"), ("student_t", "mixture")]
)
def test_every_exact_tile_says_how_well_it_is_known(target, family):
    """The stated error covers what a far finer rule moves, at every step; a q that a hand holds has one of its own."""
    problem = Problem(TARGETS[target](), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    history = fit(Experiment(problem, METHODS["gradient"](), steps=12))
    header, arrays = picture(Experiment(problem, METHODS["gradient"](), steps=12), history)
    fine, held = vizvi.exact(problem, history.lam[0], 1e-10), live(problem, history.lam[0, 7], 1).arrays
    for tile in (each["key"] for each in header["readouts"] if each["kind"] == "quadrature"):
        off = float(arrays[f"off.{tile}"][0])
        assert off < 1e-3 and np.abs(arrays[tile] - getattr(fine, tile)).max() <= off + 1e-9
        assert float(held[f"off.{tile}"][0]) <= off * 1.001 + 1e-12
