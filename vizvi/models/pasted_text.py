"""Data as somebody pastes them: columns of text, read with line numbers, or one sentence that says which line is wrong."""

import math
from typing import NamedTuple

import numpy as np

from vizvi.models.pasted import FEWEST, LARGEST, LARGEST_COUNT, MOST, NAMES

LONGEST = 256 * 1024  # characters
LEVELS = 200  # distinct x that a posterior sums over at most


class DataError(ValueError):
    """What is wrong with pasted text; `line` is its number from 1, 0 where no one line is to blame."""

    def __init__(self, message: str, line: int = 0):
        super().__init__(f"Line {line}: {message}" if line else message)
        self.line = line


class Table(NamedTuple):
    """Columns of numbers, read-only, and what a reader should know of them."""

    x: np.ndarray  # (n,) zeros for the normal template
    y: np.ndarray  # (n,)
    remarks: tuple[str, ...]


def read(text: str, template: str) -> Table:
    """The data in a text for a template: a line a row, `y` for the normal model, else `x,y`.

    Comma, semicolon, tab or blanks between columns, a decimal point, a header or none. Raises DataError, a ValueError with
    `.line`, for the first thing that is wrong."""
    if template not in NAMES:
        raise ValueError(f"read: template is {template!r}, but must be one of {', '.join(NAMES)}.")
    if not isinstance(text, str) or not text.strip():
        raise DataError("Paste at least two rows.")
    if len(text) > LONGEST:
        raise DataError("The text is longer than 256 kB: paste fewer rows.")
    lines = [(k, line.strip()) for k, line in enumerate(text.splitlines(), 1) if line.strip()]
    sign = next((each for each in (";", "\t", ",") if any(each in line for _, line in lines)), None)
    width, rows = 1 if template == "normal" else 2, []
    for k, line in lines:
        cells = [cell.strip() for cell in line.split(sign)]
        if k == lines[0][0] and not any(map(_number, cells)):
            continue  # a header
        rows.append(_row(k, line, cells, sign, width, template))
        if len(rows) > MOST:
            raise DataError(f"at most {MOST:,} rows are read.", k)
    if len(rows) < FEWEST:
        raise DataError(f"At least two rows are needed, found {len(rows)}.")
    columns = np.array(rows)
    x = np.zeros(len(columns)) if width == 1 else columns[:, 0]
    y = columns[:, -1]
    if width == 2 and np.ptp(x) == 0:
        raise DataError("All x are the same: the slope cannot be told from the intercept.")
    if template == "normal" and np.ptp(y) == 0:
        raise DataError("All y are the same: nothing tells their sd.")
    return _table(template, x, y)


def _row(k: int, line: str, cells: list[str], sign, width: int, template: str) -> list[float]:
    words = {1: "one number", 2: "two numbers"}[width]
    if sign != "," and (bad := next((cell for cell in cells if _comma(cell)), None)):
        raise DataError(f"“{bad[:20]}”: write {bad[:20].replace(',', '.')}.", k)
    if width == 1 and sign == "," and _comma(line):
        raise DataError(f"“{line[:20]}”: write {line[:20].replace(',', '.')}.", k)
    if len(cells) != width:
        raise DataError(f"{words} expected, found {len(cells)}.", k)
    for cell in cells:
        if not _number(cell):
            raise DataError(f"“{cell[:20]}” is not a number." if cell else f"{words} expected, one is missing.", k)
    values = [float(cell) for cell in cells]
    if not all(map(math.isfinite, values)):
        raise DataError("not a finite number.", k)
    if max(map(abs, values)) > LARGEST:
        raise DataError("numbers may be 1,000,000 at most: rescale.", k)
    y = values[-1]
    if template == "logistic" and y not in (0, 1):
        raise DataError("y must be 0 or 1 for the logistic model.", k)
    if template == "poisson" and (y != round(y) or not 0 <= y <= LARGEST_COUNT):
        raise DataError("y must be a whole number from 0 to 10,000 for the Poisson model.", k)
    return values


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell and cell.isascii()


def _comma(cell: str) -> bool:
    """Whether a cell is a number with a decimal comma."""
    return cell.count(",") == 1 and _number(cell.replace(",", ".")) and not _number(cell)


def _table(template: str, x, y) -> Table:
    remarks = []
    if template == "logistic" and np.ptp(y) == 0:
        remarks.append(f"All y are {y[0]:.0f}: only the prior holds the slope.")
    if template == "poisson" and y.max() == 0:
        remarks.append("All y are 0: only the prior holds the slope.")
    if template in ("logistic", "poisson") and len(np.unique(x)) > LEVELS:
        remarks.append(f"x has {len(np.unique(x)):,} distinct values; they were rounded to {LEVELS} levels.")
        edges = np.linspace(x.min(), x.max(), LEVELS + 1)
        index = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, LEVELS - 1)
        count = np.bincount(index, minlength=LEVELS)
        # Each level is the mean of those in it, so that x's own mean stays.
        x = (np.bincount(index, weights=x, minlength=LEVELS) / np.maximum(count, 1))[index]
    for each in (x, y):
        each.setflags(write=False)
    return Table(x, y, tuple(remarks))
