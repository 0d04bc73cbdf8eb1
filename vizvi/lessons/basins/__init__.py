"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import preset

DEFAULT = preset("two_bumps", "mean_field", start=(0.0, 0.9932517730102834))  # mean 0, sd 2.7
LESSON = Lesson(
    slug="basins",
    title="Where you start decides where you end",
    icon=":material/landscape:",
    chapter="Learn",
    question="Same model, same data, same code: two answers. Who is right?",
    prediction=Prediction(
        ask="Two bumps at ±3. q starts at mean 0, sd 2.7 and goes downhill on KL(q‖p). Where does it end: on the left bump, on the right "
        "one, or does it stay?",
        options=("left", "right", "it stays"),
        answer="it stays",
        tell="It **stays**: N(0, 2.74²), which covers both, is an optimum too. It costs 0.84 nats, a single bump 0.69.",
    ),
    aha="Three valleys, not two. The ELBO tells which is deeper, never whether you have seen them all; and which q is better depends "
    "on the job: the one with the lower KL is the worse proposal (ESS 2.5 × 10⁻¹⁴ against 0.525).",
    notice=(
        "Drag the start, or click where it should go: the path and q follow. What is low in KL is high in ELBO.",
        "Drop 25 balls and pick a path: the stage shows its q. Then color the basins: the watersheds run through the passes ×.",
        "[At d = 2.3](?basins.target.separation=2.3) there is one valley. The two on the bumps are born at d = 2.41 and are the deeper ones from d = 2.80 on.",
        "The way out of the middle is 0.13 nats high at d = 3, and only 0.05 at d = 5; it never closes for equal weights.",
    ),
    checks=(
        Check(
            "The best of ten random restarts found KL(q‖p) = 0.69 nats. What fraction of p's mass does it represent?",
            ("All of it", "Half of it", "Nobody can tell"),
            "Half of it",
            "0.69 is log 2, the price of ignoring half of the mass. A user who does not know log Z sees an ELBO and no price.",
        ),
        Check(
            "The ELBO has not moved for 500 steps. Has the run found the best q of its family?",
            ("Yes", "No, not necessarily"),
            "No, not necessarily",
            "It rests in a valley. Whether there is a deeper one only another start can tell, and ten starts may all miss it.",
        ),
        Check(
            "Is this a problem of noisy gradients?",
            ("Yes: exact gradients find the best q", "No: the landscape has several valleys"),
            "No: the landscape has several valleys",
            "Exact gradient flow rests in each of them. Noise is, if anything, a way out of a shallow one.",
        ),
    ),
    references=(
        "Minka (2005), Divergence measures and message passing. MSR-TR-2005-173, figure 1.",
        "Opper & Archambeau (2009), The variational Gaussian approximation revisited.",
        "Margossian & Saul (2024), Variational inference in location-scale families: exact recovery of the mean and correlation matrix. "
        "arXiv 2410.11067.",
        "Mandt, McInerney, Abrol, Ranganath & Blei (2016), Variational tempering.",
    ),
    teacher="**10 minutes.** Each row picks a start, runs it and calls its letter; tally A, B and C on the board before you color the "
    "basins. Then ask who is right: nobody is wrong, each stands in a valley. Listen for “converged means found” and for “it is the "
    "noise”: switch to the natural gradient, which has none, and repeat.",
    guide=(
        Task("Say where this start will end.", Answered("basins")),
        Task("Find another optimum: drag the start to where q ends elsewhere.", Held("basins.board", "start")),
        Task("Drop 25 balls.", Chosen("basins.balls", ("1",))),
        Task("Pick one of their paths: the stage shows its q.", Held("basins.board", "path")),
        Task("Color the basins.", Chosen("basins.reveal", ("1",))),
        Task("Bring d below 2.4: one valley is left.", Chosen("basins.target.separation", hi=2.4)),
    ),
)
PRESETS = {
    "the start in the middle": DEFAULT,
    "a start on a slope": preset("two_bumps", "mean_field", start=(2.0, 0.0)),
    "d = 2.3: one valley": preset("two_bumps", "mean_field", start=DEFAULT.start, separation=2.3),
    "weight 0.7: the middle is gone": preset("two_bumps", "mean_field", start=DEFAULT.start, weight=0.7),
    "one draw, 1 000 steps": preset("two_bumps", "mean_field", start=DEFAULT.start, draws=1, steps=1000),
}
SWEEPS = (
    Sweep("basins.target.separation", spread(0.0, 6.0, 25), crossed={"basins.balls": ("0", "1")}),
    Sweep("basins.target.separation", spread(1.0, 6.0, 11), given={"basins.tab": "noise"}),
    Sweep("basins.target.separation", spread(1.0, 6.0, 11), given={"basins.tab": "remedies"}),
    Sweep("basins.plane.d", spread(0.5, 6.0, 12), given={"basins.tab": "plane"}),
)
