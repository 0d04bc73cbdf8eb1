"""Streamlit's own scripts and styles, compressed once: a third of the bytes of a first visit."""

import asyncio
import mimetypes
import zlib
from pathlib import Path

from vizvi.serve.reply import reply, say, takes_gzip

_TEXT = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
_YEAR = b"public, immutable, max-age=31536000"  # a new version has new names


class Assets:
    """Answers /static/…; what was compressed stays in memory (about 1 MB for a page, 7 MB if all were asked for)."""

    def __init__(self, root: Path, app):
        self.app = app
        files = (each for each in (root / "static").rglob("*") if each.is_file())
        self.files = {f"/{each.relative_to(root).as_posix()}": each for each in files}
        self.zipped: dict[str, asyncio.Task[bytes]] = {}

    async def __call__(self, scope, receive, send, path: str) -> None:
        """A file, compressed if it is text and the browser reads gzip; Streamlit sends the rest, and a page for no file."""
        if not (file := self.files.get(path)):
            await say(scope, send, 404, "There is no such file.")
        elif file.suffix not in _TEXT or not takes_gzip(scope):
            await self.app(scope, receive, send)
        else:
            kind = mimetypes.types_map.get(file.suffix, _TEXT[file.suffix])
            headers = [(b"content-type", kind.encode()), (b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
            await reply(scope, send, 200, await self._compressed(path), [*headers, (b"cache-control", _YEAR)])

    async def _compressed(self, path: str) -> bytes:
        """The compressed file; visitors who ask at once wait for one piece of work, done in a thread."""
        if path not in self.zipped:
            self.zipped[path] = asyncio.create_task(asyncio.to_thread(_gzip, self.files[path]))
        return await asyncio.shield(self.zipped[path])


def _gzip(file: Path) -> bytes:
    squeeze = zlib.compressobj(6, wbits=31)
    return squeeze.compress(file.read_bytes()) + squeeze.flush()
