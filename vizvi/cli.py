"""The `vizvi` command: serve the lab quickly, stop at once.

`streamlit run app.py` shows the same pages about 100 ms later per click: it searches every imported module for
garbage after each run of a page, and its socket leaves Nagle's delay on. This launcher does neither.
"""

import argparse
import errno
import os
import signal
import socket
import sys
from pathlib import Path

from vizvi.script_file import app_file

DEFAULT_PORT = 8501  # Streamlit's own, so that both ways to start answer at the same address
MOST_WORKERS = 64


def main(argv: list[str] | None = None) -> int:
    """Parse the command line, bind the port, serve until told to stop; return the exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started this: nobody reads, but there is still something to do
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115
    if (words := sys.argv[1:] if argv is None else argv)[:1] == ["publish"]:
        from vizvi.publish.command import main as publish  # here, so that --version stays quick

        return publish(words[1:])
    about = "An interactive laboratory for variational inference. `vizvi publish FOLDER` writes it as static pages."
    parser = argparse.ArgumentParser(prog="vizvi", description=about)
    parser.error = lambda message: parser.exit(2, f"vizvi: {message.rstrip('.')}.\n")  # one sentence, no usage
    parser.add_argument("--host", type=host_name, default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument("--port", type=port_number, help=f"default: {DEFAULT_PORT}, or the next free one")
    parser.add_argument("--workers", type=worker_number, help="processes to share the work (default: the cores, up to 4)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--version", action="store_true", help="print the version and leave")
    args = parser.parse_args(argv)
    if args.version:
        return 0 if written(f"vizvi {version()}") else parser.exit(1, "vizvi: nobody takes what it writes.\n")
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: sys.exit(0))  # also while the imports still run
    home = os.environ.get("HOME")
    if home and Path(home).exists() and not Path(home).is_dir():  # Streamlit looks for settings below it
        parser.error(f"HOME is {home}, which is no folder")
    try:
        listener = listen(args.host, args.port) if args.port else listen_from(args.host, DEFAULT_PORT)
    except (OSError, UnicodeError) as problem:
        parser.error(sentence(problem, args.host, args.port or DEFAULT_PORT))
    port = listener.getsockname()[1]
    url = f"http://{shown_host(args.host)}:{port}"
    moved = "" if args.port or port == DEFAULT_PORT else f" (port {DEFAULT_PORT} is busy)"

    def ready() -> None:
        written(f"vizvi is ready at {url}{moved}")
        if not args.no_browser and has_display():
            show(url)

    from vizvi.serve import serve, usual_workers  # here, so that --version stays quick

    serve(app_file(), listener, args.host, args.workers or usual_workers(), ready)
    return 0


def written(line: str) -> bool:
    """Print a line; whether anybody took it. A full disk or a closed pipe is no reason to stop serving."""
    try:
        print(line, flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  (else the interpreter tries again at its end)
        return False
    return True


def show(url: str) -> None:
    """Open a browser, without waiting for it."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def host_name(text: str) -> str:
    """A name or an address from the command line; an IPv6 address may wear the brackets of a URL."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an address to listen on is missing, such as 127.0.0.1, or 0.0.0.0 for a class")
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def worker_number(text: str) -> int:
    """How many processes, from the command line."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of workers: give a whole one from 1 to {MOST_WORKERS}")
    if int(text) > 1 and not hasattr(os, "fork"):
        raise argparse.ArgumentTypeError("this system has no fork, so there can be one worker only")
    return int(text)


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


def sentence(problem: OSError | UnicodeError, host: str, port: int) -> str:
    """Why listening failed, for a reader who has not heard of sockets."""
    if isinstance(problem, UnicodeError):
        return f"{host[:40] + '…' if len(host) > 40 else host} is no name that a machine can have."
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
