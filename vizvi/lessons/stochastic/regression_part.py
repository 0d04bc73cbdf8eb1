"""The part of the page where a line or a logistic curve is learned; it grows while it is watched."""

import streamlit as st

from vizvi.format import nats, number
from vizvi.lessons.stochastic import regression
from vizvi.lessons.stochastic.charts import count
from vizvi.lessons.stochastic.race import Setup
from vizvi.lessons.stochastic.regression_chart import data_board, moment_board, race_board
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session

KINDS = {"line": "a line", "logistic": "a logistic curve"}


def learned(session: Session, kind: str, setup: Setup, axis: str, take_line) -> None:
    """The pictures of a run that goes on in pieces, with its count and a way to stop it."""

    def draw(found: list, done: bool) -> None:
        if take_line(session, setup):
            session.rerun()  # the link learns where the line is now
        course = regression.joined(found)
        steps = len(course.kl) - 1
        step = min(setup.step_at(session["stochastic.at"]), steps)
        left, right = st.columns(2, gap="medium")
        with left:
            show(moment_board(kind, setup, course, step), "stochastic.moment", session)
            show(data_board(kind, setup, course, step), "stochastic.data", session)
        with right:
            show(race_board(kind, setup, course, axis, step), "stochastic.race", session)
            seen = f"Step {count(steps)} of {count(regression.STEPS)}{'' if done else ' …'}: {count(steps * setup.batch)}"
            st.markdown(
                f"{seen} points touched, KL(q‖best q) **{nats(float(course.kl[-1]))}**; at the line "
                f"{nats(float(course.kl[step]))}."
            )

    key = repr((kind, setup))
    progressive(session, "stochastic.learned", key, lambda: regression.pieces(kind, setup), draw, stop=True)


def noticed(kind: str, setup: Setup) -> tuple[str, ...]:
    """What holds for this model and these settings."""
    lines = [
        "Here, too, a few sums over all the data would do; two coefficients go as one did."
        if kind == "line"
        else "Here no sum over the data would do, since what a point says depends on where q is: minibatches are for that."
    ]
    if setup.schedule != "robbins_monro":
        level = regression.floor(kind, setup.n, setup.batch, setup.rate)
        lines.append(
            f"A constant step settles at {nats(level)} on average, to first order in ρ: about ρ/(2 − ρ) · N/B for two "
            f"coefficients of a true model, which would be {number(setup.rate / (2 - setup.rate) * setup.n / setup.batch)}."
        )
    if kind == "logistic":
        gap = nats(regression.gap(kind, setup.n))
        lines.append(f"The best Gaussian q is not the posterior, but {gap} from it: with so many data, nearly.")
    return tuple(lines)
