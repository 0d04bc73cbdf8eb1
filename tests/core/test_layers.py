"""Imports point one way: numerics know nothing of pictures, pictures nothing of fits, pages nothing of arithmetic."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import vizvi

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(vizvi.__file__).parent
STDLIB = sys.stdlib_module_names


def layer(path: str) -> str:
    """Which row of the table a file belongs to."""
    if path == "app.py":
        return "app"
    if path.startswith("pages/"):
        return "pages"
    if path in ("vizvi/cli.py", "vizvi/__main__.py") or path.startswith("vizvi/serve/"):
        return "launcher"
    if path.startswith("vizvi/lessons/"):
        return "words" if path.endswith("/__init__.py") or _says(path) else "lessons"
    for name in ("figures", "exports", "publish", "ui/canvas", "ui"):
        if path.startswith(f"vizvi/{name}/"):
            return name
    return "numerics"


# What each layer may import besides its own package; True: the standard library too.
MAY = {
    "numerics": ({"numpy", "vizvi"}, True),
    "figures": ({"numpy", "vizvi"}, True),
    "exports": ({"numpy", "plotly", "vizvi"}, True),
    "publish": ({"streamlit", "numpy", "pdoc", "vizvi"}, True),  # runs the live pages, and reads what they show
    "ui": ({"streamlit", "vizvi"}, True),
    "ui/canvas": ({"streamlit", "vizvi", "numpy"}, True),  # packs arrays into bytes
    "words": ({"vizvi"}, True),
    "lessons": ({"streamlit", "numpy", "vizvi"}, True),  # but see `offenses`: arithmetic and widgets never meet
    "pages": ({"streamlit", "vizvi"}, False),
    "app": ({"streamlit", "pathlib", "vizvi"}, False),
    "launcher": ({"streamlit", "starlette", "uvicorn", "vizvi"}, True),
}
# Layers of vizvi that a layer does not reach up to.
ABOVE = {
    "numerics": ("figures", "exports", "publish", "ui", "lessons", "cli"),
    "figures": ("exports", "publish", "ui", "lessons", "cli"),
    "exports": ("publish", "ui", "cli"),
    "ui": ("publish", "lessons", "cli"),
    "ui/canvas": ("publish", "lessons", "cli"),
    "launcher": (),
    "publish": (),
}
DOOR = "from vizvi.lessons.{slug}.page import page\n\npage()\n"
WORDS = (["lesson"], ["guide"], ["presets"], ["format"], ["lessons"])  # what a lesson's words may know
KNOWN_OF_THE_KIT = {"vizvi.ui.address", "vizvi.ui.memory"}  # by who records pages
LATE = {"scipy", "contourpy"}  # slow to import or absent in a browser: numerics may, inside the function that needs it


def sources():
    """Every source file as (path in the checkout, file); the package's own files come from where it is installed."""
    yield "app.py", ROOT / "app.py"
    for file in sorted((ROOT / "pages").rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), file
    for file in sorted(PACKAGE.rglob("*.py")):
        path = f"vizvi/{file.relative_to(PACKAGE).as_posix()}"
        if not path.startswith("vizvi/_app/"):  # the installed copy of app.py and pages/
            yield path, file


def imports(path: str, text: str):
    """Every import of a file as (dotted name, line, inside a function); relative ones are made absolute."""
    package = list(Path(path).parent.parts)
    for node, inside in statements(ast.parse(text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            names = [f"{stem}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            yield name, node.lineno, inside


def statements(node, inside: bool = False):
    """Every import below a node, and whether it is inside a function; expressions, which have none, are not looked at."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield each, inside
            yield from statements(each, inside or isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))


def offenses(path: str, text: str):
    """Sentences that say which import of a file is out of place."""
    here = layer(path)
    allowed, stdlib = MAY[here]
    found = list(imports(path, text))
    for name, line, late in found:
        top, *rest = name.split(".")
        where = f"{path}:{line} imports {name}"
        if top in LATE and here == "numerics":
            if not late:
                yield f"{where} outside the function that needs it"
        elif path == "vizvi/experiment.py" and name.startswith("vizvi.exports.notebook.") and late:
            continue  # `history.show()`, for who sits in a notebook
        elif top in ("anywidget", "traitlets") and path == "vizvi/exports/notebook.py" and late:
            continue  # of the extra `notebook`
        elif top == "PIL" and here == "exports" and late:
            continue  # comes with Streamlit; only who draws pixels waits for it
        elif top == "plotly" and path == "vizvi/figures/plotly.py" and late:
            continue  # a page that shows charts never loads it
        elif top not in allowed and not (stdlib and top in STDLIB):
            yield f"{where}, which {here} may not"
        elif top == "vizvi" and rest and rest[0] in ABOVE.get(here, ("cli",)):
            yield f"{where}, which is above {here}"
        elif here == "words" and top == "vizvi" and name.split(".")[1:2] not in WORDS:
            yield f"{where}, but words know presets, tasks and how numbers are written alone"
        elif _says(path) and rest[:1] == ["lessons"] and rest[2:3] != ["words"] and not rest[-1].isupper():
            yield f"{where}, but words take what they tell of as numbers"
        elif here in ("lessons", "words") and name.startswith("vizvi.lessons.") and not _own(path, name):
            yield f"{where}, but no lesson knows another"
        elif here == "ui/canvas" and top == "vizvi" and not name.startswith(("vizvi.ui.canvas", "vizvi.figures")):
            yield f"{where}, but a component knows no page and no mathematics"
        elif here == "figures" and name.startswith(("vizvi.experiment", "vizvi.fit")):
            yield f"{where}, but a figure draws what was fitted elsewhere"
        elif here == "publish" and top == "streamlit" and not late:
            yield f"{where} outside the function that runs a page"
        elif here == "publish" and name.startswith("vizvi.ui.") and name.rpartition(".")[0] not in KNOWN_OF_THE_KIT:
            yield f"{where}, but a recorder reads pages, and of the kit it knows what links and sessions hold alone"
        elif here == "publish" and top == "vizvi" and rest[:1] == ["lessons"] and PACKAGE.joinpath(*rest[:2]).is_dir():
            yield f"{where}, but a recorder knows no lesson by name"


    tops = {name.split(".")[0] for name, _, _ in found}
    if here == "lessons" and {"numpy", "streamlit"} <= tops:
        yield f"{path} imports numpy and streamlit: arithmetic and widgets live in files of their own"
    if here == "pages" and path != "pages/home.py" and text != DOOR.format(slug=Path(path).stem):
        yield f"{path} does more than open its room"


def _says(path: str) -> bool:
    """Whether a file is a lesson's words, or those of one of its parts."""
    return Path(path).name == "words.py" or Path(path).parent.name == "words"


def _own(path: str, name: str) -> bool:
    """Whether what a lesson imports from the lessons is of its own folder, or the course's own words."""
    return path == "vizvi/lessons/__init__.py" or name.split(".")[2] in (Path(path).parts[2], "around")


@pytest.mark.parametrize("path, file", list(sources()), ids=lambda value: value if isinstance(value, str) else "")
def test_layers(path, file):
    assert list(offenses(path, file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "path, text",
    [
        ("vizvi/exact.py", "import plotly.graph_objects as go"),
        ("vizvi/exact.py", "import scipy.special"),
        ("vizvi/exact.py", "from vizvi.ui import links"),
        ("vizvi/exact.py", "from . import ui"),
        ("vizvi/targets/ring.py", "from ..figures import plane"),
        ("vizvi/figures/plane.py", "def f():\n    import scipy.special"),
        ("vizvi/figures/plane.py", "from vizvi import fit"),
        ("vizvi/figures/plotly.py", "import plotly.graph_objects as go"),
        ("vizvi/figures/board.py", "def f():\n    import plotly"),
        ("vizvi/exports/png.py", "from PIL import Image"),
        ("vizvi/experiment.py", "from vizvi.exports.notebook import player"),
        ("vizvi/exact.py", "def f():\n    from vizvi.exports.notebook import player"),
        ("vizvi/figures/board.py", "def f():\n    from PIL import Image"),
        ("vizvi/lessons/gap/bounds_chart.py", "def f():\n    import plotly"),
        ("vizvi/ui/links.py", "import numpy as np"),
        ("vizvi/ui/canvas/mount.py", "from vizvi.ui.page import presenting"),
        ("vizvi/ui/canvas/board.py", "import vizvi"),
        ("vizvi/ui/canvas/mount.py", "import plotly"),
        ("pages/home.py", "import math"),
        ("pages/home.py", "from plotly import graph_objects"),
        ("app.py", "import numpy"),
        ("vizvi/ui/lab.py", "from vizvi.lessons import LESSONS"),
        ("vizvi/lessons/kl/dial_tab.py", "from vizvi.lessons.gap.jensen import jensen"),
        ("vizvi/lessons/kl/dial_tab.py", "import numpy as np\nimport streamlit as st"),
        ("vizvi/lessons/kl/__init__.py", "from vizvi.ui.page import opening"),
        ("vizvi/lessons/kl/words.py", "import numpy as np"),
        ("vizvi/lessons/kl/words.py", "from vizvi.diagnostics.dial import Dial"),
        ("vizvi/lessons/kl/words.py", "from vizvi.lessons.kl.branches import branches"),
        ("vizvi/lessons/kl/words/dial.py", "import numpy as np"),
        ("vizvi/lessons/kl/words/dial.py", "from vizvi.diagnostics.dial import Dial"),
        ("vizvi/lessons/kl/words/dial.py", "from vizvi.lessons.kl.branches import branches"),
        ("vizvi/lessons/kl/words/dial.py", "from vizvi.lessons.gap.words import bounds"),
        ("vizvi/lessons/kl/words/__init__.py", "from vizvi.lessons.kl.branches import branches"),
        ("pages/kl.py", "import streamlit as st"),
        ("vizvi/publish/site.py", "import streamlit"),
        ("vizvi/publish/site.py", "from vizvi.ui.tabs import tabs"),
        ("vizvi/publish/site.py", "from vizvi.ui.session import Session"),
        ("vizvi/publish/crawl.py", "from vizvi.lessons.kl import SWEEPS"),
        ("vizvi/publish/hand.py", "import plotly"),
        ("vizvi/ui/page.py", "from vizvi.publish.site import shared"),
    ],
)
def test_the_rule_catches(path, text):
    assert list(offenses(path, text))


def test_import_vizvi_is_light():
    heavy = "streamlit", "plotly", "scipy", "contourpy"
    probe = f"import sys, vizvi; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-P", "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ, PYTHONPATH=str(PACKAGE.parent)),
    )
    assert done.stdout.strip() == "[]"
