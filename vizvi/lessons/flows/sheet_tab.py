"""Tab A of the lesson on flows: eight runs as they are trained, the sheet of one of them, and how it is stretched."""

import math

import streamlit as st

from vizvi.format import nats, number, percent
from vizvi.lessons.flows import KINDS, LAYERS, LESSON, PRESETS, TARGETS
from vizvi.lessons.flows.charts import seeds_board, sheet_board, stretch_board
from vizvi.lessons.flows.training import STEPS, both, experiment, gaussian, judged, pieces
from vizvi.ui.charts import show
from vizvi.ui.gate import gate
from vizvi.ui.lesson import afterwards, tries
from vizvi.ui.own import OWN, own_target, with_own
from vizvi.ui.progressive import progressive
from vizvi.ui.session import Session
from vizvi.ui.tiles import Large, large, quadrature

DEPTHS = sorted(LAYERS, key=int)


def sheet(session: Session) -> None:
    """Controls, the gate, the growing picture."""
    one, two, three, four, five = st.columns([1.1, 1.1, 1.2, 1.5, 0.9], vertical_alignment="bottom")
    own = own_target(session, "flows.own", 2)
    offered = with_own(session, "flows.target", list(TARGETS), own, *OWN)
    one.selectbox("Target", offered, format_func=(TARGETS | OWN).__getitem__, key="flows.target")
    two.selectbox("Layers are", list(KINDS), format_func=KINDS.__getitem__, key="flows.kind")
    three.select_slider("How many", DEPTHS, key="flows.layers")
    target, layers = session["flows.target"], int(session["flows.layers"])
    if target == "two_modes":
        four.slider("Islands at ±", 1.0, 6.0, step=0.5, key="flows.d")
    five.toggle(
        "Temper", key="flows.temper", help="Follow p to the power 0.1 at first, p itself from half of the steps on."
    )
    told = gate(session, LESSON, st.container())
    p, temper, seed = own if target in OWN else target, session["flows.temper"], session["flows.seed"]
    made = experiment(p, session["flows.d"], session["flows.kind"], layers, temper, seed)
    if not told:
        first = next(pieces(made))
        show(sheet_board(made.problem, first.lam[0], layers, "The sheet before training."), "flows.sheet", session)
        return
    if layers and session["flows.after"] > layers:
        session["flows.after"] = layers
    name = repr(made)
    progressive(
        session, "flows.runs", name, lambda: pieces(made), lambda found, done: _drawn(session, made, found, done), stop=True
    )
    left, middle, right, end = st.columns(4, vertical_alignment="bottom")
    if layers:
        left.slider("After layer", 0, layers, key="flows.after")
    middle.slider("After step", 0, STEPS, step=50, key="flows.at")
    right.slider("Run", 1, 8, key="flows.run")
    end.number_input("Seed", 0, 9999, key="flows.seed")
    tries("flows", PRESETS)
    afterwards(LESSON)


def _drawn(session: Session, made, found: list, done: bool) -> None:
    problem, last = made.problem, found[-1]
    seen = found[min(session["flows.at"] // 50, len(found) - 1)]
    run, layers = session["flows.run"] - 1, problem.family.layers
    after = min(session["flows.after"], layers)
    kl, error = float(seen.kl[run]), float(seen.error[run])
    left, right = st.columns(2, gap="medium")
    with left:
        told = f"Run {run + 1} at step {seen.step}, {after} of {layers} layers: KL(q‖p) {nats(kl)}."
        show(sheet_board(problem, seen.lam[run], after, told), "flows.sheet", session)
    with right:
        counted = f"Step {last.step} of {STEPS}{'.' if done else ' …'}"
        st.markdown(f"{counted} Run {run + 1} at step {seen.step}, all layers; {len(problem.params)} numbers.")
        rows = [
            Large(
                "kl",
                "KL(q‖p)",
                kl,
                nats(kl),
                f"± {error:.3f} from {seen.draws:,} draws" if error >= 0.0005 else f"± < 0.001 from {seen.draws:,} draws",
            )
        ]
        if done and math.isfinite(kl):
            _judge(problem, seen, run, rows)
        large(rows)
        if done and last.step == STEPS and session["flows.target"] == "two_modes":
            st.markdown(f"**{both(last)} of 8** runs have q on both islands.")
        best = gaussian(problem.target) if done else None
        show(seeds_board(last.kl, run, best), "flows.seeds", session)
    if done and layers:
        low, high = judged(problem, tuple(seen.lam[run].tolist())).stretch
        said = f"Over |ε| ≤ 3 the sheet is stretched by log |det| from {number(low)} to {number(high)}."
        with st.expander("Where is the sheet squeezed, where stretched?"):
            st.markdown(said)
            show(stretch_board(problem, seen.lam[run], said), "flows.stretch", session)


def _judge(problem, seen, run: int, rows: list) -> None:
    found = judged(problem, tuple(seen.lam[run].tolist()))
    if not math.isnan(found.forward):
        how = quadrature(found.forward_error)
        rows.append(Large("forward", "KL(p‖q)", found.forward, nats(found.forward), "by quadrature", how))
    rows.append(Large("ess", "ESS", found.ess, percent(found.ess), f"k̂ {number(found.k)}, 4,096 draws"))
