"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import descent

DEFAULT = descent("gaussian", start=(1.0, -1.0, 0.0, 0.0))
LESSON = Lesson(
    slug="too_sure",
    title="Too sure of itself",
    icon=":material/percent:",
    chapter="Learn",
    question="How often is a 95 % interval from mean-field VI right?",
    prediction=Prediction(
        ask="Two coordinates with sd 1 and correlation 0.9. Which sd does mean-field report for z₁?",
        options=("1.00", "0.71", "0.44", "0.19"),
        answer="0.44",
        tell="It reports **0.44**, √(1 − 0.9²). Its 95 % interval holds the truth 60.7 % of the time.",
    ),
    aha="q gives each coordinate its conditional width: too narrow along the long axis, too wide across it. So sums are too sure and "
    "differences too vague.",
    notice=(
        "The mean-field ellipse does **not** lie inside the true one: across the narrow axis, at ρ = 0.9, q's sd is 0.44 and p's 0.32.",
        "ρ = 0.5: sd 0.87, and 91.0 % instead of 95. ρ = 0.8: 0.60 and 76.0 %. ρ = 0.95: 0.31 and 45.9 %. ρ = 0.99: 0.14 and 21.8 %.",
        "A full-rank family repairs the Gaussian; it does nothing for the funnel.",
        "Tempering is no cure: fitted to p to the power ½, mean-field's variance doubles, 0.19 to 0.38, and its interval covers 77.3 % of p. "
        "One factor for all widens the differences, which were too wide before.",
    ),
    checks=(
        Check(
            "Which reparameterization makes mean-field exact for a line through data?",
            ("Center x", "Standardize y", "More data"),
            "Center x",
            "With x measured from its mean, intercept and slope are independent under the posterior: their product is the posterior. "
            "With more columns: orthogonalize them.",
        ),
        Check(
            "Mean-field VI gave sd 0.1. Is the true sd larger?",
            ("Yes, always", "If p is Gaussian, for each coordinate", "No"),
            "If p is Gaussian, for each coordinate",
            "1/Λᵢᵢ never exceeds Σᵢᵢ. But differences come out too wide, predictions amid the data too, and Exp(1) fitted on the log scale has variance 1.72 instead of 1.",
        ),
        Check(
            "A thousand times more data. Does mean-field's coverage recover?",
            ("Yes", "No"),
            "No",
            "p and q shrink together: the slope's interval covers 43 % with 30 points and 41 % with a hundred thousand.",
        ),
    ),
    references=(
        "Bishop (2006), *Pattern Recognition and Machine Learning*, section 10.1.2.",
        "Turner & Sahani (2011), Two problems with variational expectation maximisation for time-series models.",
        "Giordano, Broderick & Jordan (2015), Linear response methods for accurate covariance estimates. arXiv 1506.04088.",
        "Yao, Vehtari, Simpson & Gelman (2018), Yes, but did it work? Evaluating variational inference. arXiv 1802.02538.",
        "Foong, Li, Hernández-Lobato & Turner (2019), “In-between” uncertainty in Bayesian neural networks. arXiv 1906.11537.",
        "Margossian & Saul (2023), The shrinkage–delinkage trade-off. arXiv 2302.09163.",
        "Margossian, Pillaud-Vivien & Saul (2024), An ordering of divergences for variational inference. arXiv 2403.13748.",
        "Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling. JMLR 25.",
    ),
    teacher="**15 minutes, the core demonstration.** Tab A: guess, then reveal 60.7 %. Tab B: vote on the band, switch *Center x* on. "
    "Before tab C ask for the coverage out loud. Tab D ends with the sentence that the class should be able to write. "
    "Listen for “VI always underestimates uncertainty”: true of the coordinates of a Gaussian, false of differences, of predictions amid the data, of other scales.",
    guide=(
        Task("Guess the sd that mean-field reports.", Answered("too_sure")),
        Task("Raise the correlation to 0.95 or more.", Chosen("too_sure.target.correlation", lo=0.95)),
        Task("Repair the Gaussian: take a full-rank family.", Chosen("too_sure.family", ("full_rank",))),
        Task("Open B, a line through points.", Chosen("sure.tab", ("line",)), light="B. Line"),
        Task("There, switch Center x on: two faults go at once.", Chosen("sure.center", ("1",))),
        Task("Open C: how many of 200 intervals hold the truth?", Chosen("sure.tab", ("calibration",)), light="C. How often?"),
    ),
)
LINE = (
    "On a Gaussian posterior, mean-field's predictions are too sure away from the data and too vague in its middle. "
    "Center x and both go; more data does not help."
)
BAND = Prediction(
    ask="A line through 30 points, x from 2 to 6. Mean-field's band around it, against the exact one, is …",
    options=("narrower everywhere", "wider everywhere", "both"),
    answer="both",
    tell="**Both**: 0.29 times as wide at x = 0, 1.39 times at x = 4. Drag points, move x, and switch *Center x* on.",
)
HELD = Prediction(
    ask="200 data sets, each a line through 30 points, x from 2 to 6, and 200 mean-field intervals for the slope that claim 95 %. "
    "How many hold the truth?",
    options=("about 190", "about 150", "about 85", "about 20"),
    answer="about 85",
    tell="About **85**: 42.6 % to be exact, since q's sd of the slope is 0.29 of the posterior's.",
)
KNOWS = Prediction(
    ask="A colleague's run reports k̂ = 0.3 and an effective sample size of 95 %. Is q right?",
    options=("yes", "no", "these numbers cannot tell"),
    answer="these numbers cannot tell",
    tell="**They cannot tell.** Both come from q's own draws. Try *a mode never visited* below: the draws praise a q that lacks half of p.",
)
TABS = {
    "ellipse": "A. Ellipse",
    "line": "B. Line",
    "calibration": "C. How often?",
    "knowing": "D. Can it know?",
}
LOCKED = descent("two_bumps", start=(4.0, 0.0), seed=16, separation=4.0)  # k̂ differs by seed; this one is typical
PRESETS = {
    "ρ = 0.9": DEFAULT,
    "ρ = 0.5": descent("gaussian", correlation=0.5),
    "heavy tails": descent("student_t"),
    "skew": descent("log_gamma"),
    "Exp(1) on the log scale": descent("log_gamma", shape=1.0),
    "a funnel": descent("funnel"),
    "a mode never visited": LOCKED,
}
SWEEPS = (
    Sweep("too_sure.target.correlation", spread(-0.95, 0.95, 39)),
    Sweep("sure.center", ("0", "1"), given={"sure.tab": "line"}, crossed={"sure.lines": ("none", "p", "q")}),
    Sweep("sure.model", ("line", "centered", "mean", "rate"), given={"sure.tab": "calibration"}),
    Sweep("sure.tab", ("knowing",)),
)
