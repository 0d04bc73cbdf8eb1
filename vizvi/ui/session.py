"""One object for all that a visitor has set on a page: in widgets, in the address, under a hand."""

import time

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from vizvi.experiment import Experiment
from vizvi.ui import address, canvas, widgets
from vizvi.ui.event import Event, event
from vizvi.ui.hide import conceal
from vizvi.ui.memory import Memory
from vizvi.ui.offered import forget
from vizvi.ui.pulse import listen
from vizvi.ui.setting import Setting

SETTLING = 5.0  # seconds after a page is opened in which one run may cut another short
HERE = "_page"  # which page the widgets now in the browser belong to


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
        self.opened, memory, query = True, self.memory, address.own(self.page, self.settings)
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
            # A fragment alone leaves out what has been set since: a hand may still be at it.
            widgets.say_again(self.keys(), unless=memory.opened_with if self.by_itself else None)
        return memory.notices

    def keys(self) -> set[str]:
        """The keys of all widgets that set something of this page."""
        return widgets.keys(self.page, self.memory.experiment, self.settings)

    @property
    def by_itself(self) -> bool:
        """Whether a fragment reran alone: then an address that differs may be one that was written over meanwhile."""
        context = get_script_run_ctx()
        return bool(context and context.fragment_ids_this_run)

    def _is_followed(self) -> bool:
        """Whether an address other than the last one written is a link that was followed, or Back: these always rerun
        the whole page of their own accord, and not because a stage has asked for it."""
        return not self.memory.asked_for_rerun and not self.by_itself

    def _read(self, query: dict[str, str]) -> None:
        memory, said = self.memory, address.read(query, self.page, self.default, self.settings, self.admitted)
        memory.experiment, memory.values, memory.step, memory.notices = said
        memory.query, memory.fresh = query, True
        memory.start = memory.experiment.start if memory.experiment else ()
        self._restore(everything=True)

    def _restore(self, everything: bool = False) -> None:
        widgets.restore(self.page, self.memory, self.settings, everything)

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
        return event(kind, said)

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
        usual = {key: setting.default for key, setting in self.settings.items()}
        usual = address.written(self.page, self.default, self.settings, usual)
        query = {key: text for key, text in memory.link.items() if usual.get(key) != text}
        if query != memory.query:
            memory.query = query
            address.put(query)

    def query(self) -> dict[str, str]:
        """Every setting of the page as text, for a link that shows the same numbers wherever it is opened."""
        return address.written(self.page, self.experiment, self.settings, {key: self[key] for key in self.settings})

    @property
    def notice(self) -> str:
        """What the link of this page said that was not understood, in a few lines; empty if all was."""
        return address.notice(self.memory.notices)
