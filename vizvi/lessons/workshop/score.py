"""How well calibrated somebody's predictions are: Brier's score, kept in one visit alone."""

from collections.abc import Iterable

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
    over = f"Brier score over {count} problem{'s' if count > 1 else ''}"
    said = f"{over}: **{brier(pairs):.2f}** (0 is best; always saying 50 % earns 0.25)."
    if count < 5:
        return said
    mean, came = sum(p for p, _ in pairs) / count, sum(c for _, c in pairs) / count
    return f"{said} You said {100 * mean:.0f} % on average; it came in {100 * came:.0f} %."
