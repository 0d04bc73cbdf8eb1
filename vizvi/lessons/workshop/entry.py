"""What a visitor typed, drew or pasted as a target, and what is wrong with it as lines to show."""

import math
from typing import NamedTuple

from vizvi.divergences import DIVERGENCES
from vizvi.experiment import Experiment
from vizvi.families import FAMILIES
from vizvi.formula import ExpressionError, formula
from vizvi.formula.window import vanishes
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.lessons.workshop import words
from vizvi.links import to_query
from vizvi.methods import METHODS
from vizvi.models.drawn import drawn
from vizvi.models.pasted import pasted
from vizvi.models.pasted_text import DataError, read
from vizvi.problem import Problem
from vizvi.targets import Target
from vizvi.written import packed

SHOWN = 72  # characters of a long text about what is wrong
ABOUT = 36
LIMITS = (-6.0, 6.0), (-12.0, 0.0)  # of a drawing: z, and log p in nats
NEAR = 4.0, 0.2, 4.0  # the farthest mean, the least and the largest sd that fit on the axis of the gradients
CLOSEST = 0.1  # that two drawn points come


class Entered(NamedTuple):
    """A target, or what is wrong with the text; with both it is the last one that was understood. Remarks are true of the
    data that were read."""

    target: Target | None
    wrong: str = ""  # the lines to show, as a compiler writes them
    remarks: tuple[str, ...] = ()


def typed(text: str, dim: int, window: str = "") -> Entered:
    """A formula, with its window by hand ("−5,5" or "−5,5; −5,5") or found."""
    try:
        return Entered(formula(text, dim, _window(window)))
    except ExpressionError as error:
        return Entered(None, underlined(text, error.at, error.end, str(error)))
    except ValueError as error:
        return Entered(None, f"{window}\n{error}")


def _window(text: str) -> tuple | None:
    if not text.strip():
        return None
    try:
        pairs = [tuple(float(each.replace("−", "-")) for each in pair.split(",")) for pair in text.split(";")]
    except ValueError:
        pairs = []
    if not pairs or any(len(pair) != 2 or not all(map(math.isfinite, pair)) for pair in pairs):
        raise ValueError(words.NO_WINDOW)
    return tuple(pairs)


def underlined(text: str, at: int, end: int, message: str) -> str:
    """A text, marks under the span [at, end), and the message below; only the neighborhood of a long one."""
    first = max(0, min(at - ABOUT, len(text) - SHOWN))
    shown = text[first : first + SHOWN]
    stop = max(min(end, first + len(shown)), at + 1)
    before, after = "…" if first else "", "…" if first + SHOWN < len(text) else ""
    return f"{before}{shown}{after}\n{' ' * (len(before) + at - first)}{'^' * (stop - at)}\n{message}"


def from_data(text: str, template: str, prior_sd: float, noise: float, center: bool) -> Entered:
    """The posterior of the rows in a text."""
    try:
        table = read(text, template)
        return Entered(pasted(template, table.x, table.y, prior_sd, noise, center), remarks=table.remarks)
    except DataError as error:
        line = text.splitlines()[error.line - 1][:SHOWN] if error.line else ""
        return Entered(None, f"{line}\n{'^' * len(line)}\n{error}" if line else str(error))
    except ValueError as error:
        return Entered(None, str(error).removeprefix("pasted: ").capitalize())


def from_points(flat: tuple[float, ...]) -> Entered:
    """The density through drawn points z₁, log p₁, z₂, …"""
    try:
        return Entered(drawn(zip(flat[::2], flat[1::2], strict=True)))
    except ValueError as error:
        return Entered(None, str(error).removeprefix("drawn: ").capitalize())


def drag_point(flat: tuple[float, ...], index, place) -> tuple[float, ...]:
    """The drawing with one point put elsewhere, between its neighbors; unchanged if that makes no sense."""
    try:
        z, height, index = float(place[0]), float(place[1]), int(index)
    except (TypeError, ValueError, IndexError, OverflowError):
        return flat
    if not (math.isfinite(z) and math.isfinite(height) and 0 <= index < len(flat) // 2):
        return flat
    (lo, hi), (low, high) = LIMITS
    lo = flat[2 * index - 2] + CLOSEST if index else lo
    hi = flat[2 * index + 2] - CLOSEST if 2 * index + 2 < len(flat) else hi
    moved = round(min(max(z, lo), hi), 2), round(min(max(height, low), high), 2)
    return flat[: 2 * index] + moved + flat[2 * index + 2 :]


def elsewhere(target: Target) -> dict[str, dict[str, str]]:
    """Links that open the same target on every page that can show it, page -> query; none if it is too long for a link."""
    experiment = Experiment(Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), METHODS["gradient"]())
    pages = ("play_1d", "kl", "too_sure") if target.dim == 1 else ("play_2d", "kl", "too_sure", "mcmc")
    try:
        found, text = {page: to_query(experiment, page) for page in pages}, packed(target)
    except ValueError:
        return {}
    if target.dim == 2:
        found["flows"] = {"flows.target": "own", "flows.own": text}
        found["basins"] = {"basins.tab": "plane", "basins.plane.target": "own", "basins.plane.own": text}
    elif _on_the_line(target):
        found["gradients"] = {"gradients.target": "own", "gradients.own": text}
    return found


def _on_the_line(target: Target) -> bool:
    """Whether p lies where the gradients' q can go."""
    known = truth(target)
    mean, sd = float(known.mean[0, 0]), float(standard_deviation(known)[0])
    return abs(mean) <= NEAR[0] and NEAR[1] <= sd <= NEAR[2] and not vanishes(target.log_prob, target.window)
