"""Can noise save you? How many of a hundred runs leave the basin they start in."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.lessons.basins.escaped import DRAWS, RATES, RUNS, STEPS, Cell, Fate, affordable, fate, fate_without_noise, sweep
from vizvi.lessons.basins.settings import PAGE
from vizvi.lessons.basins.valleys import ground, names
from vizvi.lessons.basins.words import noise as words
from vizvi.member import slug
from vizvi.methods.gradient import Gradient
from vizvi.ui.cache import remembered
from vizvi.ui.charts import show
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session


def _fate(experiment: Experiment, _found) -> Fate:
    return fate(experiment, _found)


def _exact(experiment: Experiment, optimizer: str, rate: float, _found) -> Fate:
    from vizvi.optimizers import OPTIMIZERS

    return fate_without_noise(experiment, OPTIMIZERS[optimizer](rate=rate), _found)


judged, judged_exact = remembered(_fate, entries=512), remembered(_exact, entries=128)


def noise(session: Session, experiment: Experiment) -> None:
    """The present setting a hundred times over, and a sweep over step sizes and draws when asked."""
    parts, named = ground(experiment)[2], names(experiment)
    runs = affordable(experiment)
    found = judged(replace(experiment, runs=runs), parts)
    home = named[found.home] if found.home >= 0 else None
    ends = list(zip(found.count.tolist(), named, strict=True))
    st.markdown(words.your_setting(runs, home, experiment.steps, ends, found.lost, found.kl))
    st.markdown(words.WINDOW)
    base = replace(experiment, runs=RUNS, steps=STEPS)
    name = repr(replace(base, method=Gradient()))
    wanted = st.session_state.setdefault(f"_{PAGE}.sweeps", [])
    if name not in wanted:
        many = 2 * len(DRAWS) * len(RATES) + len(RATES)
        text = words.sweep(many, RUNS, STEPS)
        options = {"icon": ":material/play_arrow:", "on_click": wanted.append, "args": (name,)}
        st.button(text, key=f"{PAGE}.sweep", **options)
        return

    def start():
        return sweep(base, noisy=judged, exact_steps=_named)

    progressive(session, f"{PAGE}.swept", name, start, _swept, stop=True)


def _named(experiment: Experiment, optimizer, found) -> Fate:
    return judged_exact(experiment, slug(optimizer), optimizer.rate, found)


def _swept(cells: list[Cell], done: bool) -> None:
    """The sweep as far as it is."""
    from vizvi.lessons.basins.escape_chart import escape_board

    count = 2 * len(DRAWS) * len(RATES) + len(RATES)
    if not done:
        st.progress(len(cells) / count, words.settings_so_far(len(cells), count))
    show(escape_board(cells, RATES, DRAWS), f"{PAGE}.sweep.board")
    noisy = [each for each in cells if each.draws and each.fate.left > 0.5]
    if noisy:
        best = min(noisy, key=lambda each: each.fate.kl)
        tried = sum(each.draws is not None for each in cells)
        st.markdown(
            words.carried_out(
                tried, len(noisy), best.fate.kl, words.OPTIMIZERS[best.optimizer], words.draws(best.draws), best.rate
            )
        )
    natural = [each.fate for each in cells if each.optimizer == "natural_gradient"]
    if natural:
        left = sum(each.left > 0 for each in natural)
        st.markdown(words.natural_gradient(left, len(natural)))
