"""Markdown as lessons write it, as HTML: paragraphs, lists, tables, emphasis, code, links, formulas; all else is text."""

import html
import re

from vizvi.publish.tex import mathml

INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()<>#+\-.!|$:~])|`(?P<code>[^`]+)`|\*\*(?P<strong>(?:[^*]|\*(?!\*))+?)\*\*"
    r"|(?<![\w*])\*(?P<em>[^*\s](?:[^*]*[^*\s])?)\*(?!\w)|(?<!\w)_(?P<em2>[^_\s](?:[^_]*[^_\s])?)_(?!\w)"
    r"|\[(?P<words>[^\]]+)\]\((?P<href>[^)\s]+)\)|:material/\w+:\s?|(?<!\$)\$(?P<tex>[^$\s][^$]*)\$"
    r"|:(?P<color>blue|orange|green|red|violet|gray|grey)\[(?P<colored>[^\]]*)\]|(?P<hard>  \n|\\\n)"
)
SAFE = re.compile(r"(https?://|\?|#|[\w./-]+(\.html|#|$))")  # where a link may lead: never to a script
RULE = re.compile(r"\|?[\s:|-]*-[\s:|-]*\|?")
ITEM = re.compile(r"(?P<mark>[-*]|\d+\.) +")


def inline(text: str) -> str:
    """The HTML of a line of Markdown."""
    out, at = [], 0
    for found in INLINE.finditer(text):
        out += [html.escape(text[at : found.start()], quote=False), _span(found)]
        at = found.end()
    return "".join([*out, html.escape(text[at:], quote=False)])


def _span(found: re.Match) -> str:
    got = found.groupdict()
    if got["escaped"]:
        return html.escape(got["escaped"])
    if got["code"]:
        return f"<code>{html.escape(got['code'])}</code>"
    if got["hard"]:
        return "<br>"
    if got["tex"]:
        return mathml(got["tex"])
    if got["href"]:
        safe = html.escape(got["href"]) if SAFE.match(got["href"]) else ""
        return f'<a href="{safe}">{inline(got["words"])}</a>' if safe else inline(got["words"])
    if got["color"]:
        return f'<span class="vz-{got["color"]}">{inline(got["colored"])}</span>'
    for name, tag in (("strong", "strong"), ("em", "em"), ("em2", "em")):
        if got[name]:
            return f"<{tag}>{inline(got[name])}</{tag}>"
    return ""  # an icon's name


def markdown(text: str) -> str:
    """The HTML of a text in Markdown; everything that is not Markdown is escaped."""
    lines, out, at = text.strip().split("\n"), [], 0
    while at < len(lines):
        line = lines[at].strip()
        block = _code if line.startswith("```") else _table if _is_table(lines, at) else None
        if not line:
            at += 1
        elif block:
            at = block(lines, at, out)
        elif line.startswith("$$"):
            at = _formula(lines, at, out)
        elif ITEM.match(line):
            at = _list(lines, at, out)
        elif level := re.match(r"(#{1,5}) +", line):
            tag = f"h{len(level[1]) + 1}"
            out.append(f"<{tag}>{inline(line[level.end() :])}</{tag}>")
            at += 1
        else:
            at = _paragraph(lines, at, out)
    return "\n".join(out)


def _is_table(lines, at) -> bool:
    return "|" in lines[at] and at + 1 < len(lines) and "|" in lines[at + 1] and bool(RULE.fullmatch(lines[at + 1].strip()))


def _cells(line: str) -> list[str]:
    return [each.strip().replace("\\|", "|") for each in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _table(lines, at, out) -> int:
    sides = ["right" if each.endswith(":") else "left" for each in _cells(lines[at + 1])]

    def row(line: str, tag: str) -> str:
        cells = zip(_cells(line), [*sides, *["left"] * 99], strict=False)
        named = [(cell, side, tag if cell else "td") for cell, side in cells]  # what heads nothing is no header
        return "".join(f'<{tag} class="vz-{side}">{inline(cell)}</{tag}>' for cell, side, tag in named)

    rows, head = [], row(lines[at], "th")
    at += 2
    while at < len(lines) and "|" in lines[at]:
        rows.append(f"<tr>{row(lines[at], 'td')}</tr>")
        at += 1
    body = "".join(rows)
    out.append(f'<div class="vz-table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
    return at


def _code(lines, at, out) -> int:
    end = next((i for i in range(at + 1, len(lines)) if lines[i].strip() == "```"), len(lines))
    text = html.escape("\n".join(lines[at + 1 : end]))
    out.append(f'<pre tabindex="0"><code>{text}</code></pre>')
    return end + 1


def _formula(lines, at, out) -> int:
    end = at if lines[at].strip().endswith("$$") and len(lines[at].strip()) > 3 else at + 1
    while end < len(lines) and not lines[end].strip().endswith("$$"):
        end += 1
    tex = "\n".join(lines[at : end + 1]).strip().strip("$")
    out.append(f'<div class="vz-formula" tabindex="0">{mathml(tex, block=True)}</div>')
    return end + 1


def _list(lines, at, out) -> int:
    ordered, items = lines[at].strip()[0].isdigit(), []
    while at < len(lines) and lines[at].strip():
        line = lines[at].strip()
        if mark := ITEM.match(line):
            items.append(line[mark.end() :])
        else:
            items[-1] += "\n" + line
        at += 1
    tag = "ol" if ordered else "ul"
    out.append(f"<{tag}>" + "".join(f"<li>{inline(each)}</li>" for each in items) + f"</{tag}>")
    return at


def _paragraph(lines, at, out) -> int:
    start = at
    while at < len(lines) and lines[at].strip() and (at == start or not _begins(lines, at)):
        at += 1
    out.append(f"<p>{inline(chr(10).join(lines[start:at]))}</p>")
    return at


def _begins(lines, at) -> bool:
    """Whether another kind of block begins here, without an empty line before it."""
    line = lines[at].strip()
    return line.startswith(("$$", "```")) or bool(re.match(r"[-*] +|\d+\. ", line)) or _is_table(lines, at)
