"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Pressed, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import preset

DEFAULT = preset("gaussian", "mean_field")
LESSON = Lesson(
    slug="play_2d",
    title="Two dimensions",
    icon=":material/scatter_plot:",
    chapter="Playgrounds",
    question="What does an approximation forget in two dimensions?",
    prediction=Prediction(
        ask="Two coordinates with sd 1 and correlation 0.9. Mean-field cannot tilt. Which sd will it report?",
        options=("1.00", "0.71", "0.44", "0.19"),
        answer="0.44",
        tell="It reports **0.44**: the width of one coordinate once the other is known, √(1 − 0.9²).",
    ),
    aha="Mean-field, q(z) = ∏ qᵢ(zᵢ), can move and stretch along the axes; it cannot tilt, and it pays for that in width.",
    notice=(
        "Drag the blue diamond to change the correlation, and q by its mean and rings; a full-rank q can be turned.",
        "Banana: even the mean is wrong. Full-rank is no better there: try the family ladder below.",
        "Funnel: however wide it is, the sd of v that q reports never passes √2.",
    ),
    checks=(
        Check(
            "Which one change repairs the correlated Gaussian?",
            ("A full-rank family", "More draws", "More steps"),
            "A full-rank family",
            "q's correlation of 0 is an assumption, not a result: no amount of work undoes it.",
        ),
        Check(
            "And which repairs the banana?",
            ("A full-rank family", "A smaller step size", "Neither"),
            "Neither",
            "Its mean-field and full-rank optima are the same ellipse; only a family that bends, or has several pieces, comes nearer.",
        ),
    ),
    references=(
        "Bishop (2006), *Pattern Recognition and Machine Learning*, section 10.1.2.",
        "Margossian & Saul (2023), The shrinkage–delinkage trade-off. arXiv 2302.09163.",
        "Dalal, Fowlkes & Hoadley (1989), Risk analysis of the space shuttle. JASA 84 (the Challenger's data).",
    ),
    teacher="**10 minutes.** A gallery walk: a target for each row, then the ladder of families for all. "
    "Listen for “q's correlation came out as 0”: it was put in.",
    guide=(
        Task("Guess which sd mean-field will report.", Answered("play_2d")),
        Task("Drag the blue diamond: it is p's correlation.", Held("play_2d.stage", "grips"), light="Correlation of p"),
        Task("Let q tilt: take a full-rank family.", Chosen("play_2d.family", ("full_rank",))),
        Task("Try the banana.", Chosen("play_2d.target", ("banana",))),
        Task("Climb the family ladder.", Pressed("Family ladder")),
    ),
)


def _settings(**given: str) -> dict[str, str]:
    return {f"play_2d.{key.replace('__', '.')}": text for key, text in given.items()}


EXACT = {"method": "exact_descent", "steps": "40"}
PRESETS = {
    "full-rank": _settings(family="full_rank"),
    "banana": _settings(target="banana"),
    "banana, mixture of 2": _settings(target="banana", family="mixture"),
    "funnel": _settings(target="funnel"),
    "ring": _settings(target="ring"),
    "ring, forward": _settings(target="ring", divergence="forward_kl", **EXACT),
    "ring, mixture of 5": _settings(target="ring", family="mixture", family__components="5"),
    "two modes": _settings(target="two_modes"),
    "two modes, forward": _settings(target="two_modes", family="full_rank", divergence="forward_kl", **EXACT),
    "three modes, mixture": _settings(target="three_modes", family="mixture", family__components="3"),
    "squiggle": _settings(target="squiggle", family="full_rank"),
    "mean-field and full-rank": _settings(versus="full_rank"),
    "reverse and forward KL": _settings(target="two_modes", family="full_rank", versus="forward_kl"),
    "rate too large": _settings(method__optimizer="sgd", method__optimizer__rate="1.0"),
}
SWEEPS = (
    Sweep("play_2d.target.correlation", spread(-0.95, 0.95, 39), crossed={"play_2d.family": ("mean_field", "full_rank")}),
    Sweep("play_2d.family", ("mixture",)),
)
