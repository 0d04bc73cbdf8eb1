"""The pulse of long work: its loops beat, and whoever ordered it may count along, or end it where nobody waits any more."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

_LISTENERS: ContextVar[tuple] = ContextVar("listeners", default=())


class Late(Exception):
    """Work that took longer than it was given."""


def beat(done: int = 0, of: int = 0) -> None:
    """Say that work goes on, `done` steps of so many if that is known; a listener may raise, and the work ends there."""
    for each in _LISTENERS.get():
        each(done, of)


@contextmanager
def heard_by(listener: Callable[[int, int], None]):
    """Let a listener(done, of) hear every beat of the work inside; never around a `yield`."""
    token = _LISTENERS.set((*_LISTENERS.get(), listener))
    try:
        yield
    finally:
        _LISTENERS.reset(token)


def listen(listener: Callable[[int, int], None]) -> None:
    """Let one listener, and no other, hear whatever this thread does from now on."""
    _LISTENERS.set((listener,))


@contextmanager
def at_most(seconds: float):
    """Raise `Late` at the first beat after so many seconds of this thread's CPU."""
    until = time.thread_time() + seconds

    def listener(done: int, of: int) -> None:
        if time.thread_time() > until:
            raise Late(f"This took longer than {seconds:g} s.")

    with heard_by(listener):
        yield
