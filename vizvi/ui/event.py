"""Event: what a hand did on a stage or a board, as the message of a browser has it."""

from typing import NamedTuple

FARTHEST = 1e12  # a coordinate that a hand can mean


class Event(NamedTuple):
    """What a hand did on a stage or a board."""

    value: object  # a number, a pair of them, or what the mark's kind says
    index: object  # of a point or a path; None where there is but one mark
    released: bool  # the hand has let go: what it left is a setting now
    seq: int
    said: dict  # the whole message

    @property
    def power(self) -> float:
        """Ten to the value, as a cursor on a logarithmic axis means it: whatever was forged, a float and at once."""
        return 10.0 ** min(max(self.value, -300.0), 300.0)


def event(kind: str, said: dict) -> Event | None:
    """The event that a message of a kind tells of; None if it has not the shape of its kind."""
    if not _makes_sense(kind, said):
        return None
    return Event(said.get("value"), said.get("index"), bool(said.get("released")), said["seq"], said)


def _makes_sense(kind: str, said: dict) -> bool:
    """Whether a message has the shape of its kind: a board's own always has, one that somebody forged need not."""
    value, index = said.get("value"), said.get("index")
    if kind == "cursor":
        return _finite(value)
    if kind in ("points", "start"):
        pair = isinstance(value, list | tuple) and len(value) == 2 and all(map(_finite, value))
        return pair and (kind == "start" or (isinstance(index, int) and index >= 0))
    if kind == "guess":  # a level or a place; it goes back to the browser
        return _finite(value) or (isinstance(value, list) and len(value) == 2 and all(map(_finite, value)))
    return True


def _finite(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < FARTHEST
