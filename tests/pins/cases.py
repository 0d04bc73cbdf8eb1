"""What is pinned: links as Share once wrote them, what to unfold or press on the page, and what its sentences then say.

Old links must open forever: this list only grows. What the pages show for them is in `links.json` and `pictures.json`,
recorded by `python tests/pins/write.py`; run it again only after looking at what differs, and say in the commit why.
"""

from functools import cache
from typing import NamedTuple

import visit


class Case(NamedTuple):
    """One state of a page: its link, tabs and expanders by label, buttons by key, and parts of what it says."""

    page: str
    link: str
    unfold: tuple[str, ...] = ()
    press: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


class Shown(NamedTuple):
    """What a visitor is shown."""

    settings: dict  # every widget's value
    shared: dict  # what Share copies
    address: dict  # the address bar afterwards
    large: dict  # large numbers by name
    words: str
    pictures: dict  # stages and boards: key -> (header, arrays)
    faults: list


# fmt: off
CASES = {
    "home": Case(
        "home",
        "",
    ),
    "gap hidden, in metres": Case(
        "gap",
        "v=1&gap.target=normal_normal&gap.target.x=1.5&gap.target.unit=m&gap.family=mean_field"
        "&gap.divergence=reverse_kl&gap.method=gradient&gap.method.estimator=reparam&gap.method.optimizer=adam"
        "&gap.method.optimizer.rate=0.05&gap.method.draws=64&gap.method.schedule=constant&gap.method.horizon=200"
        "&gap.method.average=False&gap.runs=1&gap.steps=30&gap.seed=11&gap.start=1.0,-0.5&gap.hide=1&gap.step=12",
        says=("It **stays**: log p(x) does not know q.",),
    ),
    "gap": Case(
        "gap",
        "v=1&gap.target=normal_normal&gap.target.x=2.0&gap.target.unit=cm&gap.family=mean_field"
        "&gap.divergence=reverse_kl&gap.method=gradient&gap.method.estimator=reparam&gap.method.optimizer=adam"
        "&gap.method.optimizer.rate=0.05&gap.method.draws=64&gap.method.schedule=constant&gap.method.horizon=200"
        "&gap.method.average=False&gap.runs=1&gap.steps=200&gap.seed=7&gap.start=0.0,0.0",
    ),
    "play_1d a preset": Case(
        "play_1d",
        "v=1&play_1d.target=two_bumps&play_1d.target.separation=3.0&play_1d.target.weight=0.5"
        "&play_1d.family=mean_field&play_1d.divergence=reverse_kl&play_1d.method=gradient"
        "&play_1d.method.estimator=reparam&play_1d.method.optimizer=adam&play_1d.method.optimizer.rate=0.05"
        "&play_1d.method.draws=64&play_1d.method.schedule=constant&play_1d.method.horizon=200"
        "&play_1d.method.average=False&play_1d.runs=1&play_1d.steps=200&play_1d.seed=7",
    ),
    "play_1d log gamma": Case(
        "play_1d",
        "v=1&play_1d.target=log_gamma&play_1d.target.shape=1.5&play_1d.family=mean_field"
        "&play_1d.divergence=reverse_kl&play_1d.method=exact_descent&play_1d.runs=1&play_1d.steps=40"
        "&play_1d.seed=7&play_1d.start=1.0,0.5",
    ),
    "play_1d mixture, alpha": Case(
        "play_1d",
        "v=1&play_1d.target=two_bumps&play_1d.target.separation=3.0&play_1d.target.weight=0.7"
        "&play_1d.family=mixture&play_1d.family.components=2&play_1d.divergence=alpha"
        "&play_1d.divergence.alpha=0.4&play_1d.method=gradient&play_1d.method.estimator=score_function_loo"
        "&play_1d.method.optimizer=rmsprop&play_1d.method.optimizer.rate=0.05&play_1d.method.draws=16"
        "&play_1d.method.schedule=constant&play_1d.method.horizon=200&play_1d.method.average=False&play_1d.runs=3"
        "&play_1d.steps=25&play_1d.seed=7&play_1d.step=9",
    ),
    "play_1d student q, chi2": Case(
        "play_1d",
        "v=1&play_1d.target=skew_normal&play_1d.target.shape=4.0&play_1d.family=student_t&play_1d.family.df=5"
        "&play_1d.divergence=chi2&play_1d.method=gradient&play_1d.method.estimator=score_function"
        "&play_1d.method.optimizer=sgd&play_1d.method.optimizer.rate=0.05&play_1d.method.draws=64"
        "&play_1d.method.schedule=constant&play_1d.method.horizon=200&play_1d.method.average=False&play_1d.runs=1"
        "&play_1d.steps=20&play_1d.seed=7",
    ),
    "play_2d challenger": Case(
        "play_2d",
        "v=1&play_2d.target=challenger&play_2d.target.prior_sd=5.0&play_2d.family=full_rank"
        "&play_2d.divergence=reverse_kl&play_2d.method=gradient&play_2d.method.estimator=reparam"
        "&play_2d.method.optimizer=adam&play_2d.method.optimizer.rate=0.05&play_2d.method.draws=64"
        "&play_2d.method.schedule=constant&play_2d.method.horizon=200&play_2d.method.average=False&play_2d.runs=1"
        "&play_2d.steps=60&play_2d.seed=3",
        unfold=("Family ladder: how near does each family come?",),
        says=(
            "the probability of distress at 99 % (90 % band 95 % to > 99 %)",
            "q at the last step says 99 % (90 % band 95 % to > 99 %)",
        ),
    ),
    "play_2d two modes": Case(
        "play_2d",
        "v=1&play_2d.target=two_modes&play_2d.target.separation=2.3&play_2d.target.weight=0.6"
        "&play_2d.family=mean_field&play_2d.divergence=reverse_kl&play_2d.method=gradient"
        "&play_2d.method.estimator=reparam&play_2d.method.optimizer=adam&play_2d.method.optimizer.rate=0.05"
        "&play_2d.method.draws=64&play_2d.method.schedule=constant&play_2d.method.horizon=200"
        "&play_2d.method.average=False&play_2d.runs=1&play_2d.steps=40&play_2d.seed=11&play_2d.step=37",
    ),
    "play_2d laplace": Case(
        "play_2d",
        "v=1&play_2d.target=banana&play_2d.target.bend=1.0&play_2d.family=full_rank&play_2d.divergence=reverse_kl"
        "&play_2d.method=laplace&play_2d.runs=1&play_2d.steps=12&play_2d.seed=7",
    ),
    "play_2d forward, natural": Case(
        "play_2d",
        "v=1&play_2d.target=squiggle&play_2d.target.frequency=5.0&play_2d.family=mean_field"
        "&play_2d.divergence=forward_kl&play_2d.method=exact_descent&play_2d.runs=1&play_2d.steps=15"
        "&play_2d.seed=7",
    ),
    "play_2d schools": Case(
        "play_2d",
        "v=1&play_2d.target=eight_schools&play_2d.family=mixture&play_2d.family.components=2"
        "&play_2d.divergence=reverse_kl&play_2d.method=gradient&play_2d.method.estimator=sticking_the_landing"
        "&play_2d.method.optimizer=momentum&play_2d.method.optimizer.rate=0.01&play_2d.method.draws=64"
        "&play_2d.method.schedule=constant&play_2d.method.horizon=200&play_2d.method.average=False&play_2d.runs=1"
        "&play_2d.steps=20&play_2d.seed=7",
    ),
    "play_2d coordinate ascent": Case(
        "play_2d",
        "v=1&play_2d.target=gaussian&play_2d.target.correlation=-0.6&play_2d.family=mean_field"
        "&play_2d.divergence=reverse_kl&play_2d.method=coordinate_ascent&play_2d.runs=1&play_2d.steps=10"
        "&play_2d.seed=7",
    ),
    "play_2d ring, natural gradient": Case(
        "play_2d",
        "v=1&play_2d.target=ring&play_2d.target.radius=3.0&play_2d.target.width=0.5&play_2d.family=full_rank"
        "&play_2d.divergence=reverse_kl&play_2d.method=natural_gradient&play_2d.method.rate=1.0&play_2d.runs=1"
        "&play_2d.steps=10&play_2d.seed=7",
    ),
    "kl dial, way up": Case(
        "kl",
        "v=1&kl.target=two_bumps&kl.target.separation=3.0&kl.target.weight=0.5&kl.family=mean_field"
        "&kl.divergence=reverse_kl&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7&kl.start=1.5,0.0"
        "&kl.way=up",
        unfold=("The α dial",),
        says=(
            "q **jumps between α = 0.45 and 0.475**",
            "the optimum that was carried along has ceased to be one",
        ),
    ),
    "kl cost, carried": Case(
        "kl",
        "v=1&kl.target=two_bumps&kl.target.separation=2.5&kl.target.weight=0.5&kl.family=mean_field"
        "&kl.divergence=reverse_kl&kl.method=gradient&kl.method.estimator=score_function&kl.method.optimizer=adam"
        "&kl.method.optimizer.rate=0.05&kl.method.draws=64&kl.method.schedule=constant&kl.method.horizon=200"
        "&kl.method.average=False&kl.runs=1&kl.steps=30&kl.seed=5&kl.start=1.5,0.0&kl.carry=1",
        unfold=("What does forward KL need?",),
        says=(
            "10 000 draws say 1.24 nats (the median",
            "10 000 draws say 0.43 nats (the median",
        ),
    ),
    "kl map against weight": Case(
        "kl",
        "v=1&kl.target=two_bumps&kl.target.separation=2.9&kl.target.weight=0.6&kl.family=mean_field"
        "&kl.divergence=reverse_kl&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7&kl.start=1.5,0.0"
        "&kl.against=weight",
        unfold=("The map of optima",),
        says=(
            "At weight w = 0.60",
            "**on the right bump**, 0.51 nats; **covers both**, 0.77 nats; **on the left bump**, 0.91 nats",
        ),
    ),
    "kl map against separation": Case(
        "kl",
        "v=1&kl.target=two_bumps&kl.target.separation=3.0&kl.target.weight=0.7&kl.family=mean_field"
        "&kl.divergence=reverse_kl&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7&kl.start=1.5,0.0",
        unfold=("The map of optima",),
        says=(
            "At separation d = 3.00",
            "**on the right bump**, 0.35 nats; **on the left bump**, 1.20 nats",
        ),
    ),
    "kl two modes, way down": Case(
        "kl",
        "v=1&kl.target=two_modes&kl.target.separation=2.6&kl.target.weight=0.5&kl.family=full_rank"
        "&kl.divergence=reverse_kl&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7&kl.way=down",
        unfold=("The α dial",),
    ),
    "kl correlated": Case(
        "kl",
        "v=1&kl.target=gaussian&kl.target.correlation=0.8&kl.family=mean_field&kl.divergence=reverse_kl"
        "&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7",
        unfold=("The α dial",),
        says=(
            "The left side ends at 0.51 nats, the right at 0.51 nats",
            "each sd is 0.60 of p's",
            "q moves without a jump",
        ),
    ),
    "kl banana, presenting": Case(
        "kl",
        "v=1&kl.target=banana&kl.target.bend=1.0&kl.family=full_rank&kl.divergence=reverse_kl"
        "&kl.method=exact_descent&kl.runs=1&kl.steps=40&kl.seed=7&present=1",
        unfold=("The α dial",),
    ),
    "basins": Case(
        "basins",
        "v=1&basins.target=two_bumps&basins.target.separation=3.0&basins.target.weight=0.5"
        "&basins.family=mean_field&basins.divergence=reverse_kl&basins.method=gradient"
        "&basins.method.estimator=reparam&basins.method.optimizer=adam&basins.method.optimizer.rate=0.05"
        "&basins.method.draws=64&basins.method.schedule=constant&basins.method.horizon=200"
        "&basins.method.average=False&basins.runs=1&basins.steps=200&basins.seed=7"
        "&basins.start=0.0,0.9932517730102834",
        unfold=("Which q is better?",),
        says=(
            "This run ends in **B**. KL(q‖p): **A** 0.69, **B** 0.84, **C** 0.69 nats.",
            "| **B** | N(0.00, 2.74²) | 0.84 nats | 99 % | 53 % | 53 % (52 % to 54 %) | −1.71 (−1.89 to −1.53) |",
        ),
    ),
    "basins balls in colors": Case(
        "basins",
        "v=1&basins.target=two_bumps&basins.target.separation=3.0&basins.target.weight=0.6"
        "&basins.family=mean_field&basins.divergence=reverse_kl&basins.method=gradient"
        "&basins.method.estimator=reparam&basins.method.optimizer=adam&basins.method.optimizer.rate=0.05"
        "&basins.method.draws=8&basins.method.schedule=constant&basins.method.horizon=200"
        "&basins.method.average=False&basins.runs=1&basins.steps=50&basins.seed=7"
        "&basins.start=0.0,0.9932517730102834&basins.balls=1&basins.reveal=1",
        unfold=("Can noise save you?",),
        press=("basins.sweep",),
        says=(
            "Of 25 balls, 12 end in **A**, 4 in **B**, 9 in **C**.",
            "**A** 42\u00a0%, **B** 14\u00a0%, **C** 44\u00a0%",
            "After 50 steps: 100 in B. Mean KL(q‖p) at the end: 0.88 nats.",
        ),
    ),
    "basins remedies": Case(
        "basins",
        "v=1&basins.target=two_bumps&basins.target.separation=2.6&basins.target.weight=0.5"
        "&basins.family=mean_field&basins.divergence=reverse_kl&basins.method=natural_gradient"
        "&basins.method.rate=1.0&basins.runs=1&basins.steps=30&basins.seed=7&basins.start=2.0,0.5&basins.reveal=1",
        unfold=("Remedies",),
        says=(
            "This run ends in **C**. KL(q‖p): **A** 0.67, **B** 0.54, **C** 0.67 nats.",
            "| Annealing | mean −0.16, sd 2.51 | 0.55 nats | 99 % | 60 % | 19 200 |",
            "| A mixture of two | mean 2.01, sd 1.80 | 0.41 nats |",
        ),
    ),
    "basins in the plane": Case(
        "basins",
        "v=1&basins.target=two_bumps&basins.target.separation=3.0&basins.target.weight=0.5"
        "&basins.family=mean_field&basins.divergence=reverse_kl&basins.method=gradient"
        "&basins.method.estimator=reparam&basins.method.optimizer=sgd&basins.method.optimizer.rate=0.05"
        "&basins.method.draws=64&basins.method.schedule=constant&basins.method.horizon=200"
        "&basins.method.average=False&basins.runs=1&basins.steps=200&basins.seed=7"
        "&basins.start=0.0,0.9932517730102834&basins.step=20",
        unfold=("Two dimensions",),
        says=(
            "| **D** | (0.00, 0.00) | 0.90 nats |",
            "up to d = 1.323",
            " round starts, followed by gradient flow",
        ),
    ),
    "too_sure": Case(
        "too_sure",
        "v=1&too_sure.target=gaussian&too_sure.target.correlation=0.9&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        unfold=("Step by step",),
        says=(
            "At the end q has lost 0.83 nats of entropy and reports a correlation of 0.00 where it is 0.90.",
        ),
    ),
    "too_sure dial": Case(
        "too_sure",
        "v=1&too_sure.target=gaussian&too_sure.target.correlation=0.5&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        unfold=("One at a time: the α dial",),
        says=(
            "At α = 0.00 q's variance is 0.75 times p's",
            "off by −0.14 nats",
            "covers 91.0 %",
        ),
    ),
    "too_sure dimensions": Case(
        "too_sure",
        "v=1&too_sure.target=gaussian&too_sure.target.correlation=0.7&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        unfold=("More dimensions",),
        says=(
            "n = 2: each variance is 0.51 of the truth",
            "0.168 nats",
        ),
    ),
    "too_sure data": Case(
        "too_sure",
        "v=1&too_sure.target=gaussian&too_sure.target.correlation=-0.3&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        unfold=("More data",),
        says=(
            "With 32 points mean-field's 95 % interval of the slope covers 42.5 %; with a hundred thousand, 41.3 %",
            "z₁ 93.8 % of the time",
        ),
    ),
    "too_sure funnel": Case(
        "too_sure",
        "v=1&too_sure.target=funnel&too_sure.target.scale=2.0&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        says=(
            "q's sd of v is 1.15 and p's 2.00",
            "lost 0.88 nats of entropy",
            "v 74.2 % of the time and x 73.9 % of the time",
        ),
    ),
    "too_sure log gamma": Case(
        "too_sure",
        "v=1&too_sure.target=log_gamma&too_sure.target.shape=2.0&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7",
        says=(
            "has variance 0.50 and p 0.64; seen as a q of y it has 2.595 and p 2.00",
            "z 92.7 % of the time",
        ),
    ),
    "too_sure heavy tails": Case(
        "too_sure",
        "v=1&too_sure.target=student_t&too_sure.target.df=2.0&too_sure.family=mean_field"
        "&too_sure.divergence=alpha&too_sure.divergence.alpha=0.5&too_sure.method=exact_descent&too_sure.runs=1"
        "&too_sure.steps=40&too_sure.seed=7",
        says=(
            "q's interval covers 89.9 %",
            "lost 0.15 nats of entropy",
        ),
    ),
    "sure line": Case(
        "too_sure",
        "v=1&sure.tab=line&sure.center=0&sure.lines=none&sure.model=line&sure.sets=200&sure.seed=7",
        says=(
            "wider** one for 3.11 < x < 5.60",
            "| mean-field | 0.183 | 0.202 | 0.253 | 0.320 | 0.474 |",
            "| Laplace | 96 % (77 % to > 99 %) |",
            "(correlation 0.37)",
        ),
    ),
    "sure line, centered and dragged": Case(
        "too_sure",
        "v=1&sure.tab=line&sure.center=1&sure.lines=q"
        "&sure.data=2,1.2,2.14,0.74,2.28,1.89,8,1.5,2.55,3.41,2.69,2.45,2.83,1.86,2.97,1.7,3.1,3.3,3.24,4.26,3.38,2.96,3."
        "52,1.53,3.66,1.87,3.79,4.5,3.93,3.17,4.07,1.3,4.21,3.02,4.34,2.01,4.48,2.61,4.62,2.82,4.76,2.67,4.9,4,5.03,3.45,"
        "5.17,3,5.31,4.06,5.45,4.55,5.59,2.15,5.72,3.61,5.86,2.95,6,3.83"
        "&sure.model=line&sure.sets=200&sure.seed=7",
        says=(
            "mean-field is **exact**",
            "| exact | 0.592 | 0.346 | 0.184 | 0.305 | 0.804 |",
        ),
    ),
    "sure calibration": Case(
        "too_sure",
        "v=1&sure.tab=calibration&sure.center=0&sure.lines=none&sure.model=line&sure.sets=50&sure.seed=9",
        says=(
            "66 % of them fell into its outer fifth",
        ),
    ),
    "sure calibration, waiting times": Case(
        "too_sure",
        "v=1&sure.tab=calibration&sure.center=0&sure.lines=none&sure.model=rate&sure.sets=500&sure.seed=7",
        says=(
            "another model: **waiting times, log rate**",
            "19 % of them fell into its outer fifth",
        ),
    ),
    "sure calibration, the launch": Case(
        "too_sure",
        "v=1&sure.tab=calibration&sure.center=0&sure.lines=none&sure.model=launch_mf&sure.sets=100&sure.seed=7",
        says=(
            "32 % of them fell into its outer fifth",
        ),
    ),
    "sure knowing": Case(
        "too_sure",
        "v=1&sure.tab=knowing&sure.center=0&sure.lines=none&sure.model=line&sure.sets=200&sure.seed=7"
        "&too_sure.target=gaussian&too_sure.target.correlation=0.9&too_sure.family=mean_field"
        "&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1&too_sure.steps=40"
        "&too_sure.seed=7&too_sure.start=1.0,-1.0,0.0,0.0",
        says=(
            "| z₁ | 0.44 | **1.00** | 1.00 |",
            "| correlation | 0.00 | **0.90** | 0.90 |",
            "k̂ = 0.35",
            "7.9 × 10⁻²⁸",
        ),
    ),
    "sure knowing, locked": Case(
        "too_sure",
        "v=1&sure.tab=knowing&sure.center=0&sure.lines=none&sure.model=line&sure.sets=200&sure.seed=7"
        "&too_sure.target=two_bumps&too_sure.target.separation=4.0&too_sure.target.weight=0.5"
        "&too_sure.family=mean_field&too_sure.divergence=reverse_kl&too_sure.method=exact_descent&too_sure.runs=1"
        "&too_sure.steps=40&too_sure.seed=16&too_sure.start=4.0,0.0",
        says=(
            "| z | 1.00 | **1.00** | 4.12 |",
        ),
    ),
    "coordinate_ascent zigzag": Case(
        "coordinate_ascent",
        "v=1&coordinate_ascent.target=gaussian&coordinate_ascent.target.correlation=0.8"
        "&coordinate_ascent.family=mean_field&coordinate_ascent.divergence=reverse_kl"
        "&coordinate_ascent.method=coordinate_ascent&coordinate_ascent.runs=1&coordinate_ascent.steps=40"
        "&coordinate_ascent.seed=7&coordinate_ascent.start=2.0,-2.0,0.0,0.0&ascent.tab=zigzag",
    ),
    "stochastic, small batches": Case(
        "stochastic",
        "v=1&stochastic.n=1000000&stochastic.batch=32&stochastic.schedule=robbins_monro&stochastic.rate=0.1"
        "&stochastic.decay=1&stochastic.delay=1&stochastic.forget=0&stochastic.prior=1&stochastic.model=mean"
        "&stochastic.replace=1&stochastic.seed=9&stochastic.axis=touched&stochastic.at=0.01",
    ),
}
# fmt: on


@cache
def shown(name: str) -> Shown:
    """A case's page with its prediction skipped; each is opened once."""
    case = CASES[name]
    app = visit.revealed(visit.followed(case.page, case.link, at_once=True))
    for label in case.unfold:
        app = visit.unfolded(app, label)
    for key in case.press:
        app.button(key=key).click().run()
    faults = [each.value for each in (*app.exception, *app.info, *app.warning, *app.error)]
    address = {key: value[0] if isinstance(value, list) else value for key, value in dict(app.query_params).items()}
    return Shown(
        visit.widgets(app), visit.shared(app), address, visit.large(app), visit.words(app), visit.pictures(app), faults
    )
