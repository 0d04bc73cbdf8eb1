"""The words of the lesson, and what it opens with."""

from vizvi.guide import Answered, Chosen, Held, Reached, Task
from vizvi.lesson import Check, Lesson, Prediction, Sweep, spread
from vizvi.presets import preset

DEFAULT = preset("two_bumps", "mean_field")
LESSON = Lesson(
    slug="play_1d",
    title="One dimension",
    icon=":material/ssid_chart:",
    chapter="Playgrounds",
    question="Can you beat the optimizer by hand?",
    prediction=Prediction(
        ask="Two bumps at ±3. How close can a normal density come, in KL(q‖p)?",
        options=("0.00 nats", "0.23 nats", "0.69 nats", "2.0 nats"),
        answer="0.69 nats",
        tell="The best any normal does is **0.69 nats**: it sits on one bump and pays log 2 for the other. Drag q and try.",
    ),
    aha="You and Adam stop at the same place: the family, not the effort, is the limit.",
    notice=(
        "Drag q by its mean ● and its ring ○, or p by its diamonds; Play lets the optimizer go on from where you left q.",
        "At separation 2 the best normal covers both bumps and misses by 0.23 nats only.",
        "Log gamma with shape 1: 0.08 nats. Student-t with 3 degrees of freedom: 0.04 nats.",
    ),
    checks=(
        Check(
            "A heavy-tailed target, a normal q. Will q's standard deviation come out larger or smaller than p's?",
            ("Larger", "Smaller", "The same"),
            "Smaller",
            "Reverse KL is billed where q is, and the tails are where q is not. At t with 3 degrees of freedom q ends at 1.26 against 1.73.",
        ),
        Check(
            "The run has stopped moving. Do more iterations make a better posterior?",
            ("Yes", "No"),
            "No",
            "At the optimum of the family nothing is left to gain; a better family is the only way on.",
        ),
    ),
    references=("Kucukelbir, Tran, Ranganath, Gelman & Blei (2017), Automatic differentiation variational inference.",),
    teacher="**10 minutes.** Two volunteers with arrow keys on the projector: one moves the mean, one the ring. Bet the best KL first. "
    "Listen for “more iterations give a better posterior”.",
    guide=(
        Task("Bet how close a normal can come.", Answered("play_1d")),
        Task("Pull q's ring to make it wider.", Held("play_1d.stage"), light="Scale of q"),
        Task("Press Play: let the optimizer go on from there.", Reached()),
        Task("Bring the bumps within ±2: one normal covers both.", Chosen("play_1d.target.separation", hi=2.05)),
        Task("Give q two components.", Chosen("play_1d.family", ("mixture",))),
    ),
)


def _settings(**given: str) -> dict[str, str]:
    return {f"play_1d.{key.replace('__', '.')}": text for key, text in given.items()}


EXACT = {"method": "exact_descent", "steps": "40"}
PRESETS = {
    "two bumps": _settings(),
    "mixture of 2": _settings(family="mixture"),
    "forward KL": _settings(divergence="forward_kl", **EXACT),
    "bumps near": _settings(target__separation="2.0"),
    "log gamma": _settings(target="log_gamma"),
    "log gamma, α": _settings(target="log_gamma", divergence="alpha", **EXACT),
    "heavy p": _settings(target="student_t"),
    "heavy p and q": _settings(target="student_t", family="student_t"),
    "skew normal": _settings(target="skew_normal", **EXACT),
    "one draw": _settings(method__draws="1"),
    "score function": _settings(method__estimator="score_function"),
    "rate 0.05 and 0.5": _settings(target="skew_normal", versus="fast"),
    "two starts": _settings(versus="start"),
    "reparameterization and score function": _settings(versus="score_function"),
    "rate too large": _settings(target="log_gamma", method__optimizer="sgd", method__optimizer__rate="1.0"),
}
SWEEPS = (
    Sweep("play_1d.target.separation", spread(0.0, 6.0, 25)),
    Sweep("play_1d.target.weight", spread(0.1, 0.9, 17)),
    Sweep("play_1d.family", ("student_t", "mixture")),
    Sweep("play_1d.divergence", ("forward_kl",)),
)
