"""Serving: processes that serve an app for a test, and the system's browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import vizvi

ROOT = Path(__file__).resolve().parents[1]
# Servers import the same vizvi as the tests, whether installed or a checkout.
ENVIRONMENT = dict(os.environ, PYTHONPATH=str(Path(vizvi.__file__).resolve().parents[1]))

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-maglev --no-opt",  # a page lives for seconds: to make its code fast costs more than it saves
]


class Server:
    """A process that serves an app, with what it wrote."""

    def __init__(self, arguments: list[str], port: int, log: Path):
        self.url, self.log, self.arguments = f"http://127.0.0.1:{port}", log, arguments
        self.start()

    def start(self) -> "Server":
        """Start the process, or start it anew on the same port after a stop."""
        with self.log.open("a") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", *self.arguments],
                cwd=ROOT,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        return self

    def wait(self, seconds: float = 60) -> "Server":
        """Return once the server answers; fail with its log if it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                    if answer.read() == b"ok":
                        return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        pytest.fail(f"no answer from {self.url}:\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def find_chromium() -> str | None:
    """Path of the system's Chromium."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
