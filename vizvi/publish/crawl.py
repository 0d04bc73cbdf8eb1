"""Which states of a lesson the static edition has: as it opens, every setting of its sweeps, and where its links lead."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from vizvi.lesson import Sweep
from vizvi.lessons import LESSONS
from vizvi.publish.document import Document, document
from vizvi.publish.record import Shot, folded, shoot


class State(NamedTuple):
    """A page at one setting: its link, its document, and the one that asks first, where there is one."""

    query: dict[str, str]
    told: Document
    asked: Document | None


def sweeps(slug: str) -> tuple[Sweep, ...]:
    """What a lesson's words say is swept; nothing, if they don't."""
    return getattr(import_module(f"vizvi.lessons.{slug}"), "SWEEPS", ())


def states(slug: str, progress: Callable[[int, int], None], most: int | None = None) -> list[State]:
    """Every state of a lesson, the one that it opens with first. most: states of each sweep, for a trial."""
    found: dict[tuple, State] = {}
    work: list[tuple[dict[str, str], bool]] = [({}, True)]  # settings, and whether links are followed from there
    for sweep in sweeps(slug):
        rows = sweep.settings()
        work += [(sweep.given, True)] if sweep.given else []
        work += [(each, False) for each in (rows[:: max(1, len(rows) // most)] if most else rows)]
    done: set[tuple] = set()
    while work:
        settings, follow = work.pop(0)
        key = tuple(sorted(settings.items()))
        if key in done:
            continue
        done.add(key)
        state = _state(slug, settings, follow)
        if (where := tuple(sorted(state.query.items()))) not in found or follow:
            found[where] = state
        if follow and not most:
            work += [(each, False) for each in state.told.links]
        progress(len(done), len(done) + len(work))
    return list(found.values())


def _state(slug: str, settings: dict[str, str], first: bool) -> State:
    """One state; where a part of a page is first seen, also before its prediction, and with all that it folds away."""
    lesson = LESSONS[slug]
    asked = shoot(slug, settings)
    if not asked.asked and not first:
        return State(asked.query, document(asked, lesson), None)
    told = shoot(slug, settings, asked.asked, folded(asked) if first else ())
    before = document(asked, lesson) if asked.asked and first else None
    return State(told.query, document(told, lesson), before)


__all__ = ["Shot", "State", "states", "sweeps"]
