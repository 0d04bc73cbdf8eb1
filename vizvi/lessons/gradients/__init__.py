"""The words of the lesson, and what its links open."""

from vizvi.guide import Answered, Chosen, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

SETTLES = Prediction(
    ask="Adam runs on and on with a constant step size. Where does it end?",
    options=("at the best q", "around it, for ever", "it flies away"),
    answer="around it, for ever",
    tell="**Around it, for ever**: its noise stays as large as its step. Steps that shrink, or the average of its iterates, settle.",
)
SETTLED = (
    "A constant step never settles, and a step that suits the steepest direction crawls along the flattest, unless distances "
    "are measured between densities."
)
BITS = Prediction(
    ask="z is a vector of bits. Which gradient is right on average, whatever the model?",
    options=("score", "straight-through", "Gumbel-softmax", "all"),
    answer="score",
    tell="**The score function**, and it is the noisiest on the grid. Straight-through is right there, and far off for coins.",
)
BITS_AHA = (
    "A bit has no slope. The score function does not ask for one, so it is unbiased and noisy; whoever gives the bit a slope "
    "differentiates another model."
)
DEFAULT = None  # nothing here is an Experiment: the page has settings alone
LESSON = Lesson(
    slug="gradients",
    title="Noisy gradients",
    icon=":material/casino:",
    chapter="Methods",
    question="You can't take the derivative of a dice roll. Or can you?",
    prediction=Prediction(
        ask="I add 100 to log p̃; the posterior stays what it was. Which gradient of the ELBO gets noisier?",
        options=("reparameterization", "score function", "both", "neither"),
        answer="score function",
        tell="**The score function**: its variance goes from 12 to 9 612. Reparameterization stays at 1.",
    ),
    aha="Reparameterization asks *which way is uphill at this point*; the score trick only asks *was this point good*, so a "
    "meaningless constant drowns it unless you subtract a baseline.",
    checks=(
        Check(
            "With 100 added to log p̃, how many times the draws does the score function need for the error that "
            "reparameterization has with one?",
            ("about 100", "about 1 000", "about 9 600"),
            "about 9 600",
            "Errors go like √(variance / draws), and the variances are 9 612 and 1 (q = N(2, 1), p = N(0, 1)).",
        ),
        Check(
            "Has reparameterization always the smaller variance?",
            ("Yes", "No"),
            "No",
            "Take q = N(0.5, 1): 0.52 for the score function, 1 for reparameterization. Near p the cost log q − log p is almost "
            "constant; on N(0, 1) the score function wins for |μ| < 0.687.",
        ),
        Check(
            "Adam with a constant step jitters around the best q. Which of these takes the noise out?",
            ("more of the same steps", "steps that shrink", "the average of its iterates", "the last two"),
            "the last two",
            "A constant step keeps a constant noise, however long it runs. Half the step, half the KL that is left.",
        ),
        Check(
            "On the grid at J = 0.5 the mean spin is 0, and mean-field says 0.76 or −0.76. Does one chain through all spins "
            "cure it?",
            ("Yes", "No"),
            "Yes",
            "Its best q has a mean spin of 0 again and leaves 0.47 of 1.01 nats; pairs and rows still take sides, at 0.68 and "
            "0.61.",
        ),
    ),
    references=(
        "Williams (1992), Simple statistical gradient-following algorithms. Machine Learning 8.",
        "Kingma & Welling (2014), Auto-encoding variational Bayes. ICLR.",
        "Ranganath, Gerrish & Blei (2014), Black box variational inference. AISTATS.",
        "Roeder, Wu & Duvenaud (2017), Sticking the landing. NeurIPS.",
        "Jang, Gu & Poole (2017), Categorical reparameterization with Gumbel-softmax. ICLR.",
        "Bengio, Léonard & Courville (2013), Estimating or propagating gradients through stochastic neurons. arXiv 1308.3432.",
    ),
    teacher="**12 minutes.** Roll three dice for ε first and draw the arrows by hand: place z, then ask “which way is uphill?” "
    "and “was it good?”. Then add the constant. A second vote at μ = 0.5. Listen for “reparameterization always wins” "
    "and for “a noisy trace has not converged”. With bits: let the class guess which of four ways is biased.",
    guide=(
        Task("Say whose noise a constant feeds.", Answered("gradients")),
        Task("Subtract a baseline from the score.", Chosen("gradients.baseline", ("mean", "leave-one-out"))),
        Task("Move q's mean to 0, onto p's: who is the quiet one now?", Chosen("gradients.mean", lo=-0.05, hi=0.05)),
        Task("Let them run: whose trace is calm?", Chosen("gradients.tab", ("runs",)), light="Runs"),
        Task("Replace the numbers by bits.", Chosen("gradients.tab", ("bits",)), light="Discrete latents"),
    ),
)
PRESETS = {
    "q = N(2, 1)": {},
    "c = 100": {"gradients.constant": "100"},
    "c = 100, mean baseline": {"gradients.constant": "100", "gradients.baseline": "mean"},
    "μ = 0.5": {"gradients.mean": "0.5"},
    "q = p": {"gradients.mean": "0"},
    "two bumps": {"gradients.target": "bumps", "gradients.mean": "1"},
    "coins behind a bell": {"gradients.tab": "bits"},
    "Ising, J = .5": {"gradients.tab": "bits", "gradients.model": "ising", "gradients.coupling": "0.5"},
}
SWEEPS = (
    Sweep("gradients.sd", spread(0.2, 3.0, 29)),
    Sweep("gradients.mean", spread(-4.0, 4.0, 41)),
    Sweep("gradients.constant", ("-100", "-10", "0", "10", "100", "1000")),
    Sweep("gradients.baseline", ("mean", "leave-one-out")),
    Sweep("gradients.target", ("bumps", "skew", "heavy")),
    Sweep("gradients.draw", spread(1, 16, 16)),
    Sweep("gradients.rate", ("0.01", "0.02", "0.05", "0.1", "0.2", "0.5"), given={"gradients.tab": "runs"}),
    Sweep("gradients.correlation", ("0", "0.5", "0.9"), given={"gradients.tab": "sweep"}),
    Sweep("gradients.temperature", spread(0.1, 2.0, 20), given={"gradients.tab": "bits"}),
    Sweep("gradients.coupling", spread(0.0, 1.0, 21), given={"gradients.tab": "bits", "gradients.model": "ising"}),
)
