"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, elsewhere, spread
from vizvi.presets import descent

DEFAULT = descent("two_bumps", start=(1.5, 0.0))
LESSON = Lesson(
    slug="kl",
    title="Two KLs, and everything between",
    icon=":material/compare_arrows:",
    chapter="Learn",
    question="If q must be one bell and p has two bumps, where should the bell go?",
    prediction=Prediction(
        ask="Draw it, in both pictures: drag q by its mean ● and its ring ○ to where you think that KL is smallest.",
        tell="At d = 3, equal weights: on the left the best bell sits on **one** bump, N(±2.98, 1.02²), for 0.69 nats; on the right it covers **both**, "
        "N(0, 3.16²), for 0.46 nats.",
    ),
    aha="Reverse KL is billed where *q* is; forward KL is billed where *p* is. And the best bell of reverse KL abandons a "
    "bump only when covering both costs more than sitting on one: log 2 when they are far apart, .684 at the tie, −log w for unequal weights.",
    notice=(
        "The strip under each picture is the bill: its signed area is the KL. On the left there is nothing to pay where q is not.",
        "Slide d from 3 down to 2: the left bell lets go of its bump and covers both. “Reverse KL is mode-seeking” is true "
        "of distant modes only.",
        "With equal weights the one-bump optimum is born at d = 2.41 and becomes the better one at d = 2.80; covering both never stops being an optimum.",
        "The same choice is made today where a small language model learns from a large one, and in tuning to preferences: forward KL spreads over all that the teacher might say, reverse KL keeps to what it would.",
    ),
    checks=(
        Check(
            "At d = 2 a student says reverse KL will pick a bump. Right?",
            ("Yes", "No"),
            "No",
            "There is one optimum at d = 2, and it covers both bumps: N(0, 2.05²), 0.23 nats. One bump alone is no optimum before d = 2.41.",
        ),
        Check(
            "When is KL(q‖p) infinite?",
            ("Where p > 0 and q = 0", "Where q > 0 and p = 0", "Never"),
            "Where q > 0 and p = 0",
            "It is billed where q is. Where p has mass and q has none, it is KL(p‖q) that is infinite.",
        ),
        Check(
            "Forward KL covers everything. Why does not everybody use it?",
            ("It is not convex", "It needs averages over p", "It is always larger"),
            "It needs averages over p",
            "If you could draw from p you would not need q. Estimates from q's own draws fail just where they matter, far from p.",
        ),
    ),
    references=(
        "Minka (2005), Divergence measures and message passing. MSR-TR-2005-173.",
        "Bishop (2006), *Pattern Recognition and Machine Learning*, section 10.1.2.",
        "Li & Turner (2016), Rényi divergence variational inference.",
        "Gu, Dong, Wei & Huang (2024), MiniLLM: knowledge distillation of large language models. arXiv 2306.08543.",
        "Margossian, Pillaud-Vivien & Saul (2024), An ordering of divergences for variational inference. arXiv 2403.13748.",
    ),
    teacher="**12 minutes.** Vote, play at d = 3, then *slide d down to 2*: that is the surprise. A second vote on α = ½. "
    "Listen for “reverse KL is mode-seeking” and for “forward KL is simply better”: it needs averages over p, and it "
    "spends mass in the gap where there is none.",
    guide=(
        Task("Draw where q should go, left and right, and lock it in.", Answered("kl"), light="Mean of q"),
        Task("Slide d from 3 down to 2: what does the left bell do?", Chosen("kl.target.separation", hi=2.05)),
        Task("Make the right bump heavier, 0.7 or more.", Chosen("kl.target.weight", lo=0.7)),
        Task("Open the map of optima.", Chosen("kl.tab", ("map",)), light="The map of optima"),
        Task("Drag the line over the map, past d = 2.41.", Held("kl.map", "cursor")),
    ),
)
PRESETS = {
    "d = 3": DEFAULT,
    "d = 2": descent("two_bumps", start=(1.5, 0.0), separation=2.0),
    "the tie, d = 2.8": descent("two_bumps", start=(1.5, 0.0), separation=2.8),
    "weight .7": descent("two_bumps", start=(1.5, 0.0), weight=0.7),
    "two modes in the plane": descent("two_modes", "full_rank"),
    "correlated Gaussian": descent("gaussian"),
    "banana": descent("banana"),
    "ring": descent("ring"),
}
ELSEWHERE = elsewhere(
    LESSON,
    "Reverse KL is billed where *q* is; forward KL is billed where *p* is.",
    "Left, q keeps out of places where p is small; right, it reaches every place where p is not small.",
    "Forward KL takes p's own mean and sds, whatever its shape; ask then how much of q lies where p has nothing.",
)
SWEEPS = (
    Sweep("kl.target.separation", spread(0.0, 6.0, 25), crossed={"kl.tab": ("dial", "cost", "map")}),
    Sweep("kl.target.weight", spread(0.1, 0.9, 17)),
    Sweep("kl.way", ("up", "down")),
    Sweep("kl.against", ("weight",), given={"kl.tab": "map"}),
)
