"""Tab D: the same answers by Gibbs sampling, and what they cost."""

import streamlit as st

from vizvi.format import fixed
from vizvi.lesson import elsewhere, part
from vizvi.lessons.coordinate_ascent import CLUMPS, DRAWS, GIBBS, LESSON, SAMPLING
from vizvi.lessons.coordinate_ascent.sampling import (
    AT_ONCE,
    autocorrelation_time,
    beside,
    half_steps,
    mixed,
    mixture_chains,
    race,
    stacked,
)
from vizvi.lessons.coordinate_ascent.sampling_chart import memory, race_board, sds
from vizvi.lessons.coordinate_ascent.script import file, file_of_clumps, normal_gamma, of_clumps, of_sampling
from vizvi.lessons.coordinate_ascent.staircase import EXAMPLE, given
from vizvi.lessons.coordinate_ascent.staircase_tab import TEXT
from vizvi.lessons.coordinate_ascent.words import sampling as words
from vizvi.lessons.coordinate_ascent.words.staircase import EXACT, PRIORS
from vizvi.models.normal_gamma import NormalGamma
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, whole

OF, LENGTH, SEED = "ascent.sampled", "ascent.length", "ascent.chain"

LENGTHS = ("1000", "200", "500", "2000", "5000")
OFFERED = tuple(sorted(LENGTHS, key=int))
SETTINGS = {OF: choice(*words.MODELS), LENGTH: choice(*LENGTHS), SEED: whole(0, 0, 9999)}
of_numbers = kept(beside, 16)
halves, races = kept(half_steps, 16), kept(race, 16)
CHAINS, WARMUP = 4, 50


def sampling_tab(session: Session) -> None:
    """The prediction, the controls, and both methods side by side."""
    told = gate(session, part(LESSON, "sampling", DRAWS), st.container())
    row = st.columns([2.4, 2, 1, 1.6], vertical_alignment="bottom")
    row[0].segmented_control(words.OF, list(words.MODELS), format_func=words.MODELS.get, key=OF)
    row[1].select_slider(words.SWEEPS_OF_GIBBS, OFFERED, key=LENGTH)
    row[2].number_input(words.SEED, 0, 9999, key=SEED)
    if not told:
        st.markdown(GIBBS)
        return
    steps = int(session[LENGTH])
    (_numbers if session[OF] == "numbers" else _mixture)(session, steps)
    afterwards(elsewhere(LESSON, SAMPLING))


def code(session: Session, _):
    """What is shown as vizvi's lines."""
    steps, seed = int(session[LENGTH]), session[SEED]
    if session[OF] != "numbers":
        return (of_clumps(steps, seed, WARMUP),)
    y, prior = _of_numbers(session)
    return of_sampling(y, prior, steps, CHAINS, seed, WARMUP), normal_gamma(y, prior)


def draws(session: Session) -> bytes:
    """The chains as a file."""
    steps, seed = int(session[LENGTH]), session[SEED]
    return file_of_clumps(steps, seed) if session[OF] != "numbers" else file(*_of_numbers(session), steps, CHAINS, seed)


def _of_numbers(session: Session) -> tuple[tuple[float, ...], NormalGamma]:
    try:
        y = given(session[TEXT])
    except ValueError:
        y = EXAMPLE
    return y, NormalGamma(**{name: session[f"ascent.{name}"] for name in PRIORS})


def _numbers(session: Session, steps: int) -> None:
    """Normal–Gamma: the exact answer is known, so that both errors are."""
    y, prior = _of_numbers(session)
    found = of_numbers(y, prior, steps, CHAINS, session[SEED])
    names = ("μ", "τ")
    error = found.sd_error
    left, right = st.columns(2, gap="medium")
    with left:
        exact = found.exact_sd
        show(sds([words.sd_of(each) for each in names], found.q_sd / exact, found.gibbs_sd / exact, error), "ascent.sds")
    with right:
        show(memory(names, found.autocorrelation), "ascent.memory")
    rows = [["", EXACT, words.MEAN_FIELD, words.gibbs_chains(CHAINS, steps - WARMUP + 1)], ["---"] * 4]
    times = autocorrelation_time(found.autocorrelation)
    for i, name in enumerate(names):
        off = float(found.exact_sd[i] * (max(times[i], 1) / found.draws) ** 0.5)
        center = f"{found.gibbs_mean[i]:.4g} ± {off:.2g}"
        rows.append([words.mean_of(name), f"{found.exact_mean[i]:.4g}", f"{found.q_mean[i]:.4g}", center])
        spread = f"{found.gibbs_sd[i]:.4g} ± {found.gibbs_sd[i] * error[i]:.2g}"
        rows.append([words.sd_of(name), f"{found.exact_sd[i]:.4g}", f"{found.q_sd[i]:.4g}", spread])
    ran = races(y, prior)
    left, right = st.columns([1.2, 1], gap="medium", vertical_alignment="center")
    left.markdown(_table(rows))
    with right:
        show(race_board(ran), "ascent.race")
    match = dict(zip(names, ran.match, strict=True))
    st.markdown(words.cost(halves(y, prior), match, [max(each, 1.0) for each in times.tolist()]))


def _mixture(session: Session, steps: int) -> None:
    """Two components on Old Faithful: the chains are the reference, since nothing is exact."""
    seed = session[SEED]

    def grown(found: list, done: bool) -> None:
        if not done:
            swept = min(len(found) * AT_ONCE, steps)
            st.progress(swept / steps, words.sweep_so_far(swept, steps))
        _mixture_so_far(mixed(stacked(found)))

    progressive(session, "ascent.chains", f"{steps}.{seed}", lambda: mixture_chains(steps, seed), grown, stop=True)
    st.markdown(CLUMPS)


def _mixture_so_far(found) -> None:
    left, right = st.columns([1.2, 1], gap="medium")
    with left:
        rows = [[words.STANDARD_UNITS, words.VB_MEAN, words.gibbs(found.draws), words.VB_OVER_GIBBS], ["---"] * 4]
        for i, name in enumerate(found.names):
            ratio = found.vb_sd[i] / found.gibbs_sd[i]
            told = ((found.vb_mean, found.vb_sd), (found.gibbs_mean, found.gibbs_sd))
            cells = [f"{fixed(mean[i], 3)} ({fixed(sd[i], 3)})" for mean, sd in told]
            rows.append([name, *cells, f"{ratio:.2f} ± {ratio * found.sd_error[i]:.2f}"])
        st.markdown(_table(rows))
    with right:
        show(memory(found.names, found.autocorrelation), "ascent.memory")


def _table(rows: list) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
