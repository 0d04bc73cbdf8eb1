"""More of the stage's demo: one observation of a Normal-Normal model, as the lesson on the gap shows it."""

import numpy as np
import stage_demo as demo
import streamlit as st

from vizvi.ui.stage import pack

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
        "prior": prior.astype(f4), "likelihood": (like / like.max() * 0.4).astype(f4), "joint": (prior * like).astype(f4),
        "elbo": elbo, "log_z": np.array([log_z]), "reverse_kl": log_z - elbo, "forward_kl": log_z - elbo,
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
    return gap(hidden=st.toggle("Hide what you couldn't know", value=True))


MESSAGES = {
    "gap": gap,
    "gap-trace": lambda: gap("gap-trace", thermometer=None),
    "gap-present": lambda: gap("gap-present", present=True),
    "hidden": veiled,
    "hidden-line": lambda: demo.line("hidden-line", hidden=True),
    "hidden-plane": lambda: demo.plane("hidden-plane", hidden=True),
}
