"""A target typed as text: own grammar, derivatives by dual numbers, a window found by itself. Nothing is ever evaluated."""

from vizvi.formula.errors import ExpressionError
from vizvi.formula.typed import Typed, formula

__all__ = ["ExpressionError", "Typed", "formula"]
