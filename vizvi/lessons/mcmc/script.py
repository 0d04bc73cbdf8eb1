"""What the page shows of VI and of the chains beside it as Python, and the chains as a file."""

from contextlib import suppress

from vizvi.diagnostics.accuracy import DROPPED
from vizvi.experiment import Experiment
from vizvi.exports.arviz import of_draws
from vizvi.exports.programs import Program, programs, sampled
from vizvi.lessons.mcmc import walk, words
from vizvi.models.script import Expression, lines
from vizvi.sampling import Sampling
from vizvi.script import of_member, script

CHAINS = """
$imports
import numpy as np

from vizvi.diagnostics.accuracy import errors
from vizvi.diagnostics.khat import log_ratios, reliability
from vizvi.diagnostics.mixing import ess, rhat
from vizvi.experiment import Noise
from vizvi.samplers import SAMPLERS

$fitted
z, accepted, start = [], [], $start
for first in range(0, $steps, $piece):
    now, seed = min($piece, $steps - first), ($seed + 7919 * (first // $piece)) % 2**32
    chains = vizvi.sample(vizvi.Sampling(target, $sampler, $chains, now, seed, start))
    z, accepted = [*z, chains.z[:, 1:]], [*accepted, chains.accepted]
    start = tuple(chains.z[:, -1].ravel().tolist())
kept = np.concatenate(z, axis=1)[:, $dropped:]
draws = np.moveaxis(np.round(kept, $decimals), -1, 0)
noise = Noise($seed, 1)($of_q, problem.family.noise_dim(target.dim))[0]
log_w = log_ratios(problem, history.lam[0, -1], noise)
off = errors(target, kept.mean(axis=(0, 1)), kept.std(axis=(0, 1)))
"""
BADGES = {
    words.RHAT: "max(rhat(each) for each in draws)",
    words.ACCEPTED: "np.concatenate(accepted, axis=1).mean()",
    words.KHAT: 'reliability(log_w).k if np.isfinite(log_w.max()) else float("nan")',
    words.OFF: "off.mean",
    words.STRETCHED: "off.sd",
}


def of_both(experiment: Experiment, sampling: Sampling) -> str:
    """vizvi's lines for q and for all chains; without lines for a target that nobody can write out."""
    try:
        imports, _, body = script(experiment).partition("\n\n")
    except ValueError:
        return ""
    steps, fitted = sampling.steps, body.partition("ledger = ")[0]
    dropped = int(DROPPED * steps)
    shown = BADGES | {words.ess_of(sampling.chains * (steps - dropped)): "np.min([ess(each) for each in draws])"}
    return lines(
        CHAINS, shown, imports=Expression(imports), fitted=Expression(fitted), start=sampling.start, steps=steps,
        piece=walk.PIECE, seed=sampling.seed, sampler=Expression(of_member(sampling.sampler)[1]), chains=sampling.chains,
        dropped=dropped, decimals=walk.DECIMALS, of_q=walk.DRAWS,
    )  # fmt: skip


def libraries(experiment: Experiment, sampling: Sampling) -> tuple[Program, ...]:
    """The model for other libraries: VI, where they have the family, and as many draws of their own sampler."""
    found = ()
    for make, of in ((programs, experiment), (sampled, sampling)):
        with suppress(ValueError):  # there is no such program
            found += make(of)
    return found


def file(sampling: Sampling) -> bytes:
    """The chains for ArviZ, their starts left out."""
    chains, target = walk.joined(list(walk.pieces(sampling, details=False))), sampling.target
    z = chains.z[:, 1:]
    drawn = {name: z[..., k] for k, name in enumerate(target.names)}
    return of_draws(drawn, {"lp": target.log_prob(z), "accepted": chains.accepted.astype(int)}, repr(sampling))
