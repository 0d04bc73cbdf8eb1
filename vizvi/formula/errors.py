"""The one error that a text can end in."""


class ExpressionError(ValueError):
    """What is wrong with a formula, in a sentence with its fix; `at` and `end` are the span of characters to underline."""

    def __init__(self, message: str, at: int, end: int):
        super().__init__(message)
        self.at, self.end = at, end
