"""A lesson is plain data: what it asks, says and leaves."""

from dataclasses import dataclass, field, replace

from vizvi.guide import Task


@dataclass(frozen=True)
class Prediction:
    """A question that is asked before the answer can be seen; nothing is graded or sent anywhere.

    Without options it is answered in the picture, by a hand."""

    ask: str
    tell: str  # what came, in a sentence or two
    options: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True)
class Check:
    """A question to check oneself with: its options, the right one, and why."""

    ask: str
    options: tuple[str, ...]
    answer: str
    why: str


@dataclass(frozen=True)
class Lesson:
    """What a lesson asks, says and leaves; Markdown throughout."""

    slug: str  # the page's address and the prefix of its links
    title: str
    icon: str
    chapter: str
    question: str
    prediction: Prediction
    aha: str
    notice: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    references: tuple[str, ...] = ()
    teacher: str = ""
    guide: tuple[Task, ...] = ()  # three to six small things to do


@dataclass(frozen=True)
class Sweep:
    """One knob of a page at many values, all computed ahead of time: what the static edition can turn without Python.

    Keys and values are texts as a link has them; the first sweep of a lesson is that of its main knob."""

    key: str
    values: tuple[str, ...]
    given: dict[str, str] = field(default_factory=dict)  # other settings of the page meanwhile
    crossed: dict[str, tuple[str, ...]] = field(default_factory=dict)  # settings that have each of these at each value

    def settings(self) -> list[dict[str, str]]:
        """What the links of all pages of the sweep set."""
        found = [self.given | {self.key: value} for value in self.values]
        for key, values in self.crossed.items():
            found = [each | {key: value} for value in values for each in found]
        return found


def spread(lo: float, hi: float, count: int) -> tuple[str, ...]:
    """Evenly spaced values for a sweep, as a link has them.

    >>> spread(0.0, 1.0, 5)
    ('0', '0.25', '0.5', '0.75', '1')
    """
    return tuple(f"{lo + (hi - lo) * i / (count - 1):.10g}" for i in range(count))


def part(lesson: Lesson, name: str, prediction: Prediction) -> Lesson:
    """A lesson with a question of its own for one part of its page; what is to notice stays with the whole."""
    return replace(lesson, slug=f"{lesson.slug}_{name}", prediction=prediction, notice=())


def elsewhere(lesson: Lesson, aha: str, *notice: str) -> Lesson:
    """The lesson with another sentence to remember: what holds where its own does not."""
    return replace(lesson, aha=aha, notice=notice)
