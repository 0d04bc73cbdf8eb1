"""What the lesson says of the problem that is shown: its own sentences where they hold, others where they don't."""

from vizvi.experiment import Experiment
from vizvi.lesson import Lesson, elsewhere
from vizvi.lessons.kl import ELSEWHERE, LESSON, words
from vizvi.member import slug

EVEN = 0.2  # how far weights may be from equal for a bell to leave one bump for both


def said_of(experiment: Experiment) -> Lesson:
    """The lesson with the sentences that hold for an experiment's target."""
    target, (strip, slide, born, today) = experiment.problem.target, LESSON.notice
    if slug(target) not in ("two_bumps", "two_modes"):
        left, forward = ELSEWHERE.notice
        return elsewhere(LESSON, ELSEWHERE.aha, left, words.NO_SD if without_sd(target) else forward, today)
    lines = [strip] if target.dim == 1 else []
    lines += [slide] if abs(target.weight - 0.5) <= EVEN else []
    lines += [born] if target.weight == 0.5 else []
    return elsewhere(LESSON, LESSON.aha, *lines, today)


def without_sd(target) -> bool:
    """Whether p's second moment is infinite, so that no bell has a finite KL(p‖q)."""
    return slug(target) == "student_t" and target.df <= 2
