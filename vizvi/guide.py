"""A guide: small tasks of a lesson, each with the condition by which it ticks itself; plain data, in the lesson's words.

    Task("Slide d down to 2.", Chosen("kl.target.separation", hi=2.05))
    Task("Pull q by its round handle.", Held("gap.stage"), light="Mean of q")

Some conditions Python tells from what a visitor has set, others only the browser sees: a goal is of one sort or the other.
"""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

MOST = 8  # values of a setting that are remembered


class Seen(NamedTuple):
    """What a visit has done on a page: every setting as its link says it, the same as a visitor found it, the values that
    settings have had, the (chart, kind) pairs that a hand has touched, the questions answered or skipped."""

    query: dict[str, str]
    usual: dict[str, str]
    tried: dict[str, list[str]]
    held: set[tuple[str, str]]
    answered: set[str]


@dataclass(frozen=True)
class Chosen:
    """A setting, by its link key: has one of some words, or a number within bounds, and was not so at first."""

    key: str
    to: tuple[str, ...] = ()
    lo: float = -math.inf
    hi: float = math.inf

    def met(self, seen: Seen) -> bool:
        said = seen.query.get(self.key)
        return said is not None and said != seen.usual.get(self.key) and self._fits(said)

    def _fits(self, said: str) -> bool:
        if self.to:
            return said in self.to
        if math.isinf(self.lo) and math.isinf(self.hi):
            return True  # anything but what it was
        try:
            return self.lo <= float(said) <= self.hi
        except ValueError:
            return False

    @property
    def light(self) -> str:
        return f"key:{self.key}"


@dataclass(frozen=True)
class Tried:
    """A setting has had several values: another seed, a second run."""

    key: str
    times: int = 2

    def met(self, seen: Seen) -> bool:
        return len(seen.tried.get(self.key, ())) >= self.times

    @property
    def light(self) -> str:
        return f"key:{self.key}"


@dataclass(frozen=True)
class Held:
    """A hand, or an arrow key, has moved something on a stage or a board and let go: "handles" of q, "grips" of p, a
    "cursor", "start", "points" or a "path"."""

    chart: str
    kind: str = "handles"

    def met(self, seen: Seen) -> bool:
        return (self.chart, self.kind) in seen.held

    @property
    def light(self) -> str:
        return f"chart:{self.chart}"


@dataclass(frozen=True)
class Answered:
    """The prediction has been locked in or skipped; `name`: of a part with a question of its own."""

    name: str

    def met(self, seen: Seen) -> bool:
        return self.name in seen.answered

    @property
    def light(self) -> str:
        return f"key:gate-{self.name}"


@dataclass(frozen=True)
class Reached:
    """A run on the stage has been watched, or scrubbed, to its last step."""

    light: str = "Play"

    def watch(self) -> dict:
        return {"kind": "reached"}


@dataclass(frozen=True)
class Read:
    """A number on the page, by its name, lies within bounds. by_hand: on the stage at its start, where a hand left q."""

    name: str
    lo: float = -math.inf
    hi: float = math.inf
    by_hand: bool = False

    @property
    def light(self) -> str:
        return f"value:{self.name}"

    def watch(self) -> dict:
        bounds = {name: each for name, each in (("lo", self.lo), ("hi", self.hi)) if math.isfinite(each)}
        return {"kind": "read", "name": self.name, "by_hand": self.by_hand} | bounds


@dataclass(frozen=True)
class Pressed:
    """A button, a fold or a chip, by its words: pressed or opened."""

    words: str

    @property
    def light(self) -> str:
        return self.words

    def watch(self) -> dict:
        return {"kind": "pressed", "words": self.words}


@dataclass(frozen=True)
class Task:
    """One small thing to do. light: what it speaks of, if not what its condition tells: words or an accessible name,
    "key:" and a setting's key, "value:" and a number's name, "chart:" and a stage's or board's key."""

    do: str
    when: Chosen | Tried | Held | Answered | Reached | Read | Pressed
    light: str = field(default="")

    def lights(self) -> str:
        return self.light or self.when.light

    def met(self, seen: Seen) -> bool:
        return hasattr(self.when, "met") and self.when.met(seen)

    def watch(self) -> dict | None:
        """What the browser is to look for; None where Python tells."""
        return self.when.watch() if hasattr(self.when, "watch") else None
