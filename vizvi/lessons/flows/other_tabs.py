"""Tabs B to D of the lesson on flows: the thread, particles, and what rank buys in many dimensions."""

import streamlit as st

from vizvi.format import nats, number, percent
from vizvi.lessons.flows import CLOUD_NAMES
from vizvi.lessons.flows.charts import particles_board, rank_board, thread_board
from vizvi.lessons.flows.others import COVARIANCES, DIMENSIONS, RANKS, STEPS, cloud, moved, ranks, strung, target_of
from vizvi.ui.cache import kept
from vizvi.ui.charts import show
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large


def _followed(name: str, _target, particles: int, bandwidth: float, seed: int):
    return cloud(_target, particles, bandwidth, seed)


_kept = kept(_followed)


def followed(target, particles: int, bandwidth: float, seed: int):
    """A cloud's trail; the target is told apart by its own words."""
    return _kept(repr(target), target, particles, bandwidth, seed)
NARROW = "With few particles the cloud is too narrow, however long it runs."
SAID = {"two_modes": "The cloud is blind to how much mass each island holds: particles stay on the side where they began."}


def thread_tab(session: Session) -> None:
    """The best single planar layer on two bumps, for any distance."""
    st.slider("Islands at ±", 1.0, 6.0, step=0.5, key="flows.apart")
    apart = session["flows.apart"]
    found, exact_slope, least = strung(apart)
    show(thread_board(apart, found), "flows.thread", session)
    large(
        [
            Large("kl", "KL(q‖p)", found.kl, nats(found.kl), "one planar layer, the best"),
            Large("slope", "steepest slope", found.slope, number(found.slope), f"the exact map: {number(exact_slope)}"),
            Large("between", "mass between", found.between, percent(found.between), f"p's own: {percent(found.between_p)}"),
            Large("ratio", "log q/p at 0", found.log_ratio, number(found.log_ratio), "nats"),
        ]
    )
    st.markdown(
        f"**Any** map with slopes up to {number(found.slope)} leaves at least {percent(least)} between two such islands "
        f"(Gaussian isoperimetry). To have p itself, its slope at 0 must be e^(d²/2) = {number(exact_slope)}."
    )


def particles(session: Session) -> None:
    """Stein variational gradient descent."""
    one, two, three, four = st.columns(4, vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.cloud", list(CLOUD_NAMES), own, *OWN)
    one.selectbox("Target", offered, format_func=(CLOUD_NAMES | OWN).__getitem__, key="flows.cloud")
    two.select_slider("Particles", ["5", "20", "50", "100"], key="flows.count")
    three.number_input("Kernel's h (0: the median rule)", 0.0, 100.0, step=0.5, key="flows.h")
    four.slider("After step", 0, STEPS, step=10, key="flows.moved")
    name, step = session["flows.cloud"], session["flows.moved"]
    target = own if name in OWN else target_of(name)
    try:
        trail = followed(target, int(session["flows.count"]), session["flows.h"], session["flows.seed"])
    except ValueError:  # such as a region where p is 0
        st.info("A particle came to where p has no score: take more particles or a wider kernel.")
        return
    found, h = moved(target, trail, step), float(trail.bandwidth[step])
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        told = f"{len(trail.z[0])} particles after {step} steps."
        show(particles_board(target, trail.z[step], h, told), "flows.cloudboard", session)
    with right:
        st.markdown("**No q, no ELBO, no KL**: particles have no density. What can be said of them:")
        off, ratio = (", ".join(number(float(each)) for each in values) for values in (found.mean_off, found.sd_ratio))
        discrepancy = float(trail.discrepancy[step])
        rows = [
            Large("ksd", "KSD²", discrepancy, f"{discrepancy:.4f}", f"kernel's h = {number(h)}"),
            Large("sd", "sd, theirs / p's", float(found.sd_ratio[0]), ratio, f"mean off by {off} sds"),
        ]
        if name == "two_modes":
            rows.append(Large("right", "on the right island", found.right, percent(found.right), "of p's mass: 90 %"))
        large(rows)
        st.markdown(f"{int(trail.evaluations[step]):,} evaluations of p's score. {SAID.get(name, NARROW)}")


def rank(session: Session) -> None:
    """The low-rank-plus-diagonal Gaussian in forty dimensions."""
    names = {key: words for key, (words, _) in COVARIANCES.items()}
    st.segmented_control("A Gaussian p with", list(names), format_func=names.__getitem__, key="flows.cov")
    name = session["flows.cov"]

    def draw(found: list, done: bool) -> None:
        kl = [each.kl for each in found]
        told = (
            f"{DIMENSIONS} dimensions: rank 0, mean-field, is {nats(kl[0])} from p; rank {len(kl) - 1} is {nats(kl[-1])}."
        )
        show(rank_board(kl, told), "flows.rank", session)
        if not done:
            st.markdown(f"Rank {len(kl) - 1} of {RANKS - 1} …")
        narrow, best = (number(float(found[i].sd_ratio.min())) for i in (0, -1))
        full = DIMENSIONS * (DIMENSIONS + 3) // 2
        st.markdown(
            f"{told} It has {found[-1].numbers} numbers, a full covariance {full}. Its narrowest sd is {best} of p's, "
            f"mean-field's {narrow}."
        )

    progressive(session, "flows.ranks", name, lambda: ranks(name), draw, stop=True)
