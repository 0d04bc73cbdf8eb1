"""Chains that grow piece by piece, and what their badges say."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from vizvi.diagnostics.accuracy import DROPPED, Errors, errors
from vizvi.diagnostics.khat import khat, log_ratios, reliability, usable
from vizvi.diagnostics.mixing import ess, rhat
from vizvi.experiment import Noise
from vizvi.problem import Problem
from vizvi.sampling import Chains, Sampling, sample

PIECE = 1000  # steps
FEWEST = 20  # steps of a chain: fewer say nothing
DRAWS = 1000  # of q, for k̂
DECIMALS = 9  # of a place, for R̂ and ESS
FAR_TAIL = 31  # √S of them; k̂ usually looks at 3√S


class Badges(NamedTuple):
    """What anybody can compute of chains and of q, and what only a toy lets one know."""

    rhat: float  # the worst coordinate's
    ess: float  # the smallest of the coordinates'
    kept: int  # draws that it counts
    accepted: float  # share of proposals
    k: float  # Pareto k̂ of q's draws
    k_far: float  # the same from fewer of the largest weights: a fit that k̂ scolds by mistake passes here
    usable: float
    errors: Errors  # of all chains' draws together, in p's sds


def steps_for(sampler, target, evaluations: int) -> int:
    """How many steps so many evaluations buy."""
    return max(evaluations // sampler.work(target), FEWEST)


def pieces(sampling: Sampling, details: bool = True, run=sample) -> Iterator[Chains]:
    """The chains in pieces, each from where the one before ended and with noise of its own.

    run: a function like `sample` that remembers."""
    done, start = 0, sampling.start
    while done < sampling.steps:
        steps, seed = min(PIECE, sampling.steps - done), (sampling.seed + 7919 * (done // PIECE)) % 2**32
        now = replace(sampling, steps=steps, seed=seed, start=start)
        found = run(now, details)
        start, done = tuple(found.z[:, -1].ravel().tolist()), done + now.steps
        yield found


def joined(found: list[Chains]) -> Chains:
    """Pieces as one."""
    first, rest = found[0], found[1:]
    z = np.concatenate([first.z, *(each.z[:, 1:] for each in rest)], axis=1)
    others = [
        None if getattr(first, name) is None else np.concatenate([getattr(each, name) for each in found], axis=1)
        for name in ("accepted", "proposal", "log_ratio", "log_coin", "path")
    ]
    return Chains(z, others[0], int(first.work[1]) * np.arange(z.shape[1]), *others[1:])


def badges(chains: Chains, problem: Problem, lam, seed: int) -> Badges:
    """Of all chains, their first tenth dropped, and of q at λ (P,)."""
    kept = chains.z[:, int(DROPPED * (chains.z.shape[1] - 1)) + 1 :]
    # Ranks must not feed on rounding: a chain that circles comes back to the same place.
    each = np.moveaxis(np.round(kept, DECIMALS), -1, 0)
    flat = kept.reshape(-1, kept.shape[-1])
    noise = Noise(seed, 1)(DRAWS, problem.family.noise_dim(problem.target.dim))[0]
    with np.errstate(all="ignore"):
        log_w = log_ratios(problem, lam, noise)
    good = np.isfinite(log_w).any() and not np.isnan(log_w).any() and not np.isposinf(log_w).any()
    seen = reliability(log_w) if good else None
    sizes = [ess(draws) for draws in each]
    return Badges(
        rhat=max(rhat(draws) for draws in each),
        ess=math.nan if any(map(math.isnan, sizes)) else min(sizes),
        kept=len(flat),
        accepted=float(chains.accepted.mean()),
        k=math.nan if seen is None else float(seen.k),
        k_far=math.nan if seen is None else float(khat(log_w, FAR_TAIL)),
        usable=usable(DRAWS),
        errors=errors(problem.target, flat.mean(axis=0), flat.std(axis=0)),
    )
