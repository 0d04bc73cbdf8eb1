"""Slow motion: the draws that a picture shows, and what each step did with its own."""

from dataclasses import replace

import numpy as np

from vizvi.estimators.score_function_loo import others
from vizvi.experiment import History, Noise, first_lam
from vizvi.member import slug
from vizvi.picture.outlines import f4

DRAWS = 16  # draws shown per step, from the same noise at every step, so that they glide and don't flicker
EXPLAINED = 12  # draws of a step that slow motion shows
CAPTIONS = (
    "Draw ε: standard normals, the only randomness there is.",
    "Place z: each ε is moved and stretched by q's mean and scale.",
    "Score: log p̃(z) − log q(z). Large dots: too rare under q. Small: too common.",
)
PUSHES = {
    "reparam": "Push: each draw is pulled uphill, along ∇log p; entropy, which moving q does not change, widens it apart.",
    "sticking_the_landing": "Push: ∇log p − ∇log q, where each draw would rather be; where q is p, nothing is left.",
    "score_function": "Push: to or from each draw, as far as its score says; p's slope is never asked. Much of it cancels.",
    "score_function_loo": "Push: to draws better than the other draws' mean, from worse ones; p's slope is never asked.",
}
MOVES = {
    "sgd": "Step: q's mean moves by the learning rate times the arrow.",
    "momentum": "Step: momentum adds this arrow to the steps before it; q may move another way for a while.",
    "rmsprop": "Step: RMSProp divides each parameter's push by its usual size; q may not move where the arrow points.",
    "adam": "Step: Adam moves along a running average of such arrows, each parameter by its usual size.",
}
OTHER = "Push: ∇log p − ∇log q, where each draw would rather be."  # of a method without an estimator
MOVED = "Step: the method moves q."


def draws(experiment, lam) -> dict:
    problem = experiment.problem
    noise = np.random.default_rng(experiment.seed).standard_normal((DRAWS, problem.family.noise_dim(problem.target.dim)))
    with np.errstate(all="ignore"):
        z = problem.family.transform(lam[:, None], noise)
        return {"draw_z": f4(z), "draw_force": f4(problem.force(lam[:, None], z))}


def captions(experiment) -> dict:
    """What is said of a step, by the estimator and the optimizer that ran, and what its averaged arrow is called."""
    method, count = experiment.method, experiment.problem.family.round_draws(experiment.method.draws)
    ran = [slug(getattr(method, name)) if hasattr(method, name) else "" for name in ("estimator", "optimizer")]
    shown = f" {EXPLAINED} of {count} draws shown; the arrow is of all {count}." if count > EXPLAINED else ""
    said = [*CAPTIONS, PUSHES.get(ran[0], OTHER) + shown, MOVES.get(ran[1], MOVED)]
    return {"captions": said, "arrow": f"average of all {count}" if shown else "their average"}


def steps(experiment, lam, history: History, run: int = 0) -> dict:
    """The draws that each step really used, where the method draws: noise, places, pushes on q's place and log weights,
    (T, S, ...); and the push of all draws together, as the run had it, (T, D), where the family has a place to push."""
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
        log_w, push = problem.log_w(before, z), _push(experiment, before, z, history.loss[run])
    named = {"step_eps": eps[:, :EXPLAINED], "step_z": z, "step_force": push, "step_log_w": log_w}
    places = [_places(problem, axis) for axis in range(problem.target.dim)]
    if all(places) and np.isfinite(history.grad[run]).any():
        named["step_push"] = -np.stack([history.grad[run][:, each].sum(axis=-1) for each in places], axis=-1)
    return {name: f4(each) for name, each in named.items()}


def _push(experiment, lam, z, loss):
    """What each draw adds to the push on q's place, up to a factor that all draws of a step share, (T, S, D).

    Shifting q shifts its draws with it: what paths feel is a slope at z, and λ's score is −∂ log q/∂z."""
    problem, method = experiment.problem, experiment.method
    estimator = slug(method.estimator) if hasattr(method, "estimator") else ""
    if estimator == "reparam":
        return problem.target.score(z)
    log_w, divergence = problem.log_w(lam, z), problem.divergence
    log_m = np.zeros_like(log_w) - np.log(log_w.shape[-1])
    if not estimator.startswith("score_function"):
        slope = divergence.slope(log_w, log_m) if estimator else np.full_like(log_w, -1.0)
        return -slope[..., None] * problem.force(lam, z)
    cost = divergence.potential(log_w, log_m)
    if estimator == "score_function_loo":
        # Reverse KL's loss is the mean cost of all draws: what it leaves to each is known without the draws not shown.
        count = problem.family.round_draws(experiment.method.draws)
        known = divergence.power == 0 and count > 1 and problem.family.round_draws(1) == 1
        rest = (count * loss[:, None] - cost) / (count - 1) if known else others(cost, log_m, 1)
        cost = cost - rest
    return cost[..., None] * problem.family.score_z(lam, z)


def _places(problem, axis: int) -> list[int]:
    """Which parameters say where q lies along an axis: one, or one for each component."""
    named = [(i, name) for i, name in enumerate(problem.params) if name.startswith("loc")]
    if problem.target.dim == 1:
        return [i for i, _ in named]
    return [i for i, name in named if name.removeprefix("loc").split(".")[-1] == str(axis + 1)]
