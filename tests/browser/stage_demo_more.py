"""More of the stage's demo: one observation of a Normal-Normal model, as the lesson on the gap shows it."""

import numpy as np
import stage_demo as demo
import streamlit as st

from vizvi.ui.canvas import heard, pack, unpack

X = 2.0
GRID = np.linspace(-5, 5, 401)


def term(symbol, key, tone, toy=False, **more):
    return {"symbol": symbol, "key": key, "tone": tone, "toy": toy, **more}


FORMULA = {
    "tabs": [
        {"name": "bound + gap", "terms": [
            term("log p(x)", "log_z", "ink", True), {"text": "="}, term("ELBO(q)", "elbo", "elbo"), {"text": "+"},
            term("KL(q‖p)", "reverse_kl", "q", True)],
         "sentence": "The ceiling is {log_z}; the bound has reached {elbo}; the gap is {reverse_kl}."},
        {"name": "energy + entropy", "terms": [
            term("ELBO(q)", "elbo", "elbo"), {"text": "="}, term("E_q[log p̃]", "energy", "p"), {"text": "+"},
            term("H(q)", "entropy", "q")],
         "sentence": "The bound {elbo} is energy {energy} plus entropy {entropy}."},
        {"name": "fit − complexity", "terms": [
            term("ELBO(q)", "elbo", "elbo"), {"text": "="}, term("E_q[log lik]", "fit", "ink", mark="likelihood"),
            {"text": "−"}, term("KL(q‖prior)", "complexity", "prior", mark="prior")],
         "sentence": "The bound {elbo} is fit {fit} minus complexity {complexity}."},
    ]
}  # fmt: skip


def gap_arrays(mean, sd):
    f4 = np.float32
    mean, var = np.asarray(mean, float), np.square(sd)
    prior, like = demo.normal(GRID, 0, 1), demo.normal(X, GRID, 1)
    log_z = -0.25 * X**2 - 0.5 * np.log(4 * np.pi)
    fit = -0.5 * np.log(2 * np.pi) - 0.5 * ((X - mean) ** 2 + var)
    complexity = 0.5 * (var + mean**2 - 1 - np.log(var))
    entropy = 0.5 * np.log(2 * np.pi * np.e * var)
    elbo = fit - complexity
    return {
        "q_mean": mean[:, None].astype(f4), "q_cov": var[:, None].astype(f4), "p": demo.normal(GRID, 1, 0.5).astype(f4),
        "prior": prior.astype(f4), "likelihood": (0.4 * like / like.max()).astype(f4),
        "joint": (prior * like).astype(f4), "elbo": elbo,
        "log_z": np.array([log_z]), "reverse_kl": log_z - elbo, "forward_kl": log_z - elbo,
        "mass": np.ones(len(mean)), "energy": elbo - entropy, "entropy": entropy, "fit": fit, "complexity": complexity,
        "ratio": np.sqrt(var / 0.5),
    }  # fmt: skip


def gap(run="gap", steps=60, **more):
    share = np.exp(-np.arange(steps + 1) / 12)
    head = demo.header("1d", run, steps, window=[[-5, 5]], target="Normal–Normal", family="Normal", **more)
    head |= {
        "curves": [{"key": "prior", "label": "prior", "style": "prior"},
                   {"key": "likelihood", "label": "likelihood (scaled)", "style": "likelihood"},
                   {"key": "joint", "label": "p̃", "style": "joint"}],
        "trace": {"key": "elbo", "ceiling": "log_z", "label": "ELBO", "range": [-6.5, -1.8]},
        "thermometer": {"floor": -6.5, "top": -1.8, "level": "elbo", "ceiling": "log_z", "label": "ELBO"},
        "formula": FORMULA,
    } | more  # fmt: skip
    return pack(head, gap_arrays(1 - 2 * share, 0.707 + 0.293 * share))


def veiled():
    return gap(hidden=st.toggle("Hide what you couldn't know", value=True, key=demo.key("hide")))


def said(name):
    """What the stage said last under one name, or nothing."""
    return heard(demo.key("stage"), name) or {}


def bumps():
    """p's bumps can be dragged: the right one sideways, the left one up and down."""
    kept, grip = st.session_state.setdefault(demo.key("kept"), {"separation": 3.0, "weight": 0.5}), said("grips")
    if grip:
        kept[grip["key"]] = grip["value"]
    d, w = kept["separation"], kept["weight"]
    z = np.linspace(-8, 8, 401)
    p = {"p": (w * demo.normal(z, -d, 1) + (1 - w) * demo.normal(z, d, 1)).astype(np.float32)}
    grips = [
        {"key": "separation", "label": "Half the distance between p's bumps", "lo": 0, "hi": 6, "value": d,
         "step": 0.05, "at": [d, (1 - w) * 0.399], "axis": "x", "per": 1.0},
        {"key": "weight", "label": "Weight of p's left bump", "lo": 0.05, "hi": 0.95, "value": w, "step": 0.01,
         "at": [-d, w * 0.399], "axis": "y", "per": 2.5, "across": ("separation", -1.0)},
    ]  # fmt: skip
    if grip and not grip["released"]:
        return pack({"type": "ground", "seq": grip["seq"], "kind": "1d", "normalized": True, "grips": grips}, p)
    ghosts = [{"label": "your best", "mean": [-2.5], "cov": [1.4], "note": "0.71 nats"}]
    more = {"grips": grips, "handles": ["mean", "scale"], "seq": grip.get("seq", 0), "ghosts": ghosts}
    return demo.line(f"bumps {d} {w}", ground=p, **more)


def crowd():
    """A grip of p where q's ring is: 20 px beside it, under the ring's reach."""
    grip = said("grips")
    value = grip.get("value", 2.8)
    grips = [{"key": "place", "label": "Place of p's bump", "lo": 0, "hi": 6, "value": value, "step": 0.05,
              "at": [value, 0.24], "axis": "x", "per": 1.0}]  # fmt: skip
    more = {"grips": grips, "handles": ["mean", "scale"], "seq": grip.get("seq", 0)}
    return demo.line(f"crowd {value:g}", start=(1.4, 0.0), **more)


def asked():
    """A run that waits for an answer."""
    return demo.line("asked", steps=60, open=not st.toggle("Lock it in", key=demo.key("lock")), step=30)


def chosen():
    """Choosing is playing."""
    which = st.radio("Which", ["one", "two", "three"], horizontal=True, key=demo.key("which"))
    return demo.line(which, steps=60, play="choice")


def tilt():
    """p's correlation follows the pointer."""
    grip = said("grips")
    rho = grip.get("value", 0.9)
    cov = np.array([1.0, rho, 1.0])
    arrays = demo.plane_arrays(np.zeros((1, 2)), np.array([[1.0, 0, 1]]), cov)
    p = {name: array for name, array in arrays.items() if name.startswith("p_")}
    if grip and not grip["released"]:
        return pack({"type": "ground", "seq": grip["seq"], "kind": "2d", "normalized": True}, p)
    turn = np.arcsin(rho) / 2
    grips = [{"key": "rho", "label": "Correlation of p", "lo": -0.95, "hi": 0.95, "value": rho, "step": 0.01,
              "axis": "tilt", "at": [2.6 * np.cos(turn), 2.6 * np.sin(turn)]}]  # fmt: skip
    ghosts = [{"label": "your best", "mean": [1.0, -1.4], "cov": [0.5, -0.2, 0.6], "note": "1.20 nats"},
              {"label": "you said", "mean": [-1.5, 0.5], "cov": [0.3, 0, 0.9], "style": "forward"}]  # fmt: skip
    return demo.plane(f"tilt {rho}", p_cov=cov, grips=grips, seq=grip.get("seq", 0), ghosts=ghosts)


def guess(kind, make, label, answer):
    locked = st.toggle("Lock it in", key=demo.key("lock"))
    spec = {"kind": kind, "label": label, "value": said("guess").get("value"), "locked": locked}
    return make(guess=spec | {"answer": answer if locked else None})


CAPTIONS = [
    "Draw ε: noise that does not depend on q.", "Place z = m + s·ε: the same noise, seen through q.",
    "Score each z by log p̃ − log q: large circles are too rare under q.",
    "Each z says where it would rather be; the average is the gradient.", "q takes one step along it.",
]  # fmt: skip


def explained(message):
    """The same run with the draws of each step, of 12."""
    head, arrays = unpack(message)
    steps, dim = head["steps"], len(head["window"])
    eps = np.random.default_rng(3).normal(size=(steps, 12, dim))
    cov = arrays["q_cov"][:-1, ::2] if dim == 2 else arrays["q_cov"][:-1]
    z = arrays["q_mean"][:-1, None] + np.sqrt(cov)[:, None] * eps
    goal = arrays["q_mean"][-1]
    extra = {"step_eps": eps, "step_z": z, "step_force": 2 * (goal - z)}
    extra["step_log_w"] = -0.5 * np.square(z - goal).sum(-1) - 2
    words = {"captions": CAPTIONS, "last": steps}
    return pack(head | {"explain": words}, arrays | {k: v.astype(np.float32) for k, v in extra.items()})


MESSAGES = {
    "explain-line": lambda: explained(demo.line("explain-line")),
    "explain-plane": lambda: explained(demo.plane("explain-plane", present="present" in st.query_params)),
    "explain-gap": lambda: explained(gap("explain-gap", present="present" in st.query_params)),
    "bumps": bumps,
    "crowd": crowd,
    "asked": asked,
    "chosen": chosen,
    "short": lambda: demo.plane("short", steps=1),
    "tilt": tilt,
    "guess-point": lambda: guess("point", demo.plane, "Where will q's center be?", [0.1, 0.2]),
    "guess-line": lambda: guess("point", demo.line, "Where will q's center be?", [3.0, 0.39]),
    "guess-level": lambda: guess("level", gap, "Where will the ELBO land?", -2.27),
    "guess-trace": lambda: guess("level", demo.plane, "Where will the ELBO land?", -3.1),
    "gap": gap,
    "gap-trace": lambda: gap("gap-trace", thermometer=None),
    "gap-present": lambda: gap("gap-present", present=True),
    "hidden": veiled,
    "hidden-line": lambda: demo.line("hidden-line", hidden=True),
    "hidden-plane": lambda: demo.plane("hidden-plane", hidden=True),
}
