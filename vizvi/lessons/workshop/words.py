"""What the page says around its lesson: labels, charts, and sentences that depend on a problem and its report."""

import math

from vizvi.format import fixed, listed, number, percent
from vizvi.lessons.workshop import LESSON

CALLED = {"mean_field": "Mean‑field", "full_rank": "Full‑rank", "mixture": "Mixture", "laplace": "Laplace"}
GAUSSIAN = "Gaussian"


def called(slug: str, dim: int) -> str:
    """A family's name; in one dimension every Gaussian is the same."""
    return GAUSSIAN if dim == 1 and slug == "mean_field" else CALLED[slug]


# Where a problem is typed, drawn or pasted
LOG_P_X, LOG_P_XY = "log p(x), nats, without its constant", "log p(x, y), nats, without its constant"
FUNCTIONS = (
    "exp log sqrt abs sin cos tan tanh atan log1p expm1 sigmoid softplus min max logaddexp hypot normal(x, mean, sd) "
    "where(a > b, then, else)"
)
STAYS = "Nothing leaves this server, and nothing is kept when you leave."
DRAW_HELP = f"log p through ten points: drag them, or reach them with Tab and the arrow keys. {STAYS}"
MODEL, NOISE = "Model", "Noise sd"
CENTER, CENTER_HELP = "Center x", "Measure x from its mean."
PRIOR_SD, PRIOR_SD_HELP = "Prior sd of both", "Each has N(0, sd²)."
DATA_OF_Y, DATA_OF_XY = "Data, one number a line: y", "Data, two numbers a line: x,y"
DATA_HELP = f"Comma, semicolon, tab or blanks between; Ctrl+Enter shows it. {STAYS}"
TOO_LONG = "These data are too long for a link: share the text itself."
LAST_GOOD = "Below still stands the last problem that was understood."
COUNTS_CENTERED = "counts, centered"
WINDOW, WINDOW_EXAMPLE = "Window by hand", "-5,5 or -5,5;-5,5"
WINDOW_HELP = "Of a formula: lowest,highest of each axis. Empty: it is found."
NO_WINDOW = "Write a window as lowest,highest for each axis, such as -5,5;-5,5."
RESTARTS, RESTARTS_HELP = "Restarts", "Random starts of mean-field; full-rank has a quarter, the mixture a sixteenth."
SEED, SEED_HELP = "Seed", "Of the restarts and of q's draws."


def formula_help(names: list[str]) -> str:
    return f"Of {listed(names)}, pi, e, numbers, + - * / ^ and {FUNCTIONS}. {STAYS}"


# The prediction
ASK_OF_ONE = "Will the Gaussian’s sd be within 20 % of the truth? Say how sure you are."
CLAIM_OF_ONE, CLAIM = "the Gaussian’s sd is", "mean-field’s sds are all"
ASK_ME, HOW_SURE, PERCENT = "Ask me first", "How sure", "%d %%"
LOCK, SKIP = "Lock it in", "Skip"


def not_asked(ask: str, tell: str) -> str:
    return f"{ask.partition('?')[0]}? {tell}"


def you_said(sure: float, claim: str, tell: str) -> str:
    return f"You said **{percent(sure)}** that {claim} within 20 % of the truth. {tell}"


def question(dim: int) -> tuple[str, str, str]:
    """What is asked, what a prediction claims, and where to look: in one dimension a Gaussian has one sd."""
    if dim > 1:
        return LESSON.prediction.ask, CLAIM, LESSON.prediction.tell
    return ASK_OF_ONE, CLAIM_OF_ONE, LESSON.prediction.tell


def score(count: int, brier: float) -> str:
    over = f"Brier score over {count} problem{'s' if count > 1 else ''}"
    return f"{over}: **{brier:.2f}** (0 is best; always saying 50 % earns 0.25)."


def calibrated(said: float, came: float) -> str:
    return f"You said {100 * said:.0f} % on average; it came in {100 * came:.0f} %."


# Charts
P, DENSITY, DATA = "p", "density", "data"
NOTHING_YET = "p and nothing fitted to it yet."
DRAWN, POINT, LOG_P = "log p as it was drawn: ten points, a curve through them.", "Point", "log p, nats"
CURVES = {"linear": "the line", "logistic": "the chance that y = 1", "poisson": "the rate", "normal": "the density"}


def fitted(rungs, dim: int) -> str:
    told = "; ".join(f"{called(each.slug, dim)} {number(each.kl)}" for each in rungs)
    return f"p and its best approximations. KL(q‖p), nats: {told}."


def p_of(template: str) -> str:
    return f"p: 90 % of {CURVES[template]}"


def q_of(slug: str) -> str:
    return f"{called(slug, 2)}’s 90 %"


def rows_alone(count: int) -> str:
    return f"{count} rows, and where 90 % of p’s curves run."


def how_wide(count: int, narrowest: float, widest: float) -> str:
    return f"{count} rows; mean-field’s band is {narrowest:.2f} to {widest:.2f} times as wide as p’s."


# The report
STOPPED = "Stopped: without all families there is no recommendation."
KNOWN_ONLY_HERE = "⌁ is known only here, where one or two dimensions can be integrated."


def progress(family: str, at: int, count: int, starts: int) -> str:
    said = f"{starts} random starts" if starts > 1 else "one random start"
    return f"Fitting {family}, {at} of {count}, from {said} …"


def table(rungs, names: tuple[str, ...]) -> str:
    """The ladder as Markdown, a column for each `Rung`; nothing without any."""
    if not rungs:
        return ""
    rows = [
        ["", *(called(each.slug, len(names)) for each in rungs)],
        ["---", *("--:" for _ in rungs)],
        ["ELBO, nats", *(number(each.elbo) for each in rungs)],
        ["KL(q‖p), nats ⌁", *(_small(each.kl) for each in rungs)],
        *([f"sd of {name}, q / p ⌁", *(number(float(each.sd_ratio[d])) for each in rungs)] for d, name in enumerate(names)),
        ["optima (starts at best)", *map(_optima, rungs)],
        ["k̂ from √S, 3√S ratios", *(f"{number(each.k)}, {number(each.k_wide)}" for each in rungs)],
        ["effective sample size", *(percent(each.ess) for each in rungs)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _small(kl: float) -> str:
    return number(kl) if not kl < 10 else f"{max(kl, 0.0):.4f}" if kl < 0.00995 else f"{kl:.3f}"


def _optima(rung) -> str:
    count = len(rung.values)
    if not count:
        return "–"
    return "1" if count == 1 else f"{count} ({percent(float(rung.shares[0]))})"


def exact_answer(reference, names: tuple[str, ...]) -> str:
    """The reference in one line."""
    rows = zip(names, reference.mean, reference.sd, strict=True)
    moments = "; ".join(f"{name} = {number(float(mean))} ± {number(float(sd))}" for name, mean, sd in rows)
    tilt = "" if math.isnan(reference.correlation) else f"; correlation {number(reference.correlation)}"
    return f"**Exact** (mean ± sd): log Z = {fixed(reference.log_z, 3)}; {moments}{tilt}."


def unreadable(k: float, k_wide: float) -> str:
    return (
        f"k̂ cannot be read here: it is {number(k)} from the largest √S ratios and {number(k_wide)} from 3√S. The line "
        "above goes by the effective sample size."
    )


LIGHT_TAILS = "Both are above 0.7 all the same: q’s tails are lighter than p’s. Trust q’s middle, not its tails."
ONLY_EXACT_TELLS = "None of q’s own diagnostics shows these sds: only the exact answer does."
COARSE = "The grid of the exact answer is coarse for this density: read what is marked ⌁ as approximate."


def left_out(families: list[str], patience: float) -> str:
    return f"Left out: {', '.join(families).lower()}: it took more than {patience:g} s, or has no optimum."


# What to do with it
TAKE_ALONG = "Take this problem along:"
OPENS = {
    "play_1d": "beat the optimizer by hand",
    "play_2d": "watch q being fitted",
    "kl": "what would forward KL pick?",
    "too_sure": "how often are its intervals right?",
    "mcmc": "or sample?",
    "flows": "bend a flow to it",
    "basins": "which start ends where?",
    "gradients": "how noisy are its gradients?",
}
