"""Words: the sheet of densities."""

from vizvi.format import bound, number

BEFORE = (
    "A **flow** takes draws of a Gaussian through layers that bend the plane; the grid is the plane it starts with, and "
    "the circles hold 50 and 95 % of q, whatever the layers do to them. **Coupling** layers move one coordinate by curves "
    "of the other, **planar** ones push along a line. Training follows p downhill, as for any other q."
)
KEPT = (
    "Nothing here is shipped: eight runs of 1\u2009000 steps, 64 draws each, are trained on the server while you watch, "
    "and kept for this visit. The same seed gives the same picture."
)
LAYERS_ARE = "Layers are"
HOW_MANY = "How many"
AFTER_LAYER = "After layer"
AFTER_STEP = "After step"
RUN = "Run"
UNTRAINED = "The sheet before training."
WHERE_SQUEEZED = "Where is the sheet squeezed, where stretched?"
KL = "KL(q‖p), nats"
FORWARD_KL = "KL(p‖q), nats"
BY_QUADRATURE = "by quadrature"
ESS = "ESS"
IN_THE_GAP = "mass in the gap"
THINNEST = "thinnest of 36 sectors"
A_SEAM = "of its fair share: a seam is near 0"
P_LEVELS = "p: 20, 50, 90 %"
Q_CIRCLES = "q: exactly 50 and 95 % inside"
THE_SHEET = "the sheet"
LOG_DET = "log |det|"
A_RUN = "run"


def shown(run: int, step: int, after: int, layers: int, kl: str) -> str:
    return f"Run {run} at step {step}, {after} of {layers} layers: KL(q‖p) {kl} nats."


def step_of(step: int, steps: int, end: str) -> str:
    return f"**Step {step} of {steps}{end}**"


def spent(counted: str, run: int, step: int, numbers: int, evaluations: str) -> str:
    return f"{counted} Run {run} at step {step}, all layers: {numbers} numbers, {evaluations} evaluations."


def both_islands(count: int) -> str:
    return f"**{count} of 8** runs have q on both islands."


def stretched(low: float, high: float) -> str:
    return f"Over |ε| ≤ 3 the sheet is stretched by log |det| from {number(low)} to {number(high)}."


def from_draws(error: float, draws: str) -> str:
    return f"± {bound(error)} from {draws} draws"


def k_hat(k: float) -> str:
    return f"k̂ {number(k)}, 4\u2009096 draws"


def own_share(share: str) -> str:
    return f"|z₁| < d/2; p's own: {share}"


def best_gaussian(kl: float) -> str:
    return f"best Gaussian {kl:.2f}"


def runs(count: int, least: str, most: str) -> str:
    return f"KL(q‖p) of {count} runs: from {least} to {most} nats."
