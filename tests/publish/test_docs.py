"""The documentation: its examples run, its gallery has every member, its pages need nobody else."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import vizvi
from vizvi.publish.docs import MISSING, RECIPES, ROLES, documentation

PACKAGE = Path(vizvi.__file__).parent


def examples():
    """Modules with examples, by name."""
    for each in pkgutil.walk_packages(vizvi.__path__, "vizvi.", onerror=lambda _: None):
        file = PACKAGE.joinpath(*each.name.split(".")[1:])
        file = file / "__init__.py" if each.ispkg else file.with_suffix(".py")
        if "_app" not in each.name and re.search(r"^\s*>>> ", file.read_text(encoding="utf-8"), re.M):
            yield each.name


@pytest.mark.parametrize("name", ["vizvi", *examples()])
def test_examples_say_what_comes_out(name):
    done = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert done.attempted and not done.failed


@pytest.fixture(scope="module")
def docs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    return folder, documentation(folder)


def test_the_gallery_has_every_member(docs):
    text = (docs[0] / "members.html").read_text(encoding="utf-8")
    for role in ROLES:
        for slug in getattr(importlib.import_module(f"vizvi.{role}"), role.upper()):
            assert f'id="{slug}"' in text
    assert text.count("<img") > 20  # of each target one for each theme


def test_the_recipes_are_the_readmes(docs):
    text = (docs[0] / "recipes.html").read_text(encoding="utf-8")
    for name in RECIPES:
        assert f"<h2>{name}</h2>" in text
    assert "class Plateau(Target):" in text and 'href="deploy' not in text


@pytest.mark.wide  # pdoc comes with the extra `docs`
def test_the_api_needs_nobody_else(docs):
    folder, missing = docs
    if missing:
        assert missing == MISSING
        pytest.skip(missing)
    pages = list((folder / "api").rglob("*.html"))
    assert (folder / "api" / "vizvi.html") in pages and len(pages) > 100
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"""(?:src=|url\(|@import )["']?(?:https?:)?//""", text), page
        assert not re.search(r"""<link[^>]+href=["'](?:https?:)?//""", text), page
