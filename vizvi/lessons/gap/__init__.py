"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Reached, Read, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import preset

DEFAULT = preset("normal_normal", "mean_field", start=(0.0, 0.0))
LESSON = Lesson(
    slug="gap",
    title="What is variational inference?",
    icon=":material/school:",
    chapter="Learn",
    question="How can you know how close you are to an answer you cannot compute?",
    prediction=Prediction(
        ask="The model: z ~ N(0, 1), x | z ~ N(z, 1), and we saw x = 2. I move q from N(0, 1) to N(1, 0.5²). What happens to log p(x)?",
        options=("up", "down", "it stays"),
        answer="it stays",
        tell="It **stays**: log p(x) does not know q. At x = 2 cm it is −2.27 nats; the ELBO rises from −3.42 to −2.36, and the gap falls from 1.15 to 0.10.",
    ),
    aha="The ceiling never moves; raising the floor is the same as closing the gap.",
    notice=(
        "Drag q's mean or its ring. The green level rises exactly as much as the hatched gap shrinks.",
        "For x = 2 cm, at N(1, 0.71²), the gap is below 0.01: this posterior is a Gaussian, so the family holds the answer. That is rare.",
        "Switch on *Hide what you couldn't know*: a real problem shows the joint, q and the ELBO. Are we done? Nobody can tell.",
    ),
    checks=(
        Check(
            "The ELBO rose by 0.4 nats. By how much did KL(q‖p) change?",
            ("It fell by 0.4 nats", "It fell, but nobody knows how much", "It depends on log p(x)"),
            "It fell by 0.4 nats",
            "Their sum is log p(x), and that did not move: what the ELBO gains, the gap loses, exactly.",
        ),
        Check(
            "A colleague reports an ELBO of +37 nats. Is that a bug?",
            ("Yes, always", "Not for continuous data", "No, never"),
            "Not for continuous data",
            "Densities may exceed 1 and depend on units: in metres instead of centimetres each observation adds log 100 = 4.61 nats to log p(x) "
            "and to the ELBO alike. For discrete data it is one: there ELBO ≤ log p(x) ≤ 0.",
        ),
    ),
    references=(
        "Jordan, Ghahramani, Jaakkola & Saul (1999), An introduction to variational methods for graphical models.",
        "Bishop (2006), *Pattern Recognition and Machine Learning*, section 10.1.",
        "Blei, Kucukelbir & McAuliffe (2017), Variational inference: a review for statisticians.",
    ),
    teacher="**8 minutes.** Hide the ceiling first and ask “are we done?” – nobody can tell; then reveal. "
    "Listen for “the KL fell because log p(x) went down”: log p(x) never moves. "
    "Two volunteers may drag q by arrow keys; the level and the gap trade nat for nat.",
    guide=(
        Task("Say what becomes of log p(x) while q moves.", Answered("gap")),
        Task("Pull q by its round handle, or by its ring.", Held("gap.stage"), light="Mean of q"),
        Task("Bring the gap below 0.1 nats, by hand.", Read("reverse_kl", hi=0.1, by_hand=True)),
        Task("Press Play and let Adam go on to the end.", Reached()),
        Task("Measure x in meters: floor and ceiling rise together.", Chosen("gap.target.unit", ("m",))),
        Task("Hide what you couldn't know. Are we done?", Chosen("gap.hide", ("1",))),
    ),
)
STEPS = """
**Variational inference in three steps.** *Choose a family*: here all normal densities N(m, s²), the orange line.
*Say what close means*: here KL(q‖p), the hatched gap. *Optimize*: press Play, and Adam climbs from where you left q.
"""
DERIVATION = r"""
Take any q. Write the evidence as an average under q, then put q on both sides of the fraction:

$$\log p(x) = \mathbb{E}_q\left[\log \frac{p(x, z)}{p(z \mid x)}\right] = \underbrace{\mathbb{E}_q\left[\log \frac{p(x, z)}{q(z)}\right]}_{\text{ELBO, the green level}} + \underbrace{\mathbb{E}_q\left[\log \frac{q(z)}{p(z \mid x)}\right]}_{\mathrm{KL}(q \,\|\, p)\text{, the hatched gap}}$$

The left side has no q in it, so the two on the right trade nat for nat. A KL is never negative, so the ELBO never passes
log p(x). Hover a term of the live formula, and its mark lights up on the stage.
"""
NAMES = """
| | statisticians say | machine learners say |
|---|---|---|
| the method | variational Bayes | variational inference |
| used for | the posterior of a model they mean | training models at scale, latent codes |
| q | the variational posterior | the variational distribution, the encoder |
| the bound | the lower bound, the negative free energy | the ELBO |
"""
UNITS = """
Set *Unit of x* to m. The data are the same, yet log p(x) and the ELBO both rise by log 100 = 4.61 nats: a density per metre is
a hundred times one per centimetre. The gap does not move. So an ELBO alone, without its ceiling, says nothing.
"""
PLACES = {
    "N(0, 1)": (0.0, 0.0),
    "N(1, 0.5²)": (1.0, -0.6931471805599453),
    "N(1, 0.71²)": (1.0, -0.34657359027997264),
    "N(−1, 1)": (-1.0, 0.0),
}
HIDDEN = "It **stays**: log p(x) does not know q."
SWEEPS = (
    Sweep("gap.target.x", spread(-4.0, 4.0, 33), crossed={"gap.hide": ("0", "1")}),
    Sweep("gap.target.unit", ("m",)),
)
