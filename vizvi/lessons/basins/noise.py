"""Can noise save you? How many of a hundred runs leave the basin they start in."""

from dataclasses import replace

import streamlit as st

from vizvi.experiment import Experiment
from vizvi.format import nats, thousands
from vizvi.lessons.basins.escaped import DRAWS, RATES, RUNS, STEPS, Cell, Fate, affordable, fate, fate_without_noise, sweep
from vizvi.lessons.basins.settings import PAGE
from vizvi.lessons.basins.valleys import ground, names
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
    ends = ", ".join(f"{count} in {name}" for name, count in zip(named, found.count.tolist(), strict=True) if count)
    lost = f", {found.lost} blow up" if found.lost else ""
    home = f"in basin {named[found.home]}" if found.home >= 0 else "outside of every basin"
    st.markdown(
        f"**Your setting, {runs} time{'s' * (runs > 1)}.** The start lies {home}. After "
        f"{experiment.steps} steps: {ends or 'none in a basin'}{lost}. Mean KL(q‖p) at the end: {nats(found.kl)}."
    )
    st.markdown(
        "A run leaves its valley when unlucky draws carry q over the pass. With too little noise none leaves, with too "
        "much runs blow up; in between noise can carry every run over. But that window is known only here: a user sees "
        "neither pass nor valley, and at d = 3 what the runs fall into is the lower KL and the worse proposal."
    )
    base = replace(experiment, runs=RUNS, steps=STEPS)
    name = repr(replace(base, method=Gradient()))
    wanted = st.session_state.setdefault(f"_{PAGE}.sweeps", [])
    if name not in wanted:
        many = 2 * len(DRAWS) * len(RATES) + len(RATES)
        text = f"Sweep {many} settings, up to {RUNS} runs of {thousands(STEPS)} steps each"
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
    from vizvi.lessons.basins.escape_chart import NAMES, escape_board, told

    count = 2 * len(DRAWS) * len(RATES) + len(RATES)
    if not done:
        st.progress(len(cells) / count, f"{len(cells)} of {count} settings")
    show(escape_board(cells, RATES, DRAWS), f"{PAGE}.sweep.board")
    noisy = [each for each in cells if each.draws and each.fate.left > 0.5]
    if noisy:
        best = min(noisy, key=lambda each: each.fate.kl)
        tried = sum(each.draws is not None for each in cells)
        st.markdown(
            f"Of {tried} noisy settings, {len(noisy)} carry more than half of the runs out. The lowest mean KL(q‖p) among "
            f"these, {nats(best.fate.kl)}, is that of {NAMES[best.optimizer]} with {told(best.draws)} and "
            f"step {best.rate:g}."
        )
    natural = [each.fate for each in cells if each.optimizer == "natural_gradient"]
    if natural:
        left = sum(each.left > 0 for each in natural)
        st.markdown(
            f"**Natural gradient**, exact, at these step sizes: {left} of {len(natural)} leave. "
            "It halves a step that would climb, so it cannot leap over a pass by accident."
        )
