"""Settings of a page beside its experiment: checked, kept while their widgets are away, and written to the link."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from vizvi.ui.state import is_followed

LONGEST = 1200  # characters of one value that are looked at


class Setting(NamedTuple):
    """A setting: what it is at first, how text becomes a value (ValueError if it does not) and a value text."""

    default: object
    read: Callable[[str], object]
    wanted: str
    write: Callable[[object], str] = str


def choice(*options: str) -> Setting:
    """One of some words, at first the first."""

    def read(text: str) -> str:
        if text not in options:
            raise ValueError(text)
        return text

    return Setting(options[0], read, f"one of {', '.join(options)}")


def switch(default: bool = False) -> Setting:
    """On or off."""
    return Setting(default, lambda text: {"1": True, "0": False}[text], "0 or 1", lambda on: "1" if on else "0")


def whole(default: int, lo: int, hi: int) -> Setting:
    """A whole number within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 10 and lo <= int(text) <= hi):
            raise ValueError(text)
        return int(text)

    return Setting(default, read, f"a whole number from {lo} to {hi}")


def real(default: float, lo: float, hi: float) -> Setting:
    """A number within bounds."""
    return Setting(default, lambda text: _real(text, lo, hi), f"a number from {lo} to {hi}", lambda value: f"{value:g}")


def reals(default: tuple[float, ...], lo: float, hi: float, counts: tuple[int, ...]) -> Setting:
    """Some numbers within bounds, as many as one of the counts."""

    def read(text: str) -> tuple[float, ...]:
        values = tuple(_real(each, lo, hi) for each in text.split(",")) if text else ()
        if len(values) not in counts:
            raise ValueError(text)
        return values

    told = " or ".join(map(str, counts))
    return Setting(
        default, read, f"{told} numbers from {lo} to {hi}", lambda values: ",".join(f"{each:g}" for each in values)
    )


def _real(text: str, lo: float, hi: float) -> float:
    value = float(text)
    if not lo <= value <= hi:
        raise ValueError(text)
    return value


def restore(page: str, settings: dict[str, Setting]) -> list[str]:
    """Set the widgets' values from the link if that says something new, else as they were; runs before the widgets.

    Returns a sentence for each value that was not understood and left at its default."""
    query = {key: value for key, value in st.query_params.items() if key.startswith(f"{page}.")}
    memory = st.session_state.setdefault(f"_{page}", {"query": None, "values": {}, "notices": []})
    arriving = not any(f"{page}.{name}" in st.session_state for name in settings)
    if is_followed(memory) and query != memory["query"] and not (arriving and memory["query"] is not None and not query):
        memory["values"], memory["notices"], memory["query"] = {}, [], query
        for name, setting in settings.items():
            text = query.get(f"{page}.{name}")
            memory["values"][name] = (
                setting.default if text is None else _understood(name, text, setting, memory["notices"])
            )
            st.session_state[f"{page}.{name}"] = memory["values"][name]
    for name in settings:
        if f"{page}.{name}" not in st.session_state:
            st.session_state[f"{page}.{name}"] = memory["values"].get(name, settings[name].default)
    return memory["notices"]


def _understood(name: str, text: str, setting: Setting, notices: list[str]):
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        return setting.read(text)
    except (ValueError, KeyError, OverflowError):
        notices.append(f"{name.capitalize()} in the link must be {setting.wanted}; it was left at its default.")
        return setting.default


def keep(page: str, settings: dict[str, Setting]) -> dict[str, str]:
    """Remember what the widgets say and write what differs from the defaults to the address bar; all of it as a query."""
    memory = st.session_state[f"_{page}"]
    values = {name: st.session_state.get(f"{page}.{name}", setting.default) for name, setting in settings.items()}
    values = {name: settings[name].default if value is None else value for name, value in values.items()}
    query, usual = (
        {f"{page}.{name}": settings[name].write(value) for name, value in each.items()}
        for each in (values, {name: setting.default for name, setting in settings.items()})
    )
    short = {key: text for key, text in query.items() if text != usual[key]}
    memory["values"] = values
    if short != memory["query"]:
        memory["query"] = short
        others = {key: value for key, value in st.query_params.items() if not key.startswith(f"{page}.")}
        st.query_params.from_dict(others | short)
    return query


def back(page: str, settings: dict[str, Setting]) -> None:
    """Set everything as it was first."""
    for name, setting in settings.items():
        st.session_state[f"{page}.{name}"] = setting.default
