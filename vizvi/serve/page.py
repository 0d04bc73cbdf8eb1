"""The one HTML page that Streamlit's client starts from, as the launcher sends it."""

import base64
import gzip
import hashlib
import re
from pathlib import Path
from typing import NamedTuple

# Streamlit's client would look for its server below each page before it looks above: tell it where the server is. All pages
# lie at one part below it, so that the same words hold behind a proxy that adds a prefix.
_BASE = "<script>window.__streamlit = { BACKEND_BASE_URL: new URL('.', document.baseURI).href }</script>"
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# What a page may load. 'self' alone holds the promise that no request leaves the host. Streamlit's style sheets are written
# by its scripts, icons come as data, and a component's script without a file of its own as a blob. No frame-ancestors: a
# course may show a page inside its own.
_POLICY = (
    "default-src 'self'; script-src 'self' blob: {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)


class Page(NamedTuple):
    """The page as bytes, plain and compressed, and the policy that fits its scripts."""

    plain: bytes
    zipped: bytes
    policy: bytes


def read_page(index: Path) -> Page:
    """Streamlit's index.html with our line in its head; every script written in it gets its hash into the policy."""
    text = index.read_text(encoding="utf-8").replace("<head>", f"<head>\n    {_BASE}", 1)
    scripts = " ".join(f"'sha256-{_digest(each)}'" for each in _INLINE.findall(text))
    plain = text.encode()
    return Page(plain, gzip.compress(plain, mtime=0), _POLICY.format(scripts=scripts).encode())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
