"""What a server does for itself: room for a class, imports before the first visitor, and garbage now and then."""

import asyncio
import contextlib
import ctypes
import gc
import importlib
import importlib.util
import pkgutil
import sys
import time

EVERY = 5.0  # seconds between two searches for garbage
ARENA_MAX, ARENAS = -8, 2  # glibc's M_ARENA_MAX: more would each keep what the largest computation in it took
# Its M_MMAP_THRESHOLD: larger arrays go back to the system when they are let go. glibc would raise it to 32 MB by itself,
# and what lies between large arrays that have gone can't be given back.
MMAP_THRESHOLD, LARGE = -3, 2**17
WORKED = 0.05  # CPU seconds that make a search worth while
FILES = 65536
# What a lesson imports inside a function, and what is the same in every worker.
HEAVY = ("numpy", "scipy.linalg", "scipy.optimize", "scipy.special", "contourpy", "vizvi")
PAGES = ("vizvi.ui", "vizvi.lessons")


def open_files() -> None:
    """Room for four open files a visitor: the soft limit goes up, where there is one."""
    try:
        import resource
    except ImportError:  # not POSIX
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):  # macOS: the kernel's own limit is lower
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, max(soft, 10240)), hard))


def tidy_memory() -> None:
    """Let threads share places to allocate from, and large arrays have their own; before the first thread."""
    if hasattr(_libc(), "mallopt"):
        _libc().mallopt(ARENA_MAX, ARENAS)
        _libc().mallopt(MMAP_THRESHOLD, LARGE)


def give_back() -> None:
    """Give memory that nothing uses any more back to the system, where the allocator would keep it."""
    if hasattr(_libc(), "malloc_trim"):
        _libc().malloc_trim(0)


def _libc():
    """What this process was linked with; of other systems and libraries it has neither function."""
    try:
        return ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows
        return None


def import_streamlit() -> None:
    """Import Streamlit without Plotly, to which it would give a theme: 16 MB and a third of the time, and no page draws
    with it. Exports import it when somebody asks for one."""
    known = "plotly" in sys.modules
    if not known:
        sys.modules["plotly"] = None  # what is None can't be imported
    try:
        importlib.import_module("streamlit")
    finally:
        if not known:
            del sys.modules["plotly"]


def import_heavy() -> None:
    """Import what every worker needs, before they part: they share its memory."""
    for name in HEAVY:
        importlib.import_module(name)
    freeze()


def import_pages() -> None:
    """Import what the pages need; caches want a running server, so not before."""
    for name in PAGES:
        if importlib.util.find_spec(name):
            for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}.", onerror=lambda _: None):
                with contextlib.suppress(Exception):  # a page that cannot be imported says so itself, the others are served
                    importlib.import_module(module.name)
    freeze()


def route() -> None:
    """Let app.py run for every address from the first visit on.

    Until some run has called st.navigation, Streamlit takes the scripts of a folder named pages for the whole app: a first
    visitor of a lesson would get that script alone, without the router, its menu and its clock. An empty call is refused,
    but heard."""
    import streamlit
    from streamlit.errors import StreamlitAPIException

    with contextlib.suppress(StreamlitAPIException):
        streamlit.navigation([])


def freeze() -> None:
    """Exempt what is there now, code for the most part, from every later search for garbage."""
    gc.collect()
    gc.freeze()


def let_go() -> bool:
    """Drop the visits that may not come back any more; whether there were any. Streamlit would keep what they hold until
    the next visitor leaves."""
    from streamlit import runtime

    try:
        kept = runtime.get_instance()._session_mgr._session_storage._cache
        return bool(kept.expire())
    except (AttributeError, RuntimeError):  # another storage, or no server yet
        return False


async def collect_now_and_then() -> None:
    """Search for garbage every few seconds in which something ran, and not after each run of a page; give it back."""
    worked = time.process_time()
    while True:
        await asyncio.sleep(EVERY)
        if let_go() or time.process_time() - worked > WORKED:
            gc.collect()
            give_back()
            worked = time.process_time()
