"""All that a visitor can read of a lesson stands in its `__init__.py` and its words, ready to be translated: these are
`words.py` or, where that would be long, `words/` with a file for each part of the page."""

import ast
import re
from pathlib import Path

import pytest

import vizvi.lessons
from vizvi.lessons import COURSE

FOLDER = Path(vizvi.lessons.__file__).parent
# Programs to take away; their labels and remarks stand in the words.
PYTHON = ("script.py", "script_of_tabs.py", "libraries.py")
# What may stand elsewhere, by file, and why.
ALLOWED = {
    "workshop/entry.py": {"import vizvi", "from vizvi.diagnostics.report import report"},  # lines of Python
    "too_sure/ellipse.py": {"sd q / sd p"},  # how the kit's own label begins, to be told apart by it
}
WORD = re.compile(r"[A-Za-z]{2,}")  # two letters in a row; a symbol, as x₁ or q, is the same in every language
# A letter, a space, and a letter or what is put in; or the other way round.
PROSE = re.compile(r"[^\W\d_…][,;:.!?*)]* +[*(“]*(?:[^\W\d_]|…)|…[,;:.!?*)]* +[*(“]*[^\W\d_]")
NAMED = re.compile(r"[A-Z][a-z]+[.:…]?|[,;]? (?:and|or) ")  # "Back": what a button says; " and ": what joins others
PROGRAM = re.compile(r"\w+: ")  # how an error for programmers begins; others are sentences that a page repeats
# Where a single word would be seen, too: arguments by name, and by place in a call.
NAMES = "title label help caption placeholder note unit name legend empty prefix ask tell"
FIRST = """Axis Board Chip Cursor Task header popover button caption checkbox expander info markdown metric number_input
pills radio segmented_control select_slider selectbox slider subheader tabs text_area text_input toggle warning write error
success spinner"""
SHOWN = set(NAMES.split())
PLACES = dict.fromkeys(FIRST.split(), (0,)) | {"Cursor": (0, 4), "note": (2,), "Large": (1, 3, 4), "link": (1,)}


def texts(node: ast.AST):
    """The strings of an expression as they are written: constants, and f-strings with … for what is put in."""
    for each in ast.walk(node):
        if isinstance(each, ast.JoinedStr):
            yield each, "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in each.values)
        elif isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each, each.value


def silent(tree: ast.AST) -> set[int]:
    """Nodes whose strings nobody reads on a page: docstrings, errors for programmers, annotations, parts of f-strings."""
    found = set()
    for node in ast.walk(tree):
        program = isinstance(node, ast.Raise) and PROGRAM.match(next((said for _, said in texts(node)), ""))
        docs = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if program or docs or isinstance(node, ast.Assert):
            found |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.JoinedStr):
            found |= {id(part) for part in node.values}
            found |= {id(each) for part in node.values if isinstance(part, ast.FormattedValue) and part.format_spec
                      for each in ast.walk(part.format_spec)}  # fmt: skip
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if annotation is not None:
                found |= {id(each) for each in ast.walk(annotation)}
    return found


def places(tree: ast.AST):
    """Expressions that a page shows as a label, whatever they say."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from (node.args[at] for at in PLACES.get(name, ()) if at < len(node.args))
            yield from (each.value for each in node.keywords if each.arg in SHOWN)


def said_in(slug: str) -> list[Path]:
    """The files of a lesson's words."""
    folder = FOLDER / slug
    return [folder / "words.py"] if (folder / "words.py").exists() else sorted((folder / "words").glob("*.py"))


def prose(text: str) -> list[tuple[int, str]]:
    """Strings of a source that a visitor would read, with their lines."""
    tree = ast.parse(text)
    hidden = silent(tree)
    labels = {id(each) for place in places(tree) for each in _said(place)}
    found = {}
    for node, said in texts(tree):
        bare = re.sub(r":material/\w+:|https?://\S+|(?s:<style>.*)", "", said)
        read = PROSE.search(bare) or NAMED.fullmatch(bare) or id(node) in labels
        if id(node) not in hidden and read and WORD.search(bare):
            found[node.lineno, node.col_offset] = said
    return [(line, said) for (line, _), said in sorted(found.items())]


def _said(place: ast.AST):
    """What of an argument is itself shown: a string, either side of a choice; not what it asks or indexes by."""
    if isinstance(place, ast.IfExp):
        yield from _said(place.body)
        yield from _said(place.orelse)
    elif isinstance(place, ast.BinOp):
        yield from _said(place.left)
        yield from _said(place.right)
    elif isinstance(place, ast.List | ast.Tuple):
        for each in place.elts:
            yield from _said(each)
    elif isinstance(place, ast.Constant | ast.JoinedStr):
        yield place


@pytest.mark.parametrize("slug", COURSE)
def test_all_that_a_visitor_reads_stands_with_the_words(slug):
    offenses = [
        f"{file.name}:{line} {said!r}"
        for file in sorted((FOLDER / slug).rglob("*.py"))
        if file.name not in ("__init__.py", *PYTHON) and file not in said_in(slug)
        for line, said in prose(file.read_text(encoding="utf-8"))
        if said not in ALLOWED.get(f"{slug}/{file.name}", ())
    ]
    assert offenses == []


@pytest.mark.parametrize("slug", COURSE)
def test_no_word_is_left_over(slug):
    """A translator translates nothing that no page says."""
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in (FOLDER / slug).rglob("*.py")}
    used = {getattr(node, "attr", getattr(node, "id", "")) for tree in trees.values() for node in ast.walk(tree)
            if isinstance(getattr(node, "ctx", None), ast.Load)}  # fmt: skip
    said = [name for file in said_in(slug) for name in names(trees[file])]
    assert set(said) - used <= {"_"}
    assert len(said) == len(set(said)), "one name, one meaning in a lesson"


def names(tree: ast.Module) -> set[str]:
    """What a file of words says, by its names."""
    stored = {each.id for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign) for each in ast.walk(node)
              if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}  # fmt: skip
    return stored - {"__all__"} | {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


@pytest.mark.parametrize("slug", COURSE)
def test_words_are_one_file_or_a_folder_of_parts(slug):
    """There is no third place; and what stands before the parts of a folder says nothing itself."""
    files = said_in(slug)
    assert files and not ((FOLDER / slug / "words").exists() and (FOLDER / slug / "words.py").exists())
    for file in [each for each in files if each.name == "__init__.py"]:
        text = file.read_text(encoding="utf-8")
        assert prose(text) == [] and names(ast.parse(text)) == set()
        assert f"import {', '.join(each.stem for each in files if each != file)}\n" in text


@pytest.mark.parametrize(
    "text, count",
    [
        ('"""Docs of a file."""\ndef f():\n    """Docs of it."""\n    raise ValueError(f"f: {x} is no such thing.")', 0),
        ('raise ValueError("Type at least one number.")', 1),
        ('KEY = "ascent.plane"\nfont = "1.5rem"\nicon = ":material/bar_chart:"\nf(f"{a:g} {b}")', 0),
        ('f(each, f"{count} sweeps", "Back")\nstate["back"]', 2),
        ('st.caption(f"K = {len(found)} of {MOST}; the best of three.")', 1),
        ('title = "It climbs." if told else "It starts here."', 2),
        ('Axis("draws", (0, 3))', 1),
        ('" and ".join(names)', 1),
        ('Axis("x₁", VIEW)', 0),
        ('band(x, y, tone="ink", label="ELBO")', 1),
        ('band(x, y, tone="ink", label=LABEL if kind == "dash" else OTHER)', 0),
        ('st.markdown(" ".join(parts), unsafe_allow_html=True)', 0),
    ],
)
def test_what_counts_as_read(text, count):
    assert len(prose(text)) == count
