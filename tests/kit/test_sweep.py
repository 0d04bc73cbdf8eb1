"""Nothing ever shows a red box: every target at both ends of every knob, every family, every setting's ends, in
every tab."""

from dataclasses import fields, replace
from importlib import import_module
from itertools import product

import pytest
from cover import corners, registry, usual, wide
from visit import followed, revealed

from vizvi.experiment import BOUNDS
from vizvi.lessons import COURSE, default
from vizvi.links import to_query
from vizvi.member import slug

FEW = 4  # links of a lesson that every run of the tests follows
PIECES = 4  # of a lesson's wide sweep
SEEDS = BOUNDS["seed"]


def settings(lesson: str) -> dict:
    return getattr(import_module(f"vizvi.lessons.{lesson}.page"), "SETTINGS", {})


def ends(setting) -> list[str]:
    """A setting's texts: all of a few words, both ends of a range; none of what is free text."""
    wanted = setting.wanted
    if wanted.startswith("one of "):
        return wanted.removeprefix("one of ").split(", ")
    if wanted == "0 or 1":
        return ["0", "1"]
    if " from " in wanted and wanted.startswith(("a number", "a whole number")):
        return wanted.split(" from ")[1].split(" to ")
    return []


def places(lesson: str) -> list[dict]:
    """The tabs of a lesson, as links; one empty link if it has none."""
    keys = [key for key in settings(lesson) if key.endswith(".tab")]
    return [{keys[0]: each} for each in ends(settings(lesson)[keys[0]])] if keys else [{}]


def told(member, prefix: str) -> dict[str, str]:
    """A member as a link has it."""
    knobs = {f"{prefix}.{each.name}": str(getattr(member, each.name)) for each in fields(member)}
    return {prefix: slug(member)} | knobs


def admits(lesson: str):
    """What a lesson makes of a link's experiment: itself and no sentence where it can show it."""
    page = import_module(f"vizvi.lessons.{lesson}.page")
    holders = (page, getattr(page, "CONTROLS", None), getattr(page, "zigzag_tab", None))
    return next(each.admitted for each in holders if hasattr(each, "admitted"))


def problems(lesson: str) -> list[dict]:
    """Every target and family that the lesson shows, at every corner, as links."""
    if (start := default(lesson)) is None:
        return []
    admitted, found = admits(lesson), []
    for target, family in product(registry("target").values(), registry("family").values()):
        same = target.dim == 1 and family is registry("family")["full_rank"]  # the Normal that mean-field is, too
        for one in corners(target) if target.dim in family.dims and not same else ():
            problem = replace(start.problem, target=one, family=usual(family))
            if not admitted(replace(start, problem=problem, start=()), start)[1]:
                found.append(told(one, f"{lesson}.target") | told(usual(family), f"{lesson}.family"))
    return found


def links(lesson: str) -> list[dict]:
    """All links of a lesson's sweep: problems × tabs, then each setting's ends × tabs, a product dealt like cards."""
    free = [{key: text} for key, each in settings(lesson).items() if not key.endswith(".tab") for text in ends(each)]
    free += [{f"{lesson}.seed": str(SEEDS[1])}] if default(lesson) else []
    return [one | place for one, place in product([*problems(lesson), *free], places(lesson))]


def dealt(lesson: str, k: int) -> list[dict]:
    """The k-th of the pieces of a sweep; −1: the few of every day, as far apart as they can be."""
    every = links(lesson)
    if k < 0:
        return every[:: max(1, len(every) // FEW)][:FEW]
    return every[k::PIECES]


def follows(app, lesson: str, link: dict) -> bool:
    """Whether a page shows the problem of its link."""
    memory = app.session_state[f"_{lesson}"]
    shown = to_query(memory.experiment, lesson) if memory.experiment else {}
    return all(alike(shown[key], text) for key, text in link.items() if key in shown)


def alike(one: str, other: str) -> bool:
    try:
        return one == other or float(one) == float(other)
    except ValueError:
        return False


@pytest.mark.parametrize(
    "lesson, piece", [(each, -1) for each in COURSE] + [wide(*each) for each in product(COURSE, range(PIECES))]
)
def test_no_link_shows_a_red_box(lesson, piece):
    app = revealed(followed(lesson, ""))
    broken = []
    for link in dealt(lesson, piece):
        app.query_params.clear()
        app.query_params.update(link)
        app = revealed(app.run())
        if not app.exception:
            assert follows(app, lesson, link), link
        else:
            broken.append((link, app.exception[0].value[-200:]))
            app = revealed(followed(lesson, ""))
    assert broken == []


@pytest.mark.parametrize("lesson", COURSE)
def test_the_sweep_reaches_what_the_lesson_offers(lesson):
    every = links(lesson)
    assert len(every) >= len(places(lesson)), lesson
    if default(lesson) is not None:
        assert to_query(default(lesson), lesson)[f"{lesson}.target"] in {each.get(f"{lesson}.target") for each in every}
