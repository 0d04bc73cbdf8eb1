"""Words: the landscape of one dimension."""

from vizvi.format import nats, number, percent

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
