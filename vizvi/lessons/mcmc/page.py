"""The page of the lesson."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.exports.programs import together
from vizvi.lessons import around
from vizvi.lessons.mcmc import DEFAULT, LESSON, PRESETS, walk, words
from vizvi.lessons.mcmc.chain_part import chain
from vizvi.lessons.mcmc.charts import LOWEST, SKETCH, TOP
from vizvi.lessons.mcmc.race_part import race
from vizvi.lessons.mcmc.script import file, libraries, of_both
from vizvi.lessons.mcmc.start import first_place
from vizvi.lessons.mcmc.words import BUDGETS, KINDS, PLACES
from vizvi.links import to_query
from vizvi.member import label
from vizvi.samplers import SAMPLERS
from vizvi.sampling import Sampling
from vizvi.ui.drag import Drag
from vizvi.ui.gate import gate
from vizvi.ui.lab import desk, finish, stage_fragment
from vizvi.ui.lesson import afterwards, endings, tries
from vizvi.ui.menu import fixed, gaussian, of_dim, only
from vizvi.ui.notice import notice
from vizvi.ui.page import link, opening
from vizvi.ui.pictures import drawn
from vizvi.ui.rows import Row
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
    take_both(session, experiment, told)
    source(experiment)


def take_both(session: Session, experiment: Experiment, told: bool) -> None:
    """VI and the chains beside it as code, and the chains as a file; VI alone where there are no chains, or not yet."""
    sampling = chosen(session, experiment)
    if not told or sampling.sampler.supports(experiment.problem.target):
        takeaway(session, experiment)
        return
    code = lambda: together(of_both(experiment, sampling), libraries(experiment, sampling))
    takeaway(session, code=code, draws=lambda: file(sampling))


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
    target, sampling = experiment.problem.target, chosen(session, experiment)
    left, right = st.columns([1.12, 1], gap="medium")
    with left:
        stage_fragment(session, experiment, _header(experiment, told), [drag])
    if why := sampling.sampler.supports(target):
        with right:
            st.warning(words.refused(why, label(target)))
            link("mcmc", words.USE_METROPOLIS, to_query(experiment, "mcmc"))
        return
    with right:
        chain(session, experiment, sampling, _budget(session), told)
    race(session, experiment, replace(sampling, chains=1, steps=1), told)


def chosen(session: Session, experiment: Experiment) -> Sampling:
    """The chains that are set."""
    target, how = experiment.problem.target, sampler(session)
    start = first_place(experiment) if session["mcmc.from"] == PLACES["one"] else ()
    steps = walk.steps_for(how, target, _budget(session))
    return Sampling(target, how, session["mcmc.chains"], steps, experiment.seed, start)


def _budget(session: Session) -> int:
    return next(int(word) for word, text in BUDGETS.items() if text == session["mcmc.budget"])


def _header(experiment: Experiment, told: bool) -> dict:
    rows = [each for each in drawn(experiment).header["readouts"] if each["key"] not in SPARED]
    return {"formula": None, "trace": None, "open": not told, "readouts": rows}
