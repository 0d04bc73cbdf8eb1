"""What a visitor sets of the lesson, by the keys of its link."""

import streamlit as st

from vizvi.lessons.topics import TABS
from vizvi.lessons.topics.run import LOOKS, Setup
from vizvi.lessons.topics.words import settings as words
from vizvi.ui.bars import fold, tools
from vizvi.ui.session import Session
from vizvi.ui.setting import choice, named, whole

PAGE = "topics"
DOCUMENTS, ALPHAS = ("50", "100", "200", "500", "1000"), ("0.01", "0.1", "0.3", "1", "3", "10")
ETAS = ("0.01", "0.1", "1", "5")

SHOWN = 50  # documents that can be looked at
SETTINGS = {
    "topics.k": whole(10, 2, 20),
    "topics.documents": choice(*DOCUMENTS)._replace(default="200"),
    "topics.alpha": choice(*ALPHAS)._replace(default="0.3"),
    "topics.by": choice(*words.BY),
    "topics.passes": choice(*map(str, LOOKS))._replace(default="200"),
    "topics.eta": choice(*ETAS)._replace(default="0.1"),
    "topics.words": whole(100, 20, 300),
    "topics.data": whole(1, 1, 99),
    "topics.seed": whole(1, 0, 9),
    "topics.document": whole(11, 1, SHOWN),
    "topics.tab": named(TABS),
    "topics.eras": whole(3, 2, 8),
    "topics.start_of": choice("best", *map(str, range(10))),
    "topics.decay": choice("0.7", "0.51", "1"),
    "topics.delay": choice("10", "1"),
}
BESIDE = ("tab", "document", "eras", "start_of", "decay", "delay")  # these do not change what the question is about


def usual(session: Session) -> bool:
    """Whether the run is the one that the question is about."""
    shown = [key for key in SETTINGS if key.removeprefix(f"{PAGE}.") not in BESIDE]
    return all(session[key] == SETTINGS[key].default for key in shown)


def setup(session: Session) -> Setup:
    """The run that is set."""
    get = lambda name: session[f"{PAGE}.{name}"]
    counts = get("k"), int(get("documents"))
    return Setup(*counts, float(get("alpha")), get("by"), float(get("eta")), get("words"), get("data"), get("seed"))


def controls(session: Session) -> Setup:
    """The row of widgets."""
    columns = st.columns([0.8, 0.85, 0.85, 1.75, 0.8, 0.75, 1.85], vertical_alignment="bottom")
    ways, passes = {"options": list(words.BY), "format_func": words.BY.get}, list(map(str, LOOKS))
    columns[0].slider(words.TOPICS, 2, 20, key="topics.k")
    columns[1].select_slider(words.DOCUMENTS, DOCUMENTS, key="topics.documents")
    columns[2].select_slider(words.ALPHA, ALPHAS, key="topics.alpha", help=words.ALPHA_HELP)
    columns[3].segmented_control(words.CLIMB, **ways, key="topics.by", help=words.CLIMB_HELP)
    columns[4].select_slider(words.PASSES, passes, key="topics.passes", help=words.PASSES_HELP)
    columns[5].slider(words.DOCUMENT, 1, SHOWN, key="topics.document", help=words.DOCUMENT_HELP)
    with columns[6]:
        tools(session)
    return setup(session)


def more(session: Session) -> None:
    """What stands behind More."""
    with fold(PAGE):
        st.select_slider(words.ETA, ETAS, key="topics.eta", help=words.ETA_HELP)
        st.number_input(words.WORDS, 20, 300, key="topics.words")
        st.number_input(words.CORPUS, 1, 99, key="topics.data", help=words.CORPUS_HELP)
        st.number_input(words.START, 0, 9, key="topics.seed", help=words.START_HELP)
