"""How the lab is shown: what a teacher hides, what a class link says, a lecture's way, and what a frame lacks."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from visit import opened, pictures, shared, words

from vizvi.exports.sheet import sheet
from vizvi.lessons import COURSE, LECTURE, LESSONS
from vizvi.ui.classroom import address, frame
from vizvi.ui.hide import names, style


def styles(app) -> str:
    return "\n".join(each.proto.body for each in app.get("html"))


def test_names_of_controls_are_those_of_links():
    found = names(["kl.target", "kl.target.separation", "kl.seed", "sure.tab"])
    assert found["target"] == ["kl.target", "kl.target.separation"]
    assert found["target.separation"] == ["kl.target.separation"]
    assert found["seed"] == ["kl.seed"] and found["tab"] == ["sure.tab"]
    assert ".st-key-kl-target-separation" in style(["kl.target.separation"])


def test_what_is_hidden_is_styled_away_kept_and_shared():
    app = opened("play_2d", hide="family,method", **{"play_2d.family": "full_rank"})
    assert ".st-key-play_2d-family" in styles(app) and ".st-key-play_2d-method-optimizer" in styles(app)
    assert not app.info and app.selectbox(key="play_2d.family").value == "full_rank"
    app.number_input(key="play_2d.seed").set_value(9).run()
    assert ".st-key-play_2d-family" in styles(app) and app.query_params["hide"] in ("family,method", ["family,method"])
    assert shared(app)["hide"] == "family,method" and shared(app)["play_2d.seed"] == "9"


@pytest.mark.parametrize("hide, left", [
    ("family", ["separation", "weight"]), ("target", []), ("kl.target", []), ("gap.target", ["separation", "weight"]),
    ("target.separation", ["weight"]), ("kl.target.weight", ["separation"]),
])  # fmt: skip
def test_a_knob_of_p_that_is_put_away_cannot_be_dragged_either(hide, left):
    for key in ("kl.stage.reverse", "kl.stage.forward"):
        grips = pictures(opened("kl", hide=hide))[key][0]["grips"]
        assert [each["key"] for each in grips] == left
        assert all(each["across"][0] in left for each in grips if "across" in each)


@pytest.mark.parametrize("hide, told", [
    ("nonsense", "nonsense"), ("family,<b>x</b>", "b"), ("kl.carry", ""), ("runs,tab,rule", "rule"), ("", ""),
    ("target.separation", ""), ("a" * 3000, "aaa"), ("},body{display:none", "display"),
])  # fmt: skip
def test_names_of_no_control_are_told(hide, told):
    app = opened("play_1d", hide=hide)
    assert not app.exception and bool(app.info) == bool(told)
    assert not told or told in app.info[0].value
    assert "body{" not in styles(app).replace(" ", "") or hide == ""


def test_a_page_tells_only_what_it_should_know():
    assert "carry" not in "".join(each.value for each in opened("kl", hide="carry").info)  # its own
    assert "carry" in "".join(each.value for each in opened("gap", hide="carry").info)
    assert not opened("gap", hide="kl.carry,family,seed,runs").info


@pytest.mark.parametrize("present", ["", "1"])
def test_links_within_the_lab_keep_how_it_is_shown(present):
    query = {"hide": "family", "teach": "1", "lecture": "1"} | ({"present": present} if present else {})
    app = opened("kl", **query)
    told = [dict(parse_qsl(each.proto.query_string)) for each in app.get("page_link")]
    assert told and all(query.items() <= each.items() for each in told)


def test_teach_opens_the_notes():
    (notes,) = [each for each in opened("gap", teach="1").expander if each.label == "Teacher's notes"]
    assert notes.proto.expanded
    (notes,) = [each for each in opened("gap").expander if each.label == "Teacher's notes"]
    assert not notes.proto.expanded


def test_a_lecture_leads_on_and_back():
    assert set(LECTURE) <= set(COURSE) and len(set(LECTURE)) == len(LECTURE)
    for at, slug in [(None, "home"), (0, LECTURE[0]), (2, LECTURE[2]), (len(LECTURE) - 1, LECTURE[-1]), (None, "topics")]:
        ways = {each.proto.label.partition(":")[0]: each.proto.page for each in opened(slug, lecture="1").get("page_link")}
        before = LECTURE[at - 1] if at else None
        after = LECTURE[0] if at is None else next(iter(LECTURE[at + 1 : at + 2]), None)
        assert (ways.get("PageUp"), ways.get("PageDown")) == (before, after)
    assert not [each for each in opened("gap").get("page_link") if each.proto.label.startswith("Page")]


def test_the_class_dialog_builds_links():
    app = opened("gap", **{"gap.target.x": "1.5"})
    app.session_state["class.present"], app.session_state["class.hide"] = True, ["target.unit", "more"]
    app.button(key="class").click().run()  # what is set within reruns the dialog alone, which is for a browser to show
    link, lines = (each.value for each in app.code[-2:])
    said = dict(parse_qsl(urlsplit(link).query))
    assert said["present"] == said["v"] == "1" and said["hide"] == "target.unit,more" and said["gap.target.x"] == "1.5"
    assert "teach" not in said
    (source,) = re.findall(r'src="([^"]+)"', lines)
    assert html.unescape(source) == f"{link}&embed=true"
    again = opened("gap", **said)
    assert not again.info and again.slider(key="gap.target.x").value == 1.5
    assert ".st-key-gap-target-unit" in styles(again) and ".st-key-gap-more" in styles(again)


def test_a_sheet_says_every_lesson_and_no_answer():
    lessons = [(LESSONS[slug], address(slug, {"hide": "a,b"})) for slug in LECTURE]
    students, teachers = sheet(lessons), sheet(lessons, notes=True)
    for slug in LECTURE:
        lesson = LESSONS[slug]
        assert html.escape(f"/{slug}?hide=a,b") in students and html.escape(lesson.question, quote=False) in students
        assert all(html.escape(each.do, quote=False) in students for each in lesson.guide)
        assert lesson.aha[:20] not in students and lesson.aha[:20] in teachers and lesson.teacher[2:12] in teachers
    assert "**" not in teachers and students.count("<section>") == len(LECTURE)


def test_a_frame_is_safe_to_paste():
    made = frame("http://x/gap?hide=a", 'A "title" <b>')
    assert 'title="A &quot;title&quot; &lt;b&gt;"' in made and "hide=a&amp;embed=true" in made


def test_words_of_a_presenter_are_all_there():
    app = opened("gap", present="1")
    assert app.button(key="leave") and "Space: play" in styles(app) and "The model" in words(app)
