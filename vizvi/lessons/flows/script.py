"""What each part of the page shows as Python."""

from vizvi.lessons.flows import words
from vizvi.lessons.flows.ladder import RUNGS
from vizvi.lessons.flows.others import DIMENSIONS
from vizvi.lessons.flows.others import RANKS as MOST_RANKS
from vizvi.lessons.flows.swarm import RATE, target_of
from vizvi.lessons.flows.swarm import STEPS as CLOUD_STEPS
from vizvi.lessons.flows.training import BUDGET, DRAWS, FINE, RUNS, SECTORS, SEED, STEPS, TEMPERED
from vizvi.lessons.flows.training import target_of as trained_on
from vizvi.member import slug
from vizvi.models.script import Expression, lines
from vizvi.script import of_member

SHEET = """
from dataclasses import replace

import numpy as np

import vizvi
from vizvi.diagnostics.flow_geometry import training
from vizvi.diagnostics.khat import log_ratios, reliability
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
$source

target = $target
problem = vizvi.Problem(target, FAMILIES[$kind](layers=$layers), DIVERGENCES["reverse_kl"]())
made = replace(training(problem, $runs, $steps, $seed, $temper), steps=$last)
lam = vizvi.fit(made).lam[$run, $at]
eps = np.random.default_rng($noise).standard_normal(($most, 2))
z = problem.family.transform(lam, eps[:$draws])
kl = (problem.family.drawn_log_prob(lam, eps[:$draws], z) - target.log_prob(z) + target.log_z).mean()
"""
JUDGED = {
    words.sheet.FORWARD_KL: "vizvi.exact(problem, lam, $fine, $budget).forward_kl",
    words.sheet.ESS: "reliability(log_ratios(problem, lam, eps[:$few])).relative_ess",
}
SEAM = """turn = np.arctan2(*(z - np.mean(target.window, axis=-1)).T[::-1]) / (2 * np.pi) % 1
counts = np.bincount((np.floor($sectors * turn) % $sectors).astype(int), minlength=$sectors)
"""
LADDER = """
import numpy as np

import vizvi
from vizvi.diagnostics.flow_geometry import training
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
$source

target = $target


def kls(name, **knobs):
    problem = vizvi.Problem(target, FAMILIES[name](**knobs), DIVERGENCES["reverse_kl"]())
    lam = vizvi.fit(training(problem, $runs, $steps, $seed, $temper)).lam[:, -1]
    if not problem.family.layered:
        return vizvi.exact(problem, lam, 1e-4, 2**22).reverse_kl
    eps = np.random.default_rng($noise).standard_normal(($draws, 2))
    z = problem.family.transform(lam[:, None], eps)
    log_q = problem.family.drawn_log_prob(lam[:, None], eps, z)
    return (log_q - target.log_prob(z) + target.log_z).mean(axis=-1)


"""
THREAD = """
from vizvi.diagnostics.flow_geometry import thread

found = thread($separation)
"""
STRUNG = {
    words.sheet.KL: "found.kl",
    words.thread.STEEPEST: "found.slope",
    words.thread.BETWEEN: "found.between",
    words.thread.MADE_OF: "found.edge",
    words.thread.RATIO_AT_0: "found.log_ratio",
}
CLOUD = """
import vizvi
from vizvi.integrate.truth import standard_deviation, truth
from vizvi.particles import Cloud, follow
$source

target = $target
trail = follow(Cloud(target, $count, $steps, $rate, $bandwidth, $seed))
step, sd = $step, standard_deviation(truth(target))
"""
RANKS = """
from vizvi.models.low_rank import equicorrelated, factors, low_rank, smooth

cov = $cov
"""
COVARIANCES = {"smooth": "smooth({}, 8.0)", "common": "equicorrelated({}, 0.7)", "factors": "factors({}, 4)"}


def of_sheet(target, separation: float, kind: str, layers: int, tempered: bool, seed: int, at: int, run: int) -> str:
    """vizvi's lines for run 1 … 8 of a flow after a step."""
    target, body, shown = trained_on(target, separation), SHEET, {words.sheet.KL: "kl"} | JUDGED
    if slug(target) == "two_modes":
        shown |= {words.sheet.IN_THE_GAP: "(abs(z[:, 0]) < target.separation / 2).mean()"}
    if slug(target) == "ring":
        body, shown = body + SEAM, shown | {words.sheet.THINNEST: "counts.min() * $sectors / len(z)"}
    draws = DRAWS if at == STEPS else DRAWS // 8
    given = _trained(target, tempered, seed) | {"fine": FINE, "budget": BUDGET, "sectors": SECTORS}
    given |= {"most": DRAWS, "draws": draws, "few": DRAWS // 4, "last": max(at, 1)}
    return lines(body, shown, kind=kind, layers=layers, at=at, run=run - 1, **given)


def of_ladder(target, separation: float, tempered: bool, seed: int, names=tuple(RUNGS)) -> str:
    """vizvi's lines for the median KL of eight runs of each family."""
    shown = {}
    for name in names:
        family, knobs = RUNGS[name]
        told = "".join(f", {knob}={value!r}" for knob, value in knobs.items())
        shown[name] = f'np.median(kls("{family}"{told}))'
    given = _trained(trained_on(target, separation), tempered, seed) | {"draws": DRAWS}
    return lines(LADDER, shown, **given).replace("\nshown", "\n\n\nshown", 1)


def of_thread(separation: float) -> str:
    return lines(THREAD, STRUNG, separation=separation)


def of_particles(target, count: int, bandwidth: float, seed: int, step: int) -> str:
    """vizvi's lines for a cloud after a step."""
    target = target_of(target)
    shown = {words.swarm.KSD: "trail.discrepancy[step]", words.swarm.SDS: "trail.sd[step, 0] / sd[0]"}
    if slug(target) == "two_modes":
        shown |= {words.swarm.ON_THE_RIGHT: "(trail.z[step, :, 0] > 0).mean()"}
    given = {"count": count, "steps": CLOUD_STEPS, "rate": RATE, "bandwidth": bandwidth, "seed": seed, "step": step}
    return lines(CLOUD, shown, **_made(target), **given)


def of_ranks(name: str) -> str:
    shown = {words.rank.of_rank(rank): f"low_rank(cov, {rank}).kl" for rank in range(MOST_RANKS)}
    return lines(RANKS, shown, cov=Expression(COVARIANCES[name].format(DIMENSIONS)))


def _made(target) -> dict:
    source, made = of_member(target)
    source = "" if source == "import vizvi" else source
    return {"source": Expression(source), "target": Expression(made)}


def _trained(target, tempered: bool, seed: int) -> dict:
    temper = TEMPERED if tempered else 1.0
    return _made(target) | {"runs": RUNS, "steps": STEPS, "seed": seed, "temper": temper, "noise": SEED}
