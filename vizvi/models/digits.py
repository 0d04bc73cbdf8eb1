"""Handwritten digits of 8 × 8 pixels, and how a picture of one's own is written."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

SIDE = 8
DARK = 8  # of the 16 dots of a block, from which a pixel is dark


class Digits(NamedTuple):
    """1,797 pictures in the order of their file; read-only."""

    label: np.ndarray  # (1797,) which digit
    counts: np.ndarray  # (1797, 64) dark dots of a 4 × 4 block, 0 … 16, by rows from the top left
    pictures: np.ndarray  # (1797, 64) 1 where a count is at least 8: the pixels that the decoder is a model of
    held_out: np.ndarray  # (1797,) every fifth row, 359 in all, which no network was trained on


@cache
def digits() -> Digits:
    """Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,
    doi 10.24432/C50P49, CC BY 4.0; only the notation was changed."""
    text = (files("vizvi") / "data" / "digits.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.split()[1:]]
    label = np.array([int(each[0]) for each in rows])
    counts = np.array([[int(dot, 17) for dot in each[1]] for each in rows], float)
    out = Digits(label, counts, (counts >= DARK).astype(float), np.arange(len(rows)) % 5 == 4)
    for each in out:
        each.setflags(write=False)
    return out


def drawn(text: str) -> np.ndarray:
    """A picture (64,) from 64 characters, '#' or '1' for dark and anything else for light, white space ignored.

    Raises ValueError if there are not 64."""
    marks = "".join(text.split())
    if len(marks) != SIDE * SIDE:
        raise ValueError(f"drawn: {len(marks)} pixels, but a picture has {SIDE * SIDE}.")
    return np.array([float(each in "#1") for each in marks])


def hexed(picture) -> str:
    """A picture (64,) as 16 hexadecimal characters, for a link."""
    bits = "".join("1" if each > 0 else "0" for each in np.asarray(picture).ravel())
    return f"{int(bits, 2):016x}"


def unhexed(text: str) -> np.ndarray:
    """The picture (64,) that `hexed` wrote, or a ValueError."""
    if len(text) != 16 or any(each not in "0123456789abcdefABCDEF" for each in text):
        raise ValueError(f"unhexed: {text!r} must be 16 hexadecimal characters.")
    return np.array([float(each) for each in f"{int(text, 16):064b}"])
