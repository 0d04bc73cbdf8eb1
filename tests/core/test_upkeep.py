"""Upkeep: memory that nothing uses goes back to the system."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vizvi.serve.upkeep import give_back, tidy_memory


def resident() -> float:
    """Megabytes that this process takes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's allocator is asked, and /proc")
def test_what_was_held_by_the_allocator_is_given_back():
    blocks = [np.ones(2_000) for _ in range(8_000)]  # 128 MB in pieces that the allocator keeps for itself
    last = [each.copy() for each in blocks[::400]]  # and what holds the heap's end
    full = resident()
    del blocks
    give_back()
    assert resident() < full - 90
    assert len(last) == 20


def test_asking_is_harmless_everywhere(monkeypatch):
    import vizvi.serve.upkeep as upkeep

    tidy_memory()
    for libc in (None, object()):
        monkeypatch.setattr(upkeep, "_libc", lambda libc=libc: libc)
        tidy_memory()
        give_back()


FRESH = """
import numpy as np
from vizvi.serve.upkeep import tidy_memory
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20
tidy_memory()
small = []
for _ in range(3):
    large = []
    for _ in range(40):
        large.append(np.ones(3 * 2**17))  # 3 MB
        small.append(np.ones(2**13))
    full = resident()
    del large
    print(full - resident())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's allocator is asked, and /proc")
def test_large_arrays_go_back_when_they_are_let_go():
    """Small things that stay between them hold nothing back, however large the arrays were that went before; in a process
    that was tidy from its start, as a worker is."""
    found = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, timeout=60, check=True)
    assert all(float(each) > 100 for each in found.stdout.split())  # of 120 MB


def test_a_server_starts_without_plotly_and_exports_find_it_later():
    program = (
        "import sys; from vizvi.serve.upkeep import import_streamlit; import_streamlit(); "
        "assert 'streamlit' in sys.modules and 'plotly' not in sys.modules; import plotly.graph_objects"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
