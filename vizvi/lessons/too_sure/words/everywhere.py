"""Words: names that every part of the page says."""

PART = "Part"
FULL_RANK = "full-rank"
MEAN_FIELD = "mean-field"
LAPLACE = "Laplace"
EXACT = "exact"


def interval_covers(name: str) -> str:
    return f"95 % interval of {name} covers"
