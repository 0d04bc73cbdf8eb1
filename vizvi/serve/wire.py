"""A client's end of one WebSocket, for whole binary messages and nothing else: much less work than a library's."""

import asyncio


class Lost(Exception):
    """The server closed the connection, or would not open it."""


class Wire:
    """One open connection; `.protocol` is what the server chose of those that were offered."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, protocol: str):
        self.reader, self.writer, self.protocol, self.bytes = reader, writer, protocol, 0

    @classmethod
    async def open(cls, host: str, port: int, target: str, headers: list[tuple[str, str]]) -> "Wire":
        """Connect and shake hands with these headers, the key among them."""
        reader, writer = await asyncio.open_connection(host, port, limit=2**20)
        lines = [f"GET {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        try:
            first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        except (asyncio.IncompleteReadError, ConnectionError) as problem:
            writer.close()
            raise Lost(str(problem)) from problem
        if first.split(" ")[1:2] != ["101"]:
            writer.close()
            raise Lost(first)
        chosen = (line.partition(":") for line in rest if line.lower().startswith("sec-websocket-protocol:"))
        return cls(reader, writer, next((value.strip() for _, _, value in chosen), ""))

    def send(self, data: bytes, kind: int = 2) -> None:
        """Queue one message, under a mask of zeros: there is no proxy on this machine to be protected from it."""
        size = len(data)
        if size < 126:
            head = bytes([0x80 | kind, 0x80 | size])
        elif size < 65536:
            head = bytes([0x80 | kind, 0x80 | 126]) + size.to_bytes(2, "big")
        else:
            head = bytes([0x80 | kind, 0x80 | 127]) + size.to_bytes(8, "big")
        self.writer.write(head + bytes(4) + data)

    async def receive(self) -> bytes:
        """The next message; pings are answered on the way."""
        parts = []
        try:
            while True:
                first, second = await self.reader.readexactly(2)
                size = second & 0x7F
                if size > 125:
                    size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
                data = await self.reader.readexactly(size)
                self.bytes += size + 2
                kind = first & 0x0F
                if kind == 8:
                    raise Lost("closed by the server")
                if kind == 9:
                    self.send(data, 10)
                elif kind in (0, 1, 2):
                    parts.append(data)
                    if first & 0x80:
                        return b"".join(parts)
        except (asyncio.IncompleteReadError, ConnectionError) as problem:
            raise Lost(str(problem)) from problem

    def close(self) -> None:
        """Hang up."""
        self.writer.close()
