"""State: the address bar holds the experiment, the widgets hold it while a page is open."""

import streamlit as st

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import flatten, from_query, parts, to_query

LIMITS = BOUNDS | {"runs": (1, 32), "steps": (1, 2000)}  # what a page offers: a class shares one process


def load(page: str, default: Experiment, switches: tuple[str, ...] = ()) -> Experiment:
    """The experiment of a page: from the address bar if that says something new, else as it was left.

    switches: toggles that belong to the link but not to the experiment. Sets the widgets' values, so it runs before
    them; a setting that was not understood is told in a short notice."""
    query = {key: value for key, value in st.query_params.items() if key.startswith(f"{page}.")}
    memory = st.session_state.setdefault(
        f"_{page}",
        {"query": None, "experiment": None, "notices": [], "step": None, "switches": dict.fromkeys(switches, False)},
    )
    # Streamlit forgets the widgets of a page that is left: coming back without a link finds what was there.
    memory["arriving"] = f"{page}.steps" not in st.session_state
    returning = memory["arriving"] and memory["experiment"] is not None
    if returning and query in ({}, memory["query"]):
        put(page, memory["experiment"])
        memory["query"] = query
    elif query != memory["query"]:
        memory["experiment"], memory["notices"] = from_query(query, page, default, LIMITS, switches)
        memory["switches"] = {name: query.get(f"{page}.{name}") == "1" for name in switches}
        step = query.get(f"{page}.step", "")
        memory["step"] = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None
        put(page, memory["experiment"])
        memory["query"] = query
    return memory["experiment"]


def put(page: str, experiment: Experiment) -> None:
    """Set every widget of the page, and where the runs start, to an experiment's values."""
    memory = st.session_state[f"_{page}"]
    memory["start"], memory["unusual"] = experiment.start, False
    for name, on in memory["switches"].items():
        st.session_state[f"{page}.{name}"] = on
    for role, member in parts(experiment).items():
        _put_member(f"{page}.{role}", member)
    for name in BOUNDS:
        st.session_state[f"{page}.{name}"] = getattr(experiment, name)


def reset(page: str, default: Experiment) -> None:
    """Set everything on the page as it was first opened."""
    memory = st.session_state[f"_{page}"]
    memory["switches"] = dict.fromkeys(memory["switches"], False)
    put(page, default)


def switched(page: str) -> dict[str, str]:
    """What the page's switches add to a link."""
    memory = st.session_state[f"_{page}"]
    memory["switches"] = {name: bool(st.session_state.get(f"{page}.{name}")) for name in memory["switches"]}
    return {f"{page}.{name}": "1" for name, on in memory["switches"].items() if on}


def _put_member(prefix: str, member) -> None:
    st.session_state[prefix] = flatten(prefix, member)[prefix]
    for name, value in vars(member).items():
        if hasattr(value, "__dataclass_fields__"):
            _put_member(f"{prefix}.{name}", value)
        else:
            st.session_state[f"{prefix}.{name}"] = value


def save(page: str, experiment: Experiment, default: Experiment) -> None:
    """Write what differs from the page's default to the address bar."""
    usual = to_query(default, page)
    query = {key: value for key, value in to_query(experiment, page).items() if usual.get(key) != value}
    query |= switched(page)
    memory = st.session_state[f"_{page}"]
    if experiment != memory["experiment"]:
        memory["experiment"], memory["notices"] = experiment, []
    if query != memory["query"]:
        memory["query"] = query
        others = {key: value for key, value in st.query_params.items() if not key.startswith(f"{page}.")}
        st.query_params.from_dict(others | query)


def notice(page: str) -> str:
    """What the link of this page said that was not understood, in a few lines; empty if all was."""
    told = st.session_state[f"_{page}"]["notices"]
    if not told:
        return ""
    more = f"\n- and {len(told) - 3} more" if len(told) > 3 else ""
    return "Part of this link was not understood and left at its default:\n" + "\n".join(
        f"- {_plain(each)}" for each in told[:3]
    ) + more


def _plain(text: str) -> str:
    """Text of a visitor's link with what Markdown would read escaped."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]()<>#+-.!|$:~" else each for each in text)
