"""The inaugural addresses of the presidents of the United States, 1789–2021: words for a topic model to group."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np


class Speeches(NamedTuple):
    """59 addresses; arrays read-only."""

    year: np.ndarray  # (59,)
    president: tuple[str, ...]
    words: tuple[str, ...]  # the 250 most frequent that are no stop words and occur in 5 to 45 addresses
    counts: np.ndarray  # (59, 250)


@cache
def speeches() -> Speeches:
    """How often each of 250 words occurs in each address.

    The addresses are works of the US government, in the public domain; counted from NLTK's `inaugural` corpus (Bird,
    Klein & Loper, 2009), compiled by K. Ahrens from C-Span."""
    text = (files("vizvi") / "data" / "inaugural.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))[1:]
    bags = [dict((*each.split(":"), "1")[:2] for each in row[2].split()) for row in rows]
    words = tuple(sorted(set().union(*bags)))
    counts = np.array([[float(bag.get(word, 0)) for word in words] for bag in bags])
    year = np.array([int(row[0]) for row in rows])
    for each in (year, counts):
        each.setflags(write=False)
    return Speeches(year, tuple(row[1] for row in rows), words, counts)
