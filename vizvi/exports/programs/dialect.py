"""An expression of `vizvi.formula` in another language: its functions renamed, its powers written as they are there."""

import ast
import re

WORD = re.compile(r"[A-Za-z_π][A-Za-z_0-9]*")


def translated(expression: str, functions: dict[str, str], names: tuple[str, ...], power: str, whole: bool = True) -> str:
    """An expression with every function renamed. whole: whether 1/2 is a half there. ValueError for what it has no word
    for."""
    text = re.sub(r"\s+", " ", expression.replace("²", "^2").replace("³", "^3").replace("−", "-").replace("·", "*"))

    def renamed(match) -> str:
        word = match[0]
        if word in names:
            return word
        if word not in functions:
            raise ValueError(f"There is no program for this formula in another library: {word} has no counterpart.")
        return functions[word]

    text = _guarded(text)
    if not whole:
        text = re.sub(r"(?<![\w.\0])(?<!\0[-+])(\d+)(?![\w.\0])", r"\1.0", text)
    text = WORD.sub(renamed, text)
    _check(re.sub(r"\^", "**", text).replace("\0", "e"))
    return re.sub(r"\*\*|\^", lambda _: power, text).replace("\0", "e")


def _check(text: str) -> None:
    """That nothing but sums, products, powers and calls is in it: 2x, |x| and comparisons are vizvi's own."""
    try:
        nodes = list(ast.walk(ast.parse(text.strip(), mode="eval")))
    except SyntaxError:
        nodes = [None]
    signs = ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop
    plain = (ast.Expression, ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.expr_context, *signs)
    if not all(isinstance(each, plain) for each in nodes):
        raise ValueError("There is no program for this formula elsewhere: write it with signs and functions alone.")


def _guarded(text: str) -> str:
    """The e of 1e-3 is no name."""
    return re.sub(r"([\d.])[eE](?=[-+]?\d)", "\\1\0", text)


def uses(model, word: str) -> bool:
    """Whether any expression of a model calls a function."""
    texts = (getattr(line, "arguments", ()) or (getattr(line, "expression", ""),) for line in model.lines)
    return any(word in WORD.findall(text) for each in texts for text in each)
