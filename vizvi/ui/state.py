"""State: the address bar holds the experiment, the widgets hold it while a page is open."""

import streamlit as st

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import flatten, from_query, parts, to_query


def load(page: str, default: Experiment) -> Experiment:
    """The experiment of a page: from the address bar if that says something new, else as the widgets have it.

    Sets the widgets' values, so it runs before them; a setting that was not understood is told in a short notice."""
    query = {key: value for key, value in st.query_params.items() if key.startswith(f"{page}.")}
    memory = st.session_state.setdefault(f"_{page}", {"query": None, "notices": []})
    if memory["query"] is None or query != memory["query"]:
        experiment, memory["notices"] = from_query(query, page, default)
        put(page, experiment)
        memory["query"], memory["experiment"] = query, experiment
    return memory["experiment"]


def put(page: str, experiment: Experiment) -> None:
    """Set every widget of the page to an experiment's values."""
    for role, member in parts(experiment).items():
        _put_member(f"{page}.{role}", member)
    for name in BOUNDS:
        st.session_state[f"{page}.{name}"] = getattr(experiment, name)


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
    memory = st.session_state[f"_{page}"]
    memory["experiment"] = experiment
    if query != memory["query"]:
        memory["query"], memory["notices"] = query, []
        st.query_params.from_dict(query)


def notices(page: str) -> list[str]:
    """What the link of this page said that was not understood."""
    return st.session_state[f"_{page}"]["notices"]
