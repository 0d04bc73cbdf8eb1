"""Slow motion: the draws that a picture shows, and what each step did with its own."""

from dataclasses import replace

import numpy as np

from vizvi.experiment import Noise, first_lam
from vizvi.picture.outlines import f4

DRAWS = 16  # draws shown per step, from the same noise at every step, so that they glide and don't flicker
EXPLAINED = 12  # draws of a step that slow motion shows
CAPTIONS = [
    "Draw ε: standard normals, the only randomness there is.",
    "Place z: each ε is moved and stretched by q's mean and scale.",
    "Score: log p̃(z) − log q(z). Large dots: too rare under q. Small: too common.",
    "Force: ∇log p − ∇log q, where each draw would rather be; their mean is the push.",
    "Step: the optimizer moves q along the push.",
]


def draws(experiment, lam) -> dict:
    problem = experiment.problem
    noise = np.random.default_rng(experiment.seed).standard_normal((DRAWS, problem.family.noise_dim(problem.target.dim)))
    with np.errstate(all="ignore"):
        z = problem.family.transform(lam[:, None], noise)
        return {"draw_z": f4(z), "draw_force": f4(problem.force(lam[:, None], z))}


def steps(experiment, lam) -> dict:
    """The draws that each step really used, where the method draws: noise, places, forces and log weights, (T, S, ...)."""
    count = getattr(experiment.method, "draws", None)
    if count is None:
        return {}
    problem = experiment.problem
    noise = Noise(experiment.seed, 1)
    first_lam(replace(experiment, runs=1), noise)  # a start that is drawn comes out of the same stream
    shape = problem.family.round_draws(count), problem.family.noise_dim(problem.target.dim)
    eps = np.stack([noise(*shape)[0] for _ in range(experiment.steps)])
    before = lam[:-1, None]
    with np.errstate(all="ignore"):
        z = problem.family.transform(before, eps)[:, :EXPLAINED]
        log_w, force = problem.log_w(before, z), problem.force(before, z)
    named = {"step_eps": eps[:, :EXPLAINED], "step_z": z, "step_force": force, "step_log_w": log_w}
    return {name: f4(each) for name, each in named.items()}
