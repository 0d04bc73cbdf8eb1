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
    then: dict[str, str]  # the link to go to once what it asks is answered: its own, unless the answer moves the page


def sweeps(slug: str) -> tuple[Sweep, ...]:
    """What a lesson's words say is swept; nothing, if they don't."""
    return getattr(import_module(f"vizvi.lessons.{slug}"), "SWEEPS", ())


def states(slug: str, progress: Callable[[int, int], None], most: int | None = None) -> list[State]:
    """Every state of a lesson, the one that it opens with first. most: states of each sweep, for a trial without links."""
    recorder, found = Recorder(slug), {}
    swept = sweeps(slug)
    opens = swept[0].given if swept else {}  # what the static page opens with, where that is not what the live one does
    work: list[dict[str, str]] = [opens]
    known = {_key(opens)}
    for done, settings in enumerate(work):  # grows meanwhile
        state, *moved = _states(recorder, LESSONS[slug], settings)
        for each in (state, *moved):
            found.setdefault(_key(each.query), each)
        if not done:
            later = _rows(swept, state, most)
            work += later
            known |= {_key(each) for each in later}
        if state.asked or not done:  # where a part of the page is seen first, its links are followed
            for each in state.told.links if most is None else ():
                if _key(opens | each) not in known:
                    known.add(_key(opens | each))
                    work.append(opens | each)
        progress(done + 1, len(work))
    return list(found.values())


def _key(settings: dict[str, str]) -> tuple:
    return tuple(sorted(settings.items()))


def _rows(swept: tuple[Sweep, ...], opened: State, most: int | None) -> list[dict[str, str]]:
    """What is swept, from where the answer to the page's own question leaves it."""
    moved, rows = {key: text for key, text in opened.then.items() if opened.query.get(key) != text}, []
    for sweep in swept:
        found = sweep.settings()
        rows += [moved | each for each in (found if most is None else found[:: -(-len(found) // most)] if most else [])]
    return rows


def _states(recorder: Recorder, lesson, settings: dict[str, str]) -> list[State]:
    """One state; where a prediction is met for the first time, also before it is made, and where its answer leads to."""
    shot = recorder.shoot(settings)
    if not shot.asked:
        return [State(shot.query, document(shot, lesson), None, shot.query)]
    asked = document(shot, lesson)
    if "data-gate=" not in asked.html:
        asked = None
    told = recorder.reveal(shot)
    if told.query == shot.query:
        return [State(told.query, document(told, lesson), asked, told.query)]
    back = document(recorder.shoot(settings), lesson)  # for who answers and puts back what the answer moved
    return [State(shot.query, back, asked, told.query), State(told.query, document(told, lesson), None, told.query)]
