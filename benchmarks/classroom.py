"""A class in front of one server: all come in, then all move sliders; what they saw and what it cost."""

import asyncio
import random
import time
from itertools import chain
from typing import NamedTuple

from benchmarks.processes import cpu_seconds, memory
from benchmarks.visitor import Visitor

RAMP = 3.0  # seconds over which a class comes in
PATIENCE = 120.0  # seconds until a class gives up


class Cost(NamedTuple):
    """What a part of a lesson took: seconds on the clock, CPU seconds of the server and of the students, bytes sent."""

    seconds: float
    cpu: float
    own: float
    bytes: int


class Lesson(NamedTuple):
    """What one class saw of one server, in seconds, its peak memory in MB, and what coming in and moving sliders cost."""

    moves: list[tuple[str, str, float]]  # with page and slider
    firsts: list[float]
    errors: list[str]
    memory: float
    coming: Cost
    moving: Cost


class Class:
    """A number of students, each before a page of one server on this machine."""

    def __init__(self, process: int, port: int, pages: list[str], seed: int):
        self.process, self.port, self.seed = process, port, seed
        self.visitors = [Visitor(page, seed * 1000 + i) for i, page in enumerate(pages)]
        self.moves, self.firsts, self.errors, self.peak = [], [], [], 0.0

    async def lesson(self, seconds: float) -> Lesson:
        """All come in within a few seconds; once the last one has a picture, all move a slider a second."""
        watching = asyncio.create_task(self._watch())
        coming = await self._measured(RAMP, (self._arrive(i, each) for i, each in enumerate(self.visitors)))
        present = [each for each in self.visitors if each.movable and not each.lost]
        end = time.monotonic() + seconds
        moving = await self._measured(seconds, (self._work(i, each, end) for i, each in enumerate(present)))
        watching.cancel()
        for each in self.visitors:
            self.errors += [f"{each.page}: an exception on the page"] * each.exceptions
            each.leave()
        return Lesson(self.moves, self.firsts, self.errors, self.peak, coming, moving)

    async def _measured(self, seconds: float, works) -> Cost:
        """Do all at once, which should take that long; what it took."""
        start, cpu, own, seen = time.monotonic(), cpu_seconds(self.process), time.process_time(), self._bytes()
        try:
            async with asyncio.timeout(seconds + PATIENCE):
                await asyncio.gather(*works)
        except TimeoutError:
            self.errors.append("the class did not end in time")
        spent = cpu_seconds(self.process) - cpu
        return Cost(time.monotonic() - start, spent, time.process_time() - own, self._bytes() - seen)

    def _bytes(self) -> int:
        return sum(each.socket.bytes for each in self.visitors if hasattr(each, "socket"))

    async def _arrive(self, i: int, visitor: Visitor) -> None:
        try:
            await asyncio.sleep(RAMP * i / len(self.visitors))
            self.firsts.append(await visitor.arrive("127.0.0.1", self.port))
            if not visitor.movable:
                self.errors.append(f"{visitor.page}: no slider")
        except Exception as problem:
            self.errors.append(f"{visitor.page}, coming in: {type(problem).__name__} {problem}")

    async def _work(self, i: int, visitor: Visitor, end: float) -> None:
        turn = time.monotonic() + random.Random(self.seed * 1000 + i).random()
        try:
            while turn < end:
                await asyncio.sleep(max(0.0, turn - time.monotonic()))
                waited = await visitor.move()
                self.moves.append((visitor.page, visitor.moved, waited))
                turn = max(turn + 1.0, time.monotonic())  # who waited for a picture moves at once, not twice
        except Exception as problem:
            self.errors.append(f"{visitor.page}: {type(problem).__name__} {problem}")

    async def _watch(self) -> None:
        while True:
            self.peak = max(self.peak, memory(self.process))
            await asyncio.sleep(2.0)


def together(lessons: list[Lesson]) -> Lesson:
    """Several lessons as one."""

    def costs(name: str) -> Cost:
        return Cost(*(sum(each) for each in zip(*(getattr(lesson, name) for lesson in lessons))))

    lists = [list(chain.from_iterable(getattr(each, name) for each in lessons)) for name in ("moves", "firsts", "errors")]
    return Lesson(*lists, max(each.memory for each in lessons), costs("coming"), costs("moving"))
