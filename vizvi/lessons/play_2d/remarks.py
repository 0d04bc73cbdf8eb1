"""What the playground says of the run that is shown: the lesson's sentence where it holds, else what the numbers say."""

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.play_2d import LESSON, words
from vizvi.member import label, slug
from vizvi.ui.pictures import drawn

TILTED = 0.1  # a correlation of p that an untilted q forgets


def said_of(experiment: Experiment, *run: int) -> Lesson:
    """The lesson with the sentences that hold for an experiment and where it ends; run: in front, if not the first."""
    problem, end = experiment.problem, drawn(experiment, *run).arrays
    drag, banana, funnel = LESSON.notice
    reverse = slug(problem.divergence) == "reverse_kl"
    notice = [drag] if problem.target.grips() else [words.DRAG_Q]
    notice += [banana] if slug(problem.target) == "banana" and reverse and problem.family.gaussian else []
    notice += [funnel] if slug(problem.target) == "funnel" and reverse and problem.family.gaussian else []
    p, q = (float(end[f"correlation_{name}"][-1]) for name in "pq")
    if slug(problem.family) == "mean_field" and reverse and abs(p) > TILTED:
        return elsewhere(LESSON, LESSON.aha, *notice)
    ratios = [float(end[f"sd_ratio_{i}"][-1]) for i in (1, 2)]
    return elsewhere(LESSON, words.where_it_ends(label(problem.family).lower(), ratios, p, q), *notice)
