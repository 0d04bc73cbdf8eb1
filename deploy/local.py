"""`python deploy/local.py`: two launchers behind nginx on this machine, without containers, and one of them is lost.

The same nginx/lab.conf as in compose.yaml, with another port and two servers of this machine. Students without a browser
visit through nginx, each with a cookie, and move a slider a second; then one launcher is killed. Prints what a student
notices. Needs nginx (Debian: `apt-get install nginx-light`); run it from the checkout. Stops everything that it started.
"""

import argparse
import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.visitor import Visitor  # noqa: E402
from tests.serving import Server, free_port  # noqa: E402
from vizvi.lessons import LESSONS  # noqa: E402
from vizvi.serve.wire import Lost  # noqa: E402

PAGES = tuple(LESSONS)
MAIN = """
pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream lab {{ hash $vizvi_visitor consistent; {servers} }}
    include {folder}/lab.conf;
}}
"""


def start_nginx(folder: Path, port: int, ports: list[int]) -> subprocess.Popen:
    """nginx with our configuration, on this machine's own address alone."""
    lab = (ROOT / "deploy" / "nginx" / "lab.conf").read_text(encoding="utf-8")
    (folder / "lab.conf").write_text(lab.replace("listen 8080;", f"listen 127.0.0.1:{port};"))
    servers = " ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=5s;" for each in ports)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, servers=servers))
    command = [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    return subprocess.Popen(command, stdin=subprocess.DEVNULL)


def get(url: str, **headers: str):
    """Status, headers and body of one answer, whatever its status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def answers(url: str) -> None:
    """Return once nginx listens."""
    for _ in range(100):
        try:
            get(url)
            return
        except urllib.error.URLError:
            time.sleep(0.05)
    raise TimeoutError("nginx does not answer")


async def student(page: str, seed: int, port: int, until: float, notes: list) -> None:
    """Open a page as a browser would, move a slider a second, come back when the server is lost."""
    _, headers, _ = await asyncio.to_thread(get, f"http://127.0.0.1:{port}/{page}")
    cookie = re.match(r"vizvi_at=\w+", headers["Set-Cookie"])[0]
    visitor, waits, lost, answered = Visitor(page, seed), [], None, {}
    await visitor.arrive("127.0.0.1", port, cookie)
    try:
        while time.monotonic() < until:
            try:
                waits.append(await visitor.move())
                answered = dict(visitor.values)
            except (Lost, ConnectionError):
                gone, old = time.monotonic(), visitor
                visitor, tries = await come_back(old, page, seed, port, cookie)
                # The move that was under way may have reached the address or not.
                kept = sum(visitor.values.get(key) in (value, old.values[key]) for key, value in answered.items())
                lost = time.monotonic() - gone, tries, kept, len(answered)
            await asyncio.sleep(max(0.0, 1.0 - (waits[-1] if waits else 0.0)))
    finally:
        visitor.leave()
    notes.append((page, waits, lost))


async def come_back(old: Visitor, page: str, seed: int, port: int, cookie: str) -> tuple[Visitor, int]:
    """A new visit of the same address, asked for until somebody answers: all it knows is its link."""
    old.leave()
    for tries in range(1, 100):
        visitor = Visitor(page, seed + 1000)
        visitor.query = old.query
        try:
            await visitor.arrive("127.0.0.1", port, cookie)
            return visitor, tries
        except (Lost, ConnectionError, asyncio.IncompleteReadError):
            visitor.leave()
            await asyncio.sleep(0.25)
    raise TimeoutError("nobody answers")


async def scene(students: int, seconds: float, port: int, victim: Server) -> list:
    notes: list = []
    until = time.monotonic() + seconds

    async def accident() -> None:
        await asyncio.sleep(seconds / 2)
        victim.process.kill()

    pages = [PAGES[i % len(PAGES)] for i in range(students)]
    await asyncio.gather(accident(), *(student(page, i, port, until, notes) for i, page in enumerate(pages)))
    return notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=6, choices=range(1, 101), metavar="1…100")
    parser.add_argument("--seconds", type=int, default=20, choices=range(6, 301), metavar="6…300")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, port, ports = Path(name), free_port(), [free_port(), free_port()]
        servers = []
        for each in ports:
            command = ["vizvi", "--no-browser", "--port", str(each), "--workers", "1"]
            servers.append(Server(command, each, folder / f"{each}.log"))
            stack.callback(servers[-1].stop)
        for each in servers:
            each.wait()
        nginx = start_nginx(folder, port, ports)
        stack.callback(nginx.wait, 10)
        stack.callback(nginx.terminate)
        url = f"http://127.0.0.1:{port}"
        answers(url)
        print(f"health: {get(f'{url}/_stcore/health')[2].decode()}; metrics: {get(f'{url}/_stcore/metrics')[0]}")
        status, headers, body = get(f"{url}/gap", **{"Accept-Encoding": "gzip"})
        print(f"page: {status}, {headers['Content-Encoding']}, {len(body)} bytes, cookie {headers['Set-Cookie']}")
        notes = asyncio.run(scene(args.students, args.seconds, port, servers[0]))
        waits = [1e3 * each for _, all_waits, _ in notes for each in all_waits]
        print(f"{args.students} students, {len(waits)} moves, {median(waits):.0f} ms in the median to the new picture")
        back = [lost for _, _, lost in notes if lost]
        spared = len(notes) - len(back)
        print(f"one of two launchers was killed: {len(back)} lost their connection, {spared} did not notice")
        if back:
            longest = f"{max(each[0] for each in back):.1f} s at most"
            print(f"  the picture was back after {median(each[0] for each in back):.1f} s in the median, {longest}")
            print(f"  {sum(each[2] for each in back)} of {sum(each[3] for each in back)} settings were kept")
        print(f"errors in nginx's log: {len((folder / 'error.log').read_text().splitlines())} lines")


if __name__ == "__main__":
    main()
