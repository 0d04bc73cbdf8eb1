"""The site: every lesson's pages as files, written again only where what they are made of has changed."""

import base64
import gzip
import hashlib
import json
import platform
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import vizvi
from vizvi.figures.pack import unpack
from vizvi.lessons import LESSONS, around, default
from vizvi.links import from_query
from vizvi.member import label
from vizvi.publish.crawl import State, states
from vizvi.publish.document import Document
from vizvi.publish.hand import hand
from vizvi.publish.message import lightened, name_of, packed, pieces
from vizvi.publish.shell import home, lesson_page, shared_files
from vizvi.ui.address import LIMITS

PACKAGE = Path(vizvi.__file__).parent
MADE_WITH = ("streamlit", "numpy", "scipy", "contourpy")
RECORD = "site/made.json"  # in the folder: what each lesson was made of, and its files


def digest(slug: str, live: str) -> str:
    """What a lesson's pages are made of, as one word: all of vizvi but the other lessons, the libraries, the options."""
    made = hashlib.blake2b(f"{slug} {live} {platform.python_version()}".encode(), digest_size=12)
    for name in MADE_WITH:
        made.update(f"{name} {metadata.version(name)}".encode())
    for file in sorted(PACKAGE.rglob("*")):
        path = file.relative_to(PACKAGE).as_posix()
        other = path.startswith("lessons/") and path.count("/") > 1 and not path.startswith(f"lessons/{slug}/")
        if file.is_file() and "__pycache__" not in path and not other:
            made.update(path.encode() + file.read_bytes())
    return made.hexdigest()


def write_lesson(folder: Path, slug: str, live: str, progress: Callable[[int, int], None], most: int | None = None) -> dict:
    """Write one lesson's page and what it loads; which files they are and how many states, for the record."""
    found = states(slug, progress, most)
    files: dict[str, bytes] = {}

    def keep(data: bytes) -> str:
        text = packed(data)
        files.setdefault(name := name_of(data), text)
        return name

    def stored(doc: Document | None, draws: bool, query: dict[str, str]) -> str:
        if doc is None:
            return ""
        sent = [(part, *lightened(part.message, draws)) for part in doc.parts]
        parts = [[part.key, [keep(each) for each in pieces(header, arrays)], header] for part, header, arrays in sent]
        for part, row in zip(doc.parts, parts, strict=True):
            if part.kind == "stage" and (table := _table(slug, query, part.message)):
                row.append([table[0], keep(table[1])])
        return keep(json.dumps({"html": doc.html, "parts": parts}, ensure_ascii=False).encode())

    base, places = found[0].query, {_text(state.query): i for i, state in enumerate(found)}
    rows = []
    for i, state in enumerate(found):
        told = stored(state.told, i == 0 and state.asked is not None, state.query)  # the first picture is light
        asked = stored(state.asked, False, state.query)
        then = [] if state.then == state.query else [places[_text(state.then)]]
        rows.append([_beside(base, state.query), told, asked, *then])
    first = found[0].asked or found[0].told
    inline = [rows[0][2] or rows[0][1]]
    inline += [name for row in json.loads(gzip.decompress(files[inline[0]]))["parts"] for name in row[1]]
    about = {"slug": slug, "live": live, "base": base, "states": rows}
    about |= {"labels": _labels(found), "cursors": _cursors(found)}
    texts = {name: base64.b64encode(files[name]).decode() for name in dict.fromkeys(inline)}
    page = lesson_page(LESSONS[slug], around(LESSONS[slug]), first.html, about, texts)
    _write(folder / f"{slug}.html", page.encode())
    for name, data in files.items():
        text = base64.b64encode(data).decode()
        _write(folder / slug / f"{name}.js", f'vizviTake("{name}","{text}");\n'.encode())
    for old in (folder / slug).glob("*.js"):
        if old.stem not in files:
            old.unlink()
    return {"states": len(found), "files": sorted(files)}


def _table(slug: str, query: dict[str, str], message: bytes) -> tuple[dict, bytes] | None:
    """What answers a hand on a stage's q, if the stage shows the experiment of the link."""
    opens = default(slug)
    if opens is None:
        return None
    experiment, _ = from_query(query, slug, opens, LIMITS, [key.partition(".")[2] for key in query])
    header, _ = unpack(message)
    return hand(experiment.problem, header) if header.get("target") == label(experiment.problem.target) else None


def _text(query: dict[str, str]) -> str:
    return json.dumps(query, sort_keys=True)


def _beside(base: dict[str, str], query: dict[str, str]) -> dict:
    """What differs from the settings a lesson opens with; null: it has no such setting."""
    changed = {key: text for key, text in query.items() if base.get(key) != text}
    return changed | {key: None for key in base if key not in query}


def _labels(found: list[State]) -> dict[str, dict[str, str]]:
    """How each value of a setting is written on the page, as its widgets have said: key -> link's text -> label."""
    labels: dict[str, dict[str, str]] = {}
    for state in found:
        for key, told in state.told.shown.items():
            labels.setdefault(key, {})[state.query[key]] = told
    return labels


def _cursors(found: list[State]) -> dict[str, list[float | None]]:
    """Where the cursor of each board stands, state by state: a hand on it goes to the state that has it there."""
    cursors: dict[str, list[float | None]] = {}
    for i, state in enumerate(found):
        for part in state.told.parts:
            cursor = part.kind == "board" and unpack(part.message)[0].get("cursor")
            if cursor and "follow" not in cursor:
                cursors.setdefault(part.key, [None] * len(found))[i] = cursor["value"]
    return cursors


def _write(file: Path, data: bytes) -> None:
    """Only what differs is written: what is copied elsewhere by date stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_bytes() != data:
        file.write_bytes(data)


def shared(folder: Path) -> None:
    """The files that all pages share."""
    for name, text in shared_files().items():
        _write(folder / "site" / name, text.encode())
    if letters := font():
        _write(folder / "site" / "SourceSans.woff2", letters.read_bytes())
    _write(folder / "index.html", home().encode())


def font() -> Path | None:
    """The letters of the live edition (Source Sans, SIL Open Font License), where its server has them."""
    import streamlit

    found = Path(streamlit.__file__).parent / "static" / "static" / "media"
    return next(iter(sorted(found.glob("SourceSansVF-Upright*.woff2"))), None)


def recorded(folder: Path) -> dict:
    """What the folder's lessons were made of, as far as it is known."""
    try:
        return json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def remember(folder: Path, made: dict) -> None:
    _write(folder / RECORD, json.dumps(made, indent=1, sort_keys=True).encode())


def unchanged(folder: Path, slug: str, made: dict, live: str) -> bool:
    """Whether a lesson's pages are there and were made of what there is now."""
    one = made.get(slug, {})
    files = [folder / f"{slug}.html", *(folder / slug / f"{name}.js" for name in one.get("files", ()))]
    return one.get("digest") == digest(slug, live) and all(file.exists() for file in files)

