"""The lesson's card: a density that somebody typed."""

from vizvi.formula import formula

TYPED = "-(x^2 + y^2 - 4)^2 / 3 + y"


def cover():
    """A ring that is thicker on one side, as a target."""
    return formula(TYPED, dim=2)
