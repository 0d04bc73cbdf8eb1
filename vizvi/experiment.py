"""An experiment: a problem, a method, starts and a seed; `fit` runs it and returns what happened."""

import numbers
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from vizvi.methods import METHODS, Method
from vizvi.problem import Problem
from vizvi.pulse import beat

BOUNDS = {"runs": (1, 4096), "steps": (1, 20_000), "seed": (0, 2**32 - 1)}
LARGEST = 2**27  # entries of History.lam: one gigabyte
STEEPEST = 300.0  # log of a scale: beyond, its square leaves the floats
BLOCK = 2**16  # normals drawn ahead for one run


@dataclass(frozen=True)
class Experiment:
    """A problem, the method that attacks it, how many runs and steps, and the seed. Equal experiments, equal pictures.

    start: λ as a tuple of floats for every run; empty: each run starts uniformly in the window's middle half, with
    sd = width/8.
    """

    problem: Problem
    method: Method
    runs: int = 1
    steps: int = 200
    seed: int = 0
    start: tuple[float, ...] = ()

    def __post_init__(self):
        for name, base in (("problem", Problem), ("method", Method)):
            if not isinstance(getattr(self, name), base):
                extra = f", such as one of {', '.join(METHODS)}" if base is Method else ""
                raise ValueError(f"Experiment: {name} is {getattr(self, name)!r}, but must be a {name}{extra}.")
        for name, (lo, hi) in BOUNDS.items():
            value = getattr(self, name)
            good = isinstance(value, numbers.Real) and not isinstance(value, bool) and value == value // 1
            if not good or not lo <= value <= hi:
                raise ValueError(f"Experiment: {name} is {value!r}, but must be a whole number from {lo} to {hi}.")
            object.__setattr__(self, name, int(value))
        object.__setattr__(self, "start", self._start())
        if self.runs * (self.steps + 1) * len(self.problem.params) > LARGEST:
            raise ValueError(f"Experiment: {self.runs} runs of {self.steps} steps are too many: take fewer of either.")

    def _start(self) -> tuple[float, ...]:
        wanted = self.problem.params
        try:
            start = np.asarray(self.start, float).ravel()
        except (TypeError, ValueError):
            start = np.array([np.nan])
        if len(start) not in (0, len(wanted)) or not np.all(np.isfinite(start)):
            raise ValueError(
                f"Experiment: start is {self.start!r}, but must be empty or {len(wanted)} finite numbers "
                f"({', '.join(wanted)})."
            )
        for name, value in zip(wanted, start.tolist()):
            if name.startswith("log ") and abs(value) > STEEPEST:
                raise ValueError(f"Experiment: {name} starts at {value:g}, but must be from −{STEEPEST:g} to {STEEPEST:g}.")
        return tuple(start.tolist())


class _Rows(NamedTuple):
    lam: np.ndarray  # (R, T+1, P) every iterate, the start included
    loss: np.ndarray  # (R, T) loss at each iterate that was stepped from
    grad: np.ndarray  # (R, T, P) nan where a method has none
    stopped: np.ndarray  # (R,) first bad step, or T; after it lam repeats the last finite value


class History(_Rows):
    """What happened, read-only; `experiment` is what it happened to, None for a history that `fit` did not make."""

    experiment: Experiment | None = None

    def show(self, run: int = 0):
        """The run as a player in a notebook: the stage of the pages, as a widget (extra `notebook`).

        Raises ValueError for a run that there is not, ImportError with a sentence without the extra."""
        from vizvi.exports.notebook import player
        from vizvi.picture import picture

        if self.experiment is None:
            raise ValueError("show: this history has no experiment; only what fit returns can be shown.")
        if run not in range(len(self.lam)):
            raise ValueError(f"show: run is {run!r}, but must be a whole number from 0 to {len(self.lam) - 1}.")
        return player(picture(self.experiment, self, run))


class Noise:
    """Standard normals for all runs, each from its own stream: adding runs never changes the runs there were."""

    def __init__(self, seed: int, runs: int):
        self._streams = np.random.default_rng(seed).spawn(runs)
        self._ready = np.empty((runs, 0))
        self._used = 0

    def uniform(self, count: int) -> np.ndarray:
        return np.stack([each.random(count) for each in self._streams])

    def __call__(self, draws: int, dim: int) -> np.ndarray:
        need = draws * dim
        if self._used + need > self._ready.shape[1]:
            size = need * max(1, BLOCK // need // len(self._streams))
            fresh = np.stack([each.standard_normal(size) for each in self._streams])
            self._ready = np.concatenate([self._ready[:, self._used :], fresh], axis=1)
            self._used = 0
        block = self._ready[:, self._used : self._used + need]
        self._used += need
        return block.reshape(len(block), draws, dim)


def first_lam(experiment: Experiment, noise: Noise) -> np.ndarray:
    """Where the runs start: (R, P)."""
    problem = experiment.problem
    if experiment.start:
        return np.tile(experiment.start, (experiment.runs, 1))
    lo, hi = np.array(problem.target.window, float).T
    mean = lo + (hi - lo) * (0.25 + 0.5 * noise.uniform(problem.target.dim))
    return problem.family.from_moments(mean, np.diag(((hi - lo) / 8) ** 2))


def fit(experiment: Experiment, starts=None) -> History:
    """Run an experiment, all runs at once, and return its History (losses and divergences in nats).

    starts: λ (R, P), one for each run, which then go together, also where a method by quadrature would give each nodes of
    its own; without it the experiment says where they start. A run whose loss or λ stops being finite keeps its last
    finite λ and says where it stopped. Raises ValueError with one sentence if the method does not suit the problem.
    """
    if not isinstance(experiment, Experiment):
        raise ValueError(f"fit: experiment is {experiment!r}, but must be an Experiment.")
    problem, method = experiment.problem, experiment.method
    if reason := method.supports(problem):
        raise ValueError(reason)
    noise = Noise(experiment.seed, experiment.runs)
    lam = first_lam(experiment, noise) if starts is None else _checked_starts(experiment, starts)
    parts = [lam] if method.together or starts is not None else np.split(lam, len(lam))
    with np.errstate(all="ignore"):
        steps, of = experiment.steps, len(parts) * experiment.steps
        parts = [_follow(problem, method, each, steps, noise, (i * steps, of)) for i, each in enumerate(parts)]
    lams, losses, grads, stopped = (np.concatenate(each, axis=axis) for each, axis in zip(zip(*parts), (1, 1, 1, 0)))
    history = History(*(np.ascontiguousarray(np.swapaxes(each, 0, 1)) for each in (lams, losses, grads)), stopped)
    for each in history:
        each.setflags(write=False)
    history.experiment = experiment
    return history


def _checked_starts(experiment: Experiment, starts) -> np.ndarray:
    lam = experiment.problem.checked(starts)
    if lam.shape[:-1] != (experiment.runs,) or not np.all(np.isfinite(lam)):
        raise ValueError(f"fit: starts has shape {lam.shape}, but must be {experiment.runs} rows of finite numbers.")
    return lam


def _follow(problem: Problem, method: Method, lam, steps: int, noise: Noise, before: tuple[int, int]):
    """λ (T+1, R, P), loss (T, R), grad (T, R, P) and first bad steps (R,) of runs that go together; before: steps that
    others have done, and how many there are in all."""
    lams, losses, grads = np.empty((steps + 1, *lam.shape)), np.empty((steps, len(lam))), np.empty((steps, *lam.shape))
    lams[0] = lam
    stopped = np.full(len(lam), steps)
    state = method.start(problem, lam)
    for t in range(steps):
        beat(before[0] + t, before[1])
        new, state, (losses[t], grads[t]) = method.step(problem, lam, state, noise)
        # One sum says whether anything is wrong; which run it was is asked only then.
        if stopped.min() < steps or not np.isfinite(new.sum() + losses[t].sum()):
            bad = ~(np.isfinite(new).all(axis=-1) & np.isfinite(losses[t]))
            stopped = np.where(bad & (stopped == steps), t, stopped)
            new = np.where((stopped < steps)[:, None], lam, new)
        lams[t + 1] = lam = new
        if stopped.max() < steps:  # nothing will move any more
            lams[t + 2 :], losses[t + 1 :], grads[t + 1 :] = lam, losses[t], np.nan
            break
    return lams, losses, grads, stopped
