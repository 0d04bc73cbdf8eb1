"""The words of the lesson, and what it opens with."""

from vizvi.guide import Chosen, Held, Pressed, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep

DEFAULT = None  # its link has texts, not an experiment
LESSON = Lesson(
    slug="workshop",
    title="Workshop",
    icon=":material/construction:",
    chapter="Playgrounds",
    question="Will VI work on your problem?",
    prediction=Prediction(
        ask="Will mean-field’s sds all be within 20 % of the truth? Say how sure you are.",
        tell="Compare with “sd of …, q / p” in the table.",
    ),
    aha="The checklist, not the number, is the deliverable.",
    notice=(
        "Counts on raw x: mean-field is 0.97 nats from the posterior, its sds 0.38 of the truth. Center x and 0.22 nats are left, sds 0.80: "
        "most of the first number was about where x begins. [Try it](?workshop.tab=data&workshop.center=1&workshop.ask=0)",
        "A Laplace density is “wrong shape” (k̂ 1.14), the product of two of them “good enough” (0.64), and the sds of both are off by 11 %: "
        "a threshold on a noisy number. [See it](?workshop.tab=2d&workshop.two=-abs%28x%29-abs%28y%29&workshop.ask=0)",
        "A double well: one optimum, nothing to complain of in k̂ or the effective sample size, and an sd off by 23 %. Only the exact answer tells. "
        "Ripples are worse: q sits in one of them, sd off by 71 %, and is still “good enough for the mean”. "
        "[See it](?workshop.tab=1d&workshop.one=x^2%20-%20x^4/4&workshop.ask=0)",
        "A good effective sample size is no proof: q’s draws see only where q is. A tenth of p five sds away: > 99 %, and the mean is off by 0.28 sds. "
        "Restarts hint at it: another optimum, 2.19 nats worse, too much for “several answers” (0.7 nats). "
        "[See it](?workshop.tab=1d&workshop.one=logaddexp%28log%280.9%29%2Bnormal%28x,0,1%29,log%280.1%29%2Bnormal%28x,5,0.5%29%29&workshop.ask=0)",
        "Limits: one or two dimensions; a mode that no probe met is missed (two needles 800 apart, sd 0.1, show one); a funnel of scale 3 is approximate.",
    ),
    checks=(
        Check(
            "The run ended, the ELBO is flat. Did VI work?",
            ("Yes", "Not known yet"),
            "Not known yet",
            "A flat ELBO says that the optimizer has arrived, at one of the optima, in this family. Restarts, a richer family and k̂ "
            "each ask something that it can’t.",
        ),
        Check(
            "k̂ = 3.78 from 3√S ratios and 0.57 from √S. What does it tell?",
            ("q is useless", "That k̂ cannot be read here"),
            "That k̂ cannot be read here",
            "Two readings of one tail should agree. Student’s t₅ gives such numbers with an effective sample size of 94 %: its tails are "
            "heavier than q’s, but far out.",
        ),
        Check(
            "Full-rank gains 0.96 nats over mean-field. What else could one have done?",
            ("More steps", "Choose other coordinates"),
            "Choose other coordinates",
            "Mean-field can’t tilt, but coordinates can be turned: center x, and most of what it lost comes back.",
        ),
    ),
    references=(
        "Yao, Vehtari, Simpson & Gelman (2018), Yes, but did it work? Evaluating variational inference. arXiv 1802.02538.",
        "Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling. JMLR 25.",
        "Dhaka et al. (2021), Challenges and opportunities in high-dimensional variational inference. arXiv 2103.01085.",
        "Brier (1950), Verification of forecasts expressed in terms of probability.",
        "Fritsch & Carlson (1980), Monotone piecewise cubic interpolation.",
    ),
    teacher="**15 minutes, or a whole exercise hour.** Open *Data* (counts), let everybody say how sure they are, reveal, switch *Center x* on. "
    "Then each draws or types a density on which VI should fail, and shares the link; the class predicts. After ten problems compare Brier scores. "
    "Listen for “if it ran, it worked” and “k̂ is below 0.7, so q is right”.",
    guide=(
        Task("Say how sure you are, and lock it in.", Pressed("Lock it in")),
        Task("Type a density of your own.", Chosen("workshop.one")),
        Task("Draw one: open Draw.", Chosen("workshop.tab", ("draw",)), light="Draw"),
        Task("Pull one of its points.", Held("workshop.draw", "points"), light="chart:workshop.draw"),
        Task("Bring data: open Data.", Chosen("workshop.tab", ("data",)), light="Data"),
        Task("There, center x.", Chosen("workshop.center", ("1",))),
    ),
)
TABS = {"1d": "1-D formula", "2d": "2-D formula", "draw": "Draw", "data": "Data"}
TEMPLATES = {"poisson": "Counts (Poisson)", "linear": "A line", "logistic": "0 or 1 (logistic)", "normal": "One normal sample"}
ONE = "logaddexp(normal(x,-2,1), normal(x,2,0.5))"
TWO = "-0.5*x^2 - 0.5*(y - x^2)^2"
FORMULAS = {
    "1d": {
        "two bumps": ONE,
        "t₅": "-3*log1p(x^2/5)",
        "log-gamma": "2*x - exp(x)",
        "Laplace": "-abs(x)",
        "double well": "x^2 - x^4/4",
        "a tenth far away": "logaddexp(log(0.9) + normal(x,0,1), log(0.1) + normal(x,5,0.5))",
        "ripples": "-x^2/2 + 2*cos(3*x)",
        "a half-line": "log(x) - x",
        "improper": "-0.4*log1p(x^2)",
    },
    "2d": {
        "banana": TWO,
        "ring": "-2*(hypot(x, y) - 3)^2",
        "tilted": "-(x^2 - 1.8*x*y + y^2)/0.38",
        "funnel": "normal(x, 0, 1) + normal(y, 0, exp(x))",
        "two on the diagonal": "logaddexp(normal(x,-1,1)+normal(y,-1,1), normal(x,1,1)+normal(y,1,1))",
        "−|x| − |y|": "-abs(x)-abs(y)",
    },
}
BUMPS = (-5.0, -9.0, -4.0, -2.0, -3.0, -1.0, -2.0, -4.5, -1.0, -2.5, 0.0, 0.0, 1.0, -3.0, 2.4, -5.0, 3.6, -1.5, 5.0, -9.0)
DRAWINGS = {
    "three bumps": BUMPS,
    "a shoulder": (-5.0, -11.0, -3.5, -6.0, -2.0, -2.5, -1.0, -0.5, -0.3, 0.0, 0.6, -0.8, 1.4, -1.8, 2.6, -2.0, 3.6, -3.5, 5.0, -10.0),
    "a box": (-4.0, -11.0, -3.0, -8.0, -2.4, -0.5, -1.6, 0.0, -0.6, 0.0, 0.6, 0.0, 1.6, 0.0, 2.4, -0.5, 3.0, -8.0, 4.0, -11.0),
}  # fmt: skip
DATA = {
    "poisson": "x,y\n0,2\n1,1\n2,4\n3,3\n4,6\n5,7\n6,12",
    "linear": "x,y\n0,1.2\n1,1.9\n2,2.7\n3,2.4\n4,4.1\n5,4.3\n6,4.4\n7,5.9",
    "logistic": "x,y\n-2,0\n-1.5,0\n-1,0\n-0.5,1\n0,0\n0.5,1\n1,0\n1.5,1\n2,1\n2.5,1",
    "normal": "y\n4.2\n5.1\n3.6\n6.0\n4.9",
}
SWEEPS = (Sweep("workshop.tab", ("2d", "draw", "data"), given={"workshop.ask": "0"}),)  # a density of one's own needs Python
