"""Words: half-steps that somebody calls."""

UNDO = "Undo"
START_OVER = "Start over"


def letters(most: int, pair: str) -> str:
    return f"at most {most} letters of {pair}"


def sweeps(count: int) -> str:
    return f"{count} sweeps"
