"""What the page says of a run, beside its lesson."""

from vizvi.format import number, tiny

# Where the run ends
OR_P = ", or p by its diamonds"
NORMAL = "Normal"


def best(end: float, symbol: str, family: str) -> str:
    return f"The run ends at {tiny(end) or number(end)} in {symbol}, the best of its family ({family})."


def short_of_best(end: float, symbol: str, family: str, least: float) -> str:
    return (
        f"The run ends at {number(end)} in {symbol}; the best {family} here has {tiny(least) or number(least)}. "
        "Its start or its steps are the limit, not the family."
    )


def ends(symbol: str, end: float) -> str:
    told = tiny(end) or f"= {number(end)}"
    return f"The run ends at {symbol} {told}."
