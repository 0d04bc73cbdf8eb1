"""The documentation beside the lessons: the API from its docstrings by pdoc, the recipes, the gallery of members."""

import contextlib
import html
import importlib
import inspect
import pkgutil
import re
import warnings
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import vizvi
from vizvi.figures.png import data_uri
from vizvi.figures.thumbnail import HEIGHT, WIDTH, thumbnail
from vizvi.member import Knob, label
from vizvi.publish.markdown import inline, markdown
from vizvi.publish.shell import framed

ROLES = ("targets", "families", "divergences", "estimators", "optimizers", "methods", "samplers", "schedules")
UNDOCUMENTED = ("_app", "__main__", "ui", "lessons", "serve", "publish", "cli")  # pages and servers: nothing that one calls
RECIPES = ("Start", "Use it from Python", "Add a target in one minute", "Add a lesson", "A tour of the tree")
MISSING = "the documentation needs pdoc: pip install 'vizvi[docs]'"


def documentation(folder: Path) -> str:
    """Write the documentation into a folder; a sentence on what is missing, empty if nothing is."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {"index": ("Documentation", _index()), "members": ("Members", gallery()), "recipes": ("Recipes", recipes())}
    for name, (title, text) in pages.items():
        (folder / f"{name}.html").write_text(framed(title, text), encoding="utf-8")
    try:
        api(folder / "api")
    except ImportError:
        return MISSING
    return ""


def _index() -> str:
    rows = (
        ("recipes.html", "Recipes", "From the first fit to a target, a member and a lesson of your own."),
        ("members.html", "Members", "Every target, family, divergence, estimator, optimizer and method, with its formula."),
        ("api/vizvi.html", "API", "Every module with its docstrings: shapes, units, errors and sources."),
    )
    cards = "".join(
        f'<a class="vz-card" href="{to}"><strong>{name}</strong><span>{what}</span></a>' for to, name, what in rows
    )
    return f'<div class="vz-cards">{cards}</div>'


def recipes() -> str:
    """The recipes of the README, which travels with the package as its description."""
    text = _readme()
    found = re.split(r"^## ", text, flags=re.M)[1:]
    parts = {each.partition("\n")[0].strip(): each.partition("\n")[2] for each in found}
    chosen = [f"<h2>{html.escape(name)}</h2>{markdown(_alone(parts[name]))}" for name in RECIPES if name in parts]
    return '<div class="vz-text">' + "\n".join(chosen) + "</div>"


def _readme() -> str:
    file = Path(vizvi.__file__).parents[1] / "README.md"
    if file.exists():
        return file.read_text(encoding="utf-8")
    about = metadata.metadata("vizvi")
    return about.get_payload() or about.get("Description", "")


def _alone(text: str) -> str:
    """Without what leads into the repository."""
    text = re.sub(r"^!\[.*$", "", text, flags=re.M)
    return re.sub(r"\[([^\]]+)\]\((?!https?://)[^)]*\)", r"\1", text)


def gallery() -> str:
    """Every member of every registry: what it is, its knobs, its lines of code, and of a target its picture."""
    return "".join(_role(role, getattr(importlib.import_module(f"vizvi.{role}"), role.upper())) for role in ROLES)


def _role(role: str, registry: Mapping) -> str:
    module = importlib.import_module(f"vizvi.{role}")
    lead = inline((module.__doc__ or "").partition("\n\n")[0])
    members = "".join(_member(slug, cls) for slug, cls in registry.items())
    return f"<section><h2>{role.capitalize()}</h2><p>{lead}</p>{members}</section>"


def _member(slug: str, cls: type) -> str:
    picture = ""
    if hasattr(cls, "log_prob") and hasattr(cls, "window"):
        with contextlib.suppress(Exception):  # a member that cannot be drawn at its defaults has words alone
            pictures = [(theme, data_uri(thumbnail(cls(), theme))) for theme in ("light", "dark")]
            size = f'alt="" width="{WIDTH}" height="{HEIGHT}"'
            picture = "".join(f'<img class="vz-{theme}" {size} src="{url}">' for theme, url in pictures)
    knobs = [field.metadata["knob"] for field in cls.__dataclass_fields__.values() if "knob" in field.metadata]
    names = [name for name, field in cls.__dataclass_fields__.items() if "knob" in field.metadata]
    both = zip(names, knobs, strict=True)
    rows = "".join(f"<li><code>{name}</code>: {html.escape(each.label)}, {_support(each)}</li>" for name, each in both)
    code = html.escape(inspect.getsource(cls))
    return (
        f'<article class="vz-fold" id="{slug}"><h3>{html.escape(label(cls))} <code>{slug}</code></h3>{picture}'
        f"{markdown(inspect.getdoc(cls) or '')}{f'<ul>{rows}</ul>' if rows else ''}"
        f'<details><summary>Its code</summary><pre tabindex="0"><code>{code}</code></pre></details></article>'
    )


def _support(knob: Knob) -> str:
    if knob.choices:
        return f"one of {', '.join(map(str, knob.choices))}, at first {knob.default}"
    if isinstance(knob.default, bool):
        return f"on or off, at first {'on' if knob.default else 'off'}"
    return f"from {knob.lo:g} to {knob.hi:g}, at first {knob.default:g}"


def api(folder: Path) -> None:
    """Write pdoc's pages for what can be called; none of them asks anybody for anything."""
    import pdoc

    # Members stand in the gallery, with their code; the index of a search would outweigh all lessons together.
    left_out = [*(rf"!vizvi\.{name}" for name in UNDOCUMENTED), *(rf"!vizvi\.{role}\.." for role in ROLES), r"!.*\._"]
    pdoc.render.configure(docformat="markdown", footer_text="vizvi", show_source=False, search=False)
    names = [f"vizvi.{each.name}" for each in pkgutil.iter_modules(vizvi.__path__)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a module that two names lead to
        pdoc.pdoc("vizvi", *names, *left_out, output_directory=folder)
