"""What one worker keeps in memory and serves over HTTP, found from every worker.

A visit lives in the worker that holds its WebSocket, and so do its pictures and downloads; the browser asks for them
over connections of their own, which any worker may get. Who lacks a file asks the others.
"""

import asyncio
import http.client
from collections.abc import Sequence

from vizvi.serve.reply import reply

ASKED = b"x-vizvi-sibling"  # so that a question is not passed on
_HELD = ("/media/", "/component/", "/_stcore/bidi-components/", "/_stcore/upload_file/")
_UNKNOWN = (400, 404)  # Streamlit's answers for a file or a visit that it does not know
_LONGEST = 8 * 2**20  # bytes of a question that are kept to be asked again
_OWN = (b"connection", b"transfer-encoding", b"content-length", b"date", b"server")


class Siblings:
    """An app that asks the workers at `ports` for what it does not hold itself."""

    def __init__(self, app, ports: Sequence[int]):
        self.app, self.ports = app, ports

    async def __call__(self, scope, receive, send) -> None:
        """Answer from here; if this worker knows nothing of it, with what another one answers."""
        path = scope["path"]
        if not self.ports or not any(each in path for each in _HELD) or any(key == ASKED for key, _ in scope["headers"]):
            return await self.app(scope, receive, send)
        body = await _whole(receive)
        answers: list[dict] = []
        unknown = False

        async def once():
            return {"type": "http.request", "body": body, "more_body": False}

        async def hold(message):
            nonlocal unknown
            if message["type"] == "http.response.start":
                unknown = message["status"] in _UNKNOWN
            answers.append(message) if unknown else await send(message)

        await self.app(scope, once, hold)
        if not unknown:
            return None
        for port in self.ports:
            if found := await asyncio.to_thread(_ask, port, scope, body):
                return await reply(scope, send, *found)
        for message in answers:
            await send(message)
        return None


async def _whole(receive) -> bytes:
    """The body of a request, cut where it is too long to be true."""
    parts, more = [], True
    while more and sum(map(len, parts)) <= _LONGEST:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _ask(port: int, scope, body: bytes) -> tuple[int, bytes, list[tuple[bytes, bytes]]] | None:
    """What the worker at this port answers, if it knows."""
    target = b"?".join(filter(None, (scope["raw_path"], scope["query_string"]))).decode("latin-1")
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"] if key not in _OWN}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request(scope["method"], target, body or None, headers | {ASKED.decode(): "1"})
        answer = connection.getresponse()
        if answer.status in _UNKNOWN:
            return None
        kept = [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in answer.getheaders()]
        return answer.status, answer.read(), [each for each in kept if each[0] not in _OWN]
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
