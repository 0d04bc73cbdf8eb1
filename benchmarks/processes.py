"""What a server takes, its workers included; read from /proc, so on Linux alone."""

import os
from pathlib import Path


def family(process: int) -> list[int]:
    """A process and all that it started."""
    found, look = [], [process]
    while look:
        found.append(each := look.pop())
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text()
        except OSError:
            children = ""
        look += map(int, children.split())
    return found


def cpu_seconds(process: int) -> float:
    """CPU seconds that a process and its children have used so far."""
    ticks = 0
    for each in family(process):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Megabytes that a process and its children take, what they share counted once."""
    total = 0
    for each in family(process):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024
