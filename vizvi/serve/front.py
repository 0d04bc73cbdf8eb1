"""The lab as it is seen from outside: Streamlit's app behind a door that compresses, redirects and refuses."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from vizvi.serve.assets import Assets
from vizvi.serve.modules import PLACE, Modules
from vizvi.serve.page import read_page
from vizvi.serve.reply import header, reply, say, takes_gzip
from vizvi.serve.siblings import ASKED, Siblings
from vizvi.serve.visits import WANTED, Visits, pass_on

_EVERYWHERE = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))
_CLOSED = ("/_stcore/metrics",)
_STREAMLITS = ("_stcore", "media", "component", "app", "auth", "oauth2callback")  # first parts of paths that are no page


class Front:
    """An ASGI app around Streamlit's.

    static: Streamlit's folder of static files; visits: which of them belong here; base: the path that everything lies
    under; allowed: whether a request's headers name a host that this server goes by."""

    def __init__(self, app, static: Path, visits: Visits, base: str = "", allowed: Callable = lambda _: True):
        self.app, self.static, self.allowed = Siblings(app, list(visits.ports.values())), static, allowed
        self.streamlit, self.visits = app, visits
        self.base = f"/{base.strip('/')}".rstrip("/")
        self.page, self.assets, self.modules = read_page(static / "index.html"), Assets(static, app), Modules(self.app)

    async def __call__(self, scope, receive, send) -> None:
        """Answer one request, or hold one visit's WebSocket."""
        if scope["type"] == "lifespan":
            await self.streamlit(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        else:
            await self._request(scope, receive, _with(_EVERYWHERE, send))

    async def _visit(self, scope, receive, send) -> None:
        if not self.allowed(scope["headers"]):
            await receive()
            await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser is told 403
        elif port := await self.visits.holder(scope):
            await pass_on(scope, receive, send, port)
        else:
            async with self.visits.here(scope, send) as sent:
                await self._hold(scope, receive, sent)

    async def _hold(self, scope, receive, send) -> None:
        """Hold a visit until its page leaves; one that left before it was taken in has nobody to be told of it."""
        left = []

        async def received():
            message = await receive()
            if message["type"] == "websocket.disconnect":
                left.append(message)
            return message

        try:
            await self.streamlit(scope, _unheard(received), send)
        except RuntimeError:  # what Starlette raises where one talks to a page that has left
            if not left:
                raise

    async def _request(self, scope, receive, send) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self.base) or "/"
        parts = [each for each in path.split("/") if each]
        if not self.allowed(scope["headers"]):
            await say(scope, send, 400, "This server does not go by that name.")
        elif header(scope, ASKED) and (visit := header(scope, WANTED)):
            await reply(scope, send, 204 if self.visits.holds(visit) else 404, b"")
        elif path in _CLOSED:
            await say(scope, send, 404, "There is no such page.")
        elif scope["method"] == "GET" and path.startswith(PLACE):
            await self.modules(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD") or path.startswith("//") or "/_stcore/" in path or _odd(parts):
            await self.app(scope, receive, send)
        elif path.startswith("/static/"):
            await self.assets(scope, receive, send, path)
        elif parts and (parts[0] in _STREAMLITS or (self.static.joinpath(*parts).is_file() and parts != ["index.html"])):
            await self.app(scope, receive, send)
        elif len(parts) > 1:
            await self._up(scope, send, path, parts[0])
        elif parts and path.endswith("/"):
            await self.app(scope, receive, send)  # Streamlit redirects to the address without its last slash
        else:
            await self._page(scope, send)

    async def _page(self, scope, send) -> None:
        zipped = takes_gzip(scope)
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"cache-control", b"no-cache"),
            (b"content-security-policy", self.page.policy),
            (b"vary", b"accept-encoding"),
        ]
        if zipped:
            headers.append((b"content-encoding", b"gzip"))
        await reply(scope, send, 200, self.page.zipped if zipped else self.page.plain, headers)

    async def _up(self, scope, send, path: str, first: str) -> None:
        """To the page that an address with a part too many began with: below it, every relative link would break."""
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        target = ("../" * (path.count("/") - 1) + quote(first)).encode() + query
        await reply(scope, send, 302, b"", [(b"location", target), (b"cache-control", b"no-cache")])


def _odd(parts: list[str]) -> bool:
    """Whether a path climbs or hides something: Streamlit refuses those."""
    return any(each in (".", "..") or "\\" in each or "\0" in each for each in parts)


def _with(headers, send):
    """The same `send`, with some headers on every answer."""

    async def sent(message):
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message.get("headers", ()), *headers]}
        await send(message)

    return sent


def _unheard(receive):
    """The same `receive`, without the message by which one visitor clears the cache of all."""
    from streamlit.proto.BackMsg_pb2 import BackMsg

    async def received():
        while True:
            message = await receive()
            data = message.get("bytes")
            if not data or len(data) > 64 or not _clears(BackMsg, data):  # that message is two bytes long
                return message

    return received


def _clears(kind, data: bytes) -> bool:
    try:
        return kind.FromString(data).WhichOneof("type") == "clear_cache"
    except Exception:  # no message at all: Streamlit's to refuse
        return False
