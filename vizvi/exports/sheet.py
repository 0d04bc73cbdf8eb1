"""A sheet of links for a class, to be printed: what each lesson asks, what to do, and where it is."""

import html
import re
from collections.abc import Sequence

from vizvi.lesson import Lesson

_STYLE = """
body { font: 12pt/1.4 "Source Sans 3", sans-serif; color: #1A1C20; max-width: 46rem; margin: 2rem auto; }
h1 { font-size: 1.5em; } h2 { font-size: 1.2em; margin: 0 0 .2em; } p { margin: .3em 0; }
section { break-inside: avoid; border-top: 1px solid #9A9DA3; padding: .8em 0; }
.link { font-family: monospace; font-size: .85em; overflow-wrap: anywhere; }
ul { list-style: none; margin: .2em 0; padding: 0; } li { margin: .15em 0; }
li::before { content: "\\2610"; margin-right: .5em; }
.notes { border-left: 3px solid #6A6D73; padding-left: .8em; }
@media print { body { margin: 0; max-width: none; } a { color: inherit; text-decoration: none; } }
"""


def sheet(lessons: Sequence[tuple[Lesson, str]], notes: bool = False, title: str = "vizvi in class") -> str:
    """One HTML page, ready to print: for each (lesson, link) its question, its prediction with boxes to tick, its guide.

    notes: the teacher's copy, with answers and notes."""
    parts = "\n".join(_part(lesson, link, notes) for lesson, link in lessons)
    name = html.escape(title)
    head = f'<head><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style></head>'
    return f'<!doctype html>\n<html lang="en">{head}\n<body><h1>{name}</h1>\n{parts}\n</body></html>\n'


def _part(lesson: Lesson, link: str, notes: bool) -> str:
    ask = lesson.prediction
    lines = [
        f"<h2>{html.escape(lesson.title)}</h2>",
        f"<p><b>{_text(lesson.question)}</b></p>",
        f'<p class="link"><a href="{html.escape(link)}">{html.escape(link)}</a></p>',
        f"<p>First: {_text(ask.ask)}</p>",
        _boxes(ask.options),
        "<p>Then:</p>",
        _boxes(each.do for each in lesson.guide),
    ]
    if notes:
        told = "".join(f"<p>{_text(each)}</p>" for each in (ask.tell, lesson.aha, lesson.teacher))
        lines.append(f'<div class="notes">{told}</div>')
    return f"<section>{''.join(lines)}</section>"


def _boxes(items) -> str:
    rows = "".join(f"<li>{_text(each)}</li>" for each in items)
    return f"<ul>{rows}</ul>" if rows else ""


def _text(markdown: str) -> str:
    """Markdown's bold, slant and links as HTML; all else is text."""
    text = html.escape(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", markdown), quote=False)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text))
