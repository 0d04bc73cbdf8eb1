"""A target made from any callable: what `vizvi.density` returns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vizvi.member import central
from vizvi.targets import Target


@dataclass(frozen=True)
class Density(Target):
    """A density of the caller's own; compared by identity of the callable, so it has no share link."""

    function: Callable
    dim: int
    window: tuple
    gradient: Callable | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return ("z",) if self.dim == 1 else ("z₁", "z₂")

    def log_prob(self, z):
        return _evaluate("log_prob", self.function, np.asarray(z, float), drop=1)

    def score(self, z):
        if self.gradient is None:
            return central(self.log_prob, z)
        return _evaluate("score", self.gradient, np.asarray(z, float), drop=0)


def density(log_prob: Callable, dim: int = 2, window: tuple = ((-5, 5), (-5, 5)), score: Callable | None = None) -> Density:
    """A target from a callable.

    log_prob: (..., D) -> (...), log density in nats, any constant missing; score: (..., D) -> (..., D), its gradient, or
    None for central differences; dim: 1 or 2; window: ((lo, hi),) * dim, which should hold nearly all of the mass.
    Raises ValueError if the window is not one, if log_prob has the wrong shape or is nowhere finite, if the density is
    improper.
    """
    if isinstance(dim, bool) or dim not in (1, 2):
        raise ValueError(f"density: dim is {dim!r}, but must be 1 or 2.")
    for name, each in (("log_prob", log_prob), ("score", score)):
        if not callable(each) and not (name == "score" and each is None):
            raise ValueError(f"density: {name} is {each!r}, but must be a callable on arrays of shape (..., {dim}).")
    target = Density(log_prob, int(dim), checked_window(window, dim), score)
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


def _evaluate(name: str, function: Callable, z: np.ndarray, drop: int) -> np.ndarray:
    wanted = z.shape[: z.ndim - drop]
    try:
        # A caller's log(p) may underflow far out or warn outside its support: values decide, not warnings.
        with np.errstate(all="ignore"):
            values = np.asarray(function(z), float)
    except Exception as error:
        raise ValueError(f"density: {name} failed on an array of shape {z.shape}: {error}.") from error
    if values.shape != wanted:
        raise ValueError(
            f"density: {name} returned shape {values.shape} for points of shape {z.shape}, but must return {wanted}."
        )
    return values


def _probe(target: Density) -> None:
    """Fail loudly when the callable cannot be a log density: wrong shape, nowhere finite, +inf, improper."""
    lo, hi = np.array(target.window).T
    mesh = np.stack(np.meshgrid(*np.linspace(lo, hi, 33).T, indexing="ij"), axis=-1)
    values = target.log_prob(mesh)
    if not np.any(np.isfinite(values)):
        raise ValueError(
            f"density: log_prob is {values.flat[0]} wherever it was tried in its window {target.window}, "
            "but must be finite somewhere."
        )
    if np.any(values == np.inf):
        raise ValueError("density: log_prob is +inf inside its window, but must be below infinity everywhere.")
    if target.gradient is not None:
        target.score(mesh)
    try:
        _ = target.log_z
    except ValueError as error:
        raise ValueError(f"density: log_prob has no integral: {str(error)[0].lower()}{str(error)[1:]}") from None
