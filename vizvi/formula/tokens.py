"""A text in its smallest parts: numbers, names, signs. Nothing is ever evaluated by Python."""

import re
from typing import NamedTuple

from vizvi.formula.errors import ExpressionError

LONGEST = 400  # characters
LARGEST = 1e100
FOLD = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "⋅": "*", "÷": "/"})
_PART = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[^\W\d²³][^\W²³]*)"
    r"|(?P<sign>\*\*|>=|<=|[-+*/^²³(),<>≥≤])"
)
MEANT = {
    "=": "There is no = here: write the log density alone.",
    "[": "Write ( instead of [.",
    "]": "Write ) instead of ].",
    "{": "Write ( instead of {.",
    "}": "Write ) instead of }.",
    "|": "Write abs(…) for an absolute value.",
    ";": "A semicolon means nothing here: arguments are separated by commas.",
    "√": "Write sqrt(…) for a square root.",
}


class Token(NamedTuple):
    kind: str  # number, name, sign or end
    text: str
    at: int
    end: int


def tokens(text: str) -> list[Token]:
    """The parts of a text, the end among them; an ExpressionError for a character or a number that it does not know."""
    if len(text) > LONGEST:
        raise ExpressionError(f"A formula may have {LONGEST} characters, not {len(text)}.", LONGEST, len(text))
    folded, out, at = text.translate(FOLD), [], 0
    while at < len(folded):
        if folded[at].isspace():
            at += 1
            continue
        match = _PART.match(folded, at)
        if match is None:
            shown = folded[at] if folded[at].isprintable() else f"U+{ord(folded[at]):04X}"
            raise ExpressionError(MEANT.get(shown, f"The character {shown} means nothing here."), at, at + 1)
        kind = match.lastgroup
        if kind == "number" and not float(match.group()) <= LARGEST:
            raise ExpressionError("Numbers above 1e100 are not supported.", at, match.end())
        out.append(Token(kind, match.group(), at, match.end()))
        at = match.end()
    return [*out, Token("end", "", len(text), len(text))]
