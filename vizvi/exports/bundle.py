"""The browser's modules as one module, for places that take a single text, such as a notebook's widget: each becomes a
function of its own that runs once, in the order in which they need each other."""

import re
from functools import lru_cache

from vizvi.exports.modules import ASSETS, resolved

IMPORT = re.compile(r'^import\s+(\{[^}]*\}|\*\s+as\s+\w+|\w+)\s+from\s+"(\.[^"]+)";', re.M)
AGAIN = re.compile(r'^export\s+\{([^}]*)\}\s+from\s+"(\.[^"]+)";', re.M)
EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|class|const)\s+(\w+)", re.M)
RENAMED, RENAMES = re.compile(r"(\w+)\s+as\s+(\w+)"), r"\1: \2"
DEFAULT = re.compile(r"^export\s+default\s+", re.M)


@lru_cache(maxsize=4)
def bundle(entry: str = "stage/main.js") -> str:
    """The text that defines `entry`, the default export of an asset. ValueError for a module that needs itself."""
    order: list[str] = []
    parts: dict[str, str] = {}
    _add(entry, order, parts, ())
    names = {name: f"$m{k}" for k, name in enumerate(order)}
    text = "\n".join(f"const {names[name]} = (() => {{\n{parts[name]}\n}})();" for name in order)
    text = re.sub(r"\$\{module:([^}]+)\}", lambda match: names[match[1]], text)
    return f"{text}\nconst entry = {names[entry]}.default;\n"


def _add(name: str, order: list[str], parts: dict[str, str], above: tuple[str, ...]) -> None:
    """A module after all that it needs."""
    if name in above:
        raise ValueError(f"bundle: {name} needs itself, by {' and '.join(above)}.")
    if name in parts:
        return
    text = (ASSETS / name).read_text(encoding="utf-8")
    for pattern in (IMPORT, AGAIN):
        for match in pattern.finditer(text):
            _add(resolved(name, match[2]), order, parts, (*above, name))
    parts[name] = _closed(name, text)
    order.append(name)


def _closed(name: str, text: str) -> str:
    """A module's text as the body of a function that returns what it exports."""
    given = [f"{match[2]}" for match in EXPORT.finditer(text)]

    def imported(match) -> str:
        what, module = match[1], "${module:" + resolved(name, match[2]) + "}"
        if what.startswith("*"):
            return f"const {what.split()[-1]} = {module};"
        if not what.startswith("{"):
            return f"const {what} = {module}.default;"
        return f"const {RENAMED.sub(RENAMES, what)} = {module};"

    def again(match) -> str:
        module = "${module:" + resolved(name, match[2]) + "}"
        for each in match[1].split(","):
            inner, _, outer = each.strip().partition(" as ")
            given.append(f"{outer or inner}: {module}.{inner}")
        return ""

    text = AGAIN.sub(again, IMPORT.sub(imported, text))
    text = EXPORT.sub(r"\1 \2", text)
    if DEFAULT.search(text):
        text = DEFAULT.sub("const $default = ", text)
        given.append("default: $default")
    return f"{text}\nreturn {{ {', '.join(given)} }};"
