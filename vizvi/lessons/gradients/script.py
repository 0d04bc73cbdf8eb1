"""What each tab shows as Python."""

from vizvi.lessons.gradients import bits, sweep
from vizvi.lessons.gradients.noise import Setup
from vizvi.lessons.gradients.words import bits as words
from vizvi.lessons.gradients.words.gradient import error_of, variance
from vizvi.lessons.gradients.words.settings import WAYS
from vizvi.models.coins import Coins
from vizvi.models.script import Expression, lines
from vizvi.script import of_member

NOISE = """
import numpy as np

from vizvi.diagnostics.gradient_noise import gradient_noise
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.problem import Problem
$source

problem = Problem($target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
lam = problem.family.from_moments(np.array([$mean]), np.array([[$sd**2]]))
score = {"constant": $constant, "baseline": $baseline}
variance = lambda way, draws, **more: gradient_noise(problem, lam, way, draws, **more).variance[0]
"""
FEW = (2, 16, 256)  # draws of a gradient whose error is printed
STEPS = """
import numpy as np

from vizvi.diagnostics.step_sweep import step_sweep
from vizvi.methods import METHODS
from vizvi.methods._natural_draws import NaturalDraws
from vizvi.optimizers import OPTIMIZERS
from vizvi.presets import preset

problem = preset("gaussian", "full_rank", correlation=$correlation).problem
start = tuple(problem.family.from_moments(np.array($start), np.eye(2)).tolist())
gradient = lambda optimizer, **more: METHODS["gradient"](
    optimizer=optimizer, draws=$draws, horizon=$evaluations // $draws, **more
)
rules = {
$rules
}
ends = {
    name: step_sweep(problem, rule, np.geomspace(0.001, 1.0, 10).tolist(), $evaluations, $runs, $seed, start, $looks)
    for name, rule in rules.items()
}
"""
BITS = """
import numpy as np

from vizvi.models.binary_gradients import bit_noise
from vizvi.models.binary_structured import fit_structured
$source

model = $model
logits = np.full(model.dim, $first)
noise = lambda way: bit_noise(model, logits, way=way, temperature=$temperature, samples=$samples)
rms = lambda x: np.sqrt((x * x).mean())
one, other = noise("straight_through"), noise("gumbel_softmax")
"""


def of_one(setup: Setup, ways) -> str:
    """vizvi's lines for the variance of one gradient in q's mean, by each of these estimators."""
    return _of_noise(setup, {variance(WAYS[way]): _variance(way, "$draws") for way in ways})


def of_runs(setup: Setup, ways) -> str:
    """The same for how far a gradient from so many draws is off."""
    shown = {error_of(WAYS[way], draws): f"{_variance(way, draws)} ** 0.5" for way in ways for draws in FEW}
    return _of_noise(setup, shown)


def of_sweep(correlation: float, seed: int) -> str:
    """vizvi's lines for the KL that each rule's best step size leaves."""
    rules = []
    for name, (optimizer, more) in sweep.RULES.items():
        told = "".join(f", {key}={value!r}" for key, value in more.items())
        made = f'gradient(OPTIMIZERS["{optimizer}"](rate){told})' if optimizer else "NaturalDraws(rate=rate, draws=$draws)"
        made = made.replace("$draws", str(sweep.DRAWS))
        rules.append(f"    {name!r}: lambda rate: {made},")
    best = "np.where(ends[{0!r}].diverged <= 0.5, ends[{0!r}].median, np.inf).min()"
    return lines(
        STEPS, {name: best.format(name) for name in sweep.RULES}, correlation=correlation, seed=seed, start=sweep.START,
        draws=sweep.DRAWS, evaluations=sweep.EVALUATIONS, runs=sweep.RUNS, looks=sweep.LOOKS,
        rules=Expression("\n".join(rules)),
    )  # fmt: skip


def of_bits(its, temperature: float) -> str:
    """vizvi's lines for two gradients of bits, and for what is lost by keeping all of them apart."""
    coins = isinstance(its, Coins)
    source, kept = ("coins import Coins", "edges") if coins else ("ising import Ising", "snake")
    model = f"Coins(leak={its.leak!r})" if coins else f"Ising({its.coupling!r})"
    best = bits.structures(its)[-1][0]
    shown = {
        words.bias_of(words.BITS_WAYS["straight_through"]): "rms(one.bias)",
        words.bias_of(words.BITS_WAYS["gumbel_softmax"]): "rms(other.bias)",
        words.sd_of(words.BITS_WAYS["gumbel_softmax"]): "np.sqrt(other.variance.mean())",
        words.gap_of(words.ALL_APART): "fit_structured(model).gap",
        words.gap_of(best): f"fit_structured(model, model.{kept}).gap",
    }
    return lines(
        BITS, shown, source=Expression(f"from vizvi.models.{source}"), model=Expression(model),
        first=bits.FIRST, temperature=temperature, samples=bits.SAMPLES,
    )  # fmt: skip


def _variance(way: str, draws) -> str:
    return f'variance("{way}", {draws}{", **score" if way == "score_function" else ""})'


def _of_noise(setup: Setup, shown: dict[str, str]) -> str:
    source, target = of_member(setup.problem.target)
    return lines(
        NOISE, shown, source=Expression(source), target=Expression(target), mean=setup.mean, sd=setup.sd,
        draws=setup.count, constant=setup.constant, baseline=setup.baseline,
    )  # fmt: skip
