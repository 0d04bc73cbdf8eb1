"""Sentences of a page that ask for a hand: the static edition says of each where one is heard, unless it is here."""

import html
import re
from collections.abc import Iterable

ASKS = re.compile(
    r"\b(drag\w*|grab|paste|click|draw (it|on it)|type (it|your|the|a|another)|by hand|your drawings?|while you watch)\b",
    re.I,
)
OF_P = re.compile(r"\b(p by|diamonds?|points?|start)\b")  # what only Python moves
SENTENCE = re.compile(r"[^.:;!?]+(?:[.:;!?](?!\s|$)[^.:;!?]*)*")
MARK = re.compile("\ue000([^\ue001]*)\ue001")
WHERE = "in the live edition"


def marked(text: str) -> str:
    """Markdown with a mark, kept by what makes HTML of it, at the end of each sentence that asks for a hand."""

    def mark(sentence: re.Match) -> str:
        said = sentence[0]
        return f"{said}\ue000{_of(said)}\ue001" if ASKS.search(said) else said

    return SENTENCE.sub(mark, text) if ASKS.search(text) else text


def spoken(page: str, cursors: Iterable[tuple[str, str]]) -> str:
    """The HTML of a page with words in place of its marks. cursors: board and name of each cursor, which may be swept."""

    def words(mark: re.Match) -> str:
        of = mark[1]
        if of.startswith("?"):
            of = next((board for board, name in cursors if name.lower() in of), "")
        return f'<span class="vz-byhand" data-of="{html.escape(of)}"> (<a class="vz-elsewhere">{WHERE}</a>)</span>'

    return MARK.sub(words, page)


def reworded(told):
    """A board's header whose own words say it, too; it is plain values."""
    if isinstance(told, str):
        return MARK.sub(f" ({WHERE})", marked(told))
    if isinstance(told, dict):
        return {name: reworded(each) for name, each in told.items()}
    return [reworded(each) for each in told] if isinstance(told, list) else told


def _of(sentence: str) -> str:
    """What a hand is asked for: "q", nothing that is known here, or the sentence itself, in which a cursor may be named."""
    if OF_P.search(sentence):
        return ""
    if re.search(r"\bq\b", sentence):
        return "q"
    return "?" + re.sub(r"[^\w ]", "", sentence).strip().lower()
