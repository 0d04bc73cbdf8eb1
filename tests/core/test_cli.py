"""The launcher: one line, one sentence when it cannot, and gone when told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Config
from websockets.sync.client import connect

import vizvi
from vizvi import cli

COMMAND = [sys.executable, "-P", "-m", "vizvi"]
# The same vizvi as this test's, whether installed or a checkout, from a directory that holds neither.
ENVIRONMENT = dict(os.environ, PYTHONPATH=str(Path(vizvi.__file__).resolve().parents[1]))


@pytest.fixture
def busy():
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Start the launcher; stop what is left of it at the end."""
    running = []

    def launch(*arguments):
        process = subprocess.Popen(
            [*COMMAND, "--no-browser", *arguments],
            cwd=tmp_path,
            env=ENVIRONMENT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield launch
    for process in running:
        process.kill()
        process.communicate()


def run(tmp_path, *arguments):
    """The finished launcher."""
    return subprocess.run(
        [*COMMAND, *arguments], cwd=tmp_path, env=ENVIRONMENT, text=True, capture_output=True, timeout=60, check=False
    )


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


def test_version_loads_nothing_heavy(tmp_path):
    done = run(tmp_path, "--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"vizvi \S.*\n", done.stdout)
    probe = (
        "import sys; from vizvi.cli import main; main(['--version']);"
        "assert not {'streamlit', 'plotly', 'uvicorn', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-P", "-c", probe], cwd=tmp_path, env=ENVIRONMENT, check=True)


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--port", "0"], "from 1 to 65535"),
        (["--port", "65536"], "from 1 to 65535"),
        (["--port", "-1"], "from 1 to 65535"),
        (["--port", "many"], "from 1 to 65535"),
        (["--port", ""], "from 1 to 65535"),
        (["--port", "٣٤٥٦"], "from 1 to 65535"),
        (["--port"], "expected one argument"),
        (["--host", "nowhere.invalid"], "cannot listen on nowhere.invalid"),
        (["--colour"], "--colour"),
        (["page"], "page"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(tmp_path, arguments, words):
    done = run(tmp_path, "--no-browser", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"vizvi: [^\n]*{re.escape(words)}[^\n]*\.\n", done.stderr)


def test_a_busy_port_asked_for_is_one_sentence(tmp_path, busy):
    done = run(tmp_path, "--no-browser", "--port", str(busy))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"vizvi: port {busy} is busy: [^\n]*\.\n", done.stderr)


def test_a_busy_default_port_moves_on(busy):
    with cli.listen_from("127.0.0.1", busy) as listener:
        assert listener.getsockname()[1] > busy


def test_a_port_is_busy_however_it_is_taken():
    with cli.listen("127.0.0.1", free_port()) as first, pytest.raises(OSError, match="in use"):
        cli.listen("0.0.0.0", first.getsockname()[1])


def test_no_delay_on_what_the_listener_accepts():
    with cli.listen("127.0.0.1", free_port()) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_serves_from_anywhere_and_stops_when_told(start, name):
    port = free_port()
    process = start("--port", str(port))
    assert process.stdout.readline() == f"vizvi is ready at http://127.0.0.1:{port}\n"
    url = f"http://127.0.0.1:{port}"
    assert read(f"{url}/_stcore/health") == "ok"
    assert "<title>" in read(url)
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None) as session:
        session.send(b"Z\x00")  # BackMsg.rerun_script: what a page sends first
        first = ForwardMsg.FromString(session.recv(timeout=20)).new_session.config
        assert first.toolbar_mode == Config.ToolbarMode.VIEWER  # .streamlit/config.toml counts from any directory
        assert not first.gather_usage_stats
        before = time.monotonic()
        process.send_signal(getattr(signal, name))
        out, err = process.communicate(timeout=20)
        assert time.monotonic() - before < 5  # uvicorn alone would wait for the session
    assert (process.returncode, out, err) == (0, "", "")


def test_the_url_is_one_to_follow():
    assert cli.shown_host("127.0.0.1") == "127.0.0.1"
    assert cli.shown_host("::1") == "[::1]"
    assert cli.shown_host("0.0.0.0") != "0.0.0.0"


def test_the_app_is_found():
    assert cli.app_file().is_file()
    assert (cli.app_file().parent / ".streamlit" / "config.toml").is_file()
