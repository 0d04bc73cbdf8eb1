"""A target made from any callable: what `vizvi.density` returns, and all that stands between a caller's code and vizvi."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vizvi.member import central
from vizvi.targets import Target

BLOCK = 4096  # points at once: ten thousand observations of each still fit in memory
TRIED, AGREES = 32, 0.02  # points at which a score is tried, and the share of its size by which it may be off there


@dataclass(frozen=True, eq=False)
class Density(Target):
    """A density of the caller's own. Each is equal to itself alone, since what its callable reads may change; it has no
    share link."""

    function: Callable
    dim: int
    window: tuple
    gradient: Callable | None = None
    precision: float = np.finfo(float).eps  # relative, of the numbers that the callable returns

    @property
    def names(self) -> tuple[str, ...]:
        return ("z",) if self.dim == 1 else ("z₁", "z₂")

    def log_prob(self, z):
        return self._evaluated("log_prob", self.function, z, ()).astype(float, copy=False)

    def score(self, z):
        if self.gradient is None:
            return central(self.log_prob, z, *self._step())
        return self._evaluated("score", self.gradient, z, (self.dim,)).astype(float, copy=False)

    @property
    def length(self) -> float:
        """A length on which p changes: the width of its narrowest mode, or of a sixteenth of its window."""
        from vizvi.integrate.places import TINY, places

        scale, width = places(self).scale, np.ptp(self.window, axis=-1)
        return float(min([*scale[(scale > 100 * TINY * width.max()) & np.isfinite(scale)], *width / 16]))

    def _step(self) -> tuple[float, float]:
        """Step of differences and its unit: noise over step, and step squared, in balance."""
        from vizvi.integrate.truth import truth

        return max(6e-6, float(np.cbrt(truth(self).rounding))), self.length

    def _evaluated(self, name: str, function: Callable, z, tail: tuple) -> np.ndarray:
        """What the callable makes of points (..., D): it sees copies of shape (N, D), N ≥ 2, and a few at a time."""
        z = np.asarray(z, float)
        flat = z.reshape(-1, self.dim)
        blocks = [flat[i : i + BLOCK] for i in range(0, max(1, len(flat)), BLOCK)]
        if not len(flat):
            return np.empty((*z.shape[:-1], *tail))
        parts = [_called(name, function, each, tail) for each in blocks]
        return (parts[0] if len(parts) == 1 else np.concatenate(parts)).reshape((*z.shape[:-1], *tail))


def _called(name: str, function: Callable, points, tail: tuple) -> np.ndarray:
    # Some squeeze a single point to a scalar, some work in place.
    fresh = np.repeat(points, 2, axis=0) if len(points) == 1 else np.array(points, order="C")
    wanted = (len(fresh), *tail)
    try:
        # A caller's log(p) may underflow far out or warn outside its support: values decide, not warnings.
        with np.errstate(all="ignore"):
            values = function(fresh)
            masked = isinstance(values, np.ma.MaskedArray)
            values = np.asarray(values)
    except Exception as error:
        shape = (len(fresh), points.shape[1])
        raise ValueError(f"density: {name} failed on an array of shape {shape}: {error}.") from error
    if masked or values.dtype.kind not in "fiub":
        what = "a masked array" if masked else f"numbers of type {values.dtype}"
        raise ValueError(f"density: {name} returned {what}, but must return real numbers; outside of the support, −∞.")
    if values.shape == (len(fresh), 1) and points.shape[1] == 1 and not tail:
        values = values[:, 0]  # a univariate formula, elementwise
    if values.shape != wanted:
        shape = (len(fresh), points.shape[1])
        raise ValueError(
            f"density: {name} returned shape {values.shape} for points of shape {shape}, but must return {wanted}."
        )
    return values[: len(points)]


def density(log_prob: Callable, dim: int = 2, window: tuple = ((-5, 5), (-5, 5)), score: Callable | None = None) -> Density:
    """A target from a callable.

    log_prob: (..., D) -> (...), log density in nats, any constant missing, −∞ outside of its support; written for (N, D) is
    enough; score: (..., D) -> (..., D), its gradient, or None for central differences; dim: 1 or 2; window:
    ((lo, hi),) * dim, which should hold nearly all of the mass. Modes are sought in the window on a grid: a peak dozens of
    its standard deviations from the nearest of its points (about 1/16000 of the window apart in 1-D, 1/128 in 2-D) can't be
    known from values. Nor can mass beyond four times the window, where nobody looks: a q that stays within reads KL 0
    beside a mode out there. `exact` says so as soon as a q comes upon it, whose KL would be negative.
    Raises ValueError if the window is not one, if log_prob has the wrong shape, is nan or is nowhere finite, if score is
    not its gradient, if the density is improper.
    """
    if isinstance(dim, bool) or dim not in (1, 2):
        raise ValueError(f"density: dim is {dim!r}, but must be 1 or 2.")
    for name, each in (("log_prob", log_prob), ("score", score)):
        if not callable(each) and not (name == "score" and each is None):
            raise ValueError(f"density: {name} is {each!r}, but must be a callable on arrays of shape (..., {dim}).")
    box = checked_window(window, dim)
    # Rounding counts in the precision that the callable returns.
    some = np.array([[lo + share * (hi - lo) for lo, hi in box] for share in (0.4, 0.6)])
    kind = _called("log_prob", log_prob, some, ()).dtype
    precision = float(np.finfo(kind).eps) if kind.kind == "f" else float(np.finfo(float).eps)
    target = Density(log_prob, int(dim), box, score, max(precision, float(np.finfo(float).eps)))
    _probe(target)
    return target


def checked_window(window, dim: int, owner: str = "density") -> tuple:
    """A window as floats, or a ValueError with one sentence."""
    wanted = f"{dim} pair{'s' * (dim > 1)} (lo, hi) of finite numbers with lo < hi"
    try:
        box = np.array(window, float)
    except (TypeError, ValueError):
        raise ValueError(f"{owner}: window is {window!r}, but must be {wanted}.") from None
    if box.shape != (dim, 2) or not np.all(np.isfinite(box)) or not np.all(box[:, 0] < box[:, 1]):
        raise ValueError(f"{owner}: window is {window!r}, but must be {wanted}.")
    return tuple((float(lo), float(hi)) for lo, hi in box)


def _probe(target: Density) -> None:
    """Fail loudly when the callable cannot be a log density: nan, nowhere finite, +∞, improper, another's score."""
    lo, hi = np.array(target.window).T
    mesh = np.stack(np.meshgrid(*np.linspace(lo, hi, 33).T, indexing="ij"), axis=-1).reshape(-1, target.dim)
    _check(target, mesh)
    try:
        nodes = target.nodes()
        values = _check(target, nodes.points, somewhere=True)
        _ = target.log_z
    except ValueError as error:
        text = str(error)
        if text.startswith("density: "):
            raise
        raise ValueError(f"density: log_prob has no integral: {text[0].lower()}{text[1:]}") from None
    if target.gradient is not None:
        _check_score(target, nodes.points, values + nodes.log_volume)


def _check(target: Density, points, somewhere: bool = False) -> np.ndarray:
    values = target.log_prob(points)
    lost = np.isnan(values)
    if lost.all() or (somewhere and not np.any(np.isfinite(values))):
        raise ValueError(
            f"density: log_prob is {values.flat[0]} wherever it was tried in its window {target.window}, "
            "but must be finite somewhere."
        )
    if lost.any():
        where = _written(points[lost.argmax()])
        raise ValueError(f"density: log_prob is nan at z = {where}; outside of the support, return −∞.")
    if np.any(values == np.inf):
        raise ValueError("density: log_prob is +inf inside its window, but must be below infinity everywhere.")
    return values


def _check_score(target: Density, points, log_mass) -> None:
    """A score of another sign, scale or density disagrees nearly everywhere with log_prob's differences at every step."""
    order = np.argsort(-log_mass, kind="stable")[: max(TRIED, len(log_mass) // 20)]
    some = points[order[np.linspace(0, len(order) - 1, TRIED).astype(int)]]
    score = target.score(some)
    size = np.abs(score).max(axis=-1) + 1e-2 * np.abs(score).max(initial=0.0)
    lengths = target._step()[1] * np.array([1e-4, 1e-3, 1e-2, 1e-1])
    slopes = np.array([central(target.log_prob, some, 1.0, each) for each in lengths])
    off = np.nan_to_num(np.abs(slopes - score).max(axis=-1), nan=np.inf).min(axis=0)
    wrong = ~(off <= AGREES * np.maximum(size, np.abs(slopes).max(axis=(0, -1)) * AGREES))
    if wrong.mean() > 0.5:
        i = int(np.argmax(np.where(wrong, off, 0)))
        raise ValueError(
            f"density: score is {_written(score[i])} at z = {_written(some[i])}, but log_prob rises by "
            f"{_written(slopes[1, i])} there: it must be the gradient of log_prob."
        )


def _written(values) -> str:
    return f"({', '.join(f'{each:.4g}' for each in values)})"
