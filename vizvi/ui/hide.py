"""Controls that a teacher has put away: `?hide=family,method`, by the names that links use.

What is hidden keeps its value and its place in the link; it is neither seen, nor reached by Tab, nor read aloud."""

import re

import streamlit as st

from vizvi.experiment import BOUNDS
from vizvi.links import ROLES, quoted
from vizvi.ui.shown import HIDE

LONGEST, MOST = 400, 40  # characters of the list, and names, that are looked at
BARS = {"more": "More, the fold", "reset": "Reset", "share": "Share", "present": "Present"}  # on every page
COMMON = {*ROLES, *BOUNDS, *BARS, "tab"}  # names of the course: none is strange where a page has no such control
_NAME = re.compile(r"[A-Za-z0-9_.]+")


def asked() -> list[str]:
    """The names in the address, as they are written there."""
    said = st.query_params.get(HIDE, "")[:LONGEST]
    return list(dict.fromkeys(each.strip() for each in said.split(",") if each.strip()))[:MOST]


def names(keys) -> dict[str, list[str]]:
    """What can be hidden: name -> widgets' keys. A setting goes by its key without the page, as in `target.separation`; a
    role takes its knobs along."""
    found: dict[str, list[str]] = {}
    for key in keys:
        name = key.partition(".")[2]
        found.setdefault(name, []).append(key)
        if (role := name.partition(".")[0]) != name:
            found.setdefault(role, []).append(key)
    return found


def strange(page: str, keys) -> list[str]:
    """A sentence for each name that no control goes by. With a page in front, as in `kl.carry`, it is that page's alone."""
    known = names(keys)
    return [f"Hide says {quoted(each)}, but no control has that name." for each in asked()
            if each not in known and each not in COMMON and not _elsewhere(page, each, keys)]  # fmt: skip


def _elsewhere(page: str, name: str, keys) -> bool:
    """Whether a name is another page's, a knob that another member has, or a whole key of this page."""
    first, _, rest = name.partition(".")
    return bool(rest) and (name in keys or first not in {page, *(key.partition(".")[0] for key in keys)})


def conceal(page: str, keys) -> None:
    """Hide what the address names; a column with nothing else in it goes as well."""
    known, gone = names(keys), []
    for each in asked():
        if not _NAME.fullmatch(each):
            continue
        found = known.get(each) or ([each] if each in keys else [])
        if each in ROLES or each in BOUNDS:
            found = [*found, f"{page}.{each}"]
        if each == "method":
            found = [*found, f"{page}.rule"]  # one menu for a method and its optimizer
        if each in BARS:
            found = [each if each == "present" else f"{page}.{each}"]
        gone += found
    if gone:
        st.html(f"<style>{style(gone)}</style>")


def left(page: str, grips: list[dict]) -> list[dict]:
    """What of p a hand may still take hold of: a knob that is put away stays where it is on the stage, too."""
    away = set(asked())
    hidden = lambda key: bool(away & {name for each in ("target", f"target.{key}") for name in (each, f"{page}.{each}")})
    stays = [each for each in grips if not hidden(each["key"])]
    alone = lambda each: {key: value for key, value in each.items() if key != "across"}
    return [alone(each) if "across" in each and hidden(each["across"][0]) else each for each in stays]


def style(keys: list[str]) -> str:
    """The rules that hide widgets with these keys."""
    each = list(dict.fromkeys(f".st-key-{re.sub('[^A-Za-z0-9_-]', '-', key)}" for key in keys))
    these = f":is({', '.join(each)})"
    other = f'[data-testid="stElementContainer"]:not({these})'
    return (
        f"{these}, [data-testid='stExpander']:has({these}[class*='-more']),"
        f"[data-testid='stColumn']:has({these}):not(:has({other})) {{ display: none !important; }}"
    )
