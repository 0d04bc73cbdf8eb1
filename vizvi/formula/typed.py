"""The target that a formula is."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from vizvi.density import checked_window
from vizvi.formula.errors import ExpressionError
from vizvi.formula.functions import SHOWN
from vizvi.formula.parse import parse
from vizvi.formula.program import evaluate
from vizvi.formula.window import Improper, find_core, find_window, vanishes
from vizvi.targets import Target

WIDE = 30.0  # a window of so many widths asks for nodes that are fine in the middle
SETTLED = 1e-5  # share of the mass by which half of the nodes may differ


@dataclass(frozen=True)
class Typed(Target):
    """A log density as somebody typed it; equal texts are equal targets, so links and caches work."""

    label: ClassVar = "Formula"
    text: str
    dim: int
    window: tuple

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(SHOWN[self.dim].split(", "))

    def log_prob(self, z):
        """log p̃(z), nats; −∞ where the formula has no value, such as log(x) left of 0."""
        value = evaluate(parse(self.text, self.dim), z)
        return np.where(np.isnan(value), -np.inf, value)[()]

    def score(self, z):
        return evaluate(parse(self.text, self.dim), z, slopes=True)[1]

    def written(self) -> dict[str, str]:
        """What a link holds: the text, and the window where it was given by hand."""
        query = {"text": self.text, "dim": str(self.dim)}
        try:
            by_hand = _found(self.text, self.dim) != self.window
        except Improper:
            by_hand = True
        return query | ({"window": ";".join(f"{lo!r},{hi!r}" for lo, hi in self.window)} if by_hand else {})

    @classmethod
    def read(cls, given: dict[str, str]) -> "Typed":
        """The target that a link's text is; ValueError if it is none."""
        dim = {"1": 1, "2": 2}.get(given.get("dim", ""))
        pairs = given["window"].split(";") if "window" in given else ()
        window = tuple(tuple(map(float, pair.split(","))) for pair in pairs) or None
        return formula(given.get("text", ""), dim, window)

    @property
    def vanishes(self) -> bool:
        """Whether p is 0 on a whole patch in or about the window, where no Gaussian q may be."""
        return vanishes(self.log_prob, self.window)

    def nodes(self):
        from vizvi.integrate.box import window_nodes

        nodes = _nodes_about_the_mode(self)
        return window_nodes(self) if nodes is None else nodes


def _nodes_about_the_mode(target: Typed):
    """Nodes for a density whose tails reach far beyond its core; None if it has no such tails, or other modes there."""
    from vizvi.integrate.nodes import product_nodes, sinh_nodes

    core = _core(target)
    if core is None or all(hi - lo < WIDE * (a + b) for (lo, hi), a, b in zip(target.window, core.below, core.above)):
        return None
    lines = []
    for mode, below, above, (lo, hi) in zip(core.mode, core.below, core.above, target.window, strict=True):
        scale = float(min(below, above))
        lines.append(sinh_nodes(float(mode), scale, 16 * (hi - lo) / scale, 64 if target.dim == 1 else 16))
    nodes = lines[0] if target.dim == 1 else product_nodes(*lines)
    log_mass = target.log_prob(nodes.points) + nodes.log_volume
    mass = np.exp(log_mass - log_mass.max())
    return nodes if abs((mass * nodes.coarse).sum() / mass.sum() - 1) < SETTLED else None


def formula(text: str, dim: int | None = None, window: tuple | None = None) -> Typed:
    """A target from text, such as "-0.5*x^2 - 0.5*(y - x^2)^2": what `density` is for a callable, with a link.

    text: a log density in nats, any constant missing, of x (or z), or of x and y (or z1 and z2; z₁ and z₂), in numbers,
    + − * / ^ and the functions that an error message lists; dim: 1 or 2, None: as many as occur; window: ((lo, hi),) * dim,
    None: it is found, by the mass of each marginal. Raises ExpressionError, a ValueError with `.at` and `.end`, if the text
    does not parse, leaves a variable out, or is no density that can be normalized.
    """
    if not isinstance(text, str):
        raise ExpressionError("A formula must be text, such as “-x^2/2”.", 0, 0)
    if dim is None:
        dim = 2 if len(parse(text, 2).used) == 2 else 1
    if isinstance(dim, bool) or dim not in (1, 2):
        raise ValueError(f"formula: dim is {dim!r}, but must be 1 or 2.")
    program = parse(text, int(dim))
    if missing := [name for i, name in enumerate(SHOWN[dim].split(", ")) if i not in program.used]:
        raise ExpressionError(
            f"{missing[0]} does not occur, so the density has no end along {missing[0]}.", 0, len(text)
        )
    if window is not None:
        target = Typed(text, int(dim), checked_window(window, dim, "formula"))
    try:
        if window is None:
            target = Typed(text, int(dim), _found(text, int(dim)))
        _ = target.log_z  # the second opinion on whether it can be normalized
        if not np.isfinite(target.log_z):
            raise Improper("The density cannot be normalized: its integral is not a finite number.")
    except ExpressionError:
        raise
    except ValueError as error:
        raise ExpressionError(_meant(text, int(dim)) or str(error), 0, len(text)) from None
    return target


def _meant(text: str, dim: int) -> str:
    """What to say to somebody who typed p, not log p: its values are nowhere negative and go to 0 on every side."""
    far = np.r_[0.0, np.geomspace(1e-3, 1e6, 200)]
    ways = [[1.0], [-1.0]] if dim == 1 else [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]]
    with np.errstate(all="ignore"):
        value = evaluate(parse(text, dim), np.array(ways, float)[:, None] * far[:, None])
    if not (np.isfinite(value).all() and value.min() >= 0 and value[:, -1].max() < 1e-5 * value.max()):
        return ""
    bare = text.strip()
    inner = bare[4:-1]
    with suppress(ExpressionError):  # exp(a) + exp(b) leaves what does not parse
        if bare.startswith("exp(") and bare.endswith(")") and parse(inner, dim):
            return f"Did you type p? Type log p: {inner}"
    return f"Did you type p? Type log p: log({bare})"


@lru_cache(maxsize=64)
def _found(text: str, dim: int) -> tuple:
    bare, names = Typed(text, dim, ()), SHOWN[dim].split(", ")
    with np.errstate(all="ignore"):
        return find_window(bare.log_prob, find_core(bare.log_prob, bare.score, dim, names), names)


@lru_cache(maxsize=64)
def _core(target: Typed):
    try:
        with np.errstate(all="ignore"):
            return find_core(target.log_prob, target.score, target.dim)
    except Improper:  # with a window by hand, it is not asked for
        return None
