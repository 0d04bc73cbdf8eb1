"""A line between a browser and a server, which can be cut, or go silent as Wi-Fi does between two rooms."""

import asyncio
import threading
from contextlib import suppress


class Line:
    """Passes bytes on from a port of its own to another port of this machine, in a thread, until it is closed."""

    def __init__(self, port: int):
        self.to, self.open, self.flowing, self.ends = port, True, asyncio.Event(), set()
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.flowing.set()
        self.server = self._do(asyncio.start_server(self._pass, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Close every connection, and each new one at once."""
        self.open = False
        self._do(self._close())

    def silence(self) -> None:
        """Keep every connection and let nothing through."""
        self._do(self._flow(False))

    def mend(self) -> None:
        """Let everything through again, what waited included."""
        self.open = True
        self._do(self._flow(True))

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self.server.close()
        self.loop.call_soon_threadsafe(self.loop.stop)

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _flow(self, on: bool) -> None:
        self.flowing.set() if on else self.flowing.clear()

    async def _close(self) -> None:
        for end in self.ends:
            end.transport.abort()

    async def _pass(self, reader, writer) -> None:
        if not self.open:
            writer.transport.abort()
            return
        with suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", self.to)
            ends = {writer, back}
            self.ends |= ends
            await asyncio.gather(self._pump(reader, back), self._pump(there, writer))
            self.ends -= ends
        writer.close()

    async def _pump(self, source, sink) -> None:
        with suppress(OSError):
            while data := await source.read(2**16):
                await self.flowing.wait()
                sink.write(data)
                await sink.drain()
        await self.flowing.wait()
        sink.close()
