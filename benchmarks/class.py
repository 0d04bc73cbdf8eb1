"""`python -m benchmarks.class`: what a class on one machine gets, and, in the same run, what a plain Streamlit app carries.

Starts the launcher and a Streamlit app of seven widgets without mathematics, both on this machine alone. A number of
students visits first one, then the other, in turns: all come in, then each moves a slider a second. Stops everything that
it started.
"""

import argparse
import asyncio
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.classroom import Class, Lesson, together
from benchmarks.table import percentile
from tests.serving import Server, free_port
from vizvi.lessons import LESSONS
from vizvi.serve.upkeep import open_files

PAGES = tuple(LESSONS)
PLAIN = """import streamlit as st

values = [st.slider(f"Value {i}", 0, 100, 50) for i in range(7)]
st.write("The sum is", sum(values))
"""


def report(name: str, one: Lesson) -> str:
    """The lines that tell of one server."""
    lines = [name]
    if one.moves:
        ms, pages = [1e3 * each for _, _, each in one.moves], sorted({page for page, _, _ in one.moves} - {""})
        cost = f"{1e3 * one.moving.cpu / len(ms):.1f} ms CPU, {one.moving.bytes / len(ms) / 1e3:.0f} kB"
        rate = f"{len(ms) / one.moving.seconds:.1f} a second"
        lines.append(f"  {len(ms)} moves, {rate}, each {cost}; ms to the new picture: {percentiles(ms)}")
        lines += [f"    {page:18} {percentiles([1e3 * each for of, _, each in one.moves if of == page])}" for page in pages]
        if pages:
            lines.append(f"    longest: {', '.join(longest(one.moves))}")
    if one.firsts:
        seconds = f"{median(one.firsts):.2f} s in the median, {max(one.firsts):.2f} at most"
        cost = f"{1e3 * one.coming.cpu / len(one.firsts):.0f} ms CPU, {one.coming.bytes / len(one.firsts) / 1e3:.0f} kB"
        lines.append(f"  {len(one.firsts)} visits, each {cost}; first picture: {seconds}")
    cores, own = (each / one.moving.seconds for each in (one.moving.cpu, one.moving.own))
    lines.append(f"  CPU {cores:.2f} cores, memory {one.memory:.0f} MB at most, errors {len(one.errors)}")
    lines += [f"    {count} × {what[:140]}" for what, count in tally(one.errors)]
    lines.append(f"  (the students themselves took {own:.2f} cores)")
    return "\n".join(lines)


def ratio(ours: Lesson, plain: Lesson) -> str:
    """The two in one line."""
    rates = [len(each.moves) / each.moving.seconds for each in (ours, plain)]
    costs = [each.moving.cpu / max(1, len(each.moves)) for each in (ours, plain)]
    times = f"{rates[0] / max(rates[1], 1e-9):.2f} times as many moves a second"
    return f"vizvi answers {times} as the plain app, each for {costs[0] / max(costs[1], 1e-9):.1f} times its CPU"


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
                students = Class(server.process.pid, port, visited, turn)
                lessons[name].append(asyncio.run(students.lesson(args.seconds / args.rounds)))
        machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{args.students} students, a move a second each, {args.seconds} s in {args.rounds} turns; {machine}")
        whole = {name: together(each) for name, each in lessons.items()}
        for name in servers:
            print(report(name, whole[name]), flush=True)
            if log := servers[name].log.read_text().partition("Traceback")[1]:
                print(f"  its log has a {log}:\n{servers[name].log.read_text()[-2000:]}")
        if len(whole) == 2:
            print(ratio(*whole.values()))


if __name__ == "__main__":
    main()
