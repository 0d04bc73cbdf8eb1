"""One object for all that a visitor has set on a page: in widgets, in the address, under a hand."""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vizvi.experiment import BOUNDS, Experiment
from vizvi.links import from_query, parts, to_query
from vizvi.member import slug
from vizvi.ui import canvas
from vizvi.ui.hide import conceal
from vizvi.ui.hide import strange as strange_names
from vizvi.ui.offered import forget
from vizvi.ui.pulse import listen
from vizvi.ui.setting import Setting

LIMITS = BOUNDS | {"runs": (1, 32), "steps": (1, 2000)}  # what a page offers: a class shares one process
FARTHEST = 1e12  # a coordinate that a hand can mean
TOLD = 3  # sentences about a link that was not understood, before "and more"
SETTLING = 5.0  # seconds after a page is opened in which one run may cut another short
HERE = "_page"  # which page the widgets now in the browser belong to


class Event(NamedTuple):
    """What a hand did on a stage or a board."""

    value: object  # a number, a pair of them, or what the mark's kind says
    index: object  # of a point or a path; None where there is but one mark
    released: bool  # the hand has let go: what it left is a setting now
    seq: int
    said: dict  # the whole message

    @property
    def power(self) -> float:
        """Ten to the value, as a cursor on a logarithmic axis means it: whatever was forged, a float and at once."""
        return 10.0 ** min(max(self.value, -300.0), 300.0)


@dataclass
class Memory:
    """What a session keeps of one page between two runs; lives in Streamlit's session state."""

    query: dict | None = None  # the address as it was last read or written
    experiment: Experiment | None = None
    values: dict = field(default_factory=dict)  # settings by their link keys
    knobs: dict = field(default_factory=dict)  # widgets of experiments by their keys, those that are away too
    notices: list = field(default_factory=list)
    step: int | None = None
    start: tuple = ()
    heard: dict = field(default_factory=dict)  # (chart, kind) -> the last message that was answered
    answers: dict = field(default_factory=dict)  # question -> what was predicted
    recalled: bool = False  # the browser's tab has told what it remembers
    holding: bool = False
    asked_for_rerun: bool = False
    arrived: float = 0.0  # when the page was opened, by this process's clock
    opened_with: dict = field(default_factory=dict)  # widgets' values then
    fresh: bool = False  # the address has just been read
    own: dict = field(default_factory=dict)  # what a part of the page keeps for itself
    link: dict = field(default_factory=dict)  # every setting as text, as the page last closed


class Session:
    """A page's state. `open()` runs before any widget, `close()` after all of them.

    settings: what belongs to the link but not to the experiment, by full link keys, which are their widgets' keys too;
    admitted: what of a link's experiment the page can show, and a sentence for each part that it can't (`Row.admitted`).
    default: what the page opens with; None for a page that fits nothing, whose link has its settings alone.
    """

    def __init__(self, page: str, default: Experiment | None, settings: dict[str, Setting] | None = None, admitted=None):
        self.page, self.default, self.settings, self.admitted = page, default, settings or {}, admitted
        self.memory: Memory = st.session_state.setdefault(f"_{page}", None) or Memory()
        st.session_state[f"_{page}"] = self.memory
        self.opened = self.arriving = False
        self.share_slot = self.fold_slot = self.tries_slot = None
        listen()  # from here on, a run that nobody waits for ends

    # — before the widgets

    def open(self) -> list[str]:
        """Set the widgets from the link if it says something new, else as they were left; the sentences to tell."""
        if self.opened:
            return self.memory.notices
        self.opened, memory, query = True, self.memory, self._query()
        self.arriving = st.session_state.get(HERE) != self.page
        st.session_state[HERE] = self.page
        known, memory.fresh = memory.query is not None, False
        returning = known and self.arriving and query in ({}, memory.query)
        if returning:
            memory.query, memory.step = query, None  # the tab knows where the run stood
            self._restore(everything=True)
        elif not known or (query != memory.query and self._is_followed()):
            self._read(query)
        else:
            self._restore()
        memory.asked_for_rerun = False
        conceal(self.page, self.keys())
        forget(self.arriving)
        now = time.monotonic()
        if self.arriving or memory.fresh:
            memory.arrived = now
            memory.opened_with = {key: st.session_state[key] for key in self.keys() & set(st.session_state)}
        elif now - memory.arrived < SETTLING:
            self._say_again()
        return memory.notices

    def _say_again(self) -> None:
        """Tell the browser every widget's value once more: what a run had to say is lost if the next one begins at once,
        and a widget that has not heard its value shows the least it can and sends that back. A fragment alone leaves out
        what has been set since: a hand may still be at it."""
        for key in self.keys() & set(st.session_state):
            value = st.session_state[key]
            if not self.by_itself or value == self.memory.opened_with.get(key, self):
                st.session_state[key] = value

    def keys(self) -> set[str]:
        """The keys of all widgets that set something of this page."""
        return {*self.settings, *(widgets(self.memory.experiment, self.page) if self.memory.experiment else ())}

    @property
    def by_itself(self) -> bool:
        """Whether a fragment reran alone: then an address that differs may be one that was written over meanwhile."""
        context = get_script_run_ctx()
        return bool(context and context.fragment_ids_this_run)

    def _is_followed(self) -> bool:
        """Whether an address other than the last one written is a link that was followed, or Back: these always rerun
        the whole page of their own accord, and not because a stage has asked for it."""
        return not self.memory.asked_for_rerun and not self.by_itself

    def _query(self) -> dict[str, str]:
        prefixes = {key.split(".")[0] for key in self.settings} | {self.page}
        return {key: text for key, text in st.query_params.items() if "." in key and key.split(".")[0] in prefixes}

    def _read(self, query: dict[str, str]) -> None:
        memory = self.memory
        others = [key.removeprefix(f"{self.page}.") for key in self.settings]
        told = []
        if self.default:
            memory.experiment, told = from_query(query, self.page, self.default, LIMITS, others)
        if self.admitted:
            memory.experiment, refused = self.admitted(memory.experiment, self.default)
            told += refused
        for key, setting in self.settings.items():
            memory.values[key] = setting.default
            if key in query:
                try:
                    memory.values[key] = setting.understood(query[key])
                except ValueError:
                    name = key.rpartition(".")[2].capitalize()
                    told.append(f"{name} is {_short(query[key])}, but must be {setting.wanted}.")
        own = f"{self.page}." if self.default else f"{self.page}.step"  # the experiment's have been told
        strange = [key for key in query if not key.startswith(own) and key not in self.settings]
        told += [f"{_short(key)} means nothing here." for key in strange]
        told += strange_names(self.page, self.keys())
        step = query.get(f"{self.page}.step", "")
        memory.step = int(step) if step.isascii() and step.isdigit() and len(step) < 6 else None
        memory.notices, memory.query, memory.fresh = told, query, True
        memory.start = memory.experiment.start if memory.experiment else ()
        self._restore(everything=True)

    def _restore(self, everything: bool = False) -> None:
        """Give widgets their values: all of them, or those that Streamlit has forgotten while they were away."""
        state, memory = st.session_state, self.memory
        if memory.experiment:
            usual = everything or f"{self.page}.steps" not in state
            if usual:
                memory.own["unusual"] = False
            if everything:
                for key in memory.knobs:  # of members that the experiment has not
                    state.pop(key, None)
                memory.knobs = {}
            now = widgets(memory.experiment, self.page)
            memory.knobs |= now
            for key, value in memory.knobs.items():
                if key not in state or (usual and key in now):
                    state[key] = value
        for key in self.settings:
            if everything or state.get(key) is None:  # away for a while, or a menu that was emptied
                state[key] = memory.values.get(key, self.settings[key].default)

    # — what was set

    @property
    def experiment(self) -> Experiment | None:
        """The experiment as it was last built or read."""
        return self.memory.experiment

    @property
    def token(self) -> str:
        """Of this visit: what a browser says without it belongs to one before."""
        return canvas.token()

    def __getitem__(self, key: str):
        """A setting's value, also while its widget is away."""
        value = st.session_state.get(key)
        return self.memory.values.get(key, self.settings[key].default) if value is None else value

    def __setitem__(self, key: str, value) -> None:
        """Set a setting; before its widget, or from a callback."""
        st.session_state[key] = self.memory.values[key] = value

    def late(self, *keys: str) -> None:
        """Before widgets below slow work: had a run been cut short between setting them and drawing them, the browser would
        not have been told, and would send back the least that they can be."""
        for key in keys:
            st.session_state[key] = self[key]

    def own(self, name: str, fresh: dict | None = None) -> dict:
        """What one part of the page keeps for itself."""
        return self.memory.own.setdefault(name, dict(fresh or {}))

    def take(self, experiment: Experiment | None, **values) -> None:
        """Set the whole page to an experiment; before its widgets, or from a callback."""
        self.memory.experiment, self.memory.start = experiment, experiment.start if experiment else ()
        self.memory.values |= values
        self._restore(everything=True)

    def reset(self) -> None:
        """Set everything on the page as it was first opened, but for the tab that is open; a callback."""
        self.let_go()
        self.memory.step, self.memory.notices, self.memory.own = 0, [], {"reset": True}
        usual = {key: setting.default for key, setting in self.settings.items() if not key.endswith(".tab")}
        self.take(self.default, **usual)

    # — under a hand

    def heard(self, chart: str, kind: str, peek: bool = False) -> Event | None:
        """What a hand has done on a chart since this was last asked: once for each message, unless `peek`.

        chart: the component's key; kind: "handles", "grips", "guess", "cursor", "start", "points" or "path". A message of
        another visit, as a browser repeats it after the server was started anew, is not heard."""
        said = canvas.heard(chart, kind)
        if not said or (seq := said["seq"]) == self.memory.heard.get((chart, kind), 0):
            return None
        if not peek:
            self.memory.heard[chart, kind] = seq
        if not _makes_sense(kind, said):
            return None
        return Event(said.get("value"), said.get("index"), bool(said.get("released")), seq, said)

    def let_go(self) -> None:
        """Take what hands have said so far as answered, in the callback of a button: who presses it has let go before, and
        what was said then may come with the press in one run."""
        for chart, kind in self.memory.heard:
            if said := canvas.heard(chart, kind):
                self.memory.heard[chart, kind] = said["seq"]

    def last(self, chart: str, *kinds: str) -> int:
        """The number of the last message of a chart, for its next header: the browser waits for it."""
        each = [canvas.heard(chart, kind) for kind in kinds or st.session_state.get(chart) or ()]
        known = [(kind, seq) for (which, kind), seq in self.memory.heard.items() if which == chart]  # also from before
        answered = [seq for kind, seq in known if not kinds or kind in kinds]
        return max((*answered, *(said["seq"] for said in each if said)), default=0)

    def rerun(self) -> None:
        """Run the whole page, which nobody has asked for by an address."""
        self.memory.asked_for_rerun = True
        st.rerun()

    # — after the widgets

    def close(self, experiment: Experiment | None = None) -> None:
        """Remember what the widgets say and write what differs from the defaults to the address; not under a hand."""
        memory = self.memory
        changed = experiment is not None and experiment != memory.experiment
        if changed:
            memory.experiment = experiment
        values = {key: self[key] for key in self.settings}
        if (changed or values != memory.values) and not memory.fresh:  # what a link said is told until something changes
            memory.notices = []
        memory.values = values
        if memory.holding:
            return
        memory.link = self.query()
        usual = self._fitted(self.default) | self._written({key: each.default for key, each in self.settings.items()})
        query = {key: text for key, text in self.query().items() if usual.get(key) != text}
        if query != memory.query:
            memory.query = query
            # What belongs to no page stays: how it is shown. Another page's settings are left behind with it.
            others = {key: text for key, text in st.query_params.items() if "." not in key}
            st.query_params.from_dict(others | query)

    def query(self) -> dict[str, str]:
        """Every setting of the page as text, for a link that shows the same numbers wherever it is opened."""
        return self._fitted(self.experiment) | self._written({key: self[key] for key in self.settings})

    def _fitted(self, experiment: Experiment | None) -> dict[str, str]:
        return to_query(experiment, self.page) if experiment else {}

    def _written(self, values: dict) -> dict[str, str]:
        return {key: self.settings[key].write(value) for key, value in values.items()}

    @property
    def notice(self) -> str:
        """What the link of this page said that was not understood, in a few lines; empty if all was."""
        told = self.memory.notices
        if not told:
            return ""
        lines = [f"- {_plain(each)}" for each in told[:TOLD]]
        more = [f"- and {len(told) - TOLD} more"] if len(told) > TOLD else []
        return "\n".join(["Part of this link was not understood and left at its default:", *lines, *more])


def widgets(experiment: Experiment, page: str) -> dict:
    """The value of every widget of an experiment, by its key."""
    found = {f"{page}.{name}": getattr(experiment, name) for name in BOUNDS}
    for role, member in parts(experiment).items():
        found |= _member(f"{page}.{role}", member)
    return found


def _member(prefix: str, member) -> dict:
    found = {prefix: slug(member)}
    for name, value in vars(member).items():
        inner = hasattr(value, "__dataclass_fields__")
        found |= _member(f"{prefix}.{name}", value) if inner else {f"{prefix}.{name}": value}
    return found


def _makes_sense(kind: str, said: dict) -> bool:
    """Whether a message has the shape of its kind: a board's own always has, one that somebody forged need not."""
    value, index = said.get("value"), said.get("index")
    if kind == "cursor":
        return _finite(value)
    if kind in ("points", "start"):
        pair = isinstance(value, list | tuple) and len(value) == 2 and all(map(_finite, value))
        return pair and (kind == "start" or (isinstance(index, int) and index >= 0))
    if kind == "guess":  # a level or a place; it goes back to the browser
        return _finite(value) or (isinstance(value, list) and len(value) == 2 and all(map(_finite, value)))
    return True


def _finite(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < FARTHEST


def _short(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _plain(text: str) -> str:
    """Text of a visitor's link with what Markdown would read escaped."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]()<>#+-.!|$:~" else each for each in text)
