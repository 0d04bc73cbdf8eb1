"""What tab A of the lesson on uncertainty says of each target, every number computed from the run that is shown."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.too_sure.scales import scales
from vizvi.lessons.too_sure.summary import Sureness, sureness
from vizvi.lessons.too_sure.words import stage as words
from vizvi.member import slug
from vizvi.ui.cache import fitted, remembered
from vizvi.ui.session import Session

PAGE = "too_sure"


def _sure(experiment: Experiment) -> Sureness:
    return sureness(experiment.problem, fitted(experiment).lam[0])


sure = remembered(_sure)


def said_of(experiment: Experiment, lesson: Lesson) -> Lesson:
    """The lesson's sentence where the run shows it, on a correlated pair; else what the run shows instead."""
    target, told = experiment.problem.target, sure(experiment)
    if slug(target) == "gaussian" and slug(experiment.problem.family) == "mean_field":
        (p_sum, q_sum, _), (p_diff, q_diff, _) = told.sums
        conditional = (1 - target.correlation**2) ** 0.5
        if q_sum < p_sum and q_diff > p_diff and all(abs(each - conditional) < 0.01 for each in told.sd_ratio):
            return lesson
    notice = lesson.notice if slug(target) == "gaussian" else ()
    return elsewhere(lesson, words.where_it_ends(target.names, told.coverage[-1]), *notice)


def remark(session: Session, experiment: Experiment, told: Sureness) -> None:
    """A sentence or two on the present target, and for the funnel the button that repairs it."""
    target = experiment.problem.target
    known = {"gaussian": _gaussian, "funnel": _funnel, "log_gamma": _log_gamma, "student_t": _student_t}
    if say := known.get(slug(target)):
        say(session, target, told)


def _gaussian(session: Session, target, told: Sureness) -> None:
    if target.correlation or not (scale := session.own("funnel").get("unfolded")):
        return
    st.markdown(words.non_centered(scale))
    st.button(words.CENTER_AGAIN, on_click=_center, args=(session,), key=f"{PAGE}.center")


def _funnel(session: Session, target, told: Sureness) -> None:
    st.markdown(words.funnel(told.sd_ratio[0] * target.scale, target.scale))
    st.button(words.NON_CENTER, on_click=_unfold, args=(session,), key=f"{PAGE}.uncenter", type="primary")


def _unfold(session: Session) -> None:
    session.own("funnel")["unfolded"] = st.session_state.get(f"{PAGE}.target.scale", 3.0)
    st.session_state[f"{PAGE}.target"], st.session_state[f"{PAGE}.target.correlation"] = "gaussian", 0.0


def _center(session: Session) -> None:
    st.session_state[f"{PAGE}.target"] = "funnel"
    st.session_state[f"{PAGE}.target.scale"] = session.own("funnel")["unfolded"]


def _log_gamma(session: Session, target, told: Sureness) -> None:
    found = scales(target.shape)
    name = "Exp(1)" if target.shape == 1 else f"Gamma({target.shape:g})"
    st.markdown(words.too_wide(name, found.log_q[1], found.log_p[1], found.q[1], found.p[1]))


def _student_t(session: Session, target, told: Sureness) -> None:
    if told.sd_ratio[0] != told.sd_ratio[0]:
        st.markdown(words.no_sd_at_all(told.coverage[-1][0]))
        return
    st.markdown(words.heavy_tails(told.sd_ratio[0], told.coverage[-1][0]))
