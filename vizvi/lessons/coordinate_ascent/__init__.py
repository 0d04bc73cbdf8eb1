"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Pressed, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import in_turn


def zigzags(correlation: float):
    """Mean-field on a correlated Gaussian, from a corner of the picture."""
    return in_turn("gaussian", start=(2.0, -2.0, 0.0, 0.0), correlation=correlation)


DEFAULT = zigzags(0.9)
LESSON = Lesson(
    slug="coordinate_ascent",
    title="When each half is easy",
    icon=":material/stairs:",
    chapter="Methods",
    question="What if each half of the problem were easy?",
    prediction=Prediction(
        ask="One half-step sets q(x₁) to its best given q(x₂); the next does the reverse. Can a half-step lower the ELBO?",
        options=("never", "at the start", "where they are correlated"),
        answer="never",
        tell="**Never**: each half-step is exact, so the staircase only climbs. But at ρ = 0.9 it takes 33 sweeps to bring q's mean a "
        "thousand times closer, at 0.5 five, at 0.99 344.",
    ),
    aha="Each half-step is exact, so the staircase never goes down; and it turns at right angles, so it is slow where the two halves "
    "depend on each other.",
    notice=(
        "Call the half-steps yourself, or drag the start: the first call of each coordinate sets its width, √(1 − ρ²), for good.",
        "A sweep brings q's mean ρ² times as far from p's. Gradient ascent on both means at its best constant rate has the factor ρ a step.",
        "The natural gradient of a full-rank q knows the slant of the valley: at rate 1 it is there in one step, whatever ρ is.",
    ),
    checks=(
        Check(
            "Why is log K! added to the ELBO when models with different numbers of components K are compared?",
            (
                "To penalize large K",
                "Because K! relabelings fit equally well, and q sits on one",
                "Because the data are discrete",
            ),
            "Because K! relabelings fit equally well, and q sits on one",
            "The evidence counts all K! copies of the mode. Where they do not overlap, the bound misses log K! that is easily put back "
            "(Bishop, 2006, section 10.2.4).",
        ),
        Check(
            "Why can EM's likelihood not choose K?",
            ("It never falls when a component is added", "It is too noisy", "It has no labels"),
            "It never falls when a component is added",
            "A model with one component more can do all that the smaller one can. Only a price for flexibility, as the bound has it, makes a peak.",
        ),
        Check(
            "A point has responsibility 0.7 for component A. May you call it a member of A?",
            ("Yes", "No: 0.7 is a probability under q"),
            "No: 0.7 is a probability under q",
            "And with the labels swapped it reads 0.7 for another letter: names are yours, not the model's.",
        ),
        Check(
            "Is variational Bayes just EM with error bars?",
            ("Yes", "No"),
            "No",
            "EM is its limit of much data. Before that limit the widths feed back: they change responsibilities, and turn components off.",
        ),
    ),
    references=(
        "Bishop (2006), *Pattern Recognition and Machine Learning*, sections 10.1.2, 10.1.3 and 10.2.",
        "Attias (1999), Inferring parameters and structure of latent variable models by variational Bayes.",
        "Neal & Hinton (1998), A view of the EM algorithm that justifies incremental, sparse, and other variants.",
        "Figueiredo & Jain (2002), Unsupervised learning of finite mixture models.",
        "Geman & Geman (1984), Stochastic relaxation, Gibbs distributions, and the Bayesian restoration of images.",
        "Azzalini & Bowman (1990), A look at some data on the Old Faithful geyser.",
        "Blei, Kucukelbir & McAuliffe (2017), Variational inference: a review for statisticians. arXiv 1601.00670.",
    ),
    teacher="**15 minutes.** Tab A: the class calls “x₁!” and “x₂!”; then ρ = 0.99, and count. Tab B: “μ!”, “τ!”, and a vote on whose sd "
    "suffers more. Tab C: vote first, then let both climb from the same start; drag the sweep and watch components die on the right and live "
    "on the left. Change the start: other letters, the same two clumps. Listen for “VB is EM with error bars” and for “responsibilities are memberships”.",
    guide=(
        Task("Say whether a half-step can lower the ELBO.", Answered("coordinate_ascent")),
        Task("Call the half-steps yourself: begin with x₁.", Pressed("Update x₁")),
        Task("Raise ρ to 0.98 or more, and count sweeps.", Chosen("coordinate_ascent.target.correlation", lo=0.98)),
        Task("Drag the start.", Held("ascent.plane", "start"), light="chart:ascent.plane"),
        Task("Go on to B: whose sd suffers more, μ's or τ's?", Answered("coordinate_ascent_stairs"), light="B. Mean and precision"),
        Task("Go on to C, and watch components die.", Chosen("ascent.tab", ("components",)), light="C. Old Faithful"),
    ),
)
SETTING = """**p** is a Gaussian with two coordinates of sd 1 and correlation ρ. **q** = q(x₁) q(x₂) cannot lean; it starts at the orange circle, which can be dragged.

Given q(x₂), the best q(x₁) has a closed form: a Normal with mean ρ·E[x₂] and sd √(1 − ρ²). And so in turn."""
MODEL = """**The model.** y ~ N(μ, 1/τ), μ | τ ~ N(μ₀, 1/(λ₀τ)), τ ~ Gamma(a₀, b₀).

Given q(τ), the best q(μ) is a Normal; given q(μ), the best q(τ) is a Gamma. The exact posterior is known, too: wide in μ where τ is small, as the picture shows. No product q(μ) q(τ) has that shape."""
SUFFERS = Prediction(
    ask="Five numbers, mean μ and precision τ unknown. The best q(μ)q(τ) has too small sds. Whose is hit harder?",
    options=("μ's", "τ's", "both alike"),
    answer="μ's",
    tell="**μ's**: its sd is 0.78 of the exact one, τ's 0.91. E[μ] and E[τ] are both exact, and so small is the price: 0.10 nats.",
)
STAIRS = (
    "Mean-field gives μ the width of a Normal with τ known, where the truth is a Student t: too narrow, around the right mean. "
    "The way there is all closed forms, and never down."
)
STAIRS_NOTICE = (
    "At the end both means are exact. The sds are not: q(μ)'s is √((a − 1)/a) of the exact one, q(τ)'s √(a/(a + ½)), "
    "with a the exact posterior's shape, a₀ + n/2. More numbers, and both ratios go to one.",
    "The exact shape is a₀ + n/2, q(τ)'s a₀ + (n + 1)/2: under q, μ's own prior counts as one observation more.",
    "Call *Update q(μ)* twice: the second changes nothing. A half-step is already the best there is, given the other half.",
)
STAIRS_HERE = "Of these five numbers: a = 2.51, so 0.776 and 0.913, and at the end q's 95 % interval for μ is 4.01 to 5.49 instead of 3.78 to 5.72."
KEEPS = Prediction(
    ask="272 eruptions in two clumps, six components, α₀ = 0.001; EM and variational Bayes (VB) from the same start. How many stay in use?",
    options=("six in both", "EM 2, VB 6", "EM 6, VB 2", "two in both"),
    answer="EM 6, VB 2",
    tell="**EM 6, VB 2.** Maximum likelihood finds a use for every component it is given; variational Bayes pays for each and turns four off.",
)
COMPONENTS = "VB turns components *off* where EM keeps finding uses for them: its bound charges for every component in use, the likelihood does not."
COMPONENTS_NOTICE = (
    "Drag the sweep: VB's weak components lose eruptions to the strong ones, D first: at sweep 10 it has none left. E goes at 18, C at 21, F last, at 36. "
    "EM shuffles eruptions between all six and never lets go of one.",
    "At α₀ = 0.001 another start gives other letters to the same two clumps, and the same bound: K! relabelings are equally good, and q sits on one "
    "of them. At α₀ = 10 the prior wants even weights, and six of six stay.",
    "MAP is EM with the prior's density. With α₀ below 1 it sets weights to exactly zero, too; there the density is infinite, so that its height "
    "means nothing. VB has no such trouble: it averages.",
    "A start can matter: two components in minutes, where the prior is another one, [end as one](?ascent.tab=components&ascent.components=2&ascent.units=minutes&ascent.seed=18) "
    "from start 18, with an ELBO 48.5 nats lower than from the others.",
)
MAP_HERE = (
    "With α₀ below 1 the posterior density has no upper bound where a weight is zero; what is drawn is the likelihood."
)
COPIES = (
    "A prior that wants few components turns the others off, and models that differ in empty components alone are nearly the same model: "
    "then their relabelings overlap, and log K! counts too many."
)
LIMIT = (
    "Put a point in place of q(π, μ, Λ), and coordinate ascent on the ELBO *is* EM: the E-step is q(z), the M-step the point (Neal & Hinton, "
    "1998). With the prior's density it is MAP, without it maximum likelihood. So VB extends EM by widths, and with much data these vanish. "
    "Let every eruption count r times, with two components and α₀ = 1:"
)
DRAWS = Prediction(
    ask="Mean-field's sd of μ is 22 % too small (five numbers). How many independent draws from the posterior have an sd that is off by no more, on average?",
    options=("about 14", "about 1 400", "about 140 000"),
    answer="about 14",
    tell="**About 14**; for τ, where it is 9 % too small, about 90. From there on sampling is the better one: its error has no floor.",
)
SAMPLING = (
    "Gibbs sampling makes the same half-steps and draws where coordinate ascent averages. It costs draws and ends nowhere; "
    "in return its error has no floor."
)
GIBBS = (
    "Gibbs sampling: draw μ given τ, then τ given μ, and again. The same two conditionals, drawn from instead of averaged."
)
CLUMPS = (
    "The clumps lie far apart: who belongs where is hardly in doubt, so that leaving that doubt out costs VB little, and Gibbs draws are "
    "nearly independent. Its labels never switch here, either: a visit to all K! copies is what it fails at, and VB does not even try."
)
TABS = {
    "zigzag": "A. Zigzag",
    "stairs": "B. Mean and precision",
    "components": "C. Old Faithful",
    "sampling": "D. By sampling",
}
PRESETS = {
    "ρ = 0.9": DEFAULT,
    "ρ = 0.5: five sweeps": zigzags(0.5),
    "ρ = 0.99: 344 sweeps": zigzags(0.99),
    "ρ = 0: one sweep": zigzags(0.0),
    "ρ = −0.9": zigzags(-0.9),
}
STAIRS_TRIES = {
    "τ first": {"ascent.calls": "tmtmtm"},
    "two numbers": {"ascent.data": "3 5"},
    "twenty numbers": {"ascent.data": "4 5 6 5 4 3 5 6 7 5 4 5 6 4 5 5 6 3 5 4"},
    "a prior worth ten": {"ascent.strength": "10"},
}
COMPONENTS_TRIES = {
    "K = 2": {"ascent.components": "2"},
    "α₀ = 10": {"ascent.concentration": "10"},
    "MAP on the left": {"ascent.em": "map"},
    "sweep 12": {"ascent.sweep": "12"},
    "start 3: EM breaks down": {"ascent.seed": "3"},
}
SWEEPS = (
    Sweep("coordinate_ascent.target.correlation", spread(-0.95, 0.95, 39)),
    Sweep("ascent.at", spread(0, 10, 11)),
    Sweep("ascent.strength", ("0.001", "0.01", "0.1", "0.3", "1", "3", "10", "100", "1000"), given={"ascent.tab": "stairs"}),
    Sweep("ascent.call", spread(0, 6, 7), given={"ascent.tab": "stairs"}),
    Sweep("ascent.components", spread(1, 8, 8), given={"ascent.tab": "components"}),
    Sweep("ascent.sweep", ("0", "1", "2", "3", "5", "10", "30", "100", "300"), given={"ascent.tab": "components"}),
    Sweep("ascent.concentration", ("0.001", "0.01", "0.1", "1", "10"), given={"ascent.tab": "components"}),
    Sweep("ascent.em", ("map",), given={"ascent.tab": "components"}),
    Sweep("ascent.length", ("200", "500", "1000", "2000", "5000"), given={"ascent.tab": "sampling"}),
    Sweep("ascent.sampled", ("faithful",), given={"ascent.tab": "sampling"}),
)
