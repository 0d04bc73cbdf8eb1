"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread

DEFAULT = None  # eight runs of a flow, set by words
LESSON = Lesson(
    slug="flows",
    title="Flows",
    icon=":material/waves:",
    chapter="Models",
    question="How flexible is flexible enough?",
    prediction=Prediction(
        ask="A flow bends one Gaussian. Can it make two separate islands?",
        options=("yes", "no", "with a thread between"),
        answer="with a thread between",
        tell="**With a thread between**: a sheet that bends never tears. Go through its layers.",
    ),
    aha="A flow is a rubber sheet: it bends and squeezes, it never tears, and it does not reach for an island it has not touched.",
    notice=(
        "Coupling bends: [one layer](?flows.target=banana&flows.layers=1) takes a banana from 0.32 nats, where any Gaussian ends, "
        "to below 0.02.",
        "For [two islands, one coupling layer](?flows.target=two_modes&flows.layers=1) does nothing: 0.69, log 2, at best.",
        "[Islands at ±5](?flows.target=two_modes&flows.d=5): with four layers seven of eight runs end on one of them (0.69), and "
        "their own draws praise them.",
        "[Follow a flattened p at first](?flows.target=two_modes&flows.d=5&flows.temper=1), and seven of eight find both. A path "
        "may do what flexibility does not.",
        "A sheet has no hole: on a [ring](?flows.target=ring&flows.layers=2) it leaves a seam, a sector that holds next to nothing.",
        "Circles of the base land where exactly 50 and 95 % of q’s mass is inside; they are no lines of equal density.",
        "Limits: two dimensions, and tails that stay Gaussian; k̂ and the effective sample size see only where q is.",
    ),
    checks=(
        Check(
            "Islands at ±5, eight coupling layers, eight seeds. How many runs find both?",
            ("8", "half", "none or one"),
            "none or one",
            "More layers can hold both, but a gradient felt by draws of q says nothing of an island that q has not touched.",
        ),
        Check(
            "What lives on the thread between islands at ±5?",
            ("Much mass", "Little mass, and a log q that is far off"),
            "Little mass, and a log q that is far off",
            "The best single planar layer leaves 1.6 % of its mass between them, and at 0 log q exceeds log p by 7.5 nats.",
        ),
        Check(
            "A banana: z₂ is a square of z₁ and noise. Which order of a coupling layer needs one layer only?",
            ("z₂ given z₁", "z₁ given z₂"),
            "z₂ given z₁",
            "It shifts z₂ by any curve of z₁, which is what a banana is. The other way round there are two z₁ to each z₂.",
        ),
        Check(
            "Stein particles, started all on the right island that holds 10 %. Where do they end?",
            ("10 % there", "all there"),
            "all there",
            "The kernel is as wide as the cloud; what is far away is not felt, and the discrepancy does not tell.",
        ),
    ),
    references=(
        "Rezende & Mohamed (2015), Variational inference with normalizing flows. arXiv 1505.05770.",
        "Dinh, Sohl-Dickstein & Bengio (2017), Density estimation using Real NVP. arXiv 1605.08803.",
        "Roeder, Wu & Duvenaud (2017), Sticking the landing. arXiv 1703.09194.",
        "Cornish et al. (2020), Relaxing bijectivity constraints with continuously indexed normalising flows. arXiv 1909.13833.",
        "Liu & Wang (2016), Stein variational gradient descent. arXiv 1608.04471.",
        "Ong, Nott & Smith (2018), Gaussian variational approximation with a factor covariance structure.",
    ),
    teacher="**15 minutes.** Vote on islands, reveal, scrub the layers slowly: who sees the thread? Then islands at ±5 and eight seeds, tempering last. "
    "Listen for “a more flexible q fixes local optima” and “deeper is better”.",
    guide=(
        Task("Say whether a flow makes two islands.", Answered("flows")),
        Task("Go back through the layers, to 8 or fewer.", Chosen("flows.after", hi=8)),
        Task("Pull the islands apart, to ±4.5 or more.", Chosen("flows.d", lo=4.5)),
        Task("Bend the sheet to another target.", Chosen("flows.target")),
        Task("Open C and look at the thread.", Chosen("flows.tab", ("thread",)), light="C. The thread"),
        Task("Open D: particles have no sheet to tear.", Chosen("flows.tab", ("particles",)), light="D. Particles"),
    ),
)
BLIND = Prediction(
    ask="No q at all: 20 particles start around the middle, and the right island holds 90 % of p. How many end there?",
    options=("about 18", "about as many as started on that side", "all"),
    answer="about as many as started on that side",
    tell="**About as many as started on that side**: the kernel feels its neighbors, not the weight of a far island.",
)
HALVES = Prediction(
    ask="A smooth curve at 40 places. Mean-field is 14.4 nats from p. Which rank of U brings D + UUᵀ below half of that?",
    options=("1", "3", "10", "20"),
    answer="3",
    tell="**Rank 3**: 6.0 nats. Each column of U catches one slow wave of the curve; the finest ones are left to D.",
)
TABS = {
    "sheet": "A. Rubber sheet", "ladder": "B. Ladder", "thread": "C. The thread", "particles": "D. Particles",
    "rank": "E. Many dimensions",
}  # fmt: skip
TARGETS = {
    "two_modes": "Two islands", "banana": "Banana", "ring": "Ring", "funnel": "Funnel", "three_modes": "Three islands",
    "squiggle": "Squiggle", "challenger": "Challenger",
}  # fmt: skip
KINDS = {"coupling": "Coupling", "planar": "Planar"}
LAYERS = ("4", "0", "1", "2", "8", "16")
PRESETS = {
    "banana, one coupling layer": {"flows.target": "banana", "flows.layers": "1"},
    "islands at ±5": {"flows.target": "two_modes", "flows.d": "5"},
    "the same, tempered": {"flows.target": "two_modes", "flows.d": "5", "flows.temper": "1"},
    "planar layers, islands at ±3": {"flows.kind": "planar"},
    "ring, two layers": {"flows.target": "ring", "flows.layers": "2"},
    "funnel, one layer": {"flows.target": "funnel", "flows.layers": "1"},
    "squiggle (fails)": {"flows.target": "squiggle"},
}
CLOUD_NAMES = {
    "two_modes": "Two islands, 90 % right", "banana": "Banana", "gaussian": "Correlation 0.9", "funnel": "Funnel",
}  # fmt: skip
SWEEPS = (
    Sweep("flows.at", spread(0, 1000, 21), crossed={"flows.after": ("0", "1", "2", "3", "16")}),
    Sweep("flows.run", spread(1, 8, 8)),
    Sweep("flows.tab", ("ladder",)),
    Sweep("flows.apart", spread(1.0, 6.0, 21), given={"flows.tab": "thread"}),
    Sweep("flows.moved", spread(0, 500, 26), given={"flows.tab": "particles"}),
    Sweep("flows.count", ("5", "20", "50", "100"), given={"flows.tab": "particles"}),
    Sweep("flows.cov", ("smooth", "common", "factors"), given={"flows.tab": "rank"}),
)
