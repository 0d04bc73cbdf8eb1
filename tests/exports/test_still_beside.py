"""What stands beside q on a page stands on its still, too: other runs, predictions, a second run."""

from dataclasses import replace

import numpy as np
import pytest

import vizvi
from vizvi.exports.beside import contours, density, ghosts, others, second
from vizvi.exports.page import page
from vizvi.exports.still import Still, still
from vizvi.exports.svg import svg
from vizvi.families import FAMILIES
from vizvi.format import number
from vizvi.picture import Picture, picture
from vizvi.presets import descent, preset
from vizvi.ui.second import beside


def last(shown, key):
    """A number at the end of a picture."""
    return shown.arrays[key][-1]


def test_other_runs_stand_where_they_are():
    experiment = replace(preset("banana", "mean_field"), runs=3, steps=30)
    history = vizvi.fit(experiment)
    shown = picture(experiment, history)
    for step in (0, 17, 30):
        mean, cov = experiment.problem.family.moments(history.lam[1:, step])
        found = others(shown, step)
        assert np.array([each for each, _ in found]) == pytest.approx(mean, abs=1e-5)
        assert np.array([each for _, each in found]) == pytest.approx(cov, abs=1e-5)
    alone = Picture(shown.header, {name: each for name, each in shown.arrays.items() if not name.startswith("others")})
    assert len(still(shown).items) - len(still(alone).items) == 2
    # Told at some steps, it is in between in between.
    few = {name: each[:, ::10] for name, each in shown.arrays.items() if name.startswith("others")}
    between = others(Picture(shown.header | {"others": [0, 10, 20, 30]}, few), 15)[0][0]
    means, _ = experiment.problem.family.moments(history.lam[1, [10, 20]])
    assert between == pytest.approx(means.mean(axis=0), abs=1e-5)


@pytest.mark.parametrize("name", ["two_bumps", "banana"])
def test_a_prediction_is_drawn_and_named(name):
    experiment = replace(descent("two_bumps") if name == "two_bumps" else preset(name, "mean_field"), steps=5)
    shown = picture(experiment, vizvi.fit(experiment))
    mean, cov = ([1.0], [0.25]) if shown.header["kind"] == "1d" else ([1.0, 0.5], [0.25, 0.1, 0.5])
    said = {"label": "you said", "mean": mean, "cov": cov, "note": "1.20 nats"}
    told = Picture(shown.header | {"ghosts": [said]}, shown.arrays)
    (fit,) = ghosts(told.header)
    assert fit.mean.tolist() == mean and fit.cov[0, 0] == 0.25 and fit.cov[-1, -1] == cov[-1]
    assert "you said 1.20 nats" in svg(still(told)) and "you said" not in svg(still(shown))
    assert len(still(told).items) > len(still(shown).items)


@pytest.mark.parametrize("family", ["full_rank", "mixture", "student_t"])
@pytest.mark.parametrize("target", ["two_bumps", "gaussian"])
def test_a_second_run_is_the_picture_of_its_own(family, target):
    first = replace(preset(target, "mean_field"), steps=6)
    other = replace(first, problem=replace(first.problem, family=FAMILIES[family]()), start=())
    a, b = picture(first, vizvi.fit(first)), picture(other, history := vizvi.fit(other), whole=False)
    both = Picture(*beside(*a, b, "another", other.problem))
    shown = second(both)
    assert shown.header["style"] == "forward" and second(a) is None
    scene, lam = Still(both).scene.second, history.lam[0, 6]
    if shown.header["kind"] == "1d":
        z = np.linspace(*shown.header["window"][0], 401)
        assert family == "full_rank" or np.exp(other.problem.family.log_prob(lam, z[:, None])) == pytest.approx(
            density(shown.arrays["q_kernels"][6], shown.header["df"], z[:, None]), abs=1e-5
        )
        peak = np.exp(other.problem.family.log_prob(lam, z[:, None])).max()
        assert scene.curve(6)[:, 1].min() == pytest.approx(scene.Y(peak), abs=1.0)
    else:
        middle = (scene.pixels(shown.arrays["q_mean"][6]))[0]
        inner = [xy for level, xy in scene.contours(6) if level == 0]
        assert (inner and family == "mixture") or inner[0].mean(axis=0) == pytest.approx(middle, abs=8)
    told = svg(still(both))
    assert "q₂, another" in told and f"q₂ {number(float(last(both, 'b.elbo')))}" in told


def test_lines_hold_their_mass():
    kernels, window = [0.6, -1.0, 0.5, 0.4, 0.7, 0.4, 1.0, -0.5, 0.5, 0.3], ((-4.0, 4.0), (-4.0, 4.0))
    z = np.array([[0.3, 0.1], [-1.0, 0.5]])
    parts = [w * np.exp(-0.5 * (((z - m) / s) ** 2).sum(axis=-1)) / (2 * np.pi * np.prod(s)) for w, m, s in
             ((0.6, [-1.0, 0.5], [0.4, 0.7]), (0.4, [1.0, -0.5], [0.5, 0.3]))]  # fmt: skip
    assert density(kernels, 0, z) == pytest.approx(sum(parts))
    draws = np.random.default_rng(0).normal(size=(4000, 2))
    left = np.arange(4000) < 2400
    draws = np.where(left[:, None], draws * [0.4, 0.7] + [-1.0, 0.5], draws * [0.5, 0.3] + [1.0, -0.5])
    heights = density(kernels, 0, draws)
    for level, share in ((0, 0.5), (1, 0.95)):
        on_it = np.concatenate([xy for k, xy in contours(kernels, 0, window) if k == level])
        assert (heights > np.median(density(kernels, 0, on_it))).mean() == pytest.approx(share, abs=0.03)


def test_a_page_of_one_of_two_stages_has_its_own_transport():
    experiment = replace(descent("two_bumps"), steps=3)
    shown = picture(experiment, vizvi.fit(experiment))
    one, alone = (page(Picture(shown.header | {"pair": each}, shown.arrays)) for each in ("follows", ""))
    assert one == alone
