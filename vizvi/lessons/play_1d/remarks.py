"""What the playground says of the run that is shown: the lesson's sentence where it holds, else what the numbers say."""

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.play_1d import LESSON, words
from vizvi.member import label, slug
from vizvi.ui.contest import best, measure
from vizvi.ui.pictures import drawn

SAME = 0.01  # nats from the best of the family: a hand and an optimizer stop at the same place


def said_of(experiment: Experiment, *run: int) -> Lesson:
    """The lesson with the sentences that hold for an experiment and where it ends; run: in front, if not the first."""
    problem = experiment.problem
    drag, apart, others = LESSON.notice
    drag = drag if problem.target.grips() else drag.replace(words.OR_P, "")
    usual = slug(problem.divergence) == "reverse_kl" and problem.family.gaussian
    notice = [drag] + ([apart] if usual and slug(problem.target) == "two_bumps" and problem.target.weight == 0.5 else [])
    notice += [others] if usual else []
    end, least = float(drawn(experiment, *run).arrays[measure(problem)][-1]), best(experiment)
    family, symbol = words.NORMAL if problem.family.gaussian else label(problem.family), problem.divergence.symbol
    if abs(end - least) < SAME:
        optimizer = getattr(experiment.method, "optimizer", None)
        adam = optimizer is not None and slug(optimizer) == "adam"  # whom the lesson's sentence names
        aha = LESSON.aha if usual and adam else words.best(end, symbol, family)
    elif end == end and least == least:
        aha = words.short_of_best(end, symbol, family, least)
    else:
        aha = words.ends(symbol, end)
    return elsewhere(LESSON, aha, *notice)
