"""Which names a server answers to: a page elsewhere may point a name of its own at this machine."""

import ipaddress
from collections.abc import Callable, Sequence

_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip")


def allowed_hosts(listening: str, names: Sequence[str] = ()) -> Callable[[list[tuple[bytes, bytes]]], bool]:
    """Whether a request's headers name this server.

    `names` (Streamlit's server.allowedHosts) if there are any. Else, on a loopback address, this machine's own names, or
    any that a proxy passed on: a browser that was lured here cannot put a proxy's headers on a WebSocket. Else all."""

    def answer(headers) -> bool:
        host = next((value.decode("latin-1") for key, value in headers if key == b"host"), "")
        if names:
            return any(_matches(bare(host), each.lower()) for each in names)
        if not is_loopback(listening) or any(key in _FORWARDED for key, _ in headers):
            return True
        return host == "" or is_loopback(bare(host))

    return answer


def is_loopback(host: str) -> bool:
    """Whether a name or an address is this machine's own."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def bare(host: str) -> str:
    """The name in a Host header, without its port and its brackets."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.lower().rstrip(".")


def _matches(host: str, pattern: str) -> bool:
    return pattern == "*" or host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]))
