"""`python -m benchmarks [core] [peers] [browser] [lessons] [moves] [playground]`: print a table for each section, without
arguments for all.

A class on one machine has a program of its own: `python -m benchmarks.class`."""

import argparse
import importlib

from benchmarks.table import render

SECTIONS = {
    "core": "Numerics",
    "peers": "The same work by others, in turns",
    "browser": "The lab in Chromium, through the launcher",
    "lessons": "Lessons, maps included",
    "moves": "A slider on every page",
    "playground": "First pictures of the playgrounds, worst first",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed, with the limit beside it.")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"one of {', '.join(SECTIONS)} (default: all)")
    chosen = parser.parse_args().sections or list(SECTIONS)
    for name in chosen:
        if name not in SECTIONS:
            parser.error(f"unknown section {name!r}: choose from {', '.join(SECTIONS)}")
    for name in chosen:
        figures = importlib.import_module(f"benchmarks.{name}").figures
        print(render(SECTIONS[name], list(figures())), flush=True)


if __name__ == "__main__":
    main()
