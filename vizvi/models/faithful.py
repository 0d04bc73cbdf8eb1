"""Old Faithful: how long an eruption lasts and how long one waits for the next, the two clumps everyone knows."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np


@cache
def eruptions() -> np.ndarray:
    """272 eruptions of the geyser: length and waiting time to the next, minutes, (272, 2) (Azzalini & Bowman, 1990)."""
    text = (files("vizvi") / "data" / "faithful.csv").read_text(encoding="utf-8")
    rows = np.array([[float(cell) for cell in row] for row in list(csv.reader(text.splitlines()))[1:]])
    rows.setflags(write=False)
    return rows


def standardized(x) -> np.ndarray:
    """Columns with mean 0 and population sd 1, (N, D); a constant column becomes zeros."""
    x = np.asarray(x, float)
    sd = x.std(axis=0)
    return (x - x.mean(axis=0)) / np.where(sd > 0, sd, 1.0)
