"""The browser's part without a bundler: modules that an entry reaches, by bare names for an import map, and their style."""

import base64
import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

import vizvi

ASSETS = Path(vizvi.__file__).parent / "ui" / "canvas" / "assets"
IMPORT = re.compile(r"""((?:from|import)\s*)(["'])(\.[^"']+)\2""")
STYLE_IMPORT = re.compile(r'@import "([^"]+)";\n?')
# What Streamlit's theme tells the canvases, for a page that has none.
THEME = """:root { --st-background-color: #FFFFFF; --st-secondary-background-color: #F8F8F7; --st-text-color: #1A1C20;
  --st-primary-color: #3A4656; --st-border-color: #1A1C2033; --st-font: "Source Sans", system-ui, sans-serif;
  color-scheme: light; }
@media (prefers-color-scheme: dark) { :root { --st-background-color: #171614; --st-secondary-background-color: #2D2B27;
  --st-text-color: #F2F0EC; --st-primary-color: #B9C2CE; --st-border-color: #F2F0EC33; color-scheme: dark; } }"""


@lru_cache(maxsize=8)
def modules(*entries: str, folder: Path = ASSETS) -> tuple[tuple[str, str], ...]:
    """Every module that entries ("stage/main.js", "board/main.js") reach, as rows of an import map: (bare name, data URL).

    Data URLs also work where a page is a file on a disk, and no module may be fetched. folder: of the modules' names."""
    found, work = {}, list(entries)
    while work:
        name = work.pop()
        if name in found:
            continue
        text = (folder / name).read_text(encoding="utf-8")

        def bare(match, name=name) -> str:
            target = resolved(name, match[3])
            work.append(target)
            return f"{match[1]}{match[2]}vizvi/{target}{match[2]}"

        found[name] = base64.b64encode(IMPORT.sub(bare, text).encode()).decode()
    return tuple((f"vizvi/{name}", f"data:text/javascript;base64,{text}") for name, text in sorted(found.items()))


def style(name: str) -> str:
    """The text of a style sheet ("stage/stage.css") with what it imports."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    return STYLE_IMPORT.sub(lambda match: style(resolved(name, match[1])) + "\n", text)


def resolved(name: str, relative: str) -> str:
    """The asset that a relative import in another one means."""
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)
