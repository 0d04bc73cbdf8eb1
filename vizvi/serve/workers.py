"""Worker processes that share one address; each visit belongs to the worker that accepted its WebSocket."""

import asyncio
import contextlib
import mmap
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

MOST = 4
RESTARTS = 5  # workers that may die young, one after the other, before the server gives up
YOUNG = 5.0  # seconds


def usual_workers() -> int:
    """One for each core, at most four; one where a process cannot safely be forked once it has imported much."""
    if not sys.platform.startswith("linux"):
        return 1
    return min(MOST, len(os.sched_getaffinity(0)))


def serve(app_file: Path, listener: socket.socket, host: str, workers: int, ready: Callable[[], None]) -> None:
    """Serve the app on `listener`, call `ready` once it answers, and return when told to stop."""
    from vizvi.serve.upkeep import import_heavy, import_streamlit, open_files, tidy_memory

    open_files()
    tidy_memory()
    import_streamlit()
    if workers == 1 or not hasattr(os, "fork"):
        _run(app_file, host, [listener], {}, ready)
        return
    import uvicorn  # noqa: F401  (before the workers part, as the rest)

    import_heavy()
    _Pool(app_file, listener, host, workers).run(ready)


def _run(app_file: Path, host: str, sockets: list, ports: dict[int, int], ready: Callable, load=None, place=0, watch=None):
    """One server, until a signal, or until `watch`, the end of a pipe that the first process holds, is closed.

    ports: of the other workers by their places; load: the visits of each, in shared memory."""
    import streamlit
    import uvicorn
    from streamlit import config, file_util

    from vizvi.serve.front import Front
    from vizvi.serve.hosts import allowed_hosts
    from vizvi.serve.upkeep import collect_now_and_then, import_heavy, import_pages, route
    from vizvi.serve.visits import Visits

    @contextlib.asynccontextmanager
    async def lifespan(_app):
        import_heavy()
        import_pages()
        route()
        garbage = asyncio.create_task(collect_now_and_then())
        if watch is not None:
            asyncio.get_running_loop().add_reader(watch, setattr, server, "should_exit", True)
        ready()
        yield
        garbage.cancel()

    app = streamlit.App(app_file, lifespan=lifespan)
    base = config.get_option("server.baseUrlPath") or ""
    allowed = allowed_hosts(host, config.get_option("server.allowedHosts") or ())
    kept = config.get_option("server.disconnectedSessionTTL") or 120
    server = uvicorn.Server(
        uvicorn.Config(
            Front(app, Path(file_util.get_static_dir()), Visits(ports, kept, load, place), base, allowed),
            lifespan="on",
            access_log=False,
            log_level="warning",
            ws="websockets-sansio",
            ws_per_message_deflate=False,  # costs more time than it saves on a local network
            timeout_graceful_shutdown=1,
        )
    )
    server.run(sockets=sockets)


class _Pool:
    """The first process: it starts workers, starts lost ones anew, and stops them all."""

    def __init__(self, app_file: Path, listener: socket.socket, host: str, workers: int):
        self.app_file, self.listener, self.host = app_file, listener, host
        # A door of its own for each worker, through which the others ask for what it holds; on this machine only.
        self.doors = [_door() for _ in range(workers)]
        self.load = memoryview(mmap.mmap(-1, 4 * workers)).cast("i")  # how many visits each has; shared
        self.running: dict[int, tuple[int, float]] = {}  # process -> (its place, when it started)
        self.alive, self.held = os.pipe()  # closed with this process, however it ends
        self.told, self.tell = os.pipe()  # a byte for each worker that answers

    def run(self, ready: Callable[[], None]) -> None:
        """Until a signal: `ready` once all workers answer; whoever is lost is replaced."""
        young = 0
        try:
            for place in range(len(self.doors)):
                self._start(place)
            waiting = len(self.doors)
            while True:
                if waiting and self._heard():
                    waiting -= 1
                    if not waiting:
                        ready()
                    continue
                process, _ = os.waitpid(-1, os.WNOHANG if waiting else 0)
                if process in self.running:
                    place, started = self.running.pop(process)
                    young = young + 1 if time.monotonic() - started < YOUNG else 0
                    if young >= RESTARTS:
                        sys.exit("vizvi: its workers end as soon as they start; see above, or try --workers 1.")
                    self._start(place)
        finally:
            self._stop()

    def _heard(self) -> bool:
        """Whether one more worker answers; waits a moment."""
        import select

        return bool(select.select([self.told], [], [], 0.05)[0] and os.read(self.told, 1))

    def _start(self, place: int) -> None:
        self.load[place] = 0
        process = os.fork()
        if process:
            self.running[process] = place, time.monotonic()
            return
        code = 1
        try:
            os.close(self.held)
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, lambda *_: sys.exit(0))
            ports = {i: door.getsockname()[1] for i, door in enumerate(self.doors) if i != place}
            sockets = [self.listener, self.doors[place]]
            ready = lambda: os.write(self.tell, b".")
            _run(self.app_file, self.host, sockets, ports, ready, self.load, place, self.alive)
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)  # nothing of the first process is this one's to clean up

    def _stop(self) -> None:
        """Ask all workers to stop, wait a little, and stop those that have not."""
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        for name, seconds in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 3.0)):
            for process in self.running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, name)
            end = time.monotonic() + seconds
            while self.running and time.monotonic() < end:
                try:
                    process, _ = os.waitpid(-1, os.WNOHANG)
                except ChildProcessError:
                    self.running.clear()
                    return
                self.running.pop(process, None) or time.sleep(0.02)


def _door() -> socket.socket:
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.bind(("127.0.0.1", 0))
    door.listen(128)
    return door
