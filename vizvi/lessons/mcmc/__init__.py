"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import preset

DEFAULT = preset("banana", "mean_field")
LESSON = Lesson(
    slug="mcmc",
    title="VI against sampling",
    icon=":material/casino:",
    chapter="Methods",
    question="You have 5 seconds, 5 minutes or 5 hours. Which do you run?",
    prediction=Prediction(
        ask="Both pay for each evaluation of p. On this banana, which comes first: a chain knows the mean better than VI ever "
        "will, or VI is as good as it ever gets?",
        options=("the chain passes VI's floor", "VI reaches its floor"),
        answer="the chain passes VI's floor",
        tell="**The chain** passes after about 400 evaluations; VI with 64 draws a step needs some 10 000 to arrive.",
    ),
    aha="VI's error has a floor (sometimes zero, for means), MCMC's has a slope; where they differ, they cross. And every "
    "diagnostic here only knows places that somebody visited.",
    notice=(
        "Work counts evaluations of log p or its gradient at one point: Metropolis 1 a step, HMC L + 1, Gibbs 2 a sweep, VI "
        "one for each draw. A chain's first tenth is dropped.",
        "In two dimensions sampling is cheap: Metropolis passes mean-field's floors within some 600 evaluations on the banana "
        "and on two modes 6 sds apart; Challenger is a real race. VI's case is minibatches, many dimensions, and reuse.",
        "Pathfinder is mostly Laplace's method with a path here: the same mode, the same curvature, seen on the way.",
    ),
    checks=(
        Check(
            "Two modes, ten sds apart, all chains start on one. Does HMC find the other?",
            ("Yes: it moves far", "No"),
            "No",
            "It rolls on −log p and turns back at the wall between them. Chains that start on both sides reveal it, but how "
            "many of them started where then decides the weights: they are yours, not p's.",
        ),
        Check(
            "R̂ = 1.00 and an effective sample size of thousands. Converged?",
            ("Yes", "Not proven"),
            "Not proven",
            "The chains agree with each other. If all of them started in one mode, they agree on half of p.",
        ),
        Check(
            "HMC accepts every proposal. Good?",
            ("Yes", "Not by itself"),
            "Not by itself",
            "With ε = 1 and three leapfrog steps on N(0, I) each path takes z to −z: all accepted, nothing explored. A random "
            "ε mends it.",
        ),
    ),
    references=(
        "Metropolis et al. (1953), Equation of state calculations by fast computing machines. J. Chem. Phys. 21.",
        "Neal (2011), MCMC using Hamiltonian dynamics. Handbook of Markov Chain Monte Carlo, ch. 5.",
        "Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Rank-normalization, folding, and localization: an improved R̂. Bayesian Analysis 16.",
        "Yao, Vehtari, Simpson & Gelman (2018), Yes, but did it work? Evaluating variational inference. ICML.",
        "Zhang, Carpenter, Gelman & Vehtari (2022), Pathfinder: parallel quasi-Newton variational inference. JMLR 23.",
    ),
    teacher="**12 minutes.** Let everybody sketch error against work for both, on log–log paper, before the reveal. Then the "
    "preset “every badge green”: ask who would publish. Read off what is wrong, and only then start the chains apart. Say "
    "where this stops: two dimensions, and work counted in evaluations, not seconds; chains this short win nothing at "
    "d = 100. Listen for “MCMC is exact” and “R̂ = 1 means converged”.",
    guide=(
        Task("Say who is first, a chain or VI.", Answered("mcmc")),
        Task("Take Hamiltonian Monte Carlo.", Chosen("mcmc.sampler", ("hmc",))),
        Task("Pay for more evaluations.", Chosen("mcmc.budget", ("3000", "10000"))),
        Task("Try two modes.", Chosen("mcmc.target", ("two_modes",))),
        Task("Start all chains where q starts: R̂ praises what it can't see.", Chosen("mcmc.from", ("one",)), light="More of the chains"),
    ),
)
ONE = {"mcmc.from": "one"}
HMC = {"mcmc.sampler": "hmc"}
LONG = {"mcmc.budget": "10000"}
LOCKED = (5.0, 0.0, 0.0, 0.0)  # q starts on the right mode, and stays
# label -> (experiment, what it adds)
PRESETS = {
    "banana": (DEFAULT, {}),
    "28 draws": (preset("gaussian", "mean_field", correlation=0.5), {"mcmc.sampler": "gibbs"}),
    "every badge green": (preset("two_modes", "mean_field", start=LOCKED, separation=5.0), ONE | HMC | LONG),
    "the same, started apart": (preset("two_modes", "mean_field", start=LOCKED, seed=9, separation=5.0), HMC | LONG),
    "Challenger, a real race": (preset("challenger", "mean_field"), {"mcmc.scale": "1"}),
    "all accepted, on a circle": (
        preset("gaussian", "mean_field", start=(1.5, 1.5, 0.0, 0.0), correlation=0.0),
        ONE | HMC | {"mcmc.epsilon": "1", "mcmc.leapfrog": "3", "mcmc.jitter": "0"},
    ),
    "frozen": (preset("gaussian", "mean_field", correlation=0.99), HMC | {"mcmc.epsilon": "0.3"}),
}
SWEEPS = (
    Sweep("mcmc.scale", spread(0.4, 5.2, 13)),
    Sweep("mcmc.sampler", ("gibbs",)),
    Sweep("mcmc.epsilon", spread(0.1, 1.0, 10), given={"mcmc.sampler": "hmc"}),
    Sweep("mcmc.budget", ("300", "3000")),
    Sweep("mcmc.from", ("one",)),
)
