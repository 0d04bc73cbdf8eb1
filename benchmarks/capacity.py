"""`python -m benchmarks.capacity`: what a student costs on each page, and so how many a core and a gigabyte carry.

Starts the launcher with one worker; a few students visit one page after the other and move a random slider a second.
"""

import argparse
import asyncio
import math
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.classroom import Class
from benchmarks.processes import memory
from benchmarks.visitor import Visitor
from tests.serving import Server, free_port
from vizvi.lessons import LESSONS

COST = "ms CPU a visit", "ms CPU a move", "kB a move"
STAY, SERVER = 10, 400  # students that come and stay, to see what one takes; MB that a server takes at most without them
PAUSE = 5.0  # seconds between two moves of a student who looks at what came
BUSY = 0.6  # of a core: beyond, answers queue


async def apiece(process: int, port: int, page: str) -> float:
    """Megabytes that one more student of a page takes, whose pictures the server has."""
    visitors = [Visitor(page, 1000 + i) for i in range(STAY)]
    await asyncio.sleep(6.0)  # the server gives back what it no longer needs
    before = memory(process)
    try:
        for each in visitors:
            await each.arrive("127.0.0.1", port)
        await asyncio.sleep(6.0)
        return (memory(process) - before) / STAY
    finally:
        for each in visitors:
            each.leave()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.capacity", description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=4, help="on a page at a time")
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page")
    parser.add_argument("--pages", nargs="+", choices=tuple(LESSONS), default=list(LESSONS), metavar="page")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        port = free_port()
        server = Server(["vizvi", "--no-browser", "--port", str(port), "--workers", "1"], port, Path(folder) / "log")
        stack.callback(server.stop)
        server.wait()
        process, one = server.process.pid, lambda page, count, seed: Class(process, port, [page] * count, seed)
        asyncio.run(one(args.pages[0], 1, 99).lesson(1.0))  # what only the first visit of a server does
        print(f"{args.students} students a page, {args.seconds:g} s each; load {os.getloadavg()[0]:.1f}")
        heads = "page", *COST, "students a core", "MB a student", "students a GB", "errors"
        print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
        for seed, page in enumerate(args.pages):
            seen = asyncio.run(one(page, args.students, seed).lesson(args.seconds))
            errors = [told for told in seen.errors if not told.endswith("no slider")]
            visits, moves = max(1, len(seen.firsts)), len(seen.moves)
            move = seen.moving.cpu / moves if moves else math.nan  # a page without a slider
            a_core = f"{BUSY * PAUSE / move:.0f}" if moves else "–"
            each = asyncio.run(apiece(process, port, page))
            cells = [
                page, f"{1e3 * seen.coming.cpu / visits:.0f}", f"{1e3 * move:.0f}" if moves else "–",
                f"{seen.moving.bytes / moves / 1e3:.0f}" if moves else "–", a_core,
                f"{each:.1f}", f"{(1024 - SERVER) / max(each, 0.1):.0f}", f"{len(errors)}",
            ]  # fmt: skip
            print(f"| {' | '.join(cells)} |", flush=True)
            for told in sorted(set(errors))[:3]:
                print(f"  {told[:160]}")
        print(f"memory after all of them: {memory(process):.0f} MB; a student moves a slider every {PAUSE:g} s,")
        print(f"and a core is taken to be full at {100 * BUSY:.0f} %.")


if __name__ == "__main__":
    main()
