"""`python -m benchmarks.soak`: memory under random use. Clients come, move sliders, leave and come again, on all pages."""

import argparse
import asyncio
import os
import random
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from benchmarks.processes import cpu_seconds, memory
from benchmarks.visitor import Visitor
from tests.serving import Server, free_port
from vizvi.lessons import LESSONS

MOVES = 2, 8  # of a visit
PAUSE = 0.2, 2.0  # seconds between two moves
LEFT = 90  # seconds after which no visit is kept any more, and what it held has been given back


class Soak:
    """Clients of one server, and what they have met."""

    def __init__(self, port: int, end: float):
        self.port, self.end, self.visits, self.moves, self.errors = port, end, 0, 0, []

    async def client(self, seed: int) -> None:
        """One visit after another until the end."""
        dice = random.Random(seed)
        while time.monotonic() < self.end:
            visitor = Visitor(dice.choice(list(LESSONS)), dice.randrange(10**6))
            try:
                await visitor.arrive("127.0.0.1", self.port)
                self.visits += 1
                for _ in range(dice.randint(*MOVES)):
                    if not visitor.movable or time.monotonic() > self.end:
                        break
                    await asyncio.sleep(dice.uniform(*PAUSE))
                    await visitor.move()
                    self.moves += 1
            except Exception as problem:
                self.errors.append(f"{visitor.page}: {type(problem).__name__} {problem}")
            self.errors += [f"{visitor.page}: an exception on the page"] * visitor.exceptions
            with suppress(Exception):
                visitor.leave()


async def soak(process: int, port: int, clients: int, seconds: float, every: float) -> None:
    """Run it, and print a line every so often."""
    begun, it = time.monotonic(), Soak(port, time.monotonic() + seconds)
    work = [asyncio.create_task(it.client(i)) for i in range(clients)]
    print("| minute | MB | CPU s | visits | moves | errors |\n|---|---|---|---|---|---|", flush=True)
    while any(not each.done() for each in work):
        await asyncio.sleep(every)
        cells = f"{(time.monotonic() - begun) / 60:.1f}", f"{memory(process):.0f}", f"{cpu_seconds(process):.0f}"
        print(f"| {' | '.join(cells)} | {it.visits} | {it.moves} | {len(it.errors)} |", flush=True)
    for each in sorted(set(it.errors), key=it.errors.count, reverse=True)[:5]:
        print(f"  {it.errors.count(each)} × {each[:160]}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--clients", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between two lines")
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        port = free_port()
        command = ["vizvi", "--no-browser", "--port", str(port), "--workers", str(args.workers)]
        server = Server(command, port, Path(folder) / "log")
        stack.callback(server.stop)
        server.wait()
        print(f"{args.clients} clients, {args.minutes:g} minutes, {args.workers} workers; load {os.getloadavg()[0]:.1f}")
        print(f"at rest {memory(server.process.pid):.0f} MB")
        asyncio.run(soak(server.process.pid, port, args.clients, 60 * args.minutes, args.every))
        time.sleep(LEFT)
        print(f"{LEFT} s after the last has left {memory(server.process.pid):.0f} MB")
        log = server.log.read_text()
        print(f"tracebacks in its log: {log.count('Traceback')}")
        if "Traceback" in log:
            print(log[log.index("Traceback") :][:1500])


if __name__ == "__main__":
    main()
