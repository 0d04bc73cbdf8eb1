"""Links of soup: an experiment and sentences come of any parameters, and what is written is read back."""

import random

import pytest

from vizvi.experiment import Experiment
from vizvi.links import ROLES, from_query, to_query
from vizvi.presets import preset

DEFAULT = preset("banana", "full_rank")
WORDS = ["", "0", "1", "-1", "2.5", "1e9", "1e-9", "1e400", "nan", "inf", "True", "False", "0x1", "1_0", "٣", "½", "None"]
WORDS += ["\x00", "1,2", ",", "1," * 300, "{}", "[]", "__import__('os')", "<script>", "%s", "../..", "a" * 5000]
WORDS += ["formula", "pasted", "drawn"]
NAMES = ["runs", "steps", "start", "step", "method.optimizer", "method.estimator", "method.optimizer.rate", "..", ""]
NAMES += ["seed", "x" * 300, *(f"target.{name}" for name in ("text", "dim", "window", "points", "x", "y", "template"))]


def soup(dice: random.Random) -> dict[str, str]:
    """Parameters: some right, some of another place, some none at all."""
    right = to_query(DEFAULT, "w")
    keys = [*right, *(f"w.{name}" for name in NAMES), "v", "other.seed"]
    found = {}
    for key in dice.sample(keys, dice.randint(0, 12)):
        role = key.removeprefix("w.")
        slugs = list(ROLES[role]) if role in ROLES else list(right.values())
        found[key] = dice.choice([*WORDS, dice.choice(slugs), right.get(key, "3")])
    return found


def check(count: int, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(count):
        query = soup(dice)
        found, told = from_query(query, "w", DEFAULT)
        assert isinstance(found, Experiment), query
        assert all(isinstance(each, str) and len(each) < 600 for each in told), query
        try:
            back, again = from_query(to_query(found, "w"), "w", DEFAULT)
        except ValueError as error:  # data that are too long for a link
            assert str(error).endswith("."), query
        else:
            assert back == found and not again, query


def test_soups_come_to_an_experiment():
    check(250, 1)


@pytest.mark.wide
def test_many_soups_come_to_an_experiment():
    check(20_000, 2)
