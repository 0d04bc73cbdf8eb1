"""What a page shows as Python: what a reader pastes into a notebook to get the very numbers. Whatever a visitor has set is
written out as a literal."""

import math
from string import Template
from textwrap import fill

import numpy as np

WIDTH = 100  # characters of a line of numbers


class Expression(str):
    """Python that vizvi wrote itself; any other text is put in quotes."""


def lines(body: str, shown: dict[str, str], **given) -> str:
    """A script that ends by printing what a page shows: a body as for `filled`, then each label of `shown` with its
    expression, in which $names stand as well."""
    told = "\n".join(f"    {written(label)}: {filled(value, **given)}," for label, value in shown.items())
    show = f'shown = {{\n{told}\n}}\nfor name, value in shown.items():\n    print(f"{{name}}: {{value:.8g}}")\n'
    return f"{filled(body, **given)}\n{show}"


def filled(body: str, **given) -> str:
    """Lines of Python in which every $name is the value given for it, written out."""
    return Template(body.strip()).substitute({name: written(value) for name, value in given.items()})


def made(model: type, **given) -> tuple[str, str]:
    """The line that imports a model and the lines that make it: `given` is what it is made of."""
    told = ",\n".join(f"    {name}={_written(value)}" for name, value in given.items())
    return f"from {model.__module__} import {model.__name__}", f"model = {model.__name__}(\n{told},\n)"


def interval_script(model: type, at, **given) -> str:
    """The lines that say what mean-field makes of a line through data: how often its interval of the slope is right, its
    gap, and the sds of the line at some x beside the exact ones. model: `LinearRegression`, or one that has as much."""
    source, call = made(model, **given)
    told = (
        f"at = {_written(at)}",
        'print(f"the interval of the slope holds it {100 * model.coverage()[1]:.1f} % of the time, not 95 %")',
        'print(f"log evidence - ELBO {model.gap:.4f} nats")',
        'print("sds of the line, exact and mean-field:", model.band(at).sd, model.mean_field_band(at).sd)',
    )
    return "\n".join((source, "", call, *told, ""))


def calibration_script(model: type, sets: int, seed: int, **given) -> str:
    """The lines that simulate data sets from a model and say how often q's 95 % intervals held the truth."""
    source, call = made(model, **given)
    told = (
        f"found = simulation_calibration(model, sets={sets}, seed={seed})",
        "print(dict(zip(found.names, found.coverage())))",
        "print(found.uniformity(), found.asymmetry())",
    )
    imports = sorted((source, "from vizvi.diagnostics.simulation_calibration import simulation_calibration"))
    return "\n".join((*imports, "", call, *told, ""))


def written(value) -> str:
    """A value as a literal; a row of numbers on as many lines as it takes."""
    text = _written(value)
    numbers = isinstance(value, list | tuple | np.ndarray) and "'" not in text and '"' not in text
    return fill(text, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False) if numbers else text


def _written(value) -> str:
    """A number, a text, or rows of numbers as tuples."""
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    if isinstance(value, Expression):
        return str(value)
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_written, value))}{',' * (len(value) == 1)})"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    plain = isinstance(value, str) and value.isprintable() and not {'"', "\\"} & set(value)
    return f'"{value}"' if plain else repr(value)
