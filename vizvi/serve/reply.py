"""Small answers over ASGI, without a framework."""

from collections.abc import Iterable

Header = tuple[bytes, bytes]


async def reply(scope, send, status: int, body: bytes, headers: Iterable[Header] = ()) -> None:
    """Send one whole answer; a HEAD request gets the headers alone."""
    lengths = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *lengths]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def say(scope, send, status: int, text: str) -> None:
    """Send one sentence."""
    await reply(scope, send, status, text.encode(), [(b"content-type", b"text/plain; charset=utf-8")])


def header(scope, name: bytes) -> str:
    """A request's header, or nothing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def takes_gzip(scope) -> bool:
    """Whether the browser reads gzip."""
    offers = [each.replace(" ", "").lower() for each in header(scope, b"accept-encoding").split(",")]
    return any(each.split(";")[0] == "gzip" and not each.endswith((";q=0", ";q=0.0")) for each in offers)
