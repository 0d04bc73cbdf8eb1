"""The scripts of our canvas components, kept in memory: a first visit asks for sixty of them, one by one."""

import hashlib
import time
from typing import NamedTuple

from vizvi.serve.reply import Header, header, reply, takes_gzip

PLACE = "/_stcore/bidi-components/"
FRESH = 5.0  # seconds; who changes a script sees it after that
MOST = 1000
_CHANGED = (b"cache-control", b"content-length", b"date", b"server")


class _Kept(NamedTuple):
    until: float
    body: bytes
    headers: list[Header]
    tag: bytes


class Modules:
    """Answers for an app's component files; a browser that has the file already is told so."""

    def __init__(self, app):
        self.app = app
        self.kept: dict[tuple[str, bytes, bool], _Kept] = {}

    async def __call__(self, scope, receive, send) -> None:
        """The file, asked of the app now and then; what is no file, or is for another site, is the app's to answer."""
        key = scope["path"], scope["query_string"], takes_gzip(scope)
        kept = self.kept.get(key)
        if header(scope, b"origin"):
            return await self.app(scope, receive, send)
        if not kept or kept.until < time.monotonic():
            answer = await self._answer(scope, receive)
            if answer[0]["status"] != 200:
                for message in answer:
                    await send(message)
                return None
            body = b"".join(each.get("body", b"") for each in answer[1:])
            headers = [each for each in answer[0]["headers"] if each[0] not in _CHANGED]
            tag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
            if len(self.kept) >= MOST:
                self.kept.clear()
            kept = self.kept[key] = _Kept(time.monotonic() + FRESH, body, headers, tag)
        headers = [*kept.headers, (b"etag", kept.tag), (b"cache-control", b"no-cache")]
        if header(scope, b"if-none-match").encode() == kept.tag:
            return await send_unchanged(send, headers)
        return await reply(scope, send, 200, kept.body, headers)

    async def _answer(self, scope, receive) -> list[dict]:
        messages: list[dict] = []

        async def note(message):
            messages.append(message)

        await self.app(scope, receive, note)
        return messages


async def send_unchanged(send, headers: list[Header]) -> None:
    """Say that the browser's copy is still good."""
    kept = [each for each in headers if each[0] in (b"etag", b"cache-control", b"vary")]
    await send({"type": "http.response.start", "status": 304, "headers": kept})
    await send({"type": "http.response.body", "body": b""})
