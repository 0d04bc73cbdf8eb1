"""What the page shows as Python: the same minibatches, the same steps."""

from vizvi.lessons.stochastic import race, regression
from vizvi.lessons.stochastic.race import Setup
from vizvi.lessons.stochastic.words import race as words
from vizvi.models.script import Expression, lines

MEAN = """
import math

from vizvi.models.stream import Stream
from vizvi.schedules import SCHEDULES

stream = Stream($n, $batch, prior_sd=$prior_sd)
rule = $rule
race = stream.run(rule, $steps, $seed, replace=$replace, average=$average, forget=$forget)
step = $step
mean, precision = race.mean[0, step], race.precision[0, step]
"""
NUMBERS = {
    words.TOUCHED: "race.touched[step]",
    words.OWN: "abs(mean - stream.mean) * math.sqrt(precision)",
    words.KL: "race.kl[0, step]",
    words.WIDTH: "precision**-0.5 / stream.sd",
}
EXPECTED = """told = stream.expected(rule, step, $average, $replace)
off = math.hypot(told.sd_of_mean, told.mean - stream.mean) * math.sqrt(told.precision)
"""
CURVE = """
from vizvi.models.regression_stream import RegressionStream
from vizvi.schedules import SCHEDULES

stream = RegressionStream($kind, $n, $batch)
kl, start = [], None
for first in range(0, $steps, $piece):
    race = stream.run($rule, $piece, 1000 * $seed + first // $piece, start=start)
    start = race.mean[0, -1], race.precision[0, -1]
    kl += race.kl[0, 1:].tolist()
"""


def script(kind: str, setup: Setup, at: float) -> str:
    """vizvi's lines for a model ("mean", "line" or "logistic") and the moment `at`, in passes."""
    told = {"n": setup.n, "batch": setup.batch, "seed": setup.seed}
    if kind != "mean":
        step = min(setup.step_at(at), regression.STEPS)
        shown = {words.at_step(regression.STEPS): "kl[-1]", words.at_step(step): "kl[$step - 1]"}
        more = {"kind": kind, "steps": regression.STEPS, "piece": regression.PIECE, "step": step}
        return lines(CURVE, shown, rule=_rule(setup, " + first"), **told, **more)
    body, shown = MEAN, NUMBERS
    if race.known(setup):
        body += EXPECTED
        shown = shown | {f"{words.OWN}, {words.EXPECTED}": "off", f"{words.KL}, {words.EXPECTED}": "told.kl"}
    return lines(
        body, shown, rule=_rule(setup), prior_sd=setup.prior_sd, steps=setup.steps, replace=setup.again,
        average=setup.average, forget=setup.forget, step=setup.step_at(at), **told,
    )  # fmt: skip


def _rule(setup: Setup, later: str = "") -> Expression:
    """The schedule as Python; later: what is added to its delay."""
    if setup.schedule == "robbins_monro":
        return Expression(f'SCHEDULES["robbins_monro"]({setup.delay!r}{later}, {setup.decay!r})')
    return Expression(f'SCHEDULES["constant"]({setup.rate!r})')
