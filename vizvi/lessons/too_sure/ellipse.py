"""Tab A of the lesson on uncertainty: q on the stage, how often its intervals are right, and what factorizing costs."""

import streamlit as st

from vizvi.diagnostics.ordering import RIGHT, ordering
from vizvi.experiment import Experiment
from vizvi.format import nats, number, share
from vizvi.lessons.too_sure import LESSON
from vizvi.lessons.too_sure.example_line import more_data
from vizvi.lessons.too_sure.remarks import remark, sure
from vizvi.lessons.too_sure.shrinkage import equicorrelated
from vizvi.lessons.too_sure.summary import Sureness, tiles
from vizvi.member import slug
from vizvi.problem import Problem
from vizvi.ui.cache import fitted, kept, remembered
from vizvi.ui.charts import show
from vizvi.ui.lab import playground
from vizvi.ui.rows import Row, folded, gaussian, only
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
        hint = "p's own mass in q's central 95 % interval: how often it is right, were the truth drawn from p."
        look = {"unit": "", "tone": "q", "toy": True, "kind": "share", "hint": hint}
        own = [{"key": f"interval_{i + 1}", "label": f"95 % covers{name}"} | look for i, name in enumerate(names)]
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
    rows = [(" or ".join(names), 0)] if alike else [(name, i) for i, name in enumerate(names)]
    shown = []
    for name, i in rows:
        note = f"sd {number(told.sd_ratio[i])} times p's" if told.sd_ratio[i] == told.sd_ratio[i] else "p has no sd"
        shown.append(Large(f"coverage_{i + 1}", f"95 % interval of {name} covers", last[i], share(last[i]), note))
    if told.sums:
        shown.append(Large("coverage_ellipse", "95 % ellipse covers", told.ellipse[-1], share(told.ellipse[-1])))
        for key, sign, (sd_p, sd_q, held) in zip(("sum", "difference"), "+−", told.sums, strict=True):
            note = f"sd {number(sd_q)}; p's is {number(sd_p)}"
            name = f"95 % interval of {names[0]} {sign} {names[1]} covers"
            shown.append(Large(f"coverage_{key}", name, held, share(held), note))
    st.markdown("**At the end of the run**")
    large(shown, how="By quadrature over p and q's exact quantiles, to all digits shown.")


def more(session: Session, experiment: Experiment) -> None:
    """Below the lesson's sentence: coverage along the run and, for the correlated pair, what factorizing costs."""
    shows = {"Step by step": _steps}
    if slug(experiment.problem.target) == "gaussian":
        shows |= {"One at a time: the α dial": _alpha, "More dimensions": _dimensions, "More data": _data}
    for tab, showing in zip(st.tabs(list(shows), key=f"{PAGE}.costs", on_change="rerun"), shows.values(), strict=True):
        if tab.open:  # one board at a time: what nobody looks at is not drawn
            with tab:
                showing(session, experiment)


def _steps(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import coverage_trace

    told = sure(experiment)
    text = f"**Step by step.** At the end {entropy_told(told.entropy_lost)}"
    p, q = told.correlations
    st.markdown(text + (f" and reports a correlation of {number(q)} where it is {number(p)}." if p == p else "."))
    show(coverage_trace(experiment.problem.target.names, (told.coverage, told.ellipse), PAGE), f"{PAGE}.steps_board")


def entropy_told(lost: float) -> str:
    """What of p's entropy q has, in words; next to nothing is nothing."""
    if abs(lost) < 0.005:
        return "q has p's entropy"
    return f"q has lost {nats(lost)} of entropy" if lost > 0 else f"q has {nats(-lost)} of entropy too much"


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
        f"**One at a time.** Drag the line. At α = {number(now)} q's variance is {number(float(here.variance))} times p's, "
        f"its precision {number(float(here.precision))} times p's, its entropy is off by "
        f"{number(-float(here.entropy_lost))} nats, and its 95 % interval covers {share(float(here.coverage))}."
    )
    show(alpha_curve(rho, grid, ordering(rho, grid).variance, now, RIGHT, at_right), key, session)
    st.caption(
        "A factorized q gets precisions right (α = 0), or entropy (α = ½), or variances (α = 1): never two, once ρ is not "
        "0. α is Minka's; Bishop writes 2α − 1, Li & Turner 1 − α."
    )


def _dimensions(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import dimensions

    rho = experiment.problem.target.correlation
    if rho < 0:
        st.markdown("**More dimensions.** With n > 2 equal correlations ρ must be above −1/(n − 1): take a positive ρ.")
        return
    n = st.select_slider("Dimensions n, all correlated alike", COUNTS, key=f"{PAGE}.n")
    found, here = equicorrelated(COUNTS, rho), equicorrelated(n, rho)
    per = float(here.per_dimension)
    but = "and" if per > 0.5 * float(found.per_dimension.max()) else "yet"
    st.markdown(
        f"**More dimensions.** n = {n}: each variance is {number(float(here.variance))} of the truth, {but} the entropy "
        f"lost per dimension is {per:.3f} nats."
    )
    show(dimensions(rho, COUNTS, found.variance, found.per_dimension, n), f"{PAGE}.n_board")


def _data(session: Session, experiment: Experiment) -> None:
    from vizvi.lessons.too_sure.cost_chart import data_curve

    left, right = st.columns([1.1, 1], gap="large", vertical_alignment="center")
    rho = experiment.problem.target.correlation
    held = float(ordering(rho, 0.0).coverage)
    plain, centered = with_data(POINTS), with_data(POINTS, True)
    with right:
        n = st.select_slider("Points n on a line, x from 2 to 6", POINTS, value=POINTS[2], key=f"{PAGE}.data")
        i = POINTS.index(n)
        st.markdown(
            f"**More data does not help.** With {n} points mean-field's 95 % interval of the slope covers "
            f"{share(plain[i])}; with a hundred thousand, {share(plain[-1])}. Both posteriors shrink together "
            f"(Bernstein & von Mises); so do they in the ellipse above, where ρ = {number(rho)} means {share(held)} for "
            "every n. "
            f"Centering x does help: "
            f"{share(centered[i])}."
        )
    with left:
        show(data_curve(POINTS, plain, centered), f"{PAGE}.data_board")
