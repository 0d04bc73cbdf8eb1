"""What stands around a recorded page: its head, the way through the course, what only the live edition can do."""

import html
import json
from pathlib import Path

from vizvi.exports.modules import THEME, modules, style
from vizvi.figures.cover import source
from vizvi.figures.thumbnail import HEIGHT, WIDTH
from vizvi.lesson import Lesson
from vizvi.lessons import COURSE, LESSONS, cover
from vizvi.publish.markdown import inline

ASSETS = Path(__file__).parent / "assets"
ENTRIES = ("stage/main.js", "board/main.js")
# A classic script: a page on a disk may load no module, but its import map may hold them all.
BEGIN = """(() => {
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports: %s });
  document.head.append(map);
  import("vizvi/site/main.js");
})();
"""
LEAD = (
    "Fifteen lessons on variational inference: predict, play, scrub, turn a knob. This is the static edition: "
    "it was computed ahead of time and needs no server."
)


def shared_files() -> dict[str, str]:
    """Style and script of all pages, by their names in the folder `site`."""
    rows = dict(modules(*ENTRIES) + modules("site/main.js", folder=ASSETS))
    looks = [THEME, style("stage/stage.css"), style("board/board.css"), (ASSETS / "site.css").read_text(encoding="utf-8")]
    return {
        "site.css": "\n".join(looks),
        "site.js": BEGIN % json.dumps(rows),
        "embed.js": (ASSETS / "embed.js").read_text(encoding="utf-8"),
    }


def head(title: str, about: str, up: str = "") -> str:
    """The head of a page; everything it names is beside it, or `up` a folder."""
    return f"""<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{html.escape(title)}</title><meta name="description" content="{html.escape(about)}">
<link rel="icon" href="data:,"><link rel="stylesheet" href="{up}site/site.css">"""


def lesson_page(lesson: Lesson, around: tuple, first: str, about: dict, files: dict[str, str]) -> str:
    """A lesson's page: what is seen first stands in it, the rest is fetched behind it."""
    inline_files = "\n".join(
        f'<script type="text/plain" data-file="{name}">{text}</script>' for name, text in files.items()
    )
    place = COURSE.index(lesson.slug) + 1
    named = [(slug, label, label.partition(":")[0].lower()) for slug, label in around]
    ways = "".join(f'<a href="{slug}.html" data-way="{way}">{html.escape(label)}</a>' for slug, label, way in named)
    return f"""<!doctype html>
<html lang="en"><head>{head(f"{lesson.title} · vizvi", lesson.question)}
<script defer src="site/site.js"></script></head>
<body data-slug="{lesson.slug}">
<a class="vz-jump" href="#vz-main">To the lesson</a>
<header class="vz-top"><a href="index.html">vizvi</a> <span>{html.escape(lesson.title)} · {place} of {len(COURSE)}</span>
<span class="vz-tools"><button type="button" data-tool="reset">Reset</button>
<button type="button" data-tool="share">Share</button>
<button type="button" data-tool="present">Present</button></span></header>
<p class="vz-note" id="vz-note" role="status" hidden></p>
<main id="vz-main" tabindex="-1">{first}</main>
<noscript><p class="vz-note">The words are all here; the pictures need JavaScript.</p></noscript>
<footer class="vz-foot"><nav aria-label="Course">{ways}<a href="index.html">All lessons</a></nav>
<p>This is the static edition: its pictures and numbers were computed ahead of time by vizvi, and are those of the live one.
What it has not got, other settings, your own hand on q and p, densities and data of your own, runs in Python:
<span id="vz-live"></span></p></footer>
<script type="application/json" id="vz-page">{_json(about)}</script>
{inline_files}
</body></html>
"""


def framed(title: str, body: str) -> str:
    """A page of the documentation, one folder down."""
    return f"""<!doctype html>
<html lang="en"><head>{head(f"{title} · vizvi", title, "../")}</head>
<body class="vz-home">
<header class="vz-top"><a href="../index.html">vizvi</a><a href="index.html">Documentation</a></header><main>
<h1 class="vz-question">{html.escape(title)}</h1>{body}</main></body></html>
"""


def _json(value) -> str:
    """JSON inside a script element: nothing in it may end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def home() -> str:
    """The way in: all lessons by chapter, each with its question."""
    chapters = "".join(
        f"<section><h2>{html.escape(chapter)}</h2><div class='vz-cards'>"
        + "".join(_card(slug, lesson) for slug, lesson in LESSONS.items() if lesson.chapter == chapter)
        + "</div></section>"
        for chapter in dict.fromkeys(lesson.chapter for lesson in LESSONS.values())
    )
    return f"""<!doctype html>
<html lang="en"><head>{head("vizvi: watch variational inference work", LEAD)}</head>
<body class="vz-home"><main><h1 class="vz-question">Watch variational inference work</h1><p>{html.escape(LEAD)}</p>
{chapters}<p><a href="docs/index.html">Documentation</a></p></main></body></html>
"""


def _card(slug: str, lesson: Lesson) -> str:
    what = cover(slug)
    sources = [(theme, source(what, theme)) for theme in ("light", "dark")]
    size = f'alt="" width="{WIDTH}" height="{HEIGHT}"'
    picture = "".join(f'<img class="vz-{theme}" {size} src="{url}">' for theme, url in sources)
    return (f'<a class="vz-card" href="{slug}.html">{picture}<strong>{html.escape(lesson.title)}</strong>'
            f"<span>{inline(lesson.question)}</span></a>")  # fmt: skip
