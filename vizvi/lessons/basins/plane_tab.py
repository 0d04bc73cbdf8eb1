"""Two dimensions: starts on the plane by where they end, and the fork of a mean-field q."""

import streamlit as st

from vizvi.diagnostics.plane import Plane, plane
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.basins.pitchfork import DiagonalPair, fork
from vizvi.lessons.basins.settings import PAGE
from vizvi.lessons.basins.words import plane as words
from vizvi.lessons.basins.words.settings import KINDS, SHAPES
from vizvi.picture.outlines import ground
from vizvi.problem import Problem
from vizvi.targets import TARGETS
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

HALVES = [1.25, 1]


forked = kept(fork)


def two_dimensions(session: Session) -> None:
    """A map of starts, coarse at once and finer while one looks; then the fork."""
    key = f"{PAGE}.plane"
    columns = st.columns([1.4, 1.1, 1.2, 1.2], vertical_alignment="bottom")
    own = own_target(session, f"{key}.own", 2)
    offered = with_own(session, f"{key}.target", list(SHAPES), own, *OWN)
    shape = columns[0].selectbox(words.TARGET, offered, format_func=(SHAPES | OWN).__getitem__, key=f"{key}.target")
    kind = columns[1].selectbox(words.FAMILY, list(KINDS), format_func=KINDS.get, key=f"{key}.family")
    d = columns[2].slider(words.SEPARATION, 0.5, 6.0, step=0.05, key=f"{key}.d", disabled=shape in OWN)
    sd = columns[3].slider(words.SD_AT_START, 0.3, 4.0, step=0.1, key=f"{key}.sd")
    target = own if shape in OWN else DiagonalPair(d) if shape == "diagonal" else TARGETS[shape](separation=d)
    problem = Problem(target, FAMILIES[kind](), DIVERGENCES["reverse_kl"]())

    def shown(found: list[Plane], done: bool) -> None:
        from vizvi.lessons.basins.plane_chart import plane_board, plane_rows

        last, lines = found[-1], ground(target)
        moments = problem.family.moments(last.lam)
        left, right = st.columns(HALVES, gap="medium")
        with left:
            show(plane_board(last, moments, (lines["p_xy"], lines["p_len"]), target.names), f"{key}.board", session)
            count = len(last.label)
            now = "" if done else words.COARSE
            st.caption(words.starts(count, now))
        rows = [f"| **{letter}** | {mean} | {value} |" for letter, mean, value in plane_rows(last, moments[0])]
        right.markdown("\n".join([words.PLANE_HEADER, "|---|---|---|", *rows]))
        if (shape, kind, d) == ("three_modes", "full_rank", 3.0):
            right.markdown(words.THREE)

    progressive(session, f"{key}.maps", f"{problem!r} {sd}", lambda: plane(problem, sd), shown)
    _fork(d if shape == "diagonal" else None)


def _fork(now: float | None) -> None:
    from vizvi.lessons.basins.plane_chart import fork_board

    found = forked()
    left, right = st.columns(HALVES, gap="medium", vertical_alignment="center")
    right.markdown(words.fork(found.critical))
    with left:
        show(fork_board(found, now), f"{PAGE}.fork")
