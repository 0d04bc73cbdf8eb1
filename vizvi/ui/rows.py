"""Rows: the settings of an experiment as one row of widgets, said as data, with a fold for the rest."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.links import ROLES, parts
from vizvi.member import label, slug
from vizvi.methods.gradient import Gradient
from vizvi.optimizers import OPTIMIZERS
from vizvi.problem import Problem
from vizvi.ui.address import LIMITS
from vizvi.ui.afford import afforded
from vizvi.ui.controls import NAMES, NORMAL, build, choose, knob, supported, workable
from vizvi.ui.page import present_button
from vizvi.ui.session import Session
from vizvi.ui.sketches import sketched
from vizvi.written import kind_of

WIDTH = {"target": 1.25, "family": 1.0, "divergence": 1.0, "method": 1.3}  # of a menu's column
KNOB, TOOLS = 1.0, 2.1  # of a slider's column, and of Reset and Share
RULE_NAMES = {"sgd": "Gradient descent"}
# Gradient is its optimizers; a line has but one coordinate; Laplace's method and Pathfinder do not know a landscape.
NO_RULES = ("gradient", "coordinate_ascent", "laplace", "pathfinder")
FEW = 40  # steps of a rule without noise


@dataclass(frozen=True)
class Menu:
    """A menu of members: which it offers (asked with a class and, for methods, the problem), and where it stands."""

    allowed: Callable = lambda cls, problem=None: True
    where: str = "row"  # "row", "more" behind the fold, or "fixed" at what the page opens with
    knobs: int = 1  # how many of the member's knobs stand in the row
    rules: tuple[str, ...] = ()  # a menu of rules: these first


anything = Menu()
folded = Menu(where="more")
fixed = Menu(where="fixed")
# Ledger and outline of a flow take 20 ms: too long for each step of a run, so a page offers flows only if it says so.
quick = Menu(lambda cls, problem=None: not cls.layered)
gaussian = Menu(lambda cls, problem=None: cls.gaussian)


def only(*slugs: str, **options) -> Menu:
    """A menu of these members."""
    return Menu(lambda cls, problem=None: slug(cls) in slugs, **options)


def of_dim(dim: int, **options) -> Menu:
    """A menu of the targets of one dimension or of two."""
    return Menu(lambda cls, problem=None: cls.dim == dim, **options)


def rules(*first: str) -> Menu:
    """One menu of rules for what links call a method and its optimizer."""
    return Menu(lambda cls, problem=None: slug(cls) not in NO_RULES[1:], rules=first)


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
        family = _of_dimension(menus["family"], target.dim, f"{page}.family")
        family = slots.member("family", default.problem.family, family, _family_names(target.dim))
        problem = Problem(target, family, slots.member("divergence", default.problem.divergence, menus["divergence"]))
        _return_to_usual(session, problem)
        if self.method.rules:
            method = _rule(session, self.method.rules, *slots.rule(), problem)
        else:
            able = _workable(self.method, problem)
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
            menu = _of_dimension(menu, target.dim if target else default.target.dim, "")
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


def tools(session: Session) -> None:
    """Reset, and beside it the slot that Share goes to once it knows what."""
    bar = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    bar.button("Reset", icon=":material/restart_alt:", on_click=session.reset, key=f"{session.page}.reset")
    session.share_slot = bar.container(width="content")
    with bar.container(width="content"):
        present_button()


def fold(page: str):
    """More: a row of widgets that opens below the picture.

    Its widgets are in the browser while it is closed, too. Those of a popover are not: it would miss what Python sets
    in the meantime, open with stale values and send them back."""
    return st.expander("More", icon=":material/tune:").container(horizontal=True, key=f"{page}.more")


def _count(session: Session, name: str) -> int:
    key, limits = f"{session.page}.{name}", LIMITS[name]
    if name == "runs":
        return st.slider("Runs", *limits, key=key, help="Other runs play faint beside the first.")
    return st.number_input(name.capitalize(), *limits, key=key)


def _of_dimension(menu: Menu, dim: int, key: str) -> Menu:
    """What can follow such a target. In one dimension there is nothing to tilt: both Gaussians are the same normal."""
    if dim == 1 and key and st.session_state.get(key) == "full_rank":
        st.session_state[key] = "mean_field"
    tilted = "full_rank" if dim == 1 else ""
    return replace(menu, allowed=lambda cls, problem=None: menu.allowed(cls) and dim in cls.dims and slug(cls) != tilted)


def _family_names(dim: int) -> dict[str, str] | None:
    return {"mean_field": NORMAL} if dim == 1 else None


def _workable(menu: Menu, problem: Problem) -> Menu:
    able = workable(problem)
    return replace(menu, allowed=lambda cls, _=None: able(cls) and menu.allowed(cls, problem))


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


def _rule(session: Session, first: tuple[str, ...], menu, draws_slot, more, problem: Problem):
    """The method from a menu of rules; the draws beside it, the step size behind More."""
    state, key = st.session_state, f"{session.page}.method"
    methods = [name for name, cls in ROLES["method"].items() if name not in NO_RULES and not cls().supports(problem)]
    names = list(dict.fromkeys([*first, *OPTIMIZERS, *methods]))
    state[f"{session.page}.rule"] = state[f"{key}.optimizer"] if state[key] == "gradient" else state[key]

    def take() -> None:
        rule = state[f"{session.page}.rule"]
        state[key] = "gradient" if rule in OPTIMIZERS else rule
        if rule in OPTIMIZERS:
            state[f"{key}.optimizer"] = rule
        else:
            state[f"{session.page}.steps"] = FEW

    def called(rule: str) -> str:
        return RULE_NAMES.get(rule) or label(OPTIMIZERS[rule] if rule in OPTIMIZERS else ROLES["method"][rule])

    rule = menu.selectbox("Method", names, format_func=called, key=f"{session.page}.rule", on_change=take)
    if rule not in OPTIMIZERS:
        draws_slot.markdown("no noise: exact", help="This method integrates; it draws nothing.")
        return _knobs(ROLES["method"][rule], key, more)
    left = session.experiment.method
    usual = left if isinstance(left, Gradient) else session.default.method
    with draws_slot:
        draws = knob(f"{key}.draws", next(each for each in fields(Gradient) if each.name == "draws"))
    return replace(usual, optimizer=_knobs(OPTIMIZERS[rule], f"{key}.optimizer", more), draws=draws)


def _knobs(cls, prefix: str, slot):
    with slot:
        return cls(**{each.name: knob(f"{prefix}.{each.name}", each) for each in fields(cls)})
