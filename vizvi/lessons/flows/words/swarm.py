"""Words: a swarm of particles."""

from vizvi.format import number, percent, thousands

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
