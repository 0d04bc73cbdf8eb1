"""Pictures: those of runs, kept for whoever asks next, with as much in them as a page, a file or a recording needs."""

from vizvi.experiment import Experiment
from vizvi.picture import Picture, complete, details, picture
from vizvi.picture.rounds import numbered
from vizvi.ui.cache import fitted, remembered


def _numbered(experiment: Experiment, part: int, run: int = 0):
    return numbered(experiment, fitted(experiment), part, run)


def _drawn(experiment: Experiment, run: int = 0) -> Picture:
    return picture(experiment, fitted(experiment), run, whole=False, parts={0: of_round(experiment, 0, *but_first(run))})


def _filled(experiment: Experiment, count: int, run: int = 0) -> Picture:
    parts = {part: of_round(experiment, part, *but_first(run)) for part in range(count)}
    return picture(experiment, fitted(experiment), run, whole=False, parts=parts)


def _whole(experiment: Experiment, run: int = 0) -> Picture:
    return picture(experiment, fitted(experiment), run)


def _details(experiment: Experiment, run: int = 0) -> dict:
    return details(experiment, fitted(experiment), run)


def but_first(run: int) -> tuple[int, ...]:
    """As an argument: the first run is the one that everybody asks for, under one name."""
    return (run,) if run else ()


of_round = remembered(_numbered, entries=512)  # the numbers of some steps
drawn = remembered(_drawn, entries=256)  # with the numbers of the steps first seen, where all of them take long
filled = remembered(_filled)  # with those of more rounds
whole = remembered(_whole, entries=8)  # for files: every number, every draw
asked_for = remembered(_details)  # of a picture: few switch them on


def played(experiment: Experiment) -> Picture:
    """The picture with everything that one can ask of it: where nobody will hear that somebody asks."""
    return complete(drawn(experiment), asked_for(experiment))


def alone(header: dict, experiment: Experiment, more: dict | None = None, run: int = 0) -> Picture:
    """A run's picture as a page shows it, with all that one can ask of it: where nobody will hear that somebody asks."""
    header = {key: each for key, each in header.items() if key not in ("known", "play", "autoplay", "link")} | {"later": []}
    return Picture(header, whole(experiment, *but_first(run)).arrays | (more or {}))


def iterate(experiment: Experiment, step: int, run: int = 0):
    """λ (P,) of the q that a run shows at a step."""
    lam = fitted(experiment).lam[run]
    return lam[min(max(step, 0), len(lam) - 1)]
