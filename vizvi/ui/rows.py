"""Rows: the settings of an experiment as one row of widgets, said as data, with a fold for the rest."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.links import ROLES, parts
from vizvi.member import label, slug
from vizvi.problem import Problem
from vizvi.ui.address import LIMITS
from vizvi.ui.afford import afforded
from vizvi.ui.bars import fold, tools
from vizvi.ui.controls import NAMES, NORMAL, build, choose, supported
from vizvi.ui.menu import Menu, anything, following, quick, supporting
from vizvi.ui.rule import by_rule
from vizvi.ui.session import Session
from vizvi.ui.sketches import sketched
from vizvi.written import kind_of

WIDTH = {"target": 1.25, "family": 1.0, "divergence": 1.0, "method": 1.3}  # of a menu's column
KNOB, TOOLS = 1.0, 2.1  # of a slider's column, and of Reset and Share


@dataclass(frozen=True)
class Row:
    """What a page lets a visitor set of its experiment: a menu for each role, the counts behind More, and how many
    widgets of the page's own stand in the row."""

    target: Menu = anything
    family: Menu = quick
    divergence: Menu = anything
    method: Menu = anything
    more: tuple[str, ...] = ("steps", "runs", "seed")
    written: bool = False  # whether a target that somebody typed, drew or pasted may be shown

    def menus(self) -> dict[str, Menu]:
        return {role: getattr(self, role) for role in ROLES}

    def admitted(self, experiment: Experiment, default: Experiment) -> tuple[Experiment, list[str]]:
        """What of a link's experiment this row can hold, and a sentence for each part that it can't."""
        told, given, usual = [], parts(experiment), parts(default)
        for role, menu in self.menus().items():
            offered = [cls for cls in ROLES[role].values() if menu.allowed(cls, default.problem)]
            if menu.where == "fixed" and given[role] != usual[role]:
                told.append(f"{NAMES[role]} is given, but this page has its own.")
            elif menu.where != "fixed" and type(given[role]) not in offered and not self._takes(given[role]):
                told.append(f"{NAMES[role]} is {label(given[role]).lower()}, which this page does not show.")
        return (default, told) if told else (experiment, [])

    def _takes(self, member) -> bool:
        """Whether a member is a target of somebody's own that this row may show: of a dimension that its menu has."""
        return bool(self.written and kind_of(member)) and member.dim in {
            cls.dim for cls in ROLES["target"].values() if self.target.allowed(cls)
        }

    def show(self, session: Session, *extras: Callable[[], None], widths: tuple[float, ...] = ()) -> Experiment:
        """The experiment from its widgets: menus and knobs in a row, Reset and a place for Share at its end, the rest
        behind More. `extras` draw further widgets of the page, a column each, as wide as `widths` says."""
        page, default, menus = session.page, session.default, self.menus()
        if self._takes(given := session.experiment.problem.target):
            session.own("written")["target"] = given
        slots = _Slots(session, menus, widths or (KNOB,) * len(extras))
        target = slots.member("target", default.problem.target, menus["target"])
        family = following(menus["family"], target.dim, f"{page}.family")
        family = slots.member("family", default.problem.family, family, _family_names(target.dim))
        problem = Problem(target, family, slots.member("divergence", default.problem.divergence, menus["divergence"]))
        _return_to_usual(session, problem)
        if self.method.rules:
            method = by_rule(session, self.method.rules, *slots.rule(), problem)
        else:
            able = supporting(self.method, problem)
            method = slots.member("method", default.method, able, on_change=_bring_steps(page), problem=problem)
        # For what extras offer; a start belongs to the family before, which may have had other numbers.
        session.own("set")["up"] = replace(session.experiment, problem=problem, method=method, start=())
        for draw, column in zip(extras, slots.extras, strict=True):
            with column:
                draw()
        with slots.more:
            counts = {name: _count(session, name) for name in self.more}
        own = session.own("written").get("target")
        with session.fold_slot or st.container():
            sketched(session, target.dim, own if own and own.dim == target.dim else None)
        usual = {name: getattr(default, name) for name in ("steps", "runs", "seed")}
        return afforded(session, Experiment(problem, method, **usual | counts))


class _Slots:
    """Where each widget of a row stands."""

    def __init__(self, session: Session, menus: dict[str, Menu], extras: tuple[float, ...]):
        self.session, widths = session, []
        for role, menu in menus.items():
            if menu.where == "row" and not self._lone(role, menu):
                widths.append((role, WIDTH[role]))
            if role == "target":
                widths += [("knob", KNOB)] * menu.knobs
            if menu.rules:
                widths.append(("draws", 0.9))
        widths += [*(("extra", width) for width in extras), ("tools", TOOLS)]
        columns = st.columns([width for _, width in widths], vertical_alignment="bottom")
        self.columns = {}
        for (name, _), column in zip(widths, columns, strict=True):
            self.columns.setdefault(name, []).append(column)
        self.extras = self.columns.get("extra", [])
        with self.columns["tools"][0]:
            tools(session)
        with session.fold_slot or st.container():
            self.more = fold(session.page)

    def _lone(self, role: str, menu: Menu) -> bool:
        """Whether there is but one member to choose, for the target that is shown."""
        default = self.session.default.problem
        if role == "family":
            target = self._targets().get(st.session_state.get(f"{self.session.page}.target"))
            menu = following(menu, target.dim if target else default.target.dim, "")
        return sum(bool(menu.allowed(cls, default)) for cls in ROLES[role].values()) < 2

    def _targets(self) -> dict:
        """The registry, with the target of somebody's own that the page was opened with."""
        own = self.session.own("written").get("target")
        return dict(ROLES["target"]) | ({slug(own): own} if own else {})

    def member(self, role: str, default, menu: Menu, names=None, on_change=None, problem=None):
        """The member of a role from its menu and its knobs."""
        if menu.where == "fixed":
            return default
        key = f"{self.session.page}.{role}"
        knobs = self.columns.get("knob", [])[: menu.knobs] if role == "target" else []
        registry = self._targets() if role == "target" else ROLES[role]
        allowed = lambda each: bool(kind_of(each)) or menu.allowed(each)
        fits = [cls for cls in registry.values() if allowed(cls)]
        cls = fits[0] if len(fits) == 1 else type(default)
        if len(fits) > 1:
            options = {"on_change": on_change} if on_change else {}
            with self.columns[role][0] if menu.where == "row" else self.more:
                cls = choose(key, NAMES[role], registry, allowed, names, **options)
        else:
            st.session_state[key] = slug(cls)
        if not isinstance(cls, type):
            return cls
        return build(cls, key, [*knobs, self.more], supported(problem) if problem else None)

    def rule(self):
        return self.columns["method"][0], self.columns["draws"][0], self.more


def _count(session: Session, name: str) -> int:
    key, limits = f"{session.page}.{name}", LIMITS[name]
    if name == "runs":
        return st.slider("Runs", *limits, key=key, help="Other runs play faint beside the first.")
    return st.number_input(name.capitalize(), *limits, key=key)


def _family_names(dim: int) -> dict[str, str] | None:
    return {"mean_field": NORMAL} if dim == 1 else None


def _return_to_usual(session: Session, problem: Problem) -> None:
    """Take the usual estimator again once a change of the problem lets it back in."""
    memory, usual = session.memory.own, ROLES["method"]["gradient"]().estimator
    suits = not usual.supports(problem)
    if suits and memory.get("unusual"):
        st.session_state[f"{session.page}.method.estimator"] = slug(usual)
    memory["unusual"] = not suits


def _bring_steps(page: str):
    """A method brings its own usual number of steps."""

    def bring() -> None:
        st.session_state[f"{page}.steps"] = ROLES["method"][st.session_state[f"{page}.method"]].usual_steps

    return bring
