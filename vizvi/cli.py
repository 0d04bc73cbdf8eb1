"""The `vizvi` command: serve the lab quickly, stop at once.

`streamlit run app.py` shows the same pages about 100 ms later per click: it searches every imported module for
garbage after each run of a page, and its socket leaves Nagle's delay on. This launcher does neither.
"""

import argparse
import contextlib
import errno
import os
import signal
import socket
import sys
from pathlib import Path

DEFAULT_PORT = 8501  # Streamlit's own, so that both ways to start answer at the same address
HEAVY = ("numpy", "plotly.graph_objects", "vizvi.ui")


def main(argv: list[str] | None = None) -> int:
    """Parse the command line, bind the port, serve until told to stop; return the exit code."""
    parser = argparse.ArgumentParser(prog="vizvi", description="An interactive laboratory for variational inference.")
    parser.error = lambda message: parser.exit(2, f"vizvi: {message.rstrip('.')}.\n")  # one sentence, no usage
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=port_number, help=f"default: {DEFAULT_PORT}, or the next free one")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    args = parser.parse_args(argv)
    if args.version:
        print(f"vizvi {version()}")
        return 0
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))  # also while the imports still run
    try:
        listener = listen(args.host, args.port) if args.port else listen_from(args.host, DEFAULT_PORT)
    except OSError as problem:
        parser.error(sentence(problem, args.host, args.port or DEFAULT_PORT))
    port = listener.getsockname()[1]
    url = f"http://{shown_host(args.host)}:{port}"
    moved = "" if args.port or port == DEFAULT_PORT else f" (port {DEFAULT_PORT} is busy)"
    serve(listener, url, f"vizvi is ready at {url}{moved}", open_browser=not args.no_browser and has_display())
    return 0


def port_number(text: str) -> int:
    """A TCP port from the command line."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port, which is a whole number from 1 to 65535")
    return int(text)


def version() -> str:
    """The version of the installed package, or a word for a checkout that was never installed."""
    from importlib import metadata  # here, since it costs more than all the rest of --version

    try:
        return metadata.version("vizvi")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def listen(host: str, port: int) -> socket.socket:
    """A socket that queues visitors from now on; OSError says why there is none."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio sets TCP_NODELAY only if named
    try:
        if os.name == "posix":  # elsewhere this flag would share a busy port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


def listen_from(host: str, first: int, tries: int = 100) -> socket.socket:
    """Listen on the first free port from `first` on."""
    for port in range(first, first + tries):
        try:
            return listen(host, port)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE or port == first + tries - 1:
                raise
    raise AssertionError("unreachable")


def sentence(problem: OSError, host: str, port: int) -> str:
    """Why listening failed, for a reader who has not heard of sockets."""
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} is busy: choose another with --port, or leave --port out to get the next free one."
    if problem.errno == errno.EACCES:
        return f"port {port} is reserved for administrators: choose one above 1023 with --port."
    return f"cannot listen on {host}, port {port}: {problem.strerror}."


def shown_host(host: str) -> str:
    """The host part of a URL that reaches the server, also from the next desk if it listens everywhere."""
    if host in ("", "0.0.0.0", "::"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # a documentation address: picks the interface, sends nothing
                return probe.getsockname()[0]
            except OSError:
                return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def has_display() -> bool:
    """Whether a browser window can open: without a display, Python would start one inside the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def app_file() -> Path:
    """The app inside the installed package, else the checkout's."""
    here = Path(__file__).resolve().parent
    packaged = here / "_app" / "app.py"
    return packaged if packaged.exists() else here.parent / "app.py"


def serve(listener: socket.socket, url: str, greeting: str, open_browser: bool) -> None:
    """Run the app on `listener`, print the greeting once it answers, and return on Ctrl-C."""
    import streamlit  # the heavy imports wait until the command line is known to be right
    import uvicorn

    @contextlib.asynccontextmanager
    async def lifespan(_app):
        warm_up()
        print(greeting, flush=True)
        if open_browser:
            import threading
            import webbrowser

            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        yield

    app = streamlit.App(app_file(), lifespan=lifespan)
    config = uvicorn.Config(
        app,
        lifespan="on",
        access_log=False,
        log_level="warning",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # costs more time than it saves on a local network
        timeout_graceful_shutdown=1,
    )
    uvicorn.Server(config).run(sockets=[listener])


def warm_up() -> None:
    """Import what every page needs and exempt it from Streamlit's garbage collection after each run."""
    import gc
    import importlib

    for name in HEAVY:
        importlib.import_module(name)
    # A folder named pages makes Streamlit list its files in a sidebar until the app first calls st.navigation: the first
    # visitor of a deep link would see that.
    importlib.import_module("streamlit.runtime.pages_manager").PagesManager.uses_pages_directory = False
    gc.collect()
    gc.freeze()
