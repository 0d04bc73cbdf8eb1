"""Jensen's inequality and the importance-weighted bound for the q on the stage."""

import streamlit as st

from vizvi.diagnostics.bound_noise import bound_noise
from vizvi.diagnostics.importance_bound import importance_bound
from vizvi.experiment import Experiment, Noise, first_lam
from vizvi.lessons.gap import words
from vizvi.lessons.gap.jensen import jensen
from vizvi.ui.cache import remembered
from vizvi.ui.charts import show

DRAWS = (1, 2, 5, 10, 20, 50, 100, 1000)
PRICED = (1, 10, 100)  # K whose gradient is measured
REPLICATES = 20_000
NOTHING = 1e-6  # nats that K draws gain where q is the posterior
SHOWN = 12  # draws on Jensen's curve


def _computed(experiment: Experiment):
    noise = Noise(experiment.seed, 1)
    lam = first_lam(experiment, noise)[0]
    problem = experiment.problem
    picture = jensen(problem, lam, noise(SHOWN, problem.family.noise_dim(problem.target.dim))[0])

    price = bound_noise(problem, lam, PRICED, REPLICATES, experiment.seed)
    return picture, importance_bound(problem, lam, DRAWS).tolist(), price.signal_to_noise[:, 0], price.error[:, 0]


computed = remembered(_computed)


def bounds(experiment: Experiment) -> None:
    """An expander that computes only once it is opened."""
    with st.expander(words.WHY_A_BOUND, on_change="rerun", key="bounds") as fold:
        if not fold.open:
            return
        from vizvi.lessons.gap.bounds_chart import importance_board, jensen_board

        picture, bound, price, error = computed(experiment)
        log_z = experiment.problem.target.log_z
        left, right = st.columns(2)
        left.markdown(words.jensen(SHOWN))
        with left:
            show(jensen_board(picture.w, picture.mean_log, picture.log_mean), "gap.jensen")
        right.markdown(words.average_first(bound[0], _short_of(log_z - bound[-1]), DRAWS[-1]))
        with right:
            show(importance_board(DRAWS, bound, log_z), "gap.importance")
        st.markdown(price_told(price.tolist(), error.tolist(), bound[-1] - bound[0]))


def _short_of(gap: float) -> str:
    """How far below the ceiling a bound is; it never gets there unless q is the posterior."""
    return words.THE_EVIDENCE if gap < NOTHING else words.short_of(gap)


def price_told(price: list[float], error: list[float], gained: float) -> str:
    """What a tighter bound costs its gradient, by what is seen: it falls, it does not, or there is nothing to gain."""
    rows = list(zip(PRICED, price, error, strict=True))
    falls = price[-1] < price[0] - 3 * (error[0] + error[-1])
    return words.price(words.NO_PRICE if gained < NOTHING else words.FALLS if falls else words.STAYS, rows, REPLICATES)
