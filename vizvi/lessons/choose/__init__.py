"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

DEFAULT = None  # nothing here is an Experiment: the page has settings alone
LESSON = Lesson(
    slug="choose",
    title="Which model?",
    icon=":material/balance:",
    chapter="Models",
    question="May I use the ELBO as if it were the evidence?",
    prediction=Prediction(
        ask="Forty points, polynomials of degree 0 to 8. The evidence picks degree 3. What does the mean-field ELBO pick?",
        options=("degree 1", "degree 3", "degree 8"),
        answer="degree 1",
        tell="**Degree 1**: the bound lacks 0.69 nats there and 5.38 at degree 3, and the data say only 3.53 for it.",
    ),
    aha="Every model gets a different discount, so the ELBO can reward the model whose posterior is easiest to approximate.",
    notice=(
        "Drag points up and down: evidence and ELBO move together, bar by bar. The gap does not depend on y at all.",
        "Full-rank q holds these posteriors: no gap, and the ELBO is the evidence.",
        "Legendre polynomials are nearly uncorrelated under the posterior: the gap is gone, and both pick degree 3. But the same N(0, 10²) on "
        "*their* coefficients is another prior over curves: the evidences differ, too.",
    ),
    checks=(
        Check(
            "ELBO₁ − ELBO₂ = 2.0 nats. What is the log Bayes factor?",
            ("2.0", "at least 2.0", "at most 2.0", "2.0 + gap₁ − gap₂, and the gaps are unknown"),
            "2.0 + gap₁ − gap₂, and the gaps are unknown",
            "A difference of two lower bounds bounds nothing. If both gaps are small against 2.0, it is a fair guess; the bounds alone do not say so.",
        ),
        Check(
            "The ELBO chose degree 1. Does a better optimizer change that?",
            ("Yes", "No: the family sets the gap"),
            "No: the family sets the gap",
            "Each ELBO here is the best of its family, in closed form. A larger family helps, or another basis.",
        ),
        Check(
            "A latent dimension of a VAE has KL 0.00 to its prior at every x. Is that good?",
            ("Yes, no price is paid", "It tells nothing about x: it is unused"),
            "It tells nothing about x: it is unused",
            "q(z | x) is the prior whatever x is. Where the data have less to say along it than the decoder's noise hides, that is the best there is.",
        ),
    ),
    references=(
        "MacKay (1992), Bayesian interpolation.",
        "Kass & Raftery (1995), Bayes factors.",
        "Beal & Ghahramani (2003), The variational Bayesian EM algorithm for incomplete data.",
        "Turner & Sahani (2011), Two problems with variational expectation maximisation for time-series models.",
        "Chérief-Abdellatif (2019), Consistency of ELBO maximization for model selection. AABI.",
        "Lucas, Tucker, Grosse & Norouzi (2019), Don't blame the ELBO! A linear VAE perspective on posterior collapse. arXiv 1911.02469.",
        "Tipping & Bishop (1999), Probabilistic principal component analysis.",
        "Dalal, Fowlkes & Hoadley (1989), Risk analysis of the space shuttle.",
    ),
    teacher="**12 minutes.** Vote on the degree, reveal, then ask what would have to be true for the ELBO to choose well: equal gaps, not small "
    "ones. Let somebody drag points to make the bound choose degree 3: its choice changes, the gap doesn't. Tab C: call “choose q”, “choose λ”, "
    "and see the path stop short of the truth. Listen for “higher ELBO, better model”; the other side has a point, too: with much data "
    "selection by ELBO is consistent under conditions (Chérief-Abdellatif, 2019).",
    guide=(
        Task("Say which degree the ELBO picks.", Answered("choose")),
        Task("Take Legendre's polynomials: does the ELBO choose better?", Chosen("choose.basis", ("legendre",))),
        Task("Drag one of the points.", Held("choose.fit", "points"), light="chart:choose.fit"),
        Task("Open B: what is a Bayes factor read off two ELBOs?", Chosen("choose.tab", ("flights",)), light="B. Two models"),
        Task("Open D and turn β up until a latent is unused.", Chosen("choose.tab", ("collapse",)), light="D. Unused latents"),
    ),
)
FULL_RANK = "A full-rank Gaussian holds this posterior, so the bound *is* the evidence, and chooses as it does."
SAME = "Here both choose degree {degree}: the discounts differ, by up to {most} nats, and do not change the order of the best. The bounds alone would not say so."
APART = "Here the evidence picks degree {evidence}, the ELBO degree {elbo}: the discount grows with the degree, from {least} to {most} nats."
FACTOR = Prediction(
    ask="The same 23 flights with and without temperature: the ELBOs differ by 2.42 nats. What is the log Bayes factor?",
    options=("2.42 nats", "at least that", "at most that", "the bounds cannot tell"),
    answer="the bounds cannot tell",
    tell="**They cannot tell**: it is 2.42 plus the difference of two gaps that nobody knows. Here quadrature does: **2.52**.",
)
FLIGHTS = (
    "A difference of two bounds is neither above nor below the difference of the evidences. Close to it, it is only where both gaps are small, "
    "or alike."
)
FLIGHTS_NOTICE = (
    "The gap of the model with one coefficient is small: no correlation is left out, only skewness. With two, mean-field loses their correlation as well.",
    "The Bayes factor depends on the prior: a wide prior on the slope charges the model with temperature for all the slopes that the data rule out.",
)
PEAKS = Prediction(
    ask="Endless data from a chain with correlation λ = 0.8, noise variance ½. The evidence peaks at 0.80. Where does the mean-field ELBO peak?",
    options=("0.95", "0.80", "0.56"),
    answer="0.56",
    tell="At **0.56**: where λ is small the two states hardly depend on each other, and a factorized q loses little. The bound is pulled to where it is tight.",
)
LEARNING = (
    "Learn a parameter through the bound, and it is pulled to where the bound is tight: not the data's fault, nor the optimizer's. "
    "More data do not help."
)
LEARNING_NOTICE = (
    "*Choose q* lifts the path to the ELBO's curve; *choose λ* climbs the dotted curve, the bound with q held, to its peak. Neither ever goes down, "
    "and the path ends on top of the wrong hill.",
    "Gradient ascent in q and λ at once takes another way to the same place.",
    "Less noise, and less is lost: at noise variance 0.1 the ELBO peaks at 0.777, at ½ at 0.562, at 1 at 0.360.",
    "Exact EM is on the evidence's curve and ends at 0.80; with noise variance 1 it is slow: 0.754 after 30 steps, 0.797 after 100.",
)
UNUSED = Prediction(
    ask="Along one direction the data have variance 0.6. The decoder's noise variance is 1. How many nats does the best latent for it tell about x?",
    options=("0", "0.26", "0.51"),
    answer="0",
    tell="**0**: the noise explains more than there is, so the best decoder does not use the latent, and q is the prior: posterior collapse.",
)
COLLAPSE = "A latent is unused where the decoder's variance, times β, exceeds the variance of the data along it. At β = 1 the evidence says the same: don't blame the ELBO."
COLLAPSE_NOTICE = (
    "It looks like tab C, and is not: at β = 1 the optimum has orthogonal columns, a factorized q is exact, and ELBO and evidence agree on what to drop "
    "(Lucas et al., 2019). With β above 1 the objective asks for it, at β times smaller a variance.",
    "What tab C shows is in the curve of the gap: turned latents explain the data exactly as well, but a factorized q loses: up to 0.12 nats at noise variance ½. The evidence cannot tell "
    "these models apart; the bound picks the axes.",
)
TABS = {
    "degrees": "A. How many terms?",
    "flights": "B. Two models of 23 flights",
    "learning": "C. Learning through the bound",
    "collapse": "D. Unused latents",
}
PRESETS = {
    "raw powers, mean-field": {},
    "Legendre": {"choose.basis": "legendre"},
    "full-rank": {"choose.q": "full_rank"},
    "10 points": {"choose.count": "10"},
    "other data: 4 against 3": {"choose.seed": "4"},
    "other data: 8 against 3": {"choose.seed": "8"},
}
SWEEPS = (
    Sweep("choose.noise", spread(0.1, 2.0, 39)),
    Sweep("choose.degree", tuple(map(str, range(9))), crossed={"choose.q": ("mean_field", "full_rank")}),
    Sweep("choose.basis", ("legendre",)),
    Sweep("choose.count", ("10", "20", "80", "160")),
    Sweep("choose.prior_sd", spread(0.5, 20.0, 40), given={"choose.tab": "flights"}),
    Sweep("choose.q", ("full_rank",), given={"choose.tab": "flights"}),
    Sweep("choose.noise_variance", ("0.05", "0.1", "0.2", "0.5", "1", "2"), given={"choose.tab": "learning"}),
    Sweep("choose.start", spread(-0.45, 0.95, 29), given={"choose.tab": "learning"}),
    Sweep("choose.half", spread(0, 16, 17), given={"choose.tab": "learning"}),
    Sweep("choose.beta", spread(0.2, 8.0, 40), given={"choose.tab": "collapse"}),
    Sweep("choose.decoder", spread(0.05, 3.0, 60), given={"choose.tab": "collapse"}),
)
