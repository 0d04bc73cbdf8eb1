"""The launcher: one line, one sentence when it cannot, and gone when told."""

import contextlib
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
from cover import wide
from streamlit.proto.BackMsg_pb2 import BackMsg
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
        wide(["--port", "65536"], "from 1 to 65535"),
        wide(["--port", "-1"], "from 1 to 65535"),
        (["--port", "many"], "from 1 to 65535"),
        wide(["--port", ""], "from 1 to 65535"),
        wide(["--port", "٣٤٥٦"], "from 1 to 65535"),
        wide(["--port"], "expected one argument"),
        (["--host", "nowhere.invalid"], "cannot listen on nowhere.invalid"),
        wide(["--host", "x" * 300], "no name that a machine can have"),
        wide(["--host", ""], "an address to listen on is missing"),
        wide(["--workers", "0"], "from 1 to 64"),
        (["--workers", "two"], "from 1 to 64"),
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


def test_a_home_that_is_a_file_is_one_sentence(tmp_path):
    (tmp_path / "home").write_text("")
    environment = dict(ENVIRONMENT, HOME=str(tmp_path / "home"))
    options = {"env": environment, "text": True, "capture_output": True, "timeout": 60}
    done = subprocess.run([*COMMAND, "--no-browser"], **options, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"vizvi: HOME is [^\n]*, which is no folder\.\n", done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_output_that_nobody_takes(tmp_path):
    shell = f"{sys.executable} -P -m vizvi --version"
    for tail, code in ((">&-", 0), ("2>&- >&-", 0), (">/dev/full", 1)):
        options = {"cwd": tmp_path, "env": ENVIRONMENT, "text": True, "capture_output": True}
        done = subprocess.run(["sh", "-c", f"{shell} {tail}"], **options, timeout=60, check=False)
        assert done.returncode == code
        assert done.stderr == ("vizvi: nobody takes what it writes.\n" if code else "")


def test_serving_needs_no_reader(monkeypatch, tmp_path):
    with open("/dev/full" if Path("/dev/full").exists() else tmp_path / "out", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        cli.written("vizvi is ready")  # raises nothing
        with contextlib.suppress(OSError):
            full.close()


def test_brackets_around_an_address_are_a_matter_of_taste():
    assert cli.host_name("[::1]") == "::1" == cli.host_name("::1")


def first_run(session, page: str = "") -> list[ForwardMsg]:
    """Ask for the first run of a visit; all that came of it."""
    session.send(BackMsg(rerun_script={"page_name": page}).SerializeToString())
    messages = []
    while not messages or messages[-1].WhichOneof("type") != "script_finished":
        messages.append(ForwardMsg.FromString(session.recv(timeout=30)))
    return messages


def visit(port, before=""):
    """A browser's side of one visit, or of one that it comes back to, as far as the launcher is concerned."""
    protocols = ["streamlit", "token", before] if before else ["streamlit"]
    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=None, subprotocols=protocols)


def stop(process, name):
    """Tell the launcher to stop; it does so at once, quietly, though visits are open."""
    before = time.monotonic()
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - before < 5  # uvicorn alone would wait for the visits
    # A visit that comes back before its end was noticed is worth a word to Streamlit.
    err = [line for line in err.splitlines() if "already connected" not in line]
    assert (process.returncode, out, err) == (0, "", [])


def test_serves_from_anywhere_and_stops_when_told(start):
    port = free_port()
    process = start("--port", str(port), "--workers", "1")
    assert process.stdout.readline() == f"vizvi is ready at http://127.0.0.1:{port}\n"
    url = f"http://127.0.0.1:{port}"
    assert read(f"{url}/_stcore/health") == "ok"
    assert "<title>" in read(url)
    with visit(port) as session:
        first = first_run(session, "gap")
        settings = first[0].new_session.config
        assert settings.toolbar_mode == Config.ToolbarMode.VIEWER  # .streamlit/config.toml counts from any directory
        assert not settings.gather_usage_stats
        # The router ran, though the first visit went past it; its clock makes the page come back after a restart.
        assert {"page_config_changed", "navigation", "auto_rerun"} <= {each.WhichOneof("type") for each in first}
        stop(process, "SIGINT")


def workers(process) -> set[int]:
    return {int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for the workers in /proc")
def test_workers_share_an_address_and_one_lost_is_replaced(start):
    port = free_port()
    process = start("--port", str(port), "--workers", "2")
    assert process.stdout.readline() == f"vizvi is ready at http://127.0.0.1:{port}\n"
    first = workers(process)
    assert len(first) == 2
    names = set()
    for _ in range(8):  # out of the room and in again: the same visit, whichever worker answers
        with visit(port, before="".join(names)) as session:
            names.add(first_run(session)[0].new_session.initialize.session_id)
    assert len(names) == 1
    os.kill(min(first), signal.SIGKILL)
    end = time.monotonic() + 20
    while time.monotonic() < end and (len(workers(process)) < 2 or min(first) in workers(process)):
        time.sleep(0.05)
    assert len(workers(process)) == 2 and max(first) in workers(process) and min(first) not in workers(process)
    with contextlib.ExitStack() as visits:
        for _ in range(4):  # some of them passed on from one worker to the other
            session = visits.enter_context(visit(port))
            assert first_run(session)[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        stop(process, "SIGTERM")
    assert not any(Path(f"/proc/{each}").exists() for each in first)


def test_the_url_is_one_to_follow():
    assert cli.shown_host("127.0.0.1") == "127.0.0.1"
    assert cli.shown_host("::1") == "[::1]"
    assert cli.shown_host("0.0.0.0") != "0.0.0.0"


def test_the_app_is_found():
    assert cli.app_file().is_file()
    assert (cli.app_file().parent / ".streamlit" / "config.toml").is_file()
