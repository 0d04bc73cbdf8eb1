"""`python -m benchmarks.class`: what a class on one machine gets, and, in the same run, what a plain Streamlit app carries.

Starts the launcher and a Streamlit app of seven widgets without mathematics, both on this machine alone. A number of
students visits first one, then the other, in turns; each moves a slider a second. Stops everything that it started.
"""

import argparse
import asyncio
import os
import random
import tempfile
import time
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.processes import cpu_seconds, memory
from benchmarks.table import percentile
from benchmarks.visitor import Visitor
from tests.browser.conftest import Server, free_port
from vizvi.lessons import LESSONS
from vizvi.serve.upkeep import open_files

PAGES = tuple(LESSONS)
PLAIN = """import streamlit as st

values = [st.slider(f"Value {i}", 0, 100, 50) for i in range(7)]
st.write("The sum is", sum(values))
"""
RAMP = 3.0  # seconds over which a class comes in


class Lesson(NamedTuple):
    """What one class saw of one server, in seconds; the server's CPU seconds and its peak memory in MB."""

    moves: list[tuple[str, str, float]]  # with page and slider
    firsts: list[float]
    errors: list[str]
    seconds: float
    cpu: float
    memory: float
    bytes: int
    own: float
    turns: int = 1


async def lesson(server: Server, port: int, pages: list[str], seconds: float, seed: int) -> Lesson:
    """One class, a page for each student, for a number of seconds after all have come in."""
    moves, firsts, errors, seen, dice = [], [], [], [], random.Random(seed)
    begins = time.monotonic() + RAMP
    before, own, peak = 0.0, 0.0, 0.0

    async def student(i: int, page: str) -> None:
        visitor = Visitor(page, seed * 1000 + i)
        try:
            await asyncio.sleep(RAMP * i / len(pages))
            firsts.append(await visitor.arrive("127.0.0.1", port))
            if not visitor.knobs:
                errors.append(f"{page}: no slider")
                return
            turn = begins + dice.random()
            while turn < begins + seconds:
                await asyncio.sleep(max(0.0, turn - time.monotonic()))
                waited = await visitor.move()
                moves.append((page, visitor.moved, waited))
                turn = max(turn + 1.0, time.monotonic())  # who waited for a picture moves at once, not twice
        except Exception as problem:
            errors.append(f"{page}: {type(problem).__name__} {problem}")
        finally:
            errors.extend([f"{page}: an exception on the page"] * visitor.exceptions)
            seen.append(visitor.socket.bytes if hasattr(visitor, "socket") else 0)
            visitor.leave()

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, memory(server.process.pid))
            await asyncio.sleep(2.0)

    before, own = cpu_seconds(server.process.pid), time.process_time()
    watching = asyncio.create_task(watch())
    start = time.monotonic()
    try:
        async with asyncio.timeout(RAMP + seconds + 120):
            await asyncio.gather(*(student(i, page) for i, page in enumerate(pages)))
    except TimeoutError:
        errors.append("the class did not end in time")
    watching.cancel()
    spent = cpu_seconds(server.process.pid) - before
    lasted = time.monotonic() - start - RAMP
    return Lesson(moves, firsts, errors, lasted, spent, peak, sum(seen), time.process_time() - own)


def together(lessons: list[Lesson]) -> Lesson:
    """Several lessons as one."""
    sums = [list(chain.from_iterable(getattr(each, name) for each in lessons)) for name in ("moves", "firsts", "errors")]
    seconds, cpu, own = (sum(getattr(each, name) for each in lessons) for name in ("seconds", "cpu", "own"))
    most, sent = max(each.memory for each in lessons), sum(each.bytes for each in lessons)
    return Lesson(*sums, seconds, cpu, most, sent, own, len(lessons))


def report(name: str, one: Lesson) -> str:
    """The lines that tell of one server."""
    lines = [name]
    if one.moves:
        ms = [1e3 * each for _, _, each in one.moves]
        shares = percentiles(ms)
        costs = f"{1e3 * one.cpu / len(ms):.1f} ms CPU and {one.bytes / len(ms) / 1e3:.0f} kB"
        lines.append(f"  {len(ms)} moves, {len(ms) / one.seconds:.1f} a second; ms to the new picture: {shares}")
        lines.append(f"  a move costs {costs}, arrivals included")
        pages = sorted({page for page, _, _ in one.moves} - {""})
        lines += [f"    {page:18} {percentiles([1e3 * each for of, _, each in one.moves if of == page])}" for page in pages]
        if pages:
            lines.append(f"  longest: {', '.join(longest(one.moves))}")
    if one.firsts:
        most = f"{max(one.firsts):.2f} s at most"
        lines.append(f"  first picture: {median(one.firsts):.2f} s in the median, {most}, {len(one.firsts)} visits")
    cores = f"{one.cpu / (one.seconds + one.turns * RAMP):.2f} cores"
    lines.append(f"  CPU {cores}, memory {one.memory:.0f} MB at most, errors {len(one.errors)}")
    lines += [f"    {count} × {what[:140]}" for what, count in tally(one.errors)]
    lines.append(f"  (the students themselves took {one.own / (one.seconds + one.turns * RAMP):.2f} cores)")
    return "\n".join(lines)


def longest(moves: list[tuple[str, str, float]]) -> list[str]:
    """The four sliders that one waits for longest."""
    waits: dict[tuple[str, str], list[float]] = {}
    for page, slider, seconds in moves:
        waits.setdefault((page, slider), []).append(seconds)
    last = sorted(waits, key=lambda each: median(waits[each]))[:-5:-1]
    return [f"{page} {slider} {1e3 * median(waits[page, slider]):.0f}" for page, slider in last]


def percentiles(ms: list[float]) -> str:
    """Three of them, in words."""
    return ", ".join(f"p{percent} {percentile(ms, percent):.0f}" for percent in (50, 95, 99))


def tally(errors: list[str]) -> list[tuple[str, int]]:
    """Each kind of error with its number, the most frequent five."""
    kinds = sorted(set(errors), key=errors.count, reverse=True)
    return [(each, errors.count(each)) for each in kinds[:5]]


def between(low: int, high: int):
    """An argument that is a whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"a whole number from {low} to {high} is wanted, not {text!r}")
        return int(text)

    return read


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.class", description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=between(1, 300), default=30)
    parser.add_argument("--seconds", type=between(2, 600), default=30, help="for each of the two servers")
    parser.add_argument("--rounds", type=between(1, 10), default=2, help="turns into which the seconds are cut")
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES), metavar="page", help=", ".join(PAGES))
    parser.add_argument("--workers", type=between(1, 64), help="as for vizvi")
    parser.add_argument("--no-plain", action="store_true", help="leave the plain app out")
    args = parser.parse_args()
    open_files()
    pages = [args.pages[i % len(args.pages)] for i in range(args.students)]
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        plain = Path(folder) / "plain.py"
        plain.write_text(PLAIN)
        ports = [free_port(), free_port()]
        own = ["vizvi", "--no-browser", "--port", str(ports[0])]
        own += ["--workers", str(args.workers)] if args.workers else []
        other = ["streamlit", "run", str(plain), "--server.headless", "true", "--server.address", "127.0.0.1"]
        commands = {"vizvi": own}
        if not args.no_plain:
            other += ["--server.port", str(ports[1])]
            commands["streamlit run, seven widgets, no mathematics"] = other
        servers = {}
        for (name, command), port in zip(commands.items(), ports):
            servers[name] = Server(command, port, Path(folder) / f"{port}.log")
            stack.callback(servers[name].stop)
            servers[name].wait()
        lessons = {name: [] for name in servers}
        for turn in range(args.rounds):
            for (name, server), port in zip(servers.items(), ports):
                visited = pages if name == "vizvi" else [""] * len(pages)
                lessons[name].append(asyncio.run(lesson(server, port, visited, args.seconds / args.rounds, turn)))
        machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{args.students} students, a move a second each, {args.seconds} s in {args.rounds} turns; {machine}")
        for name in servers:
            print(report(name, together(lessons[name])), flush=True)
            if log := servers[name].log.read_text().partition("Traceback")[1]:
                print(f"  its log has a {log}:\n{servers[name].log.read_text()[-2000:]}")


if __name__ == "__main__":
    main()
