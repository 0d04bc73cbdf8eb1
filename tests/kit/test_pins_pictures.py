"""Pictures: every stage and board sends the headers and arrays that it did. Ids and counters may differ."""

import json

import pytest
from pins.cases import CASES, shown
from pins.digest import PICTURES, differences, of_array, of_pictures, unpacked

RECORDED = unpacked(json.loads(PICTURES.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", CASES)
def test_pictures_are_as_they_were(name):
    assert "\n".join(differences(RECORDED[name], of_pictures(shown(name)))) == ""


@pytest.mark.parametrize("change", ["order", "scale", "shape", "nan"])
def test_a_digest_feels_a_change(change):
    import numpy as np

    values = np.linspace(-1, 2, 60).reshape(20, 3)
    other = {
        "order": values[::-1],
        "scale": values * 1.001,
        "shape": values.T,
        "nan": np.where(values == values[3, 1], np.nan, values),
    }[change]
    assert differences(of_array(values), of_array(other))
    assert not differences(of_array(values), of_array(values + 1e-7))
