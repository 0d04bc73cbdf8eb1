"""Use it in class: links that open a lesson as a teacher wants it, the frame for a course's page, and a sheet to print."""

import html
from urllib.parse import urlencode, urlsplit

import streamlit as st

from vizvi.exports.sheet import sheet
from vizvi.lesson import Lesson
from vizvi.ui.controls import NAMES
from vizvi.ui.hide import BARS, asked, names
from vizvi.ui.share import VERSION
from vizvi.ui.shown import HIDE, LECTURE, PRESENT, TEACH, lecturing, presenting, teaching

_LECTURE = "_lecture"
NOW = "as it is set now"
SWITCHES = {
    PRESENT: ("For a projector", presenting),
    TEACH: ("Teacher's notes open", teaching),
    LECTURE: ("In a lecture: PageDown and PageUp lead on", lecturing),
}
FRAME = '<iframe src="{src}" title="{title}" style="width:100%;height:800px;border:0" allow="clipboard-write"></iframe>'
FITS = """<script>
addEventListener("message", ({ data, source }) => {
  for (const each of document.querySelectorAll("iframe"))
    if (data && data.vizvi && each.contentWindow === source) each.style.height = data.height + "px";
});
</script>"""


def announce(lecture: list[Lesson]) -> None:
    """Say which lessons make up the lecture, for its sheet."""
    st.session_state[_LECTURE] = lecture


def classroom(lesson: Lesson) -> None:
    """A button that opens the dialog."""
    if st.button("Use it in class", icon=":material/co_present:", key="class"):
        _dialog(lesson)


@st.dialog("Use it in class", width="large")
def _dialog(lesson: Lesson) -> None:
    memory = st.session_state.get(f"_{lesson.slug}")
    now, presets = (memory.link, memory.own.get("tries", {})) if memory else ({}, {})
    opens = st.selectbox("The lesson opens", [NOW, *presets], key="class.opens")
    on = {key: st.toggle(label, value=was(), key=f"class.{key}") for key, (label, was) in SWITCHES.items()}
    offered = _offered(now)
    usual = [each for each in asked() if each in offered]
    away = st.multiselect("Hide controls", list(offered), usual, format_func=offered.get, key="class.hide")
    switches = {key: "1" for key, each in on.items() if each} | ({HIDE: ",".join(away)} if away else {})
    link = address(lesson.slug, {"v": VERSION} | switches | (now if opens == NOW else presets[opens]))
    st.markdown("**The link**")
    st.code(link, language=None, wrap_lines=True)
    st.markdown("**In a course's own page.** The script beside it, once a page, fits the frame to what it shows.")
    st.code(frame(link, lesson.title), language="html", wrap_lines=True)
    st.markdown("**To print**")
    lecture = st.session_state.get(_LECTURE, [])
    with st.container(horizontal=True):
        _download("This lesson", [(lesson, link)], False, lesson.slug)
        _download("This lesson, teacher's copy", [(lesson, link)], True, lesson.slug)
        all_of_it = [(each, address(each.slug, switches)) for each in lecture]
        _download("The lecture", all_of_it, False, "lecture")
        _download("The lecture, teacher's copy", all_of_it, True, "lecture")


def _download(label: str, lessons: list, notes: bool, name: str) -> None:
    file = f"vizvi_{name}{'_teacher' if notes else ''}.html"
    made = lambda: sheet(lessons, notes)
    st.download_button(label, made, file, "text/html", on_click="ignore", icon=":material/print:", key=f"class.{file}")


def _offered(link: dict[str, str]) -> dict[str, str]:
    """What can be hidden: name -> what it is called here."""
    found = {name: NAMES.get(name, name.replace(".", ": ").replace("_", " ").capitalize()) for name in names(link)}
    return {name: label for name, label in found.items() if name not in ("step", "start")} | BARS


def address(page: str, query: dict[str, str]) -> str:
    """The whole address of a page."""
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}{here.path.rpartition('/')[0]}" if here.netloc else ""
    return f"{base}/{page}" + (f"?{urlencode(query, safe=',')}" if query else "")


def frame(link: str, title: str) -> str:
    """The lines for a course's page that show a link in a frame of its own height."""
    source = f"{link}{'&' if '?' in link else '?'}embed=true"
    return FRAME.format(src=html.escape(source), title=html.escape(title)) + "\n" + FITS
