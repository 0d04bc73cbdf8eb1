"""Menu: which members a page offers for one role, and where they stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from vizvi.member import slug
from vizvi.problem import Problem
from vizvi.ui.controls import workable

# Gradient is its optimizers; a line has but one coordinate; Laplace's method and Pathfinder do not know a landscape.
NO_RULES = ("gradient", "coordinate_ascent", "laplace", "pathfinder")


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


def following(menu: Menu, dim: int, key: str) -> Menu:
    """What can follow such a target. In one dimension there is nothing to tilt: both Gaussians are the same normal."""
    if dim == 1 and key and st.session_state.get(key) == "full_rank":
        st.session_state[key] = "mean_field"
    tilted = "full_rank" if dim == 1 else ""
    return replace(menu, allowed=lambda cls, problem=None: menu.allowed(cls) and dim in cls.dims and slug(cls) != tilted)


def supporting(menu: Menu, problem: Problem) -> Menu:
    """What supports a problem, with at least one choice of each of its picks."""
    able = workable(problem)
    return replace(menu, allowed=lambda cls, _=None: able(cls) and menu.allowed(cls, problem))
