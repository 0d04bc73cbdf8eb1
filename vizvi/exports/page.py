"""A run as one HTML file that plays without a server: the stage's own modules, its style and the packed picture inlined."""

import base64
import html

from vizvi.exports.modules import THEME, modules, style
from vizvi.figures.pack import pack
from vizvi.picture import Picture

ENTRY = "stage/main.js"
LOOK = """body { margin: 0; padding: 1rem clamp(0.75rem, 3vw, 3rem); background: var(--st-background-color);
  color: var(--st-text-color); font-family: var(--st-font); }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 0.75rem; }
.vizvi-lab { --h: clamp(430px, calc(100vh - 6rem), 860px) !important; }"""
BOOT = """import mount from "vizvi/%s";
const packed = Uint8Array.from(atob(document.getElementById("picture").textContent), (c) => c.charCodeAt(0));
mount({ data: packed, parentElement: document.getElementById("stage"), setStateValue() {} });"""


def page(picture: Picture, title: str = "") -> str:
    """The text of an HTML file that plays a picture offline, without a request: what a reader can take to a plane.

    What only Python could answer is left out: nothing can be grabbed, and no other stage is beside. The title is the
    picture's own unless given."""
    alone = {"handles": [], "grips": [], "guess": None, "open": False, "token": "", "step": None, "pair": ""}
    packed = pack(picture.header | alone, picture.arrays)
    title = html.escape(title or str(picture.header.get("title", "vizvi")))
    rows = ",\n".join(f'"{name}": "{url}"' for name, url in modules(ENTRY))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{THEME}
{LOOK}
{style("stage/stage.css")}</style>
<script type="importmap">{{"imports": {{
{rows}
}}}}</script></head>
<body><h1>{title}</h1><div id="stage"><div class="vizvi-host"></div></div>
<script type="text/plain" id="picture">{base64.b64encode(packed).decode()}</script>
<script type="module">{BOOT % ENTRY}</script>
</body></html>
"""
