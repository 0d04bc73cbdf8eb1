"""What only a browser can show, in the system's own Chromium; skipped where there is none, unless CI=true.

`VIZVI_SLOW=4 pytest tests/browser` slows the browser's processor down by that factor: what passes there waits for
what it should.
"""

import os
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from serving import FLAGS, Server, find_chromium, free_port
from waiting import settled

MISSING = "" if find_chromium() else "no chromium, chromium-browser or google-chrome on PATH"
DEMOS = Path(__file__).with_name("demos.py")
VISITS = count()
# Another address in the same page, as Back and Forward bring it; what is there now is marked, to be seen to go.
ANOTHER = """(query) => {
  for (const each of document.querySelectorAll("[data-vizvi]")) each.dataset.old = "";
  document.activeElement?.blur();
  scrollTo(0, 0);
  history.pushState({}, "", query);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
SIZE = {"width": 1280, "height": 720}
SLOW = float(os.environ.get("VIZVI_SLOW", 1))
PATIENCE = 30_000  # ms until what should come counts as missing: Playwright's own 5 s are too few where all of it is served


def pytest_collection_modifyitems(config, items):
    """Without a browser one test says so for all; where CI=true every one of them fails."""
    if not MISSING or os.environ.get("CI") == "true":
        return
    lost = [each for each in items if "browser" in getattr(each, "fixturenames", ())]
    for each in lost[:1]:
        each.add_marker(pytest.mark.skip(reason=f"{len(lost)} browser tests: {MISSING}"))
    config.hook.pytest_deselected(items=lost[1:])
    gone = {id(each) for each in lost[1:]}
    items[:] = [each for each in items if id(each) not in gone]


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; what is missing is said once, and where CI=true it fails."""
    from playwright.sync_api import expect, sync_playwright

    if MISSING:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        if SLOW > 1:
            running.new_context = _slowed(running.new_context)
        yield running
        running.close()


def _slowed(new_context):
    def slow_down(page):
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})

    def made(**options):
        context = new_context(**options)
        context.on("page", slow_down)
        return context

    return made


@pytest.fixture(scope="session")
def context(browser):
    """One context for all tests: what the first has fetched the next ones find."""
    opened = browser.new_context(viewport=SIZE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tab(context):
    """One tab for all tests, since a new one costs more than most of them: a process, and every script compiled anew."""
    return context.new_page()


@pytest.fixture
def page(tab):
    """The tab as if it were new: 1280×720, light, nothing stored, nobody listening; a test may change all of it."""
    with as_new(tab):
        yield tab
    tab.goto("about:blank")


@contextmanager
def as_new(tab):
    tab.bring_to_front()  # a tab behind another is painted once a second
    tab.set_viewport_size(SIZE)
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference")
    listeners, on = [], tab.on
    tab.on = lambda event, listener: listeners.append((event, listener)) or on(event, listener)
    yield
    for event, listener in listeners:
        tab.remove_listener(event, listener)
    tab.on = on
    cleared(tab)


def cleared(tab):
    if tab.url.startswith(("http:", "file:")):
        tab.evaluate("() => { sessionStorage.clear(); localStorage.clear(); }")


@pytest.fixture
def forget(page):
    """`forget()`: what the page opens next it opens as another visitor would, who has nothing stored."""

    def leave():
        cleared(page)
        page.goto("about:blank")

    return leave


@pytest.fixture(scope="session")
def demo_tab(context):
    """A tab where the demos stay open: what a demo shows is made anew for each test, Streamlit's client is not."""
    return context.new_page()


@pytest.fixture
def demo_page(demo_tab):
    """The demos' tab as if it were new, with the hand away from all that hears it."""
    with as_new(demo_tab):
        demo_tab.mouse.move(1270, 5)
        yield demo_tab


@pytest.fixture
def demos(serve):
    """`demos(page, "stage_demo", "plane")` shows that demo's scene and waits for its pictures."""
    url = serve(DEMOS)

    def show(page, demo: str, scene: str, more: str = "") -> None:
        query = f"?demo={demo}&show={scene}&visit={next(VISITS)}{more}"
        if page.url.startswith(f"{url}/") and not page.evaluate("'hurried' in window"):
            page.evaluate(ANOTHER, query)
            page.wait_for_function("() => !document.querySelector('[data-old]')", timeout=30_000)
        else:
            page.goto(f"{url}/{query}")
        page.locator("[data-vizvi][data-painted]").first.wait_for(timeout=30_000)
        settled(page)

    return show


@pytest.fixture
def own_page(context):
    """A tab for one test alone, which may leave scripts in it."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    """All servers of this session by what they serve; none may leave a traceback in its log."""
    running: dict[str, Server] = {}
    yield running
    for server in running.values():
        server.stop()
    broken = {what: server.log.read_text() for what, server in running.items() if "Traceback" in server.log.read_text()}
    assert not broken, "\n\n".join(f"{what} wrote:\n{log}" for what, log in broken.items())


@pytest.fixture(scope="session")
def serve(servers, tmp_path_factory):
    """`serve(path)` is the URL of `streamlit run path`, started once."""

    def start(path) -> str:
        path = str(Path(path).resolve())
        if path not in servers:
            port, log = free_port(), tmp_path_factory.mktemp("server") / "log"
            options = ["--server.headless", "true", "--server.port", str(port), "--server.address", "127.0.0.1"]
            servers[path] = Server(["streamlit", "run", path, *options], port, log)
            servers[path].wait()
        return servers[path].url

    return start


@pytest.fixture
def own_server(tmp_path):
    """`server = own_server(path)`: a `Server` for one test alone, which may freeze it, stop it and start it anew."""
    mine = []

    def start(path) -> Server:
        port = free_port()
        options = ["--server.headless", "true", "--server.port", str(port), "--server.address", "127.0.0.1"]
        mine.append(Server(["streamlit", "run", str(path), *options], port, tmp_path / "log"))
        return mine[-1].wait()

    yield start
    for server in mine:
        server.stop()


@pytest.fixture(scope="session")
def app_url(servers, tmp_path_factory) -> str:
    """The URL of the real app behind the real launcher."""
    if "vizvi" not in servers:
        port, log = free_port(), tmp_path_factory.mktemp("vizvi") / "log"
        servers["vizvi"] = Server(["vizvi", "--no-browser", "--workers", "1", "--port", str(port)], port, log)
        servers["vizvi"].wait()
    return servers["vizvi"].url


@pytest.fixture
def server_log(servers):
    """`server_log(url)` is everything the server at that URL has written."""

    def read(url: str) -> str:
        return next(server.log.read_text() for server in servers.values() if url.startswith(server.url))

    return read


@pytest.fixture
def console():
    """`problems = console(page)`: from then on, a list of the page's errors and warnings."""

    def watch(page) -> list[str]:
        problems: list[str] = []

        def note(message):
            url = message.location.get("url", "")
            # Opened at /lesson, Streamlit's client first asks /lesson/_stcore/…, is told 404, then asks /_stcore/….
            looking = "404" in message.text and url.endswith(("/_stcore/health", "/_stcore/host-config"))
            if message.type in ("error", "warning") and not looking:
                problems.append(f"{message.type}: {message.text} ({url})")

        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
        return problems

    return watch
