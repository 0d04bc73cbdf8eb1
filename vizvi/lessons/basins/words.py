"""What the page says beside its lesson: labels, titles, and the sentences that depend on numbers."""

from vizvi.format import nats, number, percent, share_of, thousands

# Settings
TABS = {
    "better": "Which q is better?",
    "noise": "Can noise save you?",
    "remedies": "Remedies",
    "plane": "Two dimensions",
}
SHAPES = {
    "three_modes": "Three modes",
    "two_modes": "Two modes on an axis",
    "diagonal": "Two modes on the diagonal",
}
KINDS = {"full_rank": "Full-rank", "mean_field": "Mean-field"}


def start_is(given: str, mean: float, log_sd: float) -> str:
    return f"Start is {given}, but must be a mean within ±{mean:g} and a log sd within ±{log_sd:g}."


# The landscape
COLORED = "Colors: where exact gradient flow ends. Runs and balls follow the method, which may cross a watershed."
LATER = "Shown once you lock in or skip."
DROP = "Drop 25 balls"
COLOR = "Color the basins"
RUN = "Run"
SD_OF_Q = "sd of q (log scale)"
MEAN_OF_Q = "mean of q"
BRIGHT_IS_LOW = "KL(q‖p) ⌁, nats: bright is low"
NO_OPTIMA_YET = "The landscape of KL(q‖p) over q's mean and sd, with a start to drag."
START_MEAN = "Start: mean"
START_LOG_SD = "Start: log sd"
OPTIMUM = "optimum"
PATH = "path of a run"
PASS = "pass"
WATERSHED = "watershed"


def ends(named: list[str], count: list[int], balls: int, depths: str) -> str:
    """Where runs end. named, count: the valleys and how many end in each; balls: how many roll, 0: one run."""
    where = [f"{number} in **{name}**" for name, number in zip(named, count, strict=True) if number]
    if balls:
        many = ", ".join(where).replace(" in ", " end in ", 1) or "none ends in a valley"
        told = f"Of {balls} balls, {many}."
    else:
        told = f"This run ends {', '.join(where)[2:] or 'outside of every valley'}."
    return f"{told} KL(q‖p): {depths}."


def shares(named: list[str], part: list[float]) -> str:
    told = (f"**{name}** " + percent(each).replace(" ", "\u00a0") for name, each in zip(named, part, strict=True))
    return f" Shares of the picture: {', '.join(told)}."


def depths(named: list[str], values: list[float]) -> str:
    """How deep each valley is: "A 0.69, B 0.84, C 0.69 nats", the letters in bold."""
    told = zip(named, values, strict=True)
    return ", ".join(f"**{name}** {nats(value)}".removesuffix(" nats") for name, value in told) + " nats"


def valleys(count: int, depths: str) -> str:
    return f"Here KL(q‖p) has {count} valleys: {depths}. The ELBO tells which is deeper, never whether these are all."


def one_valley(depths: str) -> str:
    return f"Here KL(q‖p) has one valley: {depths}. Downhill leads there from every start."


def picture(title: str) -> str:
    return f"Picture: {title}"


def place(letter: str, mean: float, sd: float, value: float) -> str:
    return f"{letter} at mean {number(mean)}, sd {number(sd)}: {nats(value)}"


def landscape(count: int, places: str) -> str:
    return f"The landscape of KL(q‖p) has {count} optim{'um' if count == 1 else 'a'}. {places}."


def lowest_pass(value: float) -> str:
    return f"The lowest pass between two basins, {nats(value)}"


def optimum(letter: str, mean: float, sd: float, value: float) -> str:
    return f"Optimum {letter}: mean {number(mean)}, sd {number(sd)}, KL {nats(value)}"


def start_sd(sd: float) -> str:
    return f"sd {number(sd)}"


# Which q is better?
PROPOSAL_HEADER = "| | q | KL(q‖p) | p's mass inside q's 95 % | true ESS | ESS its draws report | k̂ they report |"
NO_PROPOSAL = "None of these is a proposal for averages over p, whatever its own draws report."
WARNS = (
    "k̂ warns here, since a few of its draws still stray toward the other bump. Pull the bumps apart to d = 4: the "
    "warning is gone, and the true ESS is smaller still."
)
NO_WARNING = "Nothing in its own draws warns of a q on one bump: no diagnostic sees a mode that q never visits."


def two_ways(kl: float, covered: float, worth: float, widest_kl: float, widest_worth: float) -> str:
    return (
        f"The lowest KL, {nats(kl)}, belongs to a q that holds {percent(covered)} of p and is worth "
        f"{share_of(worth)} as a proposal; the q at {nats(widest_kl)} is worth {share_of(widest_worth)}. "
        "Which is better depends on the job: the shape of one mode, or averages over all of p."
    )


def how_judged(users: int, draws: str, usable: float) -> str:
    return (
        "KL, p's mass and true ESS are exact and known only here ⌁. True ESS: 1/∫p²/q, as a share of the draws. Reported: "
        f"the median of {users} users, each with {draws} draws of q, and what nine in ten of them see; k̂ should be "
        f"below {usable:.1f}."
    )


def spread(middle: str, lo: str, hi: str) -> str:
    return f"{middle} ({lo} to {hi})"


# Can noise save you?
WINDOW = (
    "A run leaves its valley when unlucky draws carry q over the pass. With too little noise none leaves, with too "
    "much runs blow up; in between noise can carry every run over. But that window is known only here: a user sees "
    "neither pass nor valley, and at d = 3 what the runs fall into is the lower KL and the worse proposal."
)
OPTIMIZERS = {"sgd": "gradient descent", "adam": "Adam"}
ESCAPE_TITLE = "The share of runs that leave, against step size, for gradient descent and Adam."
STEP_SIZE = "step size (log scale)"
BLEW_UP = "most runs blew up"


def your_setting(runs: int, home: str | None, steps: int, ends: list[tuple[int, str]], lost: int, kl: float) -> str:
    """home: the basin of the start, None outside of all; ends: how many in which basin; lost: how many blow up."""
    start = f"in basin {home}" if home else "outside of every basin"
    where = ", ".join(f"{count} in {name}" for count, name in ends if count)
    blown = f", {lost} blow up" if lost else ""
    return (
        f"**Your setting, {runs} time{'s' * (runs > 1)}.** The start lies {start}. After {steps} steps: "
        f"{where or 'none in a basin'}{blown}. Mean KL(q‖p) at the end: {nats(kl)}."
    )


def sweep(settings: int, runs: int, steps: int) -> str:
    return f"Sweep {settings} settings, up to {runs} runs of {thousands(steps)} steps each"


def settings_so_far(done: int, of: int) -> str:
    return f"{done} of {of} settings"


def carried_out(tried: int, noisy: int, kl: float, optimizer: str, draws: str, rate: float) -> str:
    return (
        f"Of {tried} noisy settings, {noisy} carry more than half of the runs out. The lowest mean KL(q‖p) among "
        f"these, {nats(kl)}, is that of {optimizer} with {draws} and "
        f"step {rate:g}."
    )


def natural_gradient(left: int, of: int) -> str:
    return (
        f"**Natural gradient**, exact, at these step sizes: {left} of {of} leave. "
        "It halves a step that would climb, so it cannot leap over a pass by accident."
    )


def draws(draws: int | None) -> str:
    """How a number of draws is called."""
    return "exact gradient" if draws is None else f"{draws} draw{'s' * (draws > 1)}"


def leaving(optimizer: str) -> str:
    return f"runs that leave, {optimizer}"


def cell(optimizer: str, rate: float, gradient: str, left: int, runs: int, lost: int, kl: float) -> str:
    """One place of the sweep. gradient: of how many draws; lost: how many blew up; kl: nats, nan if none is left."""
    blown = f", {lost} blew up" if lost else ""
    end = f"; mean KL at the end {nats(kl)}" if kl == kl else ""
    return f"{optimizer}, step {rate:g}, {gradient}: {left} of {runs} left{blown}{end}"


# Remedies
PLAIN = "A plain run"
ANNEALED = "Annealing"
RESTARTS = "Best of ten restarts"
MIXTURE = "A mixture of two"
FITTING = "Fitting four times over …"
REMEDY_HEADER = "| | ends at | KL(q‖p) | p's mass inside q's 95 % | true ESS | evaluations of log p |"
ANNEALING = (
    "**Annealing** starts with log p times β = 0.1 and raises β to 1 in ten stages. At first there is one valley, so "
    "the start hardly matters; then it follows that valley, which at equal weights goes on covering both bumps. **Ten "
    "restarts** keep the highest ELBO: they buy the deepest valley found, not a wider q. **A mixture of two** can hold "
    "both bumps if its components start apart: try a start with a large sd, then a small one on one bump."
)


def ends_at(mean: float, sd: float) -> str:
    return f"mean {number(mean)}, sd {number(sd)}"


def how_fitted(steps: int) -> str:
    return (
        f"All with Adam at 0.05, 64 draws and {steps} steps (annealing: per stage) that shrink to nothing. "
        "Each draw evaluates log p and its gradient once; choosing among restarts takes 1 000 more draws for each. KL, p's "
        "mass and true ESS are known only here ⌁."
    )


# Two dimensions
THREE = (
    "Three modes at distance 3, full-rank: seven optima, and the best is a q that covers **two** of the three (0.88 nats); "
    "the one that covers all costs 0.90, each mode alone 1.06. A start decides, and nothing in an ELBO of −1.06 says that "
    "−0.88 exists."
)
TARGET = "Target"
FAMILY = "Family of q"
SEPARATION = "Separation d"
SD_AT_START = "sd of q at the start"
COARSE = " This is a coarse map; a finer one is on its way."
PLANE_HEADER = "| optimum | mean of q | KL(q‖p) ⌁ |"
DIAGONAL = "Two modes on the diagonal"
P_LEVELS = "20, 50, 90 % of p"
HALF_OF_Q = "half of q at an optimum"
EACH_COORDINATE = "mean of q, each coordinate"
AN_OPTIMUM = "an optimum"
NO_OPTIMUM = "no optimum any more"
HALF_SEPARATION = "half-separation d"


def starts(along: int, now: str) -> str:
    return f"{along} × {along} round starts, followed by gradient flow on the exact KL(q‖p).{now}"


def fork(critical: float) -> str:
    return (
        f"**A fork.** Modes at ±(d, d), a mean-field q: up to d = {critical:.3f} its best mean is the middle. There "
        "its variance reaches 2, the middle turns into a pass, and q must choose a side. On the line, with the scale free, "
        "this never happens: covering both stays an optimum."
    )


def plane_optimum(letter: str, x: float, y: float, value: float, percents: float) -> str:
    return f"Optimum {letter}: mean ({number(x)}, {number(y)}), KL {nats(value)}; {percents:.0f} % of these starts"


def plane(count: int, places: list[tuple[str, str, str]]) -> str:
    """places: letter, mean and KL of each optimum."""
    told = "; ".join("{} at {}, {}".format(*row) for row in places)
    return f"Starts on the plane, colored by which of {count} optima they end in. {told}."


def mean_at_start(name: str) -> str:
    return f"mean of q at the start, {name}"


def now(d: float) -> str:
    return f"now: d = {d:.2f}"


def leaves_middle(critical: float) -> str:
    return f"q's mean leaves the middle at d = {critical:.4f}: two optima beyond, one before."
