"""A run as one HTML file that plays without a server: the stage's own modules, its style and the packed picture inlined."""

import base64
import html
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

import vizvi
from vizvi.figures.pack import pack
from vizvi.picture import Picture

ASSETS = Path(vizvi.__file__).parent / "ui" / "canvas" / "assets"
ENTRY = "stage/main.js"
IMPORT = re.compile(r"""((?:from|import)\s*)(["'])(\.[^"']+)\2""")
STYLE_IMPORT = re.compile(r'@import "([^"]+)";\n?')
# What Streamlit's theme tells the stage, for a file that has none.
THEME = """:root { --st-background-color: #FFFFFF; --st-secondary-background-color: #F8F8F7; --st-text-color: #1A1C20;
  --st-primary-color: #3A4656; --st-border-color: #1A1C2033; --st-font: "Source Sans", system-ui, sans-serif;
  color-scheme: light; }
@media (prefers-color-scheme: dark) { :root { --st-background-color: #171614; --st-secondary-background-color: #2D2B27;
  --st-text-color: #F2F0EC; --st-primary-color: #B9C2CE; --st-border-color: #F2F0EC33; color-scheme: dark; } }
body { margin: 0; padding: 1rem clamp(0.75rem, 3vw, 3rem); background: var(--st-background-color);
  color: var(--st-text-color); font-family: var(--st-font); }
h1 { font-size: 1.5rem; font-weight: 600; margin: 0 0 0.75rem; }
.vizvi-lab { --h: clamp(430px, calc(100vh - 6rem), 860px) !important; }"""
BOOT = """import mount from "vizvi/%s";
const packed = Uint8Array.from(atob(document.getElementById("picture").textContent), (c) => c.charCodeAt(0));
mount({ data: packed, parentElement: document.getElementById("stage"), setStateValue() {} });"""


def page(picture: Picture, title: str = "") -> str:
    """The text of an HTML file that plays a picture offline, without a request: what a reader can take to a plane.

    What only Python could answer is left out: nothing can be grabbed. The title is the picture's own unless given."""
    alone = {"handles": [], "grips": [], "guess": None, "open": False, "token": "", "step": None}
    packed = pack(picture.header | alone, picture.arrays)
    title = html.escape(title or str(picture.header.get("title", "vizvi")))
    modules = ",\n".join(f'"vizvi/{name}": "data:text/javascript;base64,{text}"' for name, text in _modules())
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{THEME}
{_style("stage/stage.css")}</style>
<script type="importmap">{{"imports": {{
{modules}
}}}}</script></head>
<body><h1>{title}</h1><div id="stage"><div class="vizvi-host"></div></div>
<script type="text/plain" id="picture">{base64.b64encode(packed).decode()}</script>
<script type="module">{BOOT % ENTRY}</script>
</body></html>
"""


@lru_cache(maxsize=1)
def _modules() -> tuple[tuple[str, str], ...]:
    """Every module that the stage's entry reaches, its imports by bare names, in base64."""
    found, work = {}, [ENTRY]
    while work:
        name = work.pop()
        if name in found:
            continue
        text = (ASSETS / name).read_text(encoding="utf-8")

        def bare(match, name=name) -> str:
            target = _resolved(name, match[3])
            work.append(target)
            return f"{match[1]}{match[2]}vizvi/{target}{match[2]}"

        found[name] = base64.b64encode(IMPORT.sub(bare, text).encode()).decode()
    return tuple(sorted(found.items()))


def _style(name: str) -> str:
    text = (ASSETS / name).read_text(encoding="utf-8")
    return STYLE_IMPORT.sub(lambda match: _style(_resolved(name, match[1])) + "\n", text)


def _resolved(name: str, relative: str) -> str:
    """The asset that a relative import in another one means."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
