"""Ready to be published: what the package says of itself, to PyPI, to type checkers and to who cites it."""

import re
import tomllib
from pathlib import Path

import pytest
import streamlit

import vizvi

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ABOUT = PROJECT["project"]


def test_streamlit_has_both_bounds_and_this_one_lies_between():
    (bound,) = [each for each in ABOUT["dependencies"] if each.startswith("streamlit")]
    ends = re.fullmatch(r"streamlit>=([\d.]+),<([\d.]+)", bound).groups()
    oldest, beyond = (tuple(map(int, each.split("."))) for each in ends)
    assert oldest <= tuple(map(int, streamlit.__version__.split(".")[:2])) < beyond


def test_no_requirement_stands_twice():
    for group in (ABOUT["dependencies"], *ABOUT["optional-dependencies"].values()):
        names = [re.split(r"[<>=\[ ]", each)[0] for each in group]
        assert len(names) == len(set(names)), names


def test_the_addresses_are_of_one_place():
    urls = ABOUT["urls"]
    assert {"Homepage", "Repository", "Issues", "Changelog"} <= urls.keys()
    assert all(each.startswith(urls["Repository"]) for each in urls.values())
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f'repository-code: "{urls["Repository"]}"' in citation and f"version: {ABOUT['version']}" in citation
    assert f"## {ABOUT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_pictures_show_where_the_readme_is_read_without_the_checkout():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for each in PROJECT["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        text = re.sub(each["pattern"], each["replacement"], text)
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets and all(each.startswith(("https://", "#")) for each in targets), targets
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures
    for each in pictures:
        name = each.partition("/vizvi/vizvi/main/")[2]
        assert (ROOT / name).is_file(), name


def test_types_are_told():
    assert (Path(vizvi.__file__).parent / "py.typed").is_file()


@pytest.mark.parametrize("name, where", [("scipy", "vizvi"), ("PIL", "vizvi/exports"), ("plotly", "vizvi/figures")])
def test_what_is_required_is_imported(name, where):
    files = (ROOT / where).rglob("*.py")
    assert any(re.search(rf"^\s+(from|import) {name}\b", each.read_text(encoding="utf-8"), re.M) for each in files)
