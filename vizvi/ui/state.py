"""State: the address bar holds the experiment, the widgets hold it while a page is open."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import flatten, from_query, parts, to_query

OFF_ON = (False, True)
LIMITS = BOUNDS | {"runs": (1, 32), "steps": (1, 2000)}  # what a page offers: a class shares one process
Switches = tuple[str, ...] | dict[str, tuple[str, ...]]


def load(page: str, default: Experiment, switches: Switches = ()) -> Experiment:
    """The experiment of a page: from the address bar if that says something new, else as it was left.

    switches: what belongs to the link but not to the experiment: names of toggles, or for each name the words that it
    may be, at first the first. Sets the widgets' values, so it runs before them; a setting that was not understood is told
    in a short notice."""
    query = {key: value for key, value in st.query_params.items() if key.startswith(f"{page}.")}
    kinds = {name: switches[name] if isinstance(switches, dict) else OFF_ON for name in switches}
    usual = {name: kind[0] for name, kind in kinds.items()}
    fresh = {"query": None, "experiment": None, "notices": [], "step": None, "switches": usual, "usual": usual}
    memory = st.session_state.setdefault(f"_{page}", fresh)
    # Streamlit forgets the widgets of a page that is left: coming back without a link finds what was there.
    memory["arriving"] = f"{page}.steps" not in st.session_state
    returning = memory["arriving"] and memory["experiment"] is not None
    memory["read"], followed = False, is_followed(memory)
    if returning and query in ({}, memory["query"]):
        put(page, memory["experiment"])
        memory["query"] = query
    elif query != memory["query"] and followed:
        memory["read"] = True
        memory["experiment"], memory["notices"] = from_query(query, page, default, LIMITS, switches)
        memory["switches"] = {name: _word(query.get(f"{page}.{name}"), kind) for name, kind in kinds.items()}
        step = query.get(f"{page}.step", "")
        memory["step"] = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None
        put(page, memory["experiment"])
        memory["query"] = query
    for name, value in memory["switches"].items():
        if st.session_state.get(f"{page}.{name}") is None:  # its widget was away for a while, or its menu was emptied
            st.session_state[f"{page}.{name}"] = value
    return memory["experiment"]


def is_followed(memory: dict) -> bool:
    """Whether an address other than the last one written is a link that was followed, or Back.

    A widget's rerun is one of its fragment alone and may bring an address that was written over in the meantime; so may
    the whole page's rerun that a stage asks for. Links and Back always rerun the whole page of their own accord."""
    context, asked = get_script_run_ctx(), memory.pop("rerunning", False)
    return not asked and not (context and context.fragment_ids_this_run)


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
    memory["switches"] = memory["usual"]
    put(page, default)


def switched(page: str) -> dict[str, str]:
    """What the page's switches add to a link: those that are not as they were at first."""
    memory = st.session_state[f"_{page}"]
    memory["switches"] = {name: _now(f"{page}.{name}", last) for name, last in memory["switches"].items()}
    changed = {name: value for name, value in memory["switches"].items() if value != memory["usual"][name]}
    return {f"{page}.{name}": "1" if value is True else value for name, value in changed.items()}


def _now(key: str, last):
    """A switch's value, or its last one if its widget is away."""
    value = st.session_state.get(key)
    return last if value is None else value


def _word(text: str | None, kind: tuple):
    """The word of a link if it is one of a kind, else the first of them."""
    words = {"1" if each is True else each: each for each in kind}
    return words.get(text, kind[0])


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
        memory["experiment"] = experiment
        if not memory["read"]:  # what a link said stays told until the visitor changes something
            memory["notices"] = []
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
    return (
        "Part of this link was not understood and left at its default:\n"
        + "\n".join(f"- {_plain(each)}" for each in told[:3])
        + more
    )


def _plain(text: str) -> str:
    """Text of a visitor's link with what Markdown would read escaped."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]()<>#+-.!|$:~" else each for each in text)
