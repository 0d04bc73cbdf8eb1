"""Messages: what travels short comes back as it was, to what an eye can tell."""

import numpy as np
import pytest
import visit

from vizvi.figures.board import Axis, Board, Panel, dots, field, lines, paths
from vizvi.figures.pack import pack, unpack

DICE = np.random.default_rng(5)
RIPPLE = np.sin(np.linspace(0, 40, 60))[:, None] * np.linspace(0.2, 3, 50)


def back(arrays, drawn=None):
    """What both readers make of a message, which are written apart from each other."""
    message = pack({}, arrays, drawn)
    ours, theirs = unpack(message)[1], visit.unpacked(message)[1]
    for name in arrays:
        np.testing.assert_array_equal(ours[name], theirs[name])
    return ours, len(message)


def test_what_is_drawn_comes_within_a_count():
    xy = np.float32(DICE.normal(size=(4000, 2)) * [1, 100])
    xy[7] = np.nan
    found, size = back({"xy": xy}, {"xy": False})
    off = np.abs(found["xy"] - xy)
    assert np.all(np.nanmax(off, axis=0) < 0.51 * np.nanmax(xy, axis=0) / 32767 * 2)
    assert np.isnan(found["xy"][7]).all() and np.isnan(found["xy"]).sum() == 2 and size < 0.55 * xy.nbytes


def test_a_bent_scale_is_finer_where_values_are_low():
    height = np.float32(0.7 + 400 * DICE.random((80, 90)) ** 6)
    found, size = back({"a": height}, {"a": True})
    off = np.abs(found["a"].astype(float) - height)
    assert np.all(off <= (height - height.min() + 0.04) / 13_000)
    assert size < 0.55 * height.nbytes


WITHOUT = [np.r_[np.inf, np.ones(2000)], np.r_[1e30, RIPPLE.ravel()], np.full(3000, np.nan), np.ones(9)]


@pytest.mark.parametrize("values", WITHOUT)
@pytest.mark.parametrize("bent", [False, True])
def test_what_has_no_scale_travels_whole(values, bent):
    array = np.float32(values)
    np.testing.assert_array_equal(back({"a": array}, {"a": bent})[0]["a"], array)


@pytest.mark.parametrize("bent", [False, True])
def test_a_constant_stays_one(bent):
    array = np.full((40, 50), np.float32(0.3))
    np.testing.assert_array_equal(back({"a": array}, {"a": bent})[0]["a"], array)


@pytest.mark.parametrize("drawn", [None, {"a": True}])
def test_tiles_are_said_once(drawn):
    tiles = np.full((9, 12), np.nan, np.float32)
    tiles[1:4, 1:6], tiles[5:8, 7:11] = DICE.random((3, 5)), DICE.random((3, 4))
    image = np.repeat(np.repeat(tiles, 9, axis=0), 11, axis=1)
    found, size = back({"a": image}, drawn)
    np.testing.assert_array_equal(found["a"], image)
    assert size < image.nbytes / 20


def test_a_field_without_repetition_is_as_it_was():
    image = np.float32(DICE.random((80, 80)))
    np.testing.assert_array_equal(back({"a": image})[0]["a"], image)


def board(*marks):
    return Board("t", Axis("x", (0, 6)), [Panel(Axis("y", (-3, 3)), marks)])


def test_a_board_says_what_is_only_drawn():
    x = np.linspace(0, 6, 3000)
    wave, cloud = np.stack([x, np.sin(x)], axis=-1), DICE.normal(size=(3, 400, 2))
    heat = field(RIPPLE, (0, 6, -3, 3), (0, 1), name="height")
    made = board(lines(wave[None]), heat, paths(cloud), paths(cloud * 1e3))
    assert made.drawn == {"0.0.xy": False, "0.1.array": True, "0.2.xy": False}
    header, sent = visit.unpacked(pack(*made.message(), made.drawn))
    (curve, *_), xy = header["panels"][0]["layers"], sent["0.0.xy"]
    assert sent[curve["len"]].tolist() == [len(xy)] and len(xy) < 200
    height = np.interp(x, xy[:, 0], xy[:, 1])
    assert np.abs(height - np.sin(x)).max() < 1.2 * 6 / 1500  # of what can be told apart, and a count
    np.testing.assert_allclose(sent["0.3.xy"], cloud * 1e3, rtol=1e-6)
    np.testing.assert_allclose(sent["0.2.xy"], cloud, atol=1e-3)


@pytest.mark.parametrize("span", [(-1.0, 1.0), (0.8, 0.1)])
def test_of_a_field_without_a_name_the_colors_are_sent(span):
    """The same pixels as of its numbers, which a hand could read only if they were called something."""
    header, sent = board(field(RIPPLE, (0, 6, -3, 3), span)).message()
    layer = header["panels"][0]["layers"][0]
    (low, high), colors = span, sent[layer["array"]]
    pixels = np.clip(np.floor((RIPPLE - low) * 255 / (high - low) + 0.5), 0, 255)  # as the browser paints numbers
    np.testing.assert_array_equal(colors, pixels)
    assert colors.dtype == np.uint8 and layer["range"] == [0, 255] and len(np.unique(colors)) > 100
    gap = np.where(RIPPLE < 0.5, np.nan, RIPPLE)  # is not painted
    header, sent = board(field(gap, (0, 6, -3, 3), span)).message()
    assert header["panels"][0]["layers"][0]["range"] == list(span) and np.isnan(next(iter(sent.values()))).any()


@pytest.mark.parametrize("count", [3, 40])
def test_hints_say_their_common_words_once(count):
    alike = [f"row {i}, a {i % 7}: amortization {0.137 * i:.3f}, −{i} nats" for i in range(count)]
    other = ["a 1", *alike[1:]]
    made = board(*(dots(range(count), 0, hints=each) for each in (alike, other, ["none"] * count)), dots(0, 0))
    message = pack(*made.message(), made.drawn)
    layers = unpack(message)[0]["panels"][0]["layers"]
    assert [layers[i]["hints"] for i in range(3)] == [alike, other, ["none"] * count] and "hints" not in layers[3]
    assert message.count(b"amortization") == (count if count < 16 else 1) + count - 1
