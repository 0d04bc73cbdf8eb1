"""Pictures that take their time: shown as far as they are, finished piece by piece, and stopped when asked."""

import time
from collections.abc import Callable, Iterator

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, StopException

from vizvi.lru import nbytes
from vizvi.ui.pulse import listen
from vizvi.ui.session import Session

AT_ONCE = 0.15  # seconds of work between two looks at the page
CLOCK = 2 * AT_ONCE  # of the looks: a clock faster than its work would never let a run of the page end
KEPT, BYTES = 8, 8 * 2**20  # finished ones that come back at once: how many, and of how much of a visit's memory


def progressive(
    session: Session, key: str, name: str, start: Callable[[], Iterator], show: Callable[[list, bool], None], stop=False
) -> None:
    """What an iterator yields, shown while it is growing: `show(found so far, whether that is all)`.

    key: of the place on the page; name: of the work, another name starts anew; stop: offer a button that ends it."""
    memory = session.own(key)
    work = memory.pop(name, None) or {"start": start, "steps": start(), "found": [], "told": 0, "done": False}
    memory[name] = work  # the last one asked for comes last
    _forget(memory)
    if st.session_state.get("_at_once"):
        _advance(work, float("inf"))  # nobody waits: a page that is recorded shows its end
    elif not work["found"]:
        _advance(work, 0.0)  # something to look at, at once

    def end() -> None:
        work["done"] = True

    def piece() -> None:
        listen(ticking=True)
        if fresh.pop("now", False):
            pass
        elif not work["done"]:
            _advance(work)
        if stop:
            with st.container():  # always there: what stands below it stays mounted
                if not work["done"]:
                    st.button("Stop and keep", key=f"{key}.stop", on_click=end, icon=":material/stop:")
        show(work["found"], work["done"])
        if work["done"] and "ticking" in fresh:
            # Without the clock. That could be stopped alone, but a busy Streamlit drops the end of a run that a tick
            # follows closely, and the browser keeps what it should clear away: a run of the whole page mends that.
            session.rerun()

    fresh = {"now": True} if work["done"] else {"now": True, "ticking": True}
    st.fragment(piece, run_every=None if work["done"] else CLOCK)()


def _forget(memory: dict) -> None:
    """Let the oldest work go where there is too much of it; the last stays, whatever its size."""
    sizes = {name: nbytes(work["found"]) for name, work in memory.items()}
    while len(memory) > 1 and (len(memory) > KEPT or sum(sizes.values()) > BYTES):
        oldest = next(iter(memory))
        del memory[oldest], sizes[oldest]


def _advance(work: dict, seconds: float = AT_ONCE) -> None:
    """One piece more, and others while there is time."""
    until = time.monotonic() + seconds
    while not work["done"]:
        try:
            new = next(work["steps"])
        except StopIteration:
            work["done"] = True
            break
        except (RerunException, StopException):  # cut short, an iterator is over: another goes on
            work["steps"], work["told"] = work["start"](), 0
            raise
        work["told"] += 1
        if work["told"] > len(work["found"]):
            work["found"].append(new)
        if time.monotonic() >= until:
            break
