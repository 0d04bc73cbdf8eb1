"""A cache bounded by bytes: what a stranger's problem makes of memory must not depend on how many problems there were."""

from collections import OrderedDict
from collections.abc import Callable
from functools import update_wrapper
from threading import Lock

import numpy as np

MB = 2**20


def by_bytes(megabytes: float, entries: int = 64) -> Callable:
    """Decorate a function of hashable arguments that returns arrays: its latest results are kept, so many and so large in
    all; one result that is larger by itself is kept alone. Like `functools.lru_cache` otherwise."""
    return lambda function: update_wrapper(_Kept(function, megabytes * MB, entries), function)


class _Kept:
    def __init__(self, function: Callable, limit: float, entries: int):
        self.function, self.limit, self.entries = function, limit, entries
        self._found: OrderedDict = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def __call__(self, *args):
        with self._lock:
            if args in self._found:
                self._found.move_to_end(args)
                return self._found[args][0]
        value = self.function(*args)
        size = nbytes(value)
        with self._lock:
            if args not in self._found:
                self._found[args] = value, size
                self._bytes += size
            while len(self._found) > 1 and (self._bytes > self.limit or len(self._found) > self.entries):
                self._bytes -= self._found.popitem(last=False)[1][1]
        return value

    @property
    def bytes(self) -> int:
        """How many bytes of arrays are kept now."""
        return self._bytes

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._found.clear()
            self._bytes = 0


def nbytes(value) -> int:
    """Bytes of the arrays in a value, tuples, lists and dictionaries opened; each array once."""
    found: dict[int, int] = {}
    work = [value]
    while work:
        each = work.pop()
        if isinstance(each, np.ndarray):
            base = each if each.base is None or not isinstance(each.base, np.ndarray) else each.base
            found[id(base)] = base.nbytes
        elif isinstance(each, dict):
            work.extend(each.values())
        elif isinstance(each, list | tuple):
            work.extend(each)
    return sum(found.values())
