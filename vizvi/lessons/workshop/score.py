"""How well calibrated somebody's predictions are: Brier's score, kept in one visit alone."""

from collections.abc import Iterable

from vizvi.lessons.workshop import words

MOST = 100  # predictions that are kept


def brier(pairs: Iterable[tuple[float, bool]]) -> float:
    """Mean squared distance of probabilities from what came, 0 … 1 (Brier, 1950): .25 is what 50 % always earns."""
    pairs = list(pairs)
    if not pairs:
        raise ValueError("brier: there is no prediction yet.")
    return sum((probability - came) ** 2 for probability, came in pairs) / len(pairs)


def told(pairs: list[tuple[float, bool]]) -> str:
    """The score so far in a sentence, with the part of those that were said to be sure."""
    count = len(pairs)
    said = words.score(count, brier(pairs))
    if count < 5:
        return said
    mean, came = sum(p for p, _ in pairs) / count, sum(c for _, c in pairs) / count
    return f"{said} {words.calibrated(mean, came)}"
