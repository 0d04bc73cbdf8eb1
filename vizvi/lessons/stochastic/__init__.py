"""The words of the lesson, and what its links open."""

from vizvi.guide import Answered, Chosen, Held, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

DEFAULT = None  # nothing here is an Experiment: the page has settings alone
LESSON = Lesson(
    slug="stochastic",
    title="A million data points",
    icon=":material/stacked_line_chart:",
    chapter="Methods",
    question="Do you need to look at all the data to take a step?",
    prediction=Prediction(
        ask="A million points, 32 of them a step, steps of 1/t. After 1 % of the data, how many **of its own sds** is q's mean off?",
        options=("0.1", "1", "10"),
        answer="10",
        tell="About **10**, √(N/n): from its first step on q is as narrow as a million points make it, but its mean has seen "
        "ten thousand. That is 50 nats.",
    ),
    aha="Noise costs steps, not correctness, if steps shrink or are averaged. But to earn the posterior's width you must touch "
    "about as many points as it has; and a wrong scale silently answers another question.",
    checks=(
        Check(
            "You halve the minibatch. The sd of the noisy gradient …",
            ("stays", "grows by √2", "doubles"),
            "grows by √2",
            "The variance of a mean of B points is 1/B of one point's.",
        ),
        Check(
            "Ten times the data, the same minibatch, the same constant step. The KL that the run never gets below …",
            ("stays", "is 10 times larger", "is 10 times smaller"),
            "is 10 times larger",
            "q's mean jitters as far as before, but the posterior is √10 times narrower: about ½ ρ/(2 − ρ) · N/B nats.",
        ),
        Check(
            "A million points, B = 32, a constant step of .1. The trace has been flat for a whole pass. Finished?",
            ("Yes", "No"),
            "No",
            "On average it is 822 nats away, and stays there. A flat trace says that noise and step balance, not that q is right.",
        ),
    ),
    references=(
        "Robbins & Monro (1951), A stochastic approximation method. Annals of Mathematical Statistics 22.",
        "Hoffman, Blei, Wang & Paisley (2013), Stochastic variational inference. JMLR 14.",
        "Polyak & Juditsky (1992), Acceleration of stochastic approximation by averaging. SIAM J. Control Optim. 30.",
        "Mandt, Hoffman & Blei (2017), Stochastic gradient descent as approximate Bayesian inference. JMLR 18.",
        "Khan & Lin (2017), Conjugate-computation variational inference. AISTATS (the line and the logistic curve).",
    ),
    teacher="**8 minutes.** Ask for the number of sds first; then drag the line over the right picture from 1 % of a pass to "
    "three passes. Switch to a constant step: who would have stopped this run? Then forget N/B, with everything else as it "
    "was, and let the class find what is wrong in the trace (nothing is). Say where this picture ends: the mean of a normal "
    "has a sufficient statistic, so one pass is the answer; stochastic steps pay below one pass, and where no such "
    "statistic exists.",
    guide=(
        Task("Bet how many of its own sds q's mean is off.", Answered("stochastic")),
        Task("Drag the line over the right picture, towards a whole pass.", Held("stochastic.race", "cursor")),
        Task("Make the minibatch larger.", Chosen("stochastic.batch", ("100", "all"))),
        Task("Keep the step size constant: q's mean never rests.", Chosen("stochastic.schedule", ("constant", "averaged"))),
        Task("Forget the factor N/B.", Chosen("stochastic.forget", ("1",))),
    ),
)
FORGET = Prediction(
    ask="1,000 points, 10 a step, and nobody multiplies the minibatch by N/B. The sd that q reports comes out …",
    options=("10 × too narrow", "right", "10 × too wide"),
    answer="10 × too wide",
    tell="**10 × too wide** (√(N/B) under a flat prior, 9.54 × under N(0, 1)): q is the posterior of 10 points that look like "
    "all of them. No trace says so.",
)
MILLION = {"stochastic.n": "1000000", "stochastic.batch": "32"}
PRESETS = {
    "1/t": MILLION,
    "a constant step": MILLION | {"stochastic.schedule": "constant", "stochastic.at": "1"},
    "averaged": MILLION | {"stochastic.schedule": "averaged", "stochastic.at": "1"},
    "too fast a decay": MILLION | {"stochastic.decay": "0.55", "stochastic.at": "1"},
    "one step on all": {"stochastic.batch": "all", "stochastic.at": "1"},
    "without replacement": {"stochastic.n": "1000", "stochastic.batch": "10", "stochastic.replace": "0", "stochastic.at": "1"},
    "a logistic curve": {"stochastic.model": "logistic", "stochastic.n": "100000", "stochastic.schedule": "constant"},
    "N/B forgotten": {"stochastic.n": "1000", "stochastic.batch": "10", "stochastic.forget": "1", "stochastic.at": "3"},
}
SWEEPS = (
    Sweep("stochastic.decay", spread(0.52, 1.0, 25)),
    Sweep("stochastic.delay", ("1", "3", "10", "30", "100", "300", "1000")),
    Sweep("stochastic.batch", ("10", "100", "all")),
    Sweep("stochastic.n", ("1000", "10000", "100000")),
    Sweep("stochastic.rate", ("0.001", "0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"),
          given={"stochastic.schedule": "constant"}),
    Sweep("stochastic.schedule", ("averaged",)),
    Sweep("stochastic.model", ("line", "logistic")),
    Sweep("stochastic.axis", ("steps",)),
)
