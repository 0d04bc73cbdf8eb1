"""Jensen's inequality and the importance-weighted bound for the q on the stage."""

import streamlit as st

from vizvi.diagnostics.bound_noise import bound_noise
from vizvi.diagnostics.importance_bound import importance_bound
from vizvi.experiment import Experiment, Noise, first_lam
from vizvi.format import number
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
    with st.expander("Why is it a bound, and can it be tighter?", on_change="rerun", key="bounds") as fold:
        if not fold.open:
            return
        from vizvi.lessons.gap.bounds_chart import importance_board, jensen_board

        picture, bound, price, error = computed(experiment)
        log_z = experiment.problem.target.log_z
        left, right = st.columns(2)
        left.markdown(
            f"**Jensen's inequality.** {SHOWN} draws of w from q at the start. The logarithm bends down, so the mean "
            f"of the logs, which the ELBO averages, is below the log of the mean, which estimates the log evidence."
        )
        with left:
            show(jensen_board(picture.w, picture.mean_log, picture.log_mean), "gap.jensen")
        right.markdown(
            f"**Average first, take the log later.** With K draws inside the logarithm the bound climbs from the ELBO, "
            f"{number(bound[0])} nats, to {_short_of(log_z - bound[-1])} at K = {DRAWS[-1]} (exact, by quadrature)."
        )
        with right:
            show(importance_board(DRAWS, bound, log_z), "gap.importance")
        st.markdown(price_told(price.tolist(), error.tolist(), bound[-1] - bound[0]))


def _short_of(gap: float) -> str:
    """How far below the ceiling a bound is; it never gets there unless q is the posterior."""
    return "the evidence itself" if gap < NOTHING else f"{gap:.4f} nats below the evidence"


def price_told(price: list[float], error: list[float], gained: float) -> str:
    """What a tighter bound costs its gradient, by what is seen: it falls, it does not, or there is nothing to gain."""
    rows = zip(PRICED, price, error, strict=True)
    told = ", ".join(f"{number(value)} ± {max(one, 0.005):.2f} at K = {k}" for k, value, one in rows)
    seen = f"|mean| / sd of one estimate of q's gradient is {told} ({number(REPLICATES)} replicates each)."
    if gained < NOTHING:
        return f"**The price.** Here q is the posterior: the bound has nothing to gain, and its gradient no signal. {seen}"
    if price[-1] < price[0] - 3 * (error[0] + error[-1]):
        why = "The gradient that moves q loses its signal as the bound tightens (Rainforth et al., 2018)"
    else:
        why = "The gradient's signal does not fall here: q is still far from the posterior, and every draw says so"
    return f"**The price.** {why}: {seen}"
