"""Kinds of settings beside an experiment: what each is at first, how a link's text becomes its value, and back."""

from collections.abc import Callable
from typing import NamedTuple

from vizvi.written import unpacked

LONGEST = 4000  # characters of one value that are looked at


class Setting(NamedTuple):
    """A setting: what it is at first, how text becomes a value (ValueError if it does not) and a value text."""

    default: object
    read: Callable[[str], object]
    wanted: str
    write: Callable[[object], str] = str

    def understood(self, text: str):
        """The value that a link's text stands for. Raises ValueError if it stands for none."""
        if len(text) > LONGEST:
            raise ValueError("too long")
        try:
            return self.read(text)
        except (KeyError, OverflowError) as error:
            raise ValueError(text) from error


def choice(*options: str) -> Setting:
    """One of some words, at first the first."""
    return named({each: each for each in options})


def named(labels: dict[str, str]) -> Setting:
    """One of some labels, at first the first; a link says the short word of each."""
    words = {label: word for word, label in labels.items()}
    first = next(iter(words))
    return Setting(first, labels.__getitem__, f"one of {', '.join(labels)}", lambda label: words.get(label, words[first]))


def switch(default: bool = False) -> Setting:
    """On or off."""
    return Setting(default, {"1": True, "0": False}.__getitem__, "0 or 1", lambda on: "1" if on else "0")


def whole(default: int, lo: int, hi: int) -> Setting:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and lo <= int(text) <= hi):
            raise ValueError(text)
        return int(text)

    return Setting(default, read, f"a whole number from {lo} to {hi}")


def real(default: float, lo: float, hi: float) -> Setting:
    """A number within bounds."""
    return Setting(default, lambda text: _real(text, lo, hi), f"a number from {lo} to {hi}", lambda value: f"{value:g}")


def reals(default: tuple[float, ...], lo: float, hi: float, counts: tuple[int, ...]) -> Setting:
    """Some numbers within bounds, as many as one of the counts."""

    def read(text: str) -> tuple[float, ...]:
        values = tuple(_real(each, lo, hi) for each in text.split(",")) if text else ()
        if len(values) not in counts:
            raise ValueError(text)
        return values

    told = " or ".join(map(str, counts))
    return Setting(
        default, read, f"{told} numbers from {lo} to {hi}", lambda values: ",".join(f"{each:.10g}" for each in values)
    )


def text(longest: int, allowed: Callable[[str], bool] = str.isprintable, default: str = "") -> Setting:
    """Words of a visitor's own, at first none; what is longer than a link takes is not written to it."""

    def read(given: str) -> str:
        if len(given) > longest or not allowed(given):
            raise ValueError(given)
        return given

    def write(given: str) -> str:
        return given if len(given) <= longest else ""

    return Setting(default, read, f"at most {longest} plain characters", write)


def own_target(dim: int) -> Setting:
    """A target that somebody typed, drew or pasted elsewhere, as one text; at first none."""

    def read(given: str) -> str:
        if given:
            unpacked(given, dim)
        return given

    return Setting("", read, f"the text of a target in {dim} dimension{'s' if dim > 1 else ''}")


def _real(text: str, lo: float, hi: float) -> float:
    value = float(text)
    if "_" in text or not text.isascii() or not lo <= value <= hi:
        raise ValueError(text)
    return value
