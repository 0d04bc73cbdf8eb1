"""The page of the lesson."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lessons import around
from vizvi.lessons.mcmc import DEFAULT, LESSON, PRESETS, words
from vizvi.lessons.mcmc.chain_part import chain
from vizvi.lessons.mcmc.charts import LOWEST, SKETCH, TOP
from vizvi.lessons.mcmc.race_part import race
from vizvi.lessons.mcmc.start import first_place
from vizvi.lessons.mcmc.words import BUDGETS, KINDS, PLACES
from vizvi.links import to_query
from vizvi.member import label
from vizvi.samplers import SAMPLERS
from vizvi.sampling import Sampling
from vizvi.ui.drag import Drag, drawn
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish, stage_fragment
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.notice import notice
from vizvi.ui.page import link, opening
from vizvi.ui.rows import Row, fixed, gaussian, of_dim, only
from vizvi.ui.session import Session
from vizvi.ui.setting import named, real, reals, whole
from vizvi.ui.source import source
from vizvi.ui.takeaway import takeaway

CONTROLS = Row(
    of_dim(2), gaussian, divergence=fixed, method=only("gradient", where="more"),
    more=("steps", "seed"), written=True,
)
SETTINGS = {
    "mcmc.sampler": named(KINDS),
    "mcmc.scale": real(2.4, 0.01, 10.0),
    "mcmc.epsilon": real(0.3, 0.01, 3.0),
    "mcmc.leapfrog": whole(6, 1, 50),
    "mcmc.jitter": real(0.2, 0.0, 1.0),
    "mcmc.chains": whole(4, 2, 6),
    "mcmc.from": named(PLACES),
    "mcmc.budget": named(BUDGETS),
    "mcmc.move": whole(0, 0, 10_000),
    "mcmc.sketch": reals((), LOWEST, TOP, (0, len(SKETCH))),
}
SPARED = ("log_z", "correlation_q", "correlation_p", "forward_kl")  # read-outs that a narrow stage leaves out


def page():
    """The lesson, from top to bottom."""
    opening(LESSON.question)
    lab()
    endings(LESSON, around(LESSON))


@st.fragment
def lab():
    session = Session("mcmc", DEFAULT, SETTINGS, CONTROLS.admitted)
    session.open()
    drag = Drag(session)
    drag.turn_knobs()
    question = st.container()
    row, pictures = desk(session)
    with row:
        experiment = CONTROLS.show(session, kind, lambda: size(session), budget, widths=(1.0, 0.9, 0.9))
    told = gate(session, LESSON, question, experiment.problem.target == DEFAULT.problem.target)
    experiment = drag.take(experiment)
    with session.fold_slot:
        more(session)
    finish(session, experiment)
    with pictures:
        notice(session)
        draw(session, drag, experiment, told)
    tries("mcmc", {name: to_query(each, "mcmc") | added for name, (each, added) in PRESETS.items()})
    if told:
        afterwards(LESSON)
    takeaway(session, experiment)
    source(experiment)


def kind() -> None:
    st.selectbox(words.SAMPLER, list(KINDS.values()), key="mcmc.sampler")


def size(session: Session) -> None:
    """The step of the sampler that is chosen."""
    if session["mcmc.sampler"] == KINDS["hmc"]:
        st.number_input(words.LEAPFROG_STEP, 0.01, 3.0, step=0.05, format="%g", key="mcmc.epsilon")
    elif session["mcmc.sampler"] == KINDS["metropolis"]:
        st.number_input(words.STEP_SD, 0.01, 10.0, step=0.2, format="%g", key="mcmc.scale")


def budget() -> None:
    st.selectbox(words.BUDGET, list(BUDGETS.values()), key="mcmc.budget", help=words.BUDGET_HELP)


def more(session: Session) -> None:
    """The rest of the sampler's settings."""
    with st.expander(words.MORE, icon=":material/tune:").container(horizontal=True, key="mcmc.chains-more"):
        hmc = session["mcmc.sampler"] == KINDS["hmc"]
        st.number_input(words.LEAPFROG, 1, 50, key="mcmc.leapfrog", disabled=not hmc)
        st.slider(words.JITTER, 0.0, 1.0, step=0.05, key="mcmc.jitter", disabled=not hmc)
        st.number_input(words.CHAINS, 2, 6, key="mcmc.chains")
        st.selectbox(words.FROM, list(PLACES.values()), key="mcmc.from")


def sampler(session: Session):
    """The member of the registry that the widgets say."""
    if session["mcmc.sampler"] == KINDS["hmc"]:
        return SAMPLERS["hmc"](session["mcmc.epsilon"], session["mcmc.leapfrog"], session["mcmc.jitter"])
    if session["mcmc.sampler"] == KINDS["gibbs"]:
        return SAMPLERS["gibbs"]()
    return SAMPLERS["metropolis"](session["mcmc.scale"])


def draw(session: Session, drag: Drag, experiment: Experiment, told: bool) -> None:
    """VI's stage beside the chains, and below them the race."""
    target, chosen = experiment.problem.target, sampler(session)
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        stage_fragment(session, experiment, _header(experiment, told), [drag])
    if why := chosen.supports(target):
        with right:
            st.warning(words.refused(why, label(target)))
            link("mcmc", words.USE_METROPOLIS, to_query(experiment, "mcmc"))
        return
    start = first_place(experiment) if session["mcmc.from"] == PLACES["one"] else ()
    spend = next(int(word) for word, text in BUDGETS.items() if text == session["mcmc.budget"])
    sampling = Sampling(target, chosen, session["mcmc.chains"], 1, experiment.seed, start)
    with right:
        chain(session, experiment, sampling, spend, told)
    race(session, experiment, replace(sampling, chains=1), told)


def _header(experiment: Experiment, told: bool) -> dict:
    rows = [each for each in drawn(experiment).header["readouts"] if each["key"] not in SPARED]
    return {"formula": None, "trace": None, "open": not told, "readouts": rows}
