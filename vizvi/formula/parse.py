"""A Pratt parser: from a text to a flat program, or to one sentence that says what is wrong, where, and the fix."""

from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from vizvi.formula.errors import ExpressionError
from vizvi.formula.functions import CONSTANTS, FUNCTIONS, LARGEST_POWER, SHOWN, VARIABLES
from vizvi.formula.program import Op, Program, constant
from vizvi.formula.tokens import Token, tokens

MOST, DEEPEST, NESTED = 150, 40, 12  # parts, parentheses within each other, functions and powers within each other
BINDS = {"+": 10, "-": 10, "*": 20, "/": 20, "^": 40, "**": 40, "²": 50, "³": 50}
UNARY = 30
COMPARES = {">": 1.0, "<": -1.0, ">=": 2.0, "≥": 2.0, "<=": -2.0, "≤": -2.0}
ONLY_WHERE = "A comparison is only allowed in where(a > b, then, else)."


class Part(NamedTuple):
    """What one part of a text has become: where its ops begin, whether it is a number, how deep functions nest in it."""

    first: int
    fixed: bool
    nested: int
    at: int
    end: int


@lru_cache(maxsize=64)
def parse(text: str, dim: int) -> Program:
    """The program of a text in one or two variables; an ExpressionError if it is none."""
    return _Parser(text, dim).program()


class _Parser:
    def __init__(self, text: str, dim: int):
        self.tokens, self.dim, self.place, self.ops, self.used = tokens(text), dim, 0, [], set()
        self.depth = self.inside_where = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def program(self) -> Program:
        if self.next.kind == "end":
            raise ExpressionError("Write a log density, such as -x^2/2.", 0, self.next.end)
        whole = self.expression(0)
        self.refuse_rest()
        if whole.fixed and whole.first == 0 and not self.used:
            raise ExpressionError("This is a number: a log density depends on x.", whole.at, whole.end)
        return Program(tuple(self.ops), self.dim, frozenset(self.used))

    def refuse_rest(self):
        """Whatever stands after a whole expression does not belong there."""
        each = self.next
        if each.kind == "end":
            return
        if each.text == ")":
            raise ExpressionError("This ) has no ( before it.", each.at, each.end)
        if each.text == ",":
            raise ExpressionError("A comma only separates arguments; write decimals as in 0.5.", each.at, each.end)
        self.refuse_neighbor()

    def refuse_neighbor(self):
        each = self.next
        if each.text in COMPARES:
            raise ExpressionError(ONLY_WHERE, each.at, each.end)
        raise ExpressionError(f"Write an operator such as * before {_short(each.text)}.", each.at, each.end)

    def emit(self, name: str, value: float = 0.0, count: int = 0, span: tuple[int, int] = (0, 0)):
        self.ops.append(Op(name, value, count))
        if len(self.ops) > MOST:
            raise ExpressionError(f"A formula may have {MOST} parts: this one has more.", *span)

    def expression(self, binding: int) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError(f"Parentheses and signs may be {DEEPEST} deep.", self.next.at, self.next.end)
        left = self.operand()
        while True:
            sign = self.next
            binds = BINDS.get(sign.text, -1) if sign.kind == "sign" else -1
            if binds < 0 and (sign.kind in ("number", "name") or sign.text == "("):
                self.refuse_neighbor()
            if binds <= binding:
                break
            self.take()
            left = self.joined(left, sign, binds)
        self.depth -= 1
        return left

    def joined(self, left: Part, sign: Token, binds: int) -> Part:
        """The part that a sign makes of what stands on its left and, unless it is ² or ³, on its right."""
        if sign.text in "²³":
            return self.power(left, 2.0 if sign.text == "²" else 3.0, sign.end)
        if sign.text in ("^", "**"):
            right = self.expression(binds - 1)  # right-associative
            if right.fixed:
                exponent = constant(self.ops[right.first :])
                del self.ops[right.first :]
                if not abs(exponent) <= LARGEST_POWER:
                    raise ExpressionError("Powers above 64 are not supported.", right.at, right.end)
                return self.power(left, exponent, right.end)
            self.emit("^", count=2, span=(left.at, right.end))
            return self.nest(left._replace(fixed=False, end=right.end), max(left.nested, right.nested))
        right = self.expression(binds)
        self.emit(sign.text, count=2, span=(left.at, right.end))
        fixed, nested = left.fixed and right.fixed, max(left.nested, right.nested)
        return Part(left.first, fixed, nested, left.at, right.end)

    def power(self, base: Part, exponent: float, end: int) -> Part:
        self.emit("power", exponent, 1, (base.at, end))
        return self.nest(base._replace(end=end), base.nested)

    def nest(self, part: Part, inside: int) -> Part:
        if inside + 1 > NESTED:
            raise ExpressionError(f"Functions and powers may be {NESTED} within each other.", part.at, part.end)
        return part._replace(nested=inside + 1)

    def operand(self) -> Part:
        each, first = self.take(), len(self.ops)
        if each.kind == "number":
            self.emit("number", float(each.text), span=each[2:])
            return Part(first, True, 0, each.at, each.end)
        if each.kind == "name":
            return self.name(each, first)
        if each.text in ("-", "+"):
            inner = self.expression(UNARY)
            if each.text == "-":
                self.emit("neg", count=1, span=(each.at, inner.end))
            return inner._replace(at=each.at)
        if each.text == "(":
            inner = self.expression(0)
            return inner._replace(at=each.at, end=self.close(each))
        if each.text in COMPARES:
            raise ExpressionError(ONLY_WHERE, each.at, each.end)
        if each.kind == "end":
            last = self.tokens[self.place - 2]
            if last.text == "(":
                raise ExpressionError("This ( is never closed.", last.at, last.end)
            raise ExpressionError(f"Something is missing after {_short(last.text)}.", last.at, last.end)
        raise ExpressionError(f"A number, a name or ( is missing before {each.text}.", each.at, each.end)

    def close(self, opened: Token) -> int:
        each = self.next
        if each.text == ")":
            return self.take().end
        if each.kind == "end":
            raise ExpressionError("This ( is never closed.", opened.at, opened.end)
        self.refuse_rest()

    def name(self, each: Token, first: int) -> Part:
        known, text = VARIABLES[self.dim], each.text
        called = self.next.text == "("
        if text in known:
            self.used.add(known[text])
            self.emit("variable", known[text], span=each[2:])
            return Part(first, False, 0, each.at, each.end)
        if text in CONSTANTS:
            if text == "inf" and not self.inside_where:
                raise ExpressionError("inf is only allowed inside where(a > b, then, else).", each.at, each.end)
            self.emit("number", CONSTANTS[text], span=each[2:])
            return Part(first, True, 0, each.at, each.end)
        if text == "where" or text in FUNCTIONS:
            if not called:
                raise ExpressionError(f"{text} is a function: write {text}(…).", each.at, each.end)
            return self.where(each, first) if text == "where" else self.function(each, first)
        if called:
            near = get_close_matches(text[:40], [*FUNCTIONS, "where"], 1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join([*FUNCTIONS, 'where'])}."
            raise ExpressionError(f"Unknown function {_short(text)}. {hint}", each.at, each.end)
        raise ExpressionError(f"Unknown name {_short(text)}. Known: {SHOWN[self.dim]}.", each.at, each.end)

    def function(self, each: Token, first: int) -> Part:
        wanted = FUNCTIONS[each.text].count
        parts, end = self.arguments()
        if len(parts) != wanted:
            self.miscounted(each, wanted, len(parts), end)
        fixed, nested = all(part.fixed for part in parts), max(part.nested for part in parts)
        sd = parts[2] if each.text == "normal" else None
        if sd is not None and sd.fixed and not constant(self.ops[sd.first :]) > 0:
            raise ExpressionError("The sd of normal(x, mean, sd) must be above 0.", sd.at, sd.end)
        self.emit(each.text, count=wanted, span=(each.at, end))
        return self.nest(Part(first, fixed, nested, each.at, end), nested)

    def arguments(self) -> tuple[list[Part], int]:
        opened, parts = self.take(), []
        if self.next.text == ")":
            return parts, self.take().end
        while True:
            parts.append(self.expression(0))
            if self.next.text != ",":
                return parts, self.close(opened)
            self.take()

    def where(self, each: Token, first: int) -> Part:
        opened = self.take()
        self.inside_where += 1
        if self.next.text == ")":
            self.miscounted(each, 3, 0, self.next.end)
        left = self.expression(0)
        sign = self.next
        if sign.text not in COMPARES:
            if sign.kind == "end":
                self.close(opened)
            raise ExpressionError("where begins with a comparison: where(a > b, then, else).", left.at, left.end)
        self.take()
        parts = [left, self.expression(0)]
        while self.next.text == ",":
            self.take()
            parts.append(self.expression(0))
        end = self.close(opened)
        if len(parts) != 4:
            self.miscounted(each, 3, len(parts) - 1, end)
        self.inside_where -= 1
        nested = max(part.nested for part in parts)
        self.emit("where", COMPARES[sign.text], 4, (each.at, end))
        return self.nest(Part(first, all(part.fixed for part in parts), nested, each.at, end), nested)

    def miscounted(self, each: Token, wanted: int, found: int, end: int):
        plural = "" if wanted == 1 else "s"
        raise ExpressionError(f"{each.text} takes {wanted} argument{plural}, not {found}.", each.at, end)


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"
