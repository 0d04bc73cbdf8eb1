"""Formulas without a library or a font: the words of TeX that lessons use, as MathML, which browsers draw themselves."""

import html
import re

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|[{}^_]|[0-9]+(?:\.[0-9]+)?|\s+|.")
WORDS = {"log", "exp", "min", "max", "sin", "cos", "sd", "Var"}
GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ", "lambda": "λ", "mu": "μ",
         "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "psi": "ψ", "omega": "ω"}  # fmt: skip
SIGNS = {"mid": "∣", "|": "‖", "le": "≤", "ge": "≥", "cdot": "·", "times": "×", "approx": "≈", "to": "→", "infty": "∞",
         "sum": "∑", "int": "∫", "nabla": "∇", "sim": "∼", "in": "∈", "partial": "∂", "neq": "≠", "pm": "±"}  # fmt: skip
DOUBLE = {"E": "𝔼", "R": "ℝ", "P": "ℙ", "N": "ℕ"}
SPACES = {",": "0.17em", ";": "0.28em", " ": "0.25em", "quad": "1em", "!": "-0.17em"}


def mathml(tex: str, block: bool = False) -> str:
    """MathML of a formula. A word of TeX that is not known here is a ValueError: a page must not show half of one."""
    rows, _ = _row(TOKEN.findall(tex), 0, ())
    return f'<math display="{"block" if block else "inline"}"><mrow>{rows}</mrow></math>'


def _row(tokens: list[str], at: int, ends: tuple[str, ...]) -> tuple[str, int]:
    """What stands from a token on up to one of `ends`, scripts attached, and where that is."""
    found: list[str] = []
    while at < len(tokens) and tokens[at] not in ends:
        if tokens[at].isspace():
            at += 1
        elif tokens[at] in "^_" and found:
            base, kinds, scripts = found.pop(), "", []
            while at < len(tokens) and tokens[at] in "^_":
                kinds += tokens[at]
                script, at = _atom(tokens, at + 1)
                scripts.append(script)
            if len(scripts) == 2 and kinds == "^_":
                scripts.reverse()
            under = base.startswith("<munder")
            tag = {"^": "msup", "_": "munder" if under else "msub"}.get(kinds, "msubsup")
            found.append(f"<{tag}>{base}{''.join(scripts)}</{tag}>")
        else:
            atom, at = _atom(tokens, at)
            found.append(atom)
    return "".join(found), at


def _group(tokens: list[str], at: int) -> tuple[str, int]:
    while tokens[at].isspace():
        at += 1
    if tokens[at : at + 1] != ["{"]:
        return _atom(tokens, at)
    row, at = _row(tokens, at + 1, ("}",))
    return f"<mrow>{row}</mrow>", at + 1


def _atom(tokens: list[str], at: int) -> tuple[str, int]:
    token = tokens[at]
    if token == "{":
        return _group(tokens, at)
    if token[0].isdigit():
        return f"<mn>{token}</mn>", at + 1
    if token[0] != "\\":
        tag = "mi" if token.isalpha() else "mo"
        return f"<{tag}>{html.escape(token)}</{tag}>", at + 1
    word = token[1:]
    if word in ("frac", "underbrace"):
        first, at = _group(tokens, at + 1)
        if word == "underbrace":
            return f"<munder>{first}<mo stretchy='true'>⏟</mo></munder>", at
        second, at = _group(tokens, at)
        return f"<mfrac>{first}{second}</mfrac>", at
    if word in ("left", "right"):
        mark, at = _atom(tokens, at + 1)
        return mark.replace("<mo>", '<mo stretchy="true">'), at
    if word in ("text", "mathrm", "mathbb"):
        end = tokens.index("}", at)
        inner = tokens[at + 2 : end]
        if word == "mathbb":
            return f"<mi>{''.join(DOUBLE[each] for each in inner)}</mi>", end + 1
        return f"<mtext>{html.escape(''.join(inner))}</mtext>", end + 1
    if word in WORDS:
        return f"<mi>{word}</mi>", at + 1
    if word in GREEK:
        return f"<mi>{GREEK[word]}</mi>", at + 1
    if word in SIGNS:
        return f"<mo>{SIGNS[word]}</mo>", at + 1
    if word in SPACES:
        return f'<mspace width="{SPACES[word]}"/>', at + 1
    if word in "{}%$_&":
        return f"<mo>{html.escape(word)}</mo>", at + 1
    raise ValueError(f"mathml: \\{word} is no word of TeX that is known here.")
