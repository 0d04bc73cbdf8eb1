"""Address: what of it belongs to a page, what it sets there, and what of it was not understood."""

from typing import NamedTuple

import streamlit as st

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import from_query, quoted, to_query
from vizvi.ui.hide import strange as strange_names
from vizvi.ui.setting import Setting
from vizvi.ui.widgets import keys

LIMITS = BOUNDS | {"runs": (1, 32), "steps": (1, 2000)}  # what a page offers: a class shares one process
TOLD = 3  # sentences about a link that was not understood, before "and more"


class Reading(NamedTuple):
    """What a page's part of the address says: its experiment, its settings by key, the step of a run that it shows, and a
    sentence for each thing that was not understood."""

    experiment: Experiment | None
    values: dict
    step: int | None
    told: list[str]


def own(page: str, settings: dict[str, Setting]) -> dict[str, str]:
    """What of the address is a page's."""
    prefixes = {key.split(".")[0] for key in settings} | {page}
    return {key: text for key, text in st.query_params.items() if "." in key and key.split(".")[0] in prefixes}


def put(query: dict[str, str]) -> None:
    """Write a page's part. What belongs to no page stays: how it is shown. Another page's settings are left behind."""
    others = {key: text for key, text in st.query_params.items() if "." not in key}
    st.query_params.from_dict(others | query)


def written(page: str, experiment: Experiment | None, settings: dict[str, Setting], values: dict) -> dict[str, str]:
    """Every setting of a page as text, by its link key."""
    fitted = to_query(experiment, page) if experiment else {}
    return fitted | {key: setting.write(values[key]) for key, setting in settings.items()}


def read(query: dict[str, str], page: str, default: Experiment | None, settings: dict[str, Setting], admitted) -> Reading:
    """What a page's part of the address says; the default where it says nothing, or nothing that can be shown."""
    experiment, told = None, []
    if default:
        others = [key.removeprefix(f"{page}.") for key in settings]
        experiment, told = from_query(query, page, default, LIMITS, others)
    if admitted:
        experiment, refused = admitted(experiment, default)
        told += refused
    values = {}
    for key, setting in settings.items():
        values[key] = setting.default
        if key in query:
            try:
                values[key] = setting.understood(query[key])
            except ValueError:
                name = key.rpartition(".")[2].capitalize()
                told.append(f"{name} is {quoted(query[key])}, but must be {setting.wanted}.")
    known = f"{page}." if default else f"{page}.step"  # the experiment's have been told
    strange = [key for key in query if not key.startswith(known) and key not in settings]
    told += [f"{quoted(key)} means nothing here." for key in strange]
    told += strange_names(page, keys(page, experiment, settings))
    step = query.get(f"{page}.step", "")
    return Reading(experiment, values, int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None, told)


def notice(told: list[str]) -> str:
    """The sentences about a link in a few lines of Markdown; empty if there are none."""
    if not told:
        return ""
    lines = [f"- {_plain(each)}" for each in told[:TOLD]]
    more = [f"- and {len(told) - TOLD} more"] if len(told) > TOLD else []
    return "\n".join(["Part of this link was not understood and left at its default:", *lines, *more])


def _plain(text: str) -> str:
    """Text of a visitor's link with what Markdown would read escaped."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]()<>#+-.!|$:~" else each for each in text)
