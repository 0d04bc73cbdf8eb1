"""The visual language's promises about its colors: read on every surface, and told apart by color-blind eyes too.

Contrast: WCAG 2.2, 1.4.3 and 1.4.11. Color blindness: Machado, Oliveira & Fernandes (2009), severity 1. Distance:
CIEDE2000, as in Sharma, Wu & Dalal (2005), whose table of pairs the first test holds it to.
"""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from vizvi.figures.tokens import TOKENS, hue

THEMES = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text())["theme"]
EYES = {
    "usual": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TEXT = ("p", "q", "forward", "elbo", "prior", "ink", "chrome", "amber", "muted")
FITS, HUES = ("p", "q", "forward"), ("p", "q", "forward", "elbo")
CLASSES = tuple(f"class{i}" for i in range(1, 7))


def linear(color: str):
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    return float(linear(color) @ (0.2126, 0.7152, 0.0722))


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def lab(color: str, eye: str = "usual"):
    rgb = np.clip(np.asarray(EYES[eye]) @ linear(color), 0, 1)
    to_xyz = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    xyz = np.asarray(to_xyz) @ rgb / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def distance(one, two) -> float:
    """CIEDE2000 between two colors (L*, a*, b*)."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * (1 + g), b1), np.hypot(a2 * (1 + g), b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * (1 + g))) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = (h1 + h2) / 2 + (180 if abs(h1 - h2) > 180 else 0) if c1 * c2 else h1 + h2
    t = 1 - 0.17 * np.cos(np.radians(h - 30)) + 0.24 * np.cos(np.radians(2 * h))
    t += 0.32 * np.cos(np.radians(3 * h + 6)) - 0.20 * np.cos(np.radians(4 * h - 63))
    sl, sc, sh = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2), 1 + 0.045 * c, 1 + 0.015 * c * t
    bend = np.radians(60 * np.exp(-(((h % 360 - 275) / 25) ** 2)))
    rt = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(bend)
    dl, dc, dh = dl / sl, dc / sc, dh / sh
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh))


def apart(theme: str, a: str, b: str) -> dict[str, float]:
    """How far apart two tones are to each kind of eye."""
    return {eye: distance(lab(hue(a, theme), eye), lab(hue(b, theme), eye)) for eye in EYES}


@pytest.mark.parametrize(
    "one, two, expected",
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_distance_is_ciede2000(one, two, expected):
    assert distance(one, two) == pytest.approx(expected, abs=1e-4) == distance(two, one)


def test_contrast_is_wcags():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize("surface", ["backgroundColor", "secondaryBackgroundColor"])
def test_every_tone_can_be_read_on_every_surface(theme, surface):
    ground = THEMES[theme][surface]
    low = {tone: contrast(hue(tone, theme), ground) for tone in TEXT}
    assert {tone: each for tone, each in low.items() if each < 4.5} == {}
    pale = {tone: contrast(hue(tone, theme), ground) for tone in CLASSES}
    assert {tone: each for tone, each in pale.items() if each < 3} == {}
    assert contrast(THEMES[theme]["textColor"], ground) > 7 and contrast(THEMES[theme]["primaryColor"], ground) >= 4.5


@pytest.mark.parametrize("theme", TOKENS)
def test_target_and_fits_are_told_apart_by_every_eye(theme):
    near = {(a, b): apart(theme, a, b) for a, b in combinations(FITS, 2)}
    assert round(min(min(each.values()) for each in near.values())) >= 16, near  # 15.9: p and the forward fit, dark, protan
    near = {(a, b): apart(theme, a, b) for a, b in combinations(HUES, 2)}
    assert min(min(each.values()) for each in near.values()) >= 12, near


@pytest.mark.parametrize("theme", TOKENS)
def test_classes_are_told_apart_by_every_eye(theme):
    near = {(a, b): min(apart(theme, a, b).values()) for a, b in combinations(CLASSES, 2)}
    assert min(near.values()) >= 12, near
    near = {(a, b): min(apart(theme, a, b).values()) for a in CLASSES for b in ("p", "q", "elbo")}
    assert min(near.values()) >= 9, near


def test_the_theme_is_the_tokens():
    for theme, told in THEMES.items():
        assert told["backgroundColor"].upper() == TOKENS[theme]["paper"]
        assert told["textColor"].upper() == TOKENS[theme]["ink"]
        assert told["primaryColor"].upper() == TOKENS[theme]["chrome"]  # controls never look like data
