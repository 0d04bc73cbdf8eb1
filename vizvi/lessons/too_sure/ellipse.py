"""Tab A of the lesson on uncertainty: q on the stage, how often its intervals are right, and what factorizing costs."""

import streamlit as st

from vizvi.diagnostics.ordering import RIGHT, ordering
from vizvi.experiment import Experiment
from vizvi.format import share
from vizvi.lessons.too_sure import LESSON, words
from vizvi.lessons.too_sure.example_line import more_data
from vizvi.lessons.too_sure.remarks import remark, sure
from vizvi.lessons.too_sure.shrinkage import equicorrelated
from vizvi.lessons.too_sure.summary import Sureness, tiles
from vizvi.member import slug
from vizvi.problem import Problem
from vizvi.ui.cache import fitted, kept, remembered
from vizvi.ui.charts import show
from vizvi.ui.lab import playground
from vizvi.ui.menu import folded, gaussian, only
from vizvi.ui.rows import Row
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large

PAGE = "too_sure"
# A row of tabs above the stage: its transport stays on the first screen.
_STAGE = '<style>[data-testid="stMain"] .vizvi-lab { --h: clamp(430px, calc(100vh - 300px), 860px); }</style>'
TARGETS = ("gaussian", "funnel", "banana", "challenger", "student_t", "log_gamma", "two_bumps", "two_modes")
CONTROLS = Row(only(*TARGETS), gaussian, divergence=folded, method=folded, written=True)
COUNTS = tuple(sorted({round(2 * 500 ** (k / 80)) for k in range(81)}))  # dimensions from 2 to 1,000
POINTS = tuple(round(10 ** (1 + k / 4)) for k in range(17))  # data from 10 to 100,000


def _covered(experiment: Experiment) -> dict:
    return tiles(experiment.problem, fitted(experiment).lam[0])


covered = remembered(_covered)
with_data = kept(more_data)


class Tiles:
    """The stage's read-outs in this lesson: how often q's 95 % intervals are right, before what is usual."""

    @staticmethod
    def rows(usual: list[dict]) -> list[dict]:
        names = [each["label"].removeprefix("sd q / sd p") for each in usual if each["key"].startswith("sd_ratio")]
        look = {"unit": "", "tone": "q", "toy": True, "kind": "share", "hint": words.stage.P_MASS}
        own = [{"key": f"interval_{i + 1}", "label": words.stage.covers(name)} | look for i, name in enumerate(names)]
        shown, behind = ("sd_ratio", "correlation", "divergence"), ("elbo", "reverse_kl")
        first = [each for each in usual if each["key"].startswith(shown)]
        return [*own, *first, *(each | {"more": True} for each in usual if each["key"] in behind)]

    @staticmethod
    def run(experiment: Experiment) -> dict:
        return covered(experiment)

    @staticmethod
    def held(problem: Problem, lam) -> dict:
        return tiles(problem, lam)


def ellipse(session: Session) -> tuple[Experiment, bool]:
    """The stage with its controls and, once the answer may be told, what q's intervals cover."""
    st.html(_STAGE)

    def header(experiment: Experiment, told: bool) -> dict:
        return {"link": PAGE, "formula": None} | ({"tiles": Tiles} if told else {})

    experiment, told = playground(session, LESSON, lambda: CONTROLS.show(session), header)
    if told:
        found = sure(experiment)
        _coverage(experiment, found)
        remark(session, experiment, found)
    return experiment, told


def _coverage(experiment: Experiment, told: Sureness) -> None:
    """The large numbers: what a 95 % interval of q really covers."""
    names, last = experiment.problem.target.names, told.coverage[-1]
    alike = len(last) == 2 and abs(last[0] - last[1]) < 5e-4
    rows = [(words.stage.either(names), 0)] if alike else [(name, i) for i, name in enumerate(names)]
    shown = []
    for name, i in rows:
        note = words.stage.sd_times(told.sd_ratio[i]) if told.sd_ratio[i] == told.sd_ratio[i] else words.stage.NO_SD
        shown.append(Large(f"coverage_{i + 1}", words.everywhere.interval_covers(name), last[i], share(last[i]), note))
    if told.sums:
        shown.append(Large("coverage_ellipse", words.stage.ELLIPSE_COVERS, told.ellipse[-1], share(told.ellipse[-1])))
        for key, sign, (sd_p, sd_q, held) in zip(("sum", "difference"), "+−", told.sums, strict=True):
            note = words.stage.sd_of_both(sd_q, sd_p)
            name = words.everywhere.interval_covers(f"{names[0]} {sign} {names[1]}")
            shown.append(Large(f"coverage_{key}", name, held, share(held), note))
    st.markdown(words.stage.AT_THE_END)
    large(shown, how=words.stage.BY_QUADRATURE)


def more(session: Session, experiment: Experiment) -> None:
    """Below the lesson's sentence: coverage along the run and, for the correlated pair, what factorizing costs."""
    shows = {words.cost.STEP_BY_STEP: _steps}
    if slug(experiment.problem.target) == "gaussian":
        shows |= {words.cost.THE_DIAL: _alpha, words.cost.MORE_DIMENSIONS: _dimensions, words.cost.MORE_DATA: _data}
    for tab, showing in zip(st.tabs(list(shows), key=f"{PAGE}.costs", on_change="rerun"), shows.values(), strict=True):
        if tab.open:  # one board at a time: what nobody looks at is not drawn
            with tab:
                showing(session, experiment)


def _steps(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import coverage_trace

    told = sure(experiment)
    st.markdown(words.cost.step_by_step(words.cost.entropy(told.entropy_lost), *told.correlations))
    show(coverage_trace(experiment.problem.target.names, (told.coverage, told.ellipse), PAGE), f"{PAGE}.steps_board")


def _alpha(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import alpha_curve

    rho = experiment.problem.target.correlation
    key = f"{PAGE}.alpha_board"
    own = session.own("alpha", {"now": 0.0})
    dragged = session.heard(key, "cursor")
    if dragged and isinstance(dragged.value, int | float) and -1 <= dragged.value <= 2:
        own["now"] = float(dragged.value)
    now = own["now"]
    grid = [round(-1 + 0.02 * k, 2) for k in range(151)]
    at_right = ordering(rho, [RIGHT[each] for each in ("precisions", "entropy", "variances")]).variance
    here = ordering(rho, now)
    st.markdown(
        words.cost.one_at_a_time(
            now, float(here.variance), float(here.precision), -float(here.entropy_lost), float(here.coverage)
        )
    )
    show(alpha_curve(rho, grid, ordering(rho, grid).variance, now, RIGHT, at_right), key, session)
    st.caption(words.cost.THREE_RIGHT)


def _dimensions(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import dimensions

    rho = experiment.problem.target.correlation
    if rho < 0:
        st.markdown(words.cost.POSITIVE_ONLY)
        return
    n = st.select_slider(words.cost.DIMENSIONS, COUNTS, key=f"{PAGE}.n")
    found, here = equicorrelated(COUNTS, rho), equicorrelated(n, rho)
    per = float(here.per_dimension)
    much = per > 0.5 * float(found.per_dimension.max())
    st.markdown(words.cost.dimensions(n, float(here.variance), per, much))
    show(dimensions(rho, COUNTS, found.variance, found.per_dimension, n), f"{PAGE}.n_board")


def _data(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import data_curve

    left, right = st.columns([1.1, 1], gap="large", vertical_alignment="center")
    rho = experiment.problem.target.correlation
    held = float(ordering(rho, 0.0).coverage)
    plain, centered = with_data(POINTS), with_data(POINTS, True)
    with right:
        n = st.select_slider(words.cost.POINTS, POINTS, value=POINTS[2], key=f"{PAGE}.data")
        i = POINTS.index(n)
        st.markdown(words.cost.no_help(n, plain[i], plain[-1], rho, held, centered[i]))
    with left:
        show(data_curve(POINTS, plain, centered), f"{PAGE}.data_board")
