"""What the browser draws of q by itself is what Python draws: curves, strips, lines around its mass, margins."""

import base64
from dataclasses import replace

import numpy as np
import pytest
import test_unit_js

from vizvi.experiment import fit
from vizvi.figures.pack import pack
from vizvi.methods import METHODS
from vizvi.picture import complete, details, picture, thin
from vizvi.presets import preset

sheet, js = test_unit_js.sheet, test_unit_js.js  # fixtures

CODE = """async (m, [text, t]) => {
  const { decode, runOf } = await import("%sshared/message.js");
  const { header, arrays } = decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  const frame = m.frameOf(runOf(header, arrays), t);
  return { curve: frame.curve && [...frame.curve], strip: frame.strip && [...frame.strip],
    margin: frame.margin.map((each) => each && [...each]),
    lines: (frame.contours ?? []).map(({ level, xy }) => [level, ...xy]) };
}"""


OTHER = """async (m, [text, k, t]) => {
  const { decode, runOf } = await import("%sshared/message.js");
  const { header, arrays } = decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
  return m.otherRun(runOf(header, arrays), k, t);
}"""


def drawn(js, shown, t):
    text = base64.b64encode(pack(shown.header, thin(shown.arrays))).decode()
    return js("stage/frame.js", CODE % test_unit_js.ORIGIN, [text, t])


@pytest.mark.parametrize(
    "target, family, divergence",
    [
        ("two_bumps", "mean_field", "reverse_kl"),
        ("two_bumps", "mixture", "forward_kl"),
        ("log_gamma", "student_t", "alpha"),
        ("student_t", "student_t", "chi2"),
        ("two_bumps", "mean_field", "jensen_shannon"),
    ],
)
def test_curves_and_strips_on_the_line(js, target, family, divergence):
    experiment = replace(preset(target, family, divergence, steps=6), method=METHODS["exact_descent"]())
    history = fit(experiment)
    lean, whole = picture(experiment, history, whole=False), picture(experiment, history)
    assert not {"q", "strip", "draw_z", "step_z"} & set(lean.arrays) and lean.header["later"] == ["draws"]
    for t in (0, 6):
        got = drawn(js, lean, t)
        if family != "mean_field":
            np.testing.assert_allclose(got["curve"], whole.arrays["q"][t], rtol=1e-4, atol=1e-6)
        size = np.abs(whole.arrays["strip"][t]).max()
        np.testing.assert_allclose(got["strip"], whole.arrays["strip"][t], rtol=2e-3, atol=2e-5 * size)


@pytest.mark.parametrize("family", ["mixture", "student_t"])
def test_lines_and_margins_in_the_plane(js, family):
    experiment = preset("two_modes", family, steps=60)
    history = fit(experiment)
    lean, whole = picture(experiment, history, whole=False), picture(experiment, history).arrays
    for t in (0, 60):
        got = drawn(js, lean, t)
        for axis, margin in enumerate(got["margin"]):  # Python's lacks what is outside of the window
            np.testing.assert_allclose(margin, whole[f"q_margin_{axis + 1}"][t], atol=4e-3)
        first, last = whole["c_first"][t : t + 2]
        starts = np.cumsum([0, *whole["c_len"]])
        want = [(whole["c_level"][i], whole["c_xy"][starts[i] : starts[i + 1]]) for i in range(first, last)]
        assert sorted(level for level, *_ in got["lines"]) == sorted(level for level, _ in want)
        for level, *flat in got["lines"]:
            line = np.reshape(flat, (-1, 2))
            of_level = np.concatenate([xy for own, xy in want if own == level])
            ends = [np.isclose(line[end], np.transpose(experiment.problem.target.window)).any() for end in (0, -1)]
            assert np.allclose(line[0], line[-1]) or all(ends)  # closed, or from border to border
            apart = np.linalg.norm(line[:, None] - of_level[None], axis=-1).min(axis=1)
            assert apart.max() < 1e-4
        assert sum(len(flat) // 2 for _, *flat in got["lines"]) == sum(len(xy) for _, xy in want)


def test_other_runs_are_told_at_some_steps(js):
    experiment = replace(preset("gaussian", "full_rank", steps=90), runs=32)
    history = fit(experiment)
    shown = picture(experiment, history, whole=False)
    steps = shown.header["others"]
    assert steps[0] == 0 and steps[-1] == 90 and shown.arrays["others_cov"].nbytes < 12_000
    text = base64.b64encode(pack(shown.header, shown.arrays)).decode()
    mean, cov = experiment.problem.family.moments(history.lam)
    for t in (0, steps[1], 90):
        got = js("stage/frame.js", OTHER % test_unit_js.ORIGIN, [text, 4, t])
        np.testing.assert_allclose(got["mean"], mean[5, t], rtol=1e-5)  # the first run is the picture's own
        np.testing.assert_allclose(got["cov"], [cov[5, t, 0, 0], cov[5, t, 0, 1], cov[5, t, 1, 1]], rtol=1e-5)
    between = js("stage/frame.js", OTHER % test_unit_js.ORIGIN, [text, 4, steps[1] - 1])["mean"]
    assert min(mean[5, 0, 0], mean[5, steps[1], 0]) - 1e-6 <= between[0] <= max(mean[5, 0, 0], mean[5, steps[1], 0]) + 1e-6


def test_details_come_when_they_are_asked_for():
    experiment = preset("two_bumps", "mean_field", steps=4)
    history = fit(experiment)
    lean, whole = picture(experiment, history, whole=False), picture(experiment, history)
    more = details(experiment, history)
    draws = complete(lean, more, ["draws"])
    assert draws.header["later"] == ["steps"] and "draw_z" in draws.arrays and "step_z" not in draws.arrays
    for name, values in complete(lean, more).arrays.items():
        if name in whole.arrays:
            np.testing.assert_array_equal(values, whole.arrays[name])
