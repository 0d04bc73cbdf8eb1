"""What was computed for one visitor and may be shown to the next: kept as bytes, up to a limit for the whole process."""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from functools import cache, wraps
from threading import Lock

from vizvi.experiment import Experiment, fit

LIMIT = 32 * 2**20  # bytes of all results together


class Store:
    """Pickled results by key, the latest within a limit of bytes; what is being computed is computed once."""

    def __init__(self, limit: int = LIMIT):
        self.limit, self.bytes = limit, 0
        self._found: OrderedDict = OrderedDict()
        self._lock, self._busy = Lock(), {}

    def get(self, key: tuple, entries: int, make: Callable):
        """The result of a key, made if it is not there; `entries`: of results of the same function, key[0]."""
        with self._lock:
            turn = self._busy.setdefault(key, [Lock(), 0])
            turn[1] += 1
        try:
            with turn[0]:  # who wants the same waits for it
                with self._lock:
                    if key in self._found:
                        self._found.move_to_end(key)
                        return pickle.loads(self._found[key])
                value = make()
                self._keep(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL), entries)
                return value
        finally:
            with self._lock:
                turn[1] -= 1
                if not turn[1]:
                    del self._busy[key]

    def _keep(self, key: tuple, data: bytes, entries: int) -> None:
        if len(data) > self.limit // 4:
            return
        with self._lock:
            self._found[key] = data
            self.bytes += len(data)
            alike = [each for each in self._found if each[0] == key[0]]
            for each in alike[: max(0, len(alike) - entries)]:
                self.bytes -= len(self._found.pop(each))
            while self.bytes > self.limit:
                self.bytes -= len(self._found.popitem(last=False)[1])


@cache
def store() -> Store:
    """The one store of this process; no visitor can empty it, as any could Streamlit's own."""
    return Store()


def remembered(function: Callable, entries: int = 64, key: Callable[[Experiment], str] = repr) -> Callable:
    """A function of an experiment that keeps its last results; `key` tells experiments apart.

    Nested dataclasses are equal by their fields alone: without `repr`, experiments that differ in a class would share.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def asked(*args, **named):
        given = [*args, *(pair for each in sorted(named.items()) for pair in each)]
        told = tuple(key(each) if isinstance(each, Experiment) else repr(each) for each in given)
        return store().get((name, *told), entries, lambda: function(*args, **named))

    return asked


def kept(function: Callable, entries: int = 64) -> Callable:
    """A function of plain numbers and words that keeps its last results."""
    return remembered(function, entries)


fitted = remembered(fit)  # the one place that keeps runs
