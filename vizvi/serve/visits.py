"""Which worker a visit belongs to, whichever worker its connection reaches.

A new visit goes to the worker with the fewest: of several processes that wait at one socket, the system wakes the same
one again and again. A visit that lost its network comes back to its own worker: Streamlit keeps it for a minute, in the
memory of one process, and a browser that returns names it in its handshake. Who is not the right one passes messages on,
which costs little beside a picture.
"""

import asyncio
import contextlib
import http.client
import time
from collections.abc import Mapping, MutableSequence

from vizvi.serve.reply import header
from vizvi.serve.siblings import ASKED
from vizvi.serve.wire import Lost, Wire

WANTED = b"x-vizvi-visit"
_NOT_OURS = (b"sec-websocket-extensions", ASKED, WANTED)


class Visits:
    """Which visits this worker holds, and who else may.

    kept: how long Streamlit keeps one that has gone, in seconds; load: how many visits each worker has, in memory that all
    of them share; place: this worker's own in it."""

    def __init__(self, ports: Mapping[int, int], kept: float, load: MutableSequence[int] | None = None, place: int = 0):
        self.ports, self.kept, self.place = ports, kept, place
        self.load = [0] if load is None else load
        self.gone: dict[str, float] = {}  # visit -> when its last connection ended

    def holds(self, visit: str) -> bool:
        """Whether this worker has that visit, connected or not."""
        now = time.monotonic()
        for each in [each for each, end in self.gone.items() if end + self.kept < now]:
            del self.gone[each]
        return visit in self.gone

    async def holder(self, scope) -> int | None:
        """The port of the worker that a visit belongs to, if that is another one."""
        visit = named(scope)
        if not self.ports or header(scope, ASKED) or (visit and self.holds(visit)):
            return None
        if visit:
            answers = await asyncio.gather(*(asyncio.to_thread(_held, port, visit) for port in self.ports.values()))
            if found := next((port for port, held in zip(self.ports.values(), answers) if held), None):
                return found
        idlest = min(self.ports, key=lambda place: self.load[place])
        return self.ports[idlest] if self.load[idlest] < self.load[self.place] else None

    @contextlib.asynccontextmanager
    async def here(self, scope, send):
        """A visit in this worker: what it sends is passed on, and its name is remembered."""
        names = [visit] if self.holds(visit := named(scope)) else []

        async def sent(message):
            if not names and message.get("bytes") and (name := _name(message["bytes"])):
                names.append(name)
                self.gone[name] = float("inf")
            await send(message)

        for name in names:
            self.gone[name] = float("inf")
        self.load[self.place] += 1
        try:
            yield sent
        finally:
            self.load[self.place] -= 1
            for name in names:
                self.gone[name] = time.monotonic()


def named(scope) -> str:
    """The visit that a browser returns to: the third of the protocols that Streamlit's client offers."""
    return next(iter(header(scope, b"sec-websocket-protocol").split(",")[2:3]), "").strip()


async def pass_on(scope, receive, send, port: int) -> None:
    """Be the wire between a browser and the worker at `port`, until one of them hangs up."""
    headers = [(key.decode("latin-1"), value.decode("latin-1")) for key, value in scope["headers"] if key not in _NOT_OURS]
    target = b"?".join(filter(None, (scope["raw_path"], scope["query_string"]))).decode("latin-1")
    await receive()  # that it wants to connect
    try:
        wire = await Wire.open("127.0.0.1", port, target, [*headers, (ASKED.decode(), "1")])
    except (Lost, OSError):
        await send({"type": "websocket.close", "code": 1013})  # try again
        return
    await send({"type": "websocket.accept", "subprotocol": wire.protocol or None})

    async def up():
        while (message := await receive())["type"] != "websocket.disconnect":
            wire.send(message.get("bytes") or b"")
            await wire.writer.drain()

    async def down():
        while True:
            await send({"type": "websocket.send", "bytes": await wire.receive()})

    ways = [asyncio.create_task(up()), asyncio.create_task(down())]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        if not ways[0].done():  # the worker is gone
            await send({"type": "websocket.close", "code": 1012})
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        wire.close()


def _held(port: int, visit: str) -> bool:
    """Whether the worker at this port holds the visit."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health", headers={WANTED.decode(): visit, ASKED.decode(): "1"})
        return connection.getresponse().status == 204
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _name(data: bytes) -> str:
    """The name of the visit in the message that opens it."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    return ForwardMsg.FromString(data).new_session.initialize.session_id
