"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import bound, nats, number, percent, thousands

# Settings of several tabs
TARGET = "Target"
ISLANDS = "Islands at ±"
TEMPER = "Temper"
TEMPERED = "Follow p to the power 0.1 at first, p itself from half of the steps on."
SEED = "Seed"

# The sheet
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


# The ladder
RUNGS = (
    "mean-field",
    "full-rank",
    "mixture of 2",
    "mixture of 5",
    "coupling, 1 layer",
    "coupling, 2",
    "coupling, 4",
    "coupling, 8",
    "planar, 4",
    "planar, 16",
)
HOW = (
    "All are trained alike, on the server and while you watch: sticking the landing, Adam (0.1 for planar layers, 0.02 "
    "from eight coupling layers on, 0.05 for all others) on a cosine to 0, 64 draws a step, 1\u2009000 steps, eight "
    "seeds. KLs of Gaussians and mixtures are by quadrature, of flows by 16\u2009384 draws. Processor time is for all "
    "eight runs, on this machine, and depends on who else is here; all other numbers come back with the seed."
)
LADDER_HEADER = "| family | numbers | median KL | best | CPU s |"
KL_LOG = "KL(q‖p), nats (log scale)"
MEDIAN = "median of 8 seeds"
BEST_TO_WORST = "best to worst"


def lowest(name: str, kl: str, numbers: int) -> str:
    return f"Lowest median of eight seeds so far: {name}, {kl} nats with {numbers} numbers."


def family_of(at: int, families: int, step: int, steps: int) -> str:
    return f"**Family {at} of {families}, step {step} of {steps} …**"


def known_to(error: float) -> str:
    return f" The draws know each flow’s KL to ± {bound(error)} or better."


# Particles
NARROW = "With few particles the cloud is too narrow, however long it runs: its sd has a floor set by their number."
SAID = {
    "two_modes": "The cloud is blind to how much mass each island holds: particles stay on the side where they began, "
    "and so does a chain for long. Their discrepancy does not tell.",
    "funnel": "The neck is as narrow as no kernel of one width can follow.",
}
ABOUT = (
    "**Stein variational gradient descent** moves particles uphill on log p and away from each other. There is **no q, no "
    "ELBO and no KL**: particles have no density. What can be told is their moments, how many are on each island, and the "
    "kernelized Stein discrepancy, KSD², which needs no normalizer."
)
PARTICLES = "Particles"
KERNEL = "Kernel's h (0: the median rule)"
NO_SCORE = "A particle came to where p has no score: take more particles or a wider kernel."
KSD = "KSD² of the particles"
SDS = "sds, theirs / p's"
ON_THE_RIGHT = "particles on the right"
CLOUD = "particles"
FEELS = "how far one feels another"
Q_OUTLINES = "full-rank q: 50, 95 %"
MEAN_ERROR = "error of the mean, in p's sds"
SD_ERROR = "error of the sd, relative"
FULL_RANK_Q = "full-rank q"
CHAIN_RMS = "a chain, rms of 16"
EVALUATIONS = "evaluations of p (log scale)"


def cloud(count: int, at: int) -> str:
    return f"{count} particles after {at} steps."


def errors(spent: str) -> str:
    return f"After {spent} evaluations each: errors of mean and sd of particles, of q and of a chain."


def each_spent(spent: str, said: str) -> str:
    return f"Each of the three has spent {spent} evaluations of p. {said}"


def kernel(h: float) -> str:
    return f"kernel's h = {number(h)}"


def mean_off(off: str) -> str:
    return f"mean off by {off} sds"


def islands(q: float, chain: float) -> str:
    return f"q {percent(q)}, 16 chains {percent(chain)}, p 90 %"


def q_after(step: int, x: float, y: float) -> str:
    return f"A full-rank q after {step} steps, at ({x:.2f}, {y:.2f})."


def chain_after(steps: int) -> str:
    return f"A Hamiltonian chain after {steps} steps for as many evaluations."


def a_chain(steps: int) -> str:
    return f"a chain: {thousands(steps)} steps"


# The thread
BEST_LAYER = "one planar layer, the best"
STEEPEST = "steepest slope"
BETWEEN = "mass between"
MADE_OF = "made of the base’s"
RATIO_AT_0 = "log q/p at 0"
NATS = "nats"
DENSITY = "density"
LOG_RATIO = "log q/p"
ONE_LAYER = "q: one planar layer"


def exact_map(slope: float) -> str:
    return f"the exact map: {number(slope)}"


def own(share: float) -> str:
    return f"p's own: {percent(share)}"


def drawn_out(reach: float) -> str:
    return f"sds, drawn out to ± {reach:g}"


def any_map(slope: float, least: float, exact: float) -> str:
    return (
        f"**Any** map with slopes up to {number(slope)} leaves at least {percent(least)} between two such islands "
        f"(Gaussian isoperimetry). To have p itself, its slope at 0 must be exp(d²/2) = {number(exact)}."
    )


def thread(separation: float, kl: float, ratio: float) -> str:
    return f"Islands at ±{separation:g}: KL {kl:.4f} nats; on the thread log q/p is {ratio:.2f}."


# Rank
RANK_MODEL = (
    "In many dimensions a full covariance has too many numbers to learn, and mean-field forgets every correlation. "
    "Between the two: q = N(m, D + UUᵀ), D diagonal and U of a few columns, its **rank**. For a Gaussian p in 40 "
    "dimensions the best one of each rank can be computed, and its KL is known in closed form."
)
A_GAUSSIAN = "A Gaussian p with"
COVARIANCES = {
    "smooth": "a smooth curve at 40 places",
    "common": "one common factor, all correlations 0.7",
    "factors": "four factors and noise",
}
RANK = "rank of U"


def ranks(dimensions: int, mean_field: float, rank: int, kl: float) -> str:
    return f"{dimensions} dimensions: rank 0, mean-field, is {nats(mean_field)} from p; rank {rank} is {nats(kl)}."


def of_rank(rank: int) -> str:
    return f"{KL}, rank {rank}"


def rank_of(rank: int, most: int) -> str:
    return f"Rank {rank} of {most} …"


def narrowest(told: str, numbers: int, full: int, best: str, narrow: str) -> str:
    return (
        f"{told} It has {numbers} numbers, a full covariance {full}. Its narrowest sd is {best} of p's, "
        f"mean-field's {narrow}."
    )
