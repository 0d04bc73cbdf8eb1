"""The lines that the parts without a stage offer: executed, they give the numbers that stand on the page."""

import contextlib
import io

import numpy as np
import pytest
from visit import large, opened, revealed, unfolded

from vizvi.lessons.too_sure.calibration import MODELS, made
from vizvi.models.script import calibration_script


def ran(text: str) -> dict:
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(text, "code", "exec"), names)
    assert printed.getvalue()
    return names


def offered(app) -> str:
    (code,) = [each.value for each in unfolded(app, "Take it away").code]
    return code


@pytest.mark.parametrize("link", [{}, {"sure.center": "1"}, {"sure.data": ",".join(f"{k / 4},{k % 5}" for k in range(30))}])
def test_a_line(link):
    app = revealed(opened("too_sure", **{"sure.tab": "line"} | link))
    tiles, found = large(app), ran(offered(app))
    assert found["model"].gap == tiles["gap"] and found["model"].coverage()[1] == tiles["coverage_slope"]


@pytest.mark.parametrize("model", ["line", "mean", "launch_mf"])
def test_calibration(model):
    link = {"sure.tab": "calibration", "sure.model": model, "sure.sets": "50", "sure.seed": "3"}
    app = revealed(opened("too_sure", **link))
    tiles, found = large(app), ran(offered(app))["found"]
    assert found.coverage()[-1] == tiles["coverage"] and found.uniformity().p_value[-1] == tiles["uniformity"]


def test_every_model_is_made_of_what_is_written():
    for slug, (model, parts) in MODELS.items():
        ours, own = ran(calibration_script(model, 5, 0, **parts))["model"], made(slug)
        data = own.simulate(own.prior(np.ones((2, own.sizes[0]))), np.ones((2, own.sizes[1])))
        assert np.array_equal(ours.approximate(data, True), own.approximate(data, True)) and ours.names == own.names


def test_what_the_draws_of_q_tell():
    app = revealed(opened("too_sure", **{"sure.tab": "knowing"}))
    tiles, found = large(app), ran(offered(app))
    assert float(found["seen"].k) == tiles["khat"]
    assert found["experiment"].seed == 7 and found["lam"].shape == (4,)


def test_nothing_is_told_before_it_is_asked():
    for tab in ("line", "calibration", "knowing"):
        assert not unfolded(opened("too_sure", **{"sure.tab": tab}), "Take it away").code
