"""What the pins of pictures are made of: a change of an array or of a mark is felt, what goes without saying is none."""

import numpy as np
import pytest
from pins.digest import differences, of_array
from pins.drawn import changes


def board(layer=None, **more):
    xy = of_array(np.array([[0.0, 1.0], [2.0, 3.0]]))
    layers = [{"kind": "lines", "xy": "line", "len": "n", "tone": "q", "width": 3} | (layer or {})]
    panels = [{"y": {"label": "y", "range": [0, 1]}, "share": 1.0, "layers": layers}]
    arrays = {"line": xy, "n": of_array(np.array([2])), "other": of_array(np.array([[0.0, 1.0], [2.0, 3.1]]))}
    return {"header": {"type": "board", "title": "t", "height": 400, "panels": panels} | more, "arrays": arrays}


@pytest.mark.parametrize(
    "layer",
    [{"xy": "other"}, {"tone": "p"}, {"width": 2}, {"dash": "dot"}, {"len": "line"}, {"kind": "rule"}, {"label": "new"}],
)
def test_a_board_feels_a_change(layer):
    assert changes({"key": board()}, {"key": board(layer)})


def test_what_goes_without_saying_is_no_change():
    same = board({"xy": [[0, 1], [2, 3]], "len": None, "dash": "solid", "label": None}, cursor=None, hover=True, legend=[])
    assert not changes({"key": same}, {"key": board()}) and not changes({"key": board()}, {"key": same})


@pytest.mark.parametrize("change", ["order", "scale", "shape", "nan"])
def test_a_digest_feels_a_change(change):
    values = np.linspace(-1, 2, 60).reshape(20, 3)
    other = {
        "order": values[::-1],
        "scale": values * 1.001,
        "shape": values.T,
        "nan": np.where(values == values[3, 1], np.nan, values),
    }[change]
    assert differences(of_array(values), of_array(other))
    assert not differences(of_array(values), of_array(values + 1e-7))
