"""Words: Can noise save you?"""

from vizvi.format import nats, thousands

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
