"""What tab A of the lesson on uncertainty says of each target, every number computed from the run that is shown."""

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import number, share
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.too_sure.scales import scales
from vizvi.lessons.too_sure.summary import Sureness, sureness
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
    held = " and ".join(
        f"{name} {share(each)} of the time" for name, each in zip(target.names, told.coverage[-1], strict=True)
    )
    which = "intervals hold" if len(target.names) > 1 else "interval holds"
    notice = lesson.notice if slug(target) == "gaussian" else ()
    return elsewhere(lesson, f"Where this run ends, q's 95 % {which} {held}.", *notice)


def remark(session: Session, experiment: Experiment, told: Sureness) -> None:
    """A sentence or two on the present target, and for the funnel the button that repairs it."""
    target = experiment.problem.target
    known = {"gaussian": _gaussian, "funnel": _funnel, "log_gamma": _log_gamma, "student_t": _student_t}
    if say := known.get(slug(target)):
        say(session, target, told)


def _gaussian(session: Session, target, told: Sureness) -> None:
    if target.correlation or not (scale := session.own("funnel").get("unfolded")):
        return
    st.markdown(
        f"This is the funnel of sd {number(scale)} **non-centered**: with x = e^(v/2) z the coordinates are "
        f"v/{number(scale)} and z, two independent normals. Mean-field is exact: KL(q‖p) is 0."
    )
    st.button("Center it again", on_click=_center, args=(session,), key=f"{PAGE}.center")


def _funnel(session: Session, target, told: Sureness) -> None:
    st.markdown(
        f"**A funnel.** q's sd of v is {number(told.sd_ratio[0] * target.scale)} and p's {number(target.scale)}: however "
        "wide the funnel, q's never passes √2 = 1.41, since s² = 1/(1/σ² + ½). A full-rank q is no better, for want of a "
        "linear correlation to follow. What helps is to write the model in other coordinates:"
    )
    st.button("Non-center it: x = e^(v/2) z", on_click=_unfold, args=(session,), key=f"{PAGE}.uncenter", type="primary")


def _unfold(session: Session) -> None:
    session.own("funnel")["unfolded"] = st.session_state.get(f"{PAGE}.target.scale", 3.0)
    st.session_state[f"{PAGE}.target"], st.session_state[f"{PAGE}.target.correlation"] = "gaussian", 0.0


def _center(session: Session) -> None:
    st.session_state[f"{PAGE}.target"] = "funnel"
    st.session_state[f"{PAGE}.target.scale"] = session.own("funnel")["unfolded"]


def _log_gamma(session: Session, target, told: Sureness) -> None:
    found = scales(target.shape)
    name = "Exp(1)" if target.shape == 1 else f"Gamma({target.shape:g})"
    st.markdown(
        f"**Too narrow here, too wide there.** z is the log of a variable y ~ {name}. On the scale of z the best q has "
        f"variance {number(found.log_q[1])} and p {number(found.log_p[1])}; seen as a q of y it has {found.q[1]:.3f} and "
        f"p {number(found.p[1])}: too **wide**. The family depends on the scale, the KL does not."
    )


def _student_t(session: Session, target, told: Sureness) -> None:
    if told.sd_ratio[0] != told.sd_ratio[0]:
        st.markdown("**Heavy tails.** This p has no standard deviation at all; q's interval covers "
                    f"{share(told.coverage[-1][0])}.")  # fmt: skip
        return
    st.markdown(
        f"**Heavy tails.** q's sd is {number(told.sd_ratio[0])} times p's, yet its 95 % interval covers "
        f"{share(told.coverage[-1][0])}: sd and interval need not be wrong in the same way."
    )
