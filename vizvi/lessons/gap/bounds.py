"""Jensen's inequality and the importance-weighted bound for the q on the stage."""

import streamlit as st

from vizvi.diagnostics.importance_bound import importance_bound, signal_to_noise
from vizvi.experiment import Experiment, Noise, first_lam
from vizvi.format import number
from vizvi.lessons.gap.jensen import jensen
from vizvi.ui.cache import remembered
from vizvi.ui.page import theme_shown

DRAWS = (1, 2, 5, 10, 20, 50, 100, 1000)
PRICED = (1, 10, 100)  # K whose gradient is measured
REPLICATES = 20_000
SHOWN = 12  # draws on Jensen's curve


def _computed(experiment: Experiment):
    noise = Noise(experiment.seed, 1)
    lam = first_lam(experiment, noise)[0]
    problem = experiment.problem
    picture = jensen(problem, lam, noise(SHOWN, problem.family.noise_dim(problem.target.dim))[0])

    def normals(shape):
        return noise(shape[0] * shape[1], shape[2]).reshape(shape)

    price = signal_to_noise(problem, lam, PRICED, REPLICATES, normals)
    return picture, importance_bound(problem, lam, DRAWS).tolist(), price.tolist()


computed = remembered(_computed)


def bounds(experiment: Experiment) -> None:
    """An expander that computes only once it is opened."""
    with st.expander("Why is it a bound, and can it be tighter?", on_change="rerun", key="bounds") as fold:
        if not fold.open:
            return
        from vizvi.lessons.gap.bounds_chart import importance_figure, jensen_figure

        picture, bound, price = computed(experiment)
        log_z = experiment.problem.target.log_z
        theme = theme_shown()
        left, right = st.columns(2)
        left.markdown(
            f"**Jensen's inequality.** {SHOWN} draws of w from q at the start. The logarithm bends down, so the mean "
            f"of the logs, which the ELBO averages, is below the log of the mean, which estimates the log evidence."
        )
        figure = jensen_figure(picture.w, picture.mean_log, picture.log_mean, theme)
        alt = f"The mean of log w is {number(picture.mean_log)}, the log of the mean {number(picture.log_mean)} nats."
        left.plotly_chart(figure, theme=None, key="jensen", alt=alt, config={"displayModeBar": False})
        right.markdown(
            f"**Average first, take the log later.** With K draws inside the logarithm the bound climbs from the ELBO, "
            f"{number(bound[0])}, to {number(bound[-1])} nats at K = {DRAWS[-1]} (exact, by quadrature)."
        )
        figure = importance_figure(DRAWS, bound, log_z, theme)
        alt = f"The bound rises from {number(bound[0])} at one draw to {number(bound[-1])} at {DRAWS[-1]} draws."
        right.plotly_chart(figure, theme=None, key="importance", alt=alt, config={"displayModeBar": False})
        told = ", ".join(f"{value:.2f} at K = {k}" for k, value in zip(PRICED, price, strict=True))
        st.markdown(
            f"**The price.** The gradient that moves q's mean loses its signal as the bound tightens: |mean| / sd of one "
            f"estimate is {told} (± 0.01, {number(REPLICATES)} replicates each; Rainforth et al., 2018)."
        )
