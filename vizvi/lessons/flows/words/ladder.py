"""Words: the ladder of layers."""

from vizvi.format import bound

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
