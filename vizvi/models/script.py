"""A model of data as Python: what a reader pastes into a notebook to get the very numbers that a page shows."""

import numpy as np


def made(model: type, **given) -> tuple[str, str]:
    """The line that imports a model and the lines that make it: `given` is what it is made of."""
    told = ",\n".join(f"    {name}={_written(value)}" for name, value in given.items())
    return f"from {model.__module__} import {model.__name__}", f"model = {model.__name__}(\n{told},\n)"


def interval_script(model: type, at, **given) -> str:
    """The lines that say what mean-field makes of a line through data: how often its interval of the slope is right, its
    gap, and the sds of the line at some x beside the exact ones. model: `LinearRegression`, or one that has as much."""
    source, lines = made(model, **given)
    told = (
        f"at = {_written(at)}",
        'print(f"the interval of the slope holds it {100 * model.coverage()[1]:.1f} % of the time, not 95 %")',
        'print(f"log evidence - ELBO {model.gap:.4f} nats")',
        'print("sds of the line, exact and mean-field:", model.band(at).sd, model.mean_field_band(at).sd)',
    )
    return "\n".join((source, "", lines, *told, ""))


def calibration_script(model: type, sets: int, seed: int, **given) -> str:
    """The lines that simulate data sets from a model and say how often q's 95 % intervals held the truth."""
    source, lines = made(model, **given)
    told = (
        f"found = simulation_calibration(model, sets={sets}, seed={seed})",
        "print(dict(zip(found.names, found.coverage())))",
        "print(found.uniformity(), found.asymmetry())",
    )
    imports = sorted((source, "from vizvi.diagnostics.simulation_calibration import simulation_calibration"))
    return "\n".join((*imports, "", lines, *told, ""))


def _written(value) -> str:
    """A number, a text, or rows of numbers as tuples."""
    value = value.tolist() if isinstance(value, np.ndarray | np.generic) else value
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_written, value))}{',' * (len(value) == 1)})"
    return repr(value)
