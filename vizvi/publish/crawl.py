"""Which states of a lesson the static edition has: as it opens, every setting of its sweeps, and where its links lead."""

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from vizvi.lesson import Sweep
from vizvi.lessons import LESSONS
from vizvi.publish.document import Document, document
from vizvi.publish.record import Recorder


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
    recorder, found = Recorder(slug), {}
    swept = sweeps(slug)
    opens = swept[0].given if swept else {}  # what the static page opens with, where that is not what the live one does
    work: list[dict[str, str]] = [opens]
    for sweep in swept:
        rows = sweep.settings()
        work += rows[:: -(-len(rows) // most)] if most else rows
    known = {_key(each) for each in work}
    for done, settings in enumerate(work):  # grows meanwhile
        state = _state(recorder, LESSONS[slug], settings)
        if _key(state.query) not in found:
            found[_key(state.query)] = state
        if state.asked or not done:  # where a part of the page is seen first, its links are followed
            for each in state.told.links if not most else ():
                if _key(opens | each) not in known:
                    known.add(_key(opens | each))
                    work.append(opens | each)
        progress(done + 1, len(work))
    return list(found.values())


def _key(settings: dict[str, str]) -> tuple:
    return tuple(sorted(settings.items()))


def _state(recorder: Recorder, lesson, settings: dict[str, str]) -> State:
    """One state; where a prediction is met for the first time, also before it is made."""
    shot = recorder.shoot(settings)
    if not shot.asked:
        return State(shot.query, document(shot, lesson), None)
    asked = document(shot, lesson)
    recorder.answer(shot)
    told = recorder.shoot(settings)
    return State(told.query, document(told, lesson), asked if "data-gate=" in asked.html else None)
