"""A recorded page as a document: HTML, and what its stages and boards were told."""

import html
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from vizvi.figures.pack import unpack
from vizvi.lesson import Lesson
from vizvi.publish.by_hand import marked, spoken
from vizvi.publish.markdown import inline, markdown
from vizvi.publish.record import Shot
from vizvi.publish.settings import Settings

CANVASES = ("stage", "board")
CHROME = (".reset", ".share", ".again", ".lock", ".skip", ".stop")  # buttons that the static page has in its own way
LEFT_OUT = {"Take it away", "Take away"}  # what only Python can make


class Part(NamedTuple):
    """A stage or a board in a document."""

    key: str
    kind: str
    message: bytes


class Document(NamedTuple):
    """What a page shows at one setting."""

    html: str
    parts: tuple[Part, ...]
    shown: dict[str, str]  # how each setting with a widget is written, by its key
    links: tuple[dict[str, str], ...]  # settings that links of the page set, on this page
    live: int  # widgets that need Python


def document(shot: Shot, lesson: Lesson) -> Document:
    """The document of a shot of a lesson's page."""
    writer = _Writer(shot, lesson)
    text = spoken(writer.children(shot.tree), writer.cursors)
    return Document(text, tuple(writer.parts), writer.shown, tuple(writer.links), writer.live)


class _Writer(Settings):
    def __init__(self, shot: Shot, lesson: Lesson):
        self.shot, self.lesson, self.parts, self.shown, self.links, self.live = shot, lesson, [], {}, [], 0
        self.cursors = []  # of boards: key and name
        self.gate = False  # inside a prediction

    def children(self, node) -> str:
        return "".join(self.node(child) for _, child in sorted(node.children.items()))

    def node(self, node) -> str:
        write = getattr(self, node.type, None)
        if write:
            return write(node)
        return self.children(node) if hasattr(node, "children") else ""

    # — blocks

    def flex_container(self, node) -> str:
        key, within = node.key or "", self.gate
        self.gate = within or key.startswith("gate-")
        inner = self.children(node)
        self.gate = within
        if not inner:
            return ""
        if key.startswith("gate-"):
            return f'<div class="vz-gate" data-gate="{html.escape(key.removeprefix("gate-"))}">{inner}</div>'
        columns = any(child.type == "column" for child in node.children.values())
        flow = "row" if columns else "flow" if node.proto.flex_container.direction == 2 else "stack"
        return f'<div class="vz-{flow}">{inner}</div>'

    def column(self, node) -> str:
        return f'<div class="vz-column" style="flex-grow:{node.weight:.3g}">{self.children(node)}</div>'

    def expander(self, node) -> str:
        inner = self.children(node)
        if not inner or node.label in LEFT_OUT:
            return ""
        label = inline(node.label)
        name = "teach" if node.label == "Teacher's notes" else ""
        opening = f'<details class="vz-fold" data-fold="{html.escape(node.label)}" data-name="{name}">'
        return f"{opening}<summary>{label}</summary>{inner}</details>"

    def tab_container(self, node) -> str:
        key = node.key or ""
        tabs = [child for _, child in sorted(node.children.items())]
        if not key or key not in self.shot.query:
            folds = "".join(
                f'<details class="vz-fold" data-fold="{html.escape(tab.label)}"><summary>{inline(tab.label)}</summary>'
                f"{self.children(tab)}</details>" for tab in tabs)  # fmt: skip
            return f'<div class="vz-stack">{folds}</div>'
        labels = [tab.label for tab in tabs]
        drawn = [(tab, self.children(tab)) for tab in tabs]
        opened = next(((tab.label, text) for tab, text in drawn if text), (labels[0], ""))
        strip = self._setting(key, "tabs", "", opened[0], labels)
        return f'<div class="vz-tabs">{strip}<div class="vz-stack">{opened[1]}</div></div>'

    # — words

    def title(self, node) -> str:
        return f'<h1 class="vz-question">{inline(node.value)}</h1>'

    def markdown(self, node) -> str:
        return f'<div class="vz-text">{markdown(marked(node.value))}</div>' if node.value.strip() else ""

    def caption(self, node) -> str:
        return f'<div class="vz-text vz-caption">{markdown(marked(node.value))}</div>'

    def success(self, node) -> str:
        return self._alert(node, "aha")

    def info(self, node) -> str:
        return self._alert(node, "info")

    def warning(self, node) -> str:
        return self._alert(node, "warning")

    def error(self, node) -> str:
        return self._alert(node, "warning")

    def _alert(self, node, kind: str) -> str:
        return f'<div class="vz-alert vz-{kind}">{markdown(marked(node.value))}</div>'

    def code(self, node) -> str:
        return f'<pre tabindex="0"><code>{html.escape(node.value)}</code></pre>'

    def html(self, node) -> str:
        return f'<div class="vz-html">{node.proto.body}</div>'  # the page's own, made of constants and numbers

    # — links and questions

    def page_link(self, node) -> str:
        slug, query = node.proto.page, dict(parse_qsl(node.proto.query_string, True))
        query = {key: text for key, text in query.items() if "." in key}
        if slug == self.lesson.slug:
            self.links.append(query)
        file = "index" if slug in ("", "home") else slug
        rest = f"#{urlencode(query)}" if query else ""
        return f'<a class="vz-chip" href="{html.escape(f"{file}.html{rest}")}">{inline(node.proto.label)}</a>'

    def radio(self, node) -> str:
        check = next((each for each in self.lesson.checks if each.ask == node.label), None)
        if check is None:
            return self._setting(node.key, "choice", node.label, str(node.value), list(node.options))
        options = "".join(
            f'<button type="button" class="vz-option" data-right="{int(each == check.answer)}">{inline(each)}</button>'
            for each in check.options
        )
        right = f"Right. {check.why}", f"Not quite: **{check.answer}**. {check.why}"
        told = "".join(
            f'<div class="vz-told" data-right="{1 - i}" hidden>{markdown(each)}</div>' for i, each in enumerate(right)
        )
        asked = f"<div>{markdown(check.ask)}</div>"
        return f'<div class="vz-check" role="group">{asked}{options}<div role="status">{told}</div></div>'

    def button(self, node) -> str:
        key = node.key or ""
        if self.gate and key.endswith((".lock", ".skip", ".again")):
            act = key.rpartition(".")[2]
            return f'<button type="button" class="vz-act" data-act="{act}">{inline(node.label)}</button>'
        if not key.endswith(CHROME) and key != "present":
            self.live += 1
        return ""

    # — pictures

    def bidi_component(self, node) -> str:
        kind = node.proto.component_name.rpartition(".")[2]
        if kind not in CANVASES or not node.proto.bytes:
            self.live += kind == "vizvi_pad"
            return ""
        key = node.key or ""
        self.parts.append(Part(key, kind, node.proto.bytes))
        if kind == "board" and (cursor := unpack(node.proto.bytes)[0].get("cursor")):
            self.cursors.append((key, cursor["name"]))
        height = 540 if kind == "stage" else 300
        return (f'<div class="vz-part" data-part="{html.escape(key)}" data-kind="{kind}">'
                f'<div class="vizvi-host" style="min-height:{height}px"></div></div>')  # fmt: skip
