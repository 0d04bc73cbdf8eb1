import numpy as np
import pytest

from vizvi.figures.style import NEUTRAL, TOKENS
from vizvi.figures.thumbnail import thumbnail
from vizvi.lessons.play_2d.curves_chart import stacked
from vizvi.lessons.play_2d.ladder_chart import ladder_figure
from vizvi.targets import TARGETS
from vizvi.targets.challenger import flights


def luminance(color):
    channels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rules_stand_out_whatever_the_theme_becomes(theme):
    light, dark = sorted((luminance(NEUTRAL), luminance(TOKENS[theme]["paper"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) > 4


def test_no_flight_hides_another():
    temperature, outcome = flights()
    places = set(zip(temperature, stacked(temperature, outcome), strict=True))
    assert len(places) == 23


def test_ladder_takes_its_text_color_from_the_page():
    figure = ladder_figure(["Mean-field", "Full-rank"], [-14.5, -14.1], -14.0, "light")
    assert all("currentColor" in text for text in figure.data[0].text)
    assert "currentColor" in figure.layout.xaxis.title.text and "currentColor" in figure.layout.xaxis.tickprefix


@pytest.mark.parametrize("slug", TARGETS)
def test_thumbnails_are_whole(slug):
    target = TARGETS[slug]()
    opacity = thumbnail(target, "light")[..., 3]
    assert opacity.max() > 200
    if target.dim == 2:
        edge = np.concatenate([opacity[0], opacity[-1], opacity[:, 0], opacity[:, -1]])
        assert edge.max() < 20
