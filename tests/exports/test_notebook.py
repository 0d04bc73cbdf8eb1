"""In a notebook: a history shows itself as a player, a board as a Plotly figure; the player's code is one module."""

import base64
import pickle
import re
from dataclasses import replace

import numpy as np
import pytest

import vizvi
from vizvi.exports import bundle as bundler
from vizvi.exports.bundle import bundle
from vizvi.figures.board import Axis, Board, Panel, line
from vizvi.figures.pack import unpack
from vizvi.models.drawn import drawn
from vizvi.presets import descent, preset


def test_the_code_is_one_module_that_needs_no_other():
    text = bundle()
    assert not re.search(r"^\s*(import|export)\s", text, re.M) and "${module:" not in text
    assert text.count("const $m") > 40 and text.endswith(".default;\n")
    assert text.index("function number(x)") < text.index("class Stage")  # what is needed stands first


def test_a_module_that_needs_itself_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = a;\n')
    monkeypatch.setattr(bundler, "ASSETS", tmp_path)
    with pytest.raises(ValueError, match=r"a\.js needs itself"):
        bundle("a.js")


def test_a_history_knows_what_it_happened_to():
    experiment = replace(descent("two_bumps", start=(1.5, 0.0)), steps=3)
    history = vizvi.fit(experiment)
    again = pickle.loads(pickle.dumps(history))
    assert again.experiment == history.experiment == experiment and (again.lam == history.lam).all() and len(history) == 4
    for target in (vizvi.formula("-x^2/2", dim=1), drawn([(-1, 0), (0, 1), (1, 0)])):
        own = replace(experiment, problem=replace(experiment.problem, target=target))
        assert pickle.loads(pickle.dumps(vizvi.fit(own))).experiment == own
    with pytest.raises(ValueError, match="no experiment"):
        vizvi.History(*history).show()
    with pytest.raises(ValueError, match="run is 1"):
        history.show(1)


def test_a_history_shows_the_stage():
    pytest.importorskip("anywidget", reason='anywidget is not installed: pip install ".[test]" brings it')
    experiment = replace(preset("banana", "mixture"), steps=5, runs=2)
    widget = vizvi.fit(experiment).show(run=1)
    header, arrays = unpack(widget.packed)
    assert header["steps"] == 5 and header["handles"] == [] and len(arrays["q_mean"]) == 6
    assert bundle() in str(widget._esm) and "vizvi-notebook" in str(widget._css)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    import sys

    from vizvi.exports import notebook

    monkeypatch.setitem(sys.modules, "anywidget", None)
    notebook._widget.cache_clear()
    with pytest.raises(ImportError, match=r'pip install "vizvi\[notebook\]"'):
        vizvi.fit(replace(descent("two_bumps"), steps=2)).show()
    notebook._widget.cache_clear()


def test_a_board_shows_as_a_plotly_figure(monkeypatch):
    import plotly.io

    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    board = Board("A line.", Axis("x", (0, 1)), [Panel(Axis("y"), [line([0, 1], [2.0, 3.0])])])
    shown = board._repr_mimebundle_()["application/vnd.plotly.v1+json"]
    packed = shown["data"][0]["y"]
    y = np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])
    assert np.allclose(y[:2], [2.0, 3.0]) and shown["layout"]["title"]["text"] == "A line."
