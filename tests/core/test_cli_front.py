"""The door of the server: what it compresses, redirects, refuses and asks its neighbors, without starting one."""

import asyncio
import base64
import gc
import gzip
import hashlib
import http.server
import re
import resource
import subprocess
import sys
import threading
import types
import weakref
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import streamlit
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from vizvi.serve import modules, upkeep, usual_workers, visits, wire
from vizvi.serve.front import Front
from vizvi.serve.hosts import allowed_hosts

STATIC = Path(streamlit.__file__).parent / "static"
SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))
ASSET = f"/{SCRIPT.relative_to(STATIC).as_posix()}"
LOCAL = [(b"host", b"127.0.0.1:8501")]
ZIP = (b"accept-encoding", b"br, gzip")


class Inner:
    """Stands for Streamlit's app: notes what it is asked and answers with one status."""

    def __init__(self, status: int = 200, opening: bytes = b""):
        self.status, self.opening, self.asked, self.heard = status, opening, [], []

    async def __call__(self, scope, receive, send):
        self.asked.append(scope["path"])
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.send", "bytes": self.opening})
            while (message := await receive())["type"] != "websocket.disconnect":
                self.heard.append(message["bytes"])
            return
        self.heard.append((await receive())["body"])
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"x-from", b"inner")]})
        await send({"type": "http.response.body", "body": b"inner"})


def in_a_loop(work):
    """What a coroutine returns, in a thread of its own: a browser that other tests drive keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def ask(front, path, method="GET", headers=(), body=b"", query=b""):
    """Status, headers and body of one answer."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        sent.append(message)

    headers = [*headers] if any(key == b"host" for key, _ in headers) else [*LOCAL, *headers]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query}
    in_a_loop(front(scope | {"headers": headers}, receive, send))
    start, *rest = sent
    return start["status"], dict(start["headers"]), b"".join(each["body"] for each in rest)


def door(inner=None, ports=(), kept=120.0, **options):
    return Front(inner or Inner(), STATIC, visits.Visits(dict(enumerate(ports, 1)), kept, [0, 0, 0]), **options)


def test_text_is_compressed_once_and_is_the_same_text():
    front = door()
    status, headers, body = ask(front, ASSET, headers=[ZIP])
    assert (status, headers[b"content-encoding"], headers[b"content-length"]) == (200, b"gzip", str(len(body)).encode())
    assert b"javascript" in headers[b"content-type"] and b"immutable" in headers[b"cache-control"]
    assert zlib.decompress(body, 31) == SCRIPT.read_bytes()
    assert len(body) < SCRIPT.stat().st_size / 2.5
    assert front.streamlit.asked == []


@pytest.mark.parametrize("offer", [b"", b"br", b"gzip;q=0", b"identity"])
def test_who_does_not_read_gzip_gets_plain_files(offer):
    front = door()
    assert ask(front, ASSET, headers=[(b"accept-encoding", offer)])[2] == b"inner"
    page = ask(front, "/gap", headers=[(b"accept-encoding", offer)])
    assert b"content-encoding" not in page[1] and b"<!DOCTYPE html>" in page[2]


def test_a_missing_file_is_missing():
    assert ask(door(), "/static/js/index.old.js")[0] == 404  # Streamlit sends its page instead, to be kept for a year


@pytest.mark.parametrize("path", ["/", "/gap", "/nope", "/index.html"])
def test_a_page_allows_its_own_scripts_and_tells_where_the_server_is(path):
    status, headers, body = ask(door(), path, headers=[ZIP])
    text = gzip.decompress(body).decode()
    assert status == 200
    assert text.index("BACKEND_BASE_URL") < text.index('type="module"')
    policy = headers[b"content-security-policy"].decode()
    for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
        assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "frame-ancestors" not in policy  # a course may embed a page


def test_streamlit_still_reads_what_we_set():
    assert "BACKEND_BASE_URL" in SCRIPT.read_text(encoding="utf-8")
    assert "runner.postScriptGC" in config._config_options_template
    assert "client.showSidebarNavigation" in config._config_options_template


@pytest.mark.parametrize(
    "path, query, target",
    [
        ("/gap/x", b"", b"../gap"),
        ("/gap/x/", b"a=1&b=2", b"../../gap?a=1&b=2"),
        ("/x/y/z", b"", b"../../x"),
        ("/gap//x", b"", b"../../gap"),
        ("/a b/é", b"", b"../a%20b"),
    ],
)
def test_a_part_too_many_leads_up(path, query, target):
    status, headers, _ = ask(door(), path, query=query)
    assert (status, headers[b"location"]) == (302, target)


@pytest.mark.parametrize(
    "path",
    ["/_stcore/health", "/gap/_stcore/health", "/media/a.png", "/favicon.png", "/gap/", "//evil/x", "/a/../b", "/a/\\b"],
)
def test_the_rest_is_streamlits(path):
    front = door()
    assert ask(front, path)[2] == b"inner"
    assert front.streamlit.asked == [path]


def test_every_answer_says_not_to_guess_its_type():
    for path in ("/", ASSET, "/_stcore/health", "/_stcore/metrics", "/gap/x", "/static/none"):
        assert ask(door(), path)[1][b"x-content-type-options"] == b"nosniff"


def test_metrics_are_closed_below_a_base_path_too():
    assert ask(door(), "/_stcore/metrics")[0] == 404
    assert ask(door(base="/lab/"), "/lab/_stcore/metrics")[0] == 404
    assert b"BACKEND_BASE_URL" in ask(door(base="lab"), "/lab/gap")[2]


def test_a_head_request_gets_no_body():
    status, headers, body = ask(door(), "/gap", method="HEAD")
    assert (status, body) == (200, b"") and int(headers[b"content-length"]) > 5000


@pytest.mark.parametrize(
    "listening, names, headers, good",
    [
        ("127.0.0.1", [], {b"host": b"127.0.0.1:8501"}, True),
        ("127.0.0.1", [], {b"host": b"localhost"}, True),
        ("::1", [], {b"host": b"[::1]:8501"}, True),
        ("127.0.0.1", [], {b"host": b"evil.example:8501"}, False),
        ("127.0.0.1", [], {b"host": b"localhost.evil.example"}, False),
        ("127.0.0.1", [], {b"host": b"127.0.0.1.evil.example"}, False),
        ("127.0.0.1", [], {b"host": b"lab.example.org", b"x-forwarded-for": b"10.0.0.1"}, True),  # a proxy on this machine
        ("127.0.0.1", [], {}, True),
        ("0.0.0.0", [], {b"host": b"10.1.2.3:8501"}, True),
        ("0.0.0.0", ["lab.example.org"], {b"host": b"LAB.example.org:443"}, True),
        ("0.0.0.0", ["*.example.org"], {b"host": b"a.example.org"}, True),
        ("0.0.0.0", ["*.example.org"], {b"host": b"example.com", b"x-forwarded-for": b"1"}, False),
        ("0.0.0.0", ["*"], {b"host": b"anything"}, True),
    ],
)
def test_names_that_the_server_goes_by(listening, names, headers, good):
    assert allowed_hosts(listening, names)(list(headers.items())) is good


def test_a_foreign_name_reaches_neither_page_nor_visit():
    front = door(allowed=allowed_hosts("127.0.0.1"))
    assert ask(front, "/gap", headers=[(b"host", b"evil.example")])[0] == 400
    assert visit(front, [], b"evil.example") == [{"type": "websocket.close", "code": 1008}]
    assert front.streamlit.asked == []


def visit(front, messages, host=b"127.0.0.1", protocol=b"streamlit"):
    """What is sent to a WebSocket that sends these messages."""
    sent, waiting = [], [{"type": "websocket.receive", "bytes": each} for each in messages]

    async def receive():
        return waiting.pop(0) if waiting else {"type": "websocket.disconnect"}

    async def send(message):
        sent.append(message)

    headers = [(b"host", host), (b"sec-websocket-protocol", protocol)]
    in_a_loop(front({"type": "websocket", "path": "/_stcore/stream", "headers": headers}, receive, send))
    return sent


def test_nobody_clears_the_cache_of_all():
    run, clear = BackMsg(), BackMsg(clear_cache=True)
    run.rerun_script.query_string = "a=1"
    front = door()
    messages = [run.SerializeToString(), clear.SerializeToString(), b"\xff\xff", b"x" * 100_000]
    visit(front, messages)
    assert front.streamlit.heard == [messages[0], messages[2], messages[3]]


def test_a_page_that_leaves_before_it_is_taken_in_leaves_no_traceback():
    async def talks(scope, receive, send):
        await receive()
        raise RuntimeError("WebSocket is not connected.")

    assert visit(door(talks), []) == []
    with pytest.raises(RuntimeError):
        visit(door(talks), [b"still there"])


def test_component_scripts_are_read_once_and_kept_by_the_browser(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(modules.time, "monotonic", lambda: clock[0])
    front, path = door(), "/_stcore/bidi-components/vizvi.stage/a.js"
    status, headers, body = ask(front, path)
    assert (status, body, headers[b"x-from"]) == (200, b"inner", b"inner")
    again = ask(front, path, headers=[(b"if-none-match", headers[b"etag"])])
    assert (again[0], again[2], again[1][b"etag"]) == (304, b"", headers[b"etag"])
    for answer in (headers, again[1]):  # after an upgrade no browser may run an old script beside a new one
        assert answer[b"cache-control"] == b"no-cache"
    assert ask(front, path, headers=[(b"if-none-match", b'"another"')])[2] == b"inner"
    assert front.streamlit.asked == [path]
    assert ask(front, path, headers=[(b"origin", b"http://elsewhere.example")])[2] == b"inner"  # the app's to allow
    clock[0] = 6.0
    ask(front, path)
    ask(front, path, headers=[ZIP])
    assert len(front.streamlit.asked) == 4
    missing = door(Inner(404))
    assert [ask(missing, path)[0] for _ in range(2)] == [404, 404] and len(missing.streamlit.asked) == 2


class Neighbor(http.server.BaseHTTPRequestHandler):
    """Another worker, which knows a picture and a visit."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        known = self.path in ("/media/known.png?a=1", "/_stcore/upload_file/visit/file")
        self.server.asked.append((self.command, self.path, self.headers["x-vizvi-sibling"], body))
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(b"picture" if known else b"unknown")

    do_PUT = do_GET

    def log_message(self, *_):
        pass


@pytest.fixture
def neighbor():
    """A server on a port of its own."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Neighbor)
    server.asked = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_what_one_worker_holds_is_found_from_another(neighbor):
    front = door(Inner(404), ports=[1, neighbor.server_port])  # nobody answers at the first
    status, headers, body = ask(front, "/media/known.png", query=b"a=1")
    assert (status, headers[b"content-type"], body) == (200, b"image/png", b"picture")
    status, _, body = ask(front, "/media/other.png")
    assert (status, body) == (404, b"inner")
    assert ask(front, "/_stcore/upload_file/visit/file", method="PUT", body=b"data")[2] == b"picture"
    assert neighbor.asked[-1] == ("PUT", "/_stcore/upload_file/visit/file", "1", b"data")
    assert front.streamlit.heard[-1] == b"data"  # it was asked first


def test_neighbors_are_asked_only_if_need_be(neighbor):
    ask(door(Inner(200), ports=[neighbor.server_port]), "/media/known.png")
    ask(door(Inner(404), ports=[neighbor.server_port]), "/media/known.png", headers=[(b"x-vizvi-sibling", b"1")])
    ask(door(Inner(404), ports=[neighbor.server_port]), "/_stcore/health")
    assert neighbor.asked == []


def test_a_visit_is_remembered_for_as_long_as_streamlit_keeps_it(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(visits.time, "monotonic", lambda: clock[0])
    opening = ForwardMsg(new_session={"initialize": {"session_id": "one"}}).SerializeToString()
    front = door(Inner(opening=opening), kept=120.0)
    visit(front, [])
    question = [(b"x-vizvi-sibling", b"1"), (b"x-vizvi-visit", b"one")]
    assert ask(front, "/_stcore/health", headers=question)[0] == 204
    assert ask(front, "/_stcore/health", headers=[question[0], (b"x-vizvi-visit", b"two")])[0] == 404
    clock[0] = 119.0
    visit(front, [], protocol=b"streamlit, token, one")  # it came back, and left again
    clock[0] = 238.0
    assert ask(front, "/_stcore/health", headers=question)[0] == 204
    clock[0] = 240.0
    assert ask(front, "/_stcore/health", headers=question)[0] == 404


@pytest.mark.parametrize("protocol", [b"streamlit, token", b"streamlit, token, gone"])  # nobody answers at these ports
@pytest.mark.parametrize(
    "load, port", [([0, 0, 0], None), ([1, 1, 1], None), ([2, 1, 3], 1), ([2, 3, 1], 2), ([0, 1, 2], None)]
)
def test_a_new_visit_goes_where_there_are_fewest(load, port, protocol):
    front = door(ports=[1, 2])
    front.visits.load = load
    assert in_a_loop(front.visits.holder({"headers": [(b"sec-websocket-protocol", protocol)]})) == port
    asked = {"headers": [(b"sec-websocket-protocol", protocol), (b"x-vizvi-sibling", b"1")]}
    assert in_a_loop(front.visits.holder(asked)) is None  # a visit is passed on once


def test_visits_are_counted_while_they_last():
    seen, front = [], None

    class Counting(Inner):
        async def __call__(self, scope, receive, send):
            seen.append(list(front.visits.load))

    front = door(Counting())
    visit(front, [])
    assert (seen, front.visits.load) == ([[1, 0, 0]], [0, 0, 0])


def frame(data, kind=2, last=True):
    if len(data) < 126:
        size = bytes([len(data)])
    else:
        size = b"\x7e" + len(data).to_bytes(2, "big") if len(data) < 65536 else b"\x7f" + len(data).to_bytes(8, "big")
    return bytes([(0x80 if last else 0) | kind]) + size + data


def test_the_wire_reads_what_a_server_sends():
    big = bytes(range(256)) * 300
    sent = [frame(b"a"), frame(b"b" * 200), frame(b"", 9), frame(big[:999], last=False), frame(big[999:], 0), frame(b"", 8)]

    async def scene():
        reader, writer = asyncio.StreamReader(), []
        end = wire.Wire(reader, types.SimpleNamespace(write=writer.append), "streamlit")
        stream = b"".join(sent)
        for i in range(0, len(stream), 7001):  # cut anywhere
            reader.feed_data(stream[i : i + 7001])
        heard = [await end.receive() for _ in range(3)]
        with pytest.raises(wire.Lost):
            await end.receive()
        return heard, writer

    heard, written = in_a_loop(scene())
    assert heard == [b"a", b"b" * 200, big]
    assert written == [bytes([0x8A, 0x80, 0, 0, 0, 0])]  # the ping was answered


def test_room_for_a_class():
    probe = (
        "import resource; from vizvi.serve.upkeep import open_files;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]; resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard));"
        "open_files(); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    assert int(run.stdout) == (upkeep.FILES if hard == resource.RLIM_INFINITY else min(hard, upkeep.FILES))


def test_garbage_is_collected_by_the_clock(monkeypatch):
    monkeypatch.setattr(upkeep, "EVERY", 0.01)
    monkeypatch.setattr(upkeep, "WORKED", -1.0)

    class Circle:
        pass

    async def scene():
        clock = asyncio.create_task(upkeep.collect_now_and_then())
        circle = Circle()
        circle.itself, gone = circle, weakref.ref(circle)
        del circle
        for _ in range(200):
            if gone() is None:
                break
            await asyncio.sleep(0.01)
        clock.cancel()
        return gone()

    gc.disable()
    try:
        assert in_a_loop(scene()) is None
    finally:
        gc.enable()


def test_visits_that_may_not_come_back_are_let_go(monkeypatch):
    from streamlit import runtime
    from streamlit.runtime.memory_session_storage import MemorySessionStorage

    storage = MemorySessionStorage(ttl_seconds=0.01)
    manager = types.SimpleNamespace(_session_storage=storage)
    monkeypatch.setattr(runtime, "get_instance", lambda: types.SimpleNamespace(_session_mgr=manager))
    session = type("Session", (), {"id": "one"})()
    gone = weakref.ref(session)
    storage.save(types.SimpleNamespace(session=session))
    del session
    threading.Event().wait(0.02)
    assert storage.list() == [] and gone()  # it is not told any more, and still there
    assert upkeep.let_go() and gone() is None and not upkeep.let_go()


def test_idle_servers_collect_nothing(monkeypatch):
    monkeypatch.setattr(upkeep, "EVERY", 0.001)
    monkeypatch.setattr(upkeep, "WORKED", 60.0)
    searches = []
    monkeypatch.setattr(upkeep.gc, "collect", lambda: searches.append(1))
    with pytest.raises(TimeoutError):
        in_a_loop(asyncio.wait_for(upkeep.collect_now_and_then(), 0.05))
    assert searches == []


def test_the_router_runs_from_the_first_visit_on():
    probe = (
        "from streamlit.runtime.pages_manager import PagesManager; from vizvi.serve.upkeep import route;"
        "from vizvi import cli; route(); PagesManager(str(cli.app_file()));"
        "assert PagesManager.uses_pages_directory is False"
    )
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_one_to_four_workers():
    assert 1 <= usual_workers() <= 4
