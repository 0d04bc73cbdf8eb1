"""Words: what the tabs below the first screen say."""

from vizvi.format import percent, thousands
from vizvi.lessons.topics.words.screen import per_word

# Ten seeds
SHOW_START = "Show the topics of start …"


def starts_so_far(count: int, total: int) -> str:
    return f"{count} of {total} starts"


def start_hint(start: int, bound: float, found: int) -> str:
    return f"start {start}: bound {bound:.4f}, {found} bars"


def best_start_finds(starts: int, found: int) -> str:
    return f"Of {starts} starts the one with the best bound finds {found} of ten bars."


def ten_seeds(best: int, worst: int, bound, found, same: int, away: float) -> str:
    """bound, found: of every start; same: how many others come as high; away: the worst's total variation."""
    others = (
        f"{same} more come within a nat of it: the same topics in another order."
        if same
        else "No other comes within a nat."
    )
    return (
        f"The best bound is start {best}'s, {per_word(bound[best])} nats a word, with **{found[best]} of 10** bars. "
        f"{others} The lowest, start {worst}'s, {per_word(bound[worst])}, finds {found[worst]}; its topics, matched with "
        f"the best start's, are {away:.2f} away in total variation."
    )


# Minibatches
STEP_DECAY, STEP_DELAY = "Decay κ of the steps", "Delay τ"
RACE_TITLE = "Held-out bound against documents read: minibatches are far ahead after one pass."
READ, HELD_OUT_AXIS = "documents read", "held-out bound, nats a word"
KNOWS_NOTHING, QUICK, SLOW = "knows nothing", "minibatches", "all documents"


def looks_so_far(count: int, total: int) -> str:
    return f"{count} of {total} looks"


def race_is_of(documents: int) -> str:
    return (
        f"{thousands(documents)} documents, K = 10, α = 0.3, η = 0.1; 20 a minibatch, step t is (t + τ) to the power −κ; "
        "20 updates of a document's q on either side; bounds on 200 new documents with the topics held."
    )


def raced(documents: int, reached: float, passes: int, arrived: bool) -> str:
    """passes: after which coordinate ascent is as far, or that it has made."""
    took = f"**{passes} passes**" if arrived else f"more than {passes} passes"
    return (
        f"After one pass, {thousands(documents)} documents, minibatches reach {per_word(reached)} nats a word. Coordinate "
        f"ascent takes {took} to get there: a pass of it spends {thousands(documents)} documents on one update of the "
        "topics, minibatches make 100."
    )


# How many topics?
BOUND_LINE, HELD_OUT_LINE, NATS_A_WORD = "bound", "held-out", "nats a word"


def settings_so_far(count: int, total: int) -> str:
    return f"{count} of {total} settings"


def choice_hint(what: str, value: float, bound: float, found: int) -> str:
    return f"{what} = {value:g}: {bound:.4f}, {found} bars"


def highest_at(rest: str, what: str, value: float, found: int) -> str:
    return f"With {rest} the bound is highest at {what} = {value:g}, where {found} of ten bars are found."


def chosen(count: int, rest: str, what: str, top, new) -> str:
    """top, new: the `Choice` with the highest bound, and with the highest held-out bound."""
    return (
        f"Of these {count}, with {rest}, the bound is highest at **{what} = {top.value:g}** ({per_word(top.bound)}, "
        f"{top.found} bars), the held-out bound at **{what} = {new.value:g}** ({per_word(new.held_out)})."
    )


def choices_are_of(documents: int) -> str:
    return (
        f"The best of four starts at each setting, 150 sweeps, {documents} documents. The corpus was written by ten bars "
        "with α = 0.3."
    )


# How sure is q?
SURE_EQUAL, SD_GIBBS, SD_Q = "equal", "sd by Gibbs", "sd of q"
NO_BAR = "No bar was found by both q and the sampler."
SURE_SETTING = (
    "K = 10, 200 documents, the best of four starts. Gibbs draws every word's topic, then topics and documents: the "
    "posterior, up to the noise of a short chain. Brackets: quartiles over 50 pixels."
)


def sweeps_so_far(count: int, total: int) -> str:
    return f"{count} of {total} sweeps"


def too_sure(ratio: float) -> str:
    return f"q's sds of the bars' pixels lie below the sampled ones: {ratio:.2f} of them."


def sure(ratio: float, quartiles: tuple[float, float], sweeps: int, burn: int, distance: float) -> str:
    low, high = quartiles
    return (
        f"**q's sd of a bar's pixel is {ratio:.2f} of the sampled one** [{low:.2f}, {high:.2f}], by {sweeps} sweeps of "
        f"Gibbs after {burn}. Both agree on the topics themselves: total variation at most {distance:.3f}. Mean-field is "
        f"too sure here, too, but only by {percent(1 - ratio)}."
    )


# 59 speeches
YEAR, SHARE, SHARES = "year", "share of the address", {0: "0", 0.5: "50 %", 1: "100 %"}


def models_so_far(count: int, total: int) -> str:
    return f"{count} of {total} models"


def rise_and_fall(oldest: str, newest: str) -> str:
    return f"Topics rise and fall over the years: from “{oldest}” to “{newest}”."


def speeches(start: int, bound: float, nearest: float, farthest: float) -> str:
    return (
        f"59 addresses, 1789 to 2021; nobody told the model when each was given. This is start {start}, bound "
        f"{per_word(bound)} nats a word. **Starts disagree**: matched with the best start's, the topics of the others are "
        f"{nearest:.2f} to {farthest:.2f} away in total variation. Topics are a summary that someone chose, not a fact "
        "that was found."
    )


def predicted(found: list[tuple[int, float]]) -> str:
    """A table: K and the held-out bound."""
    rows = ["| K | " + " | ".join(str(k) for k, _ in found) + " |", "|" + "---|" * (len(found) + 1)]
    rows.append("| held-out bound, nats a word | " + " | ".join(per_word(value) for _, value in found) + " |")
    return "\n".join(rows)


def predicts_best(topics: int) -> str:
    return (
        f"Every fifth address held out, the best of four starts: **K = {topics}** predicts new addresses best. Whether its "
        "topics are the ones that people read most easily is another question."
    )
