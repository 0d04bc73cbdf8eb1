"""What one slider costs on each page: one visitor moves each in turn, and no cache knows the values."""

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.processes import cpu_seconds
from benchmarks.table import Figure
from benchmarks.visitor import Visitor
from tests.serving import Server, free_port
from vizvi.lessons import LESSONS

MOVES = 12  # of a page
LIMITS = {"kl": 120.0, "basins": 100.0, "too_sure": 100.0}  # ms CPU; of the others 100
BYTES = 60.0  # kB, of every page


class Move(NamedTuple):
    """One slider's move: which it was, ms of the server's CPU, kB sent."""

    slider: str
    cpu: float
    sent: float


def figures(pages=tuple(LESSONS), count: int = MOVES) -> Iterator[Figure]:
    """CPU and bytes of a move, in the median over a page's moves, and its largest message."""
    for page, moves in measured(pages, count).items():
        if moves:
            yield Figure(f"{page}, a slider", "ms CPU", [each.cpu for each in moves], LIMITS.get(page, 100.0))
            most = max(moves, key=lambda each: each.sent)
            yield Figure(f"{page}, a slider", "kB", [each.sent for each in moves], BYTES)
            yield Figure(f"{page}, the most: {most.slider}", "kB", [most.sent], BYTES)


def measured(pages, count: int) -> dict[str, list[Move]]:
    """One launcher for all pages, stopped at the end."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = ["vizvi", "--no-browser", "--workers", "1", "--port", str(port)]
        server = Server(command, port, Path(folder) / "log")
        try:
            server.wait()
            return {page: asyncio.run(visit(page, port, server.process.pid, count)) for page in pages}
        finally:
            server.stop()


async def visit(page: str, port: int, process: int, count: int) -> list[Move]:
    """Come in, let the page settle, and move its sliders one after the other."""
    visitor, found = Visitor(page, 3), []
    try:
        await visitor.arrive("127.0.0.1", port)
        await asyncio.sleep(0.5)
        names = sorted(visitor.movable)
        random.Random(3).shuffle(names)
        for i in range(count):
            there = [each for each in names if each in visitor.movable]  # a choice may take sliders away
            if not there:
                break
            cpu, sent = cpu_seconds(process), visitor.socket.bytes
            await visitor.move(there[i % len(there)])
            await asyncio.sleep(0.15)  # what the page finishes after its first answer counts, too
            cpu, sent = cpu_seconds(process) - cpu, visitor.socket.bytes - sent
            found.append(Move(visitor.moved, 1e3 * cpu, sent / 1e3))
    finally:
        visitor.leave()
    return found


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for page, moves in measured(sys.argv[1:] or tuple(LESSONS), MOVES).items():
        cpu, sent = ([each[i] for each in moves] for i in (1, 2))
        if moves:
            told = f"{median(cpu):4.0f} ms CPU, {max(cpu):4.0f} at most; {median(sent):4.0f} kB, {max(sent):4.0f} at most"
            print(f"{page:18} {told}")
            for each in sorted(moves, key=lambda each: -each.cpu)[:3]:
                print(f"    {each.slider}: {each.cpu:.0f} ms, {each.sent:.0f} kB")
