"""Cards: the lessons of a course and the targets of the registry, each one small picture and one link."""

import html
from collections.abc import Callable

import streamlit as st

from vizvi.figures.cover import source
from vizvi.figures.thumbnail import HEIGHT, WIDTH
from vizvi.lesson import Lesson
from vizvi.member import label
from vizvi.targets import TARGETS
from vizvi.ui.cache import kept
from vizvi.ui.page import link, presenting, theme_shown

# One card, one link: it reaches over the picture and the words.
_STYLE = (
    """<style>
[class*="st-key-card-"] { position: relative; border: 1px solid var(--st-border-color, #8884); border-radius: 0.6rem;
  padding: 0.5rem 0.7rem 0.6rem; transition: border-color 0.15s; }
[class*="st-key-card-"]:hover, [class*="st-key-card-"]:focus-within { border-color: var(--st-primary-color); }
[class*="st-key-card-"] a::after { content: ""; position: absolute; inset: 0; }
[class*="st-key-card-"] :is([data-testid="stPageLink"], [data-testid="stElementContainer"], a) { position: static; }
[class*="st-key-card-"] a { padding-left: 0; padding-right: 0; height: auto; }
[class*="st-key-card-"] a :is(span, p) { white-space: normal; line-height: 1.3; }
.vizvi-thumb { display: block; max-width: 100%; height: auto; margin: 0 auto; transition: transform 0.25s; }
@media (prefers-reduced-motion: no-preference) {
  [class*="st-key-card-"]:hover .vizvi-thumb { transform: scale(1.06); }
}
.vizvi-asks { font-size: 0.9em; line-height: 1.3; opacity: 0.8; margin: -0.4rem 0 0; }
</style>"""
)

_BACK_ROW = '<style>[class*="st-key-card-"] :is(a p, .vizvi-asks) { font-size: 22px !important; }</style>'


def course(lessons: dict[str, Lesson], cover: Callable) -> None:
    """The lessons by chapter, in the order of the course; `cover(slug)` is a Cover or a target. What this visit has
    answered is ticked."""
    st.html(_STYLE + _BACK_ROW if presenting() else _STYLE)
    theme = theme_shown()
    for chapter in dict.fromkeys(each.chapter for each in lessons.values()):
        st.markdown(f"**{chapter}**")
        with st.container(horizontal=True, gap="small"):
            for slug, lesson in lessons.items():
                if lesson.chapter == chapter:
                    picture = _covered(slug, theme, cover)
                    _card(slug, slug, lesson.title, picture, ask=lesson.question, done=_answered(slug))


def gallery() -> None:
    """All targets, in one dimension and in two, a click away from their playground."""
    st.html(_STYLE + _BACK_ROW if presenting() else _STYLE)
    theme = theme_shown()
    for dim, title in ((1, "Targets in one dimension"), (2, "Targets in two dimensions")):
        st.markdown(f"**{title}**")
        with st.container(horizontal=True, gap="small"):
            for slug, cls in TARGETS.items():
                if cls().dim == dim:
                    page = f"play_{dim}d"
                    _card(f"{page}-{slug}", page, label(cls), _drawn(cls(), theme), {f"{page}.target": slug})


def _card(key: str, page: str, title: str, picture: str, query=None, ask: str = "", done: bool = False) -> None:
    size = 1.6 if presenting() else 1.0
    with st.container(key=f"card-{key}", width=round(size * (WIDTH + (60 if ask else 26))), gap=None):
        words = f'<p class="vizvi-asks">{html.escape(ask)}</p>' if ask else ""
        wide, high = round(size * WIDTH), round(size * HEIGHT)
        st.html(f'<img class="vizvi-thumb" alt="" width="{wide}" height="{high}" src="{picture}">')
        link(page, f"{title} ✓" if done else title, query)
        if words:
            st.html(words)


@kept
def _drawn(target, theme: str) -> str:
    """The picture of a target as text; packing it anew for every visit took ten times as long as the rest of the page."""
    return source(target, theme)


@kept
def _covered(slug: str, theme: str, cover: Callable) -> str:
    return source(cover(slug), theme)


def _answered(slug: str) -> bool:
    """Whether this visit has answered a question of the lesson."""
    memory = st.session_state.get(f"_{slug}")
    return bool(memory and memory.answers)
