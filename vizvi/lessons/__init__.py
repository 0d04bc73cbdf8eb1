"""The course: which lessons there are, in which order, and the words of each."""

from importlib import import_module
from importlib.util import find_spec

from vizvi.lesson import Lesson

COURSE = (
    "gap",
    "play_1d",
    "kl",
    "basins",
    "too_sure",
    "play_2d",
    "gradients",
    "coordinate_ascent",
    "stochastic",
    "choose",
    "mcmc",
    "flows",
    "amortize",
    "topics",
    "workshop",
)
LECTURE = ("gap", "play_1d", "kl", "basins", "too_sure", "mcmc")  # ninety minutes, votes included
LESSONS: dict[str, Lesson] = {slug: import_module(f"{__name__}.{slug}").LESSON for slug in COURSE}


def default(slug: str):
    """The experiment that a lesson opens with; None if it opens with data."""
    return getattr(import_module(f"{__name__}.{slug}"), "DEFAULT", None)


def cover(slug: str):
    """What stands on a lesson's card: its own drawing, or the target of the experiment that it opens with."""
    if find_spec(f"{__name__}.{slug}.cover"):
        return import_module(f"{__name__}.{slug}.cover").cover()
    return default(slug).problem.target


def around(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """Where a lesson leads: the next one of the course and the one before, as (slug, label)."""
    place = COURSE.index(lesson.slug)
    steps = ("Next", COURSE[place + 1 : place + 2]), ("Back", COURSE[max(place - 1, 0) : place])
    return tuple((slug, f"{word}: {LESSONS[slug].title}") for word, slugs in steps for slug in slugs)
