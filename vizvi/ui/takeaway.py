"""Take away: whatever a page shows as files, each made only when it is asked for, and its model as code."""

from collections.abc import Callable

import streamlit as st

from vizvi.exact import exact
from vizvi.experiment import Experiment
from vizvi.exports.arviz import arviz
from vizvi.exports.chart import chart
from vizvi.exports.film import gif
from vizvi.exports.page import page
from vizvi.exports.png import png
from vizvi.exports.programs import Program, programs, together
from vizvi.exports.still import still
from vizvi.exports.svg import svg
from vizvi.exports.table import chart_table, table
from vizvi.picture import PRECISION
from vizvi.script import script
from vizvi.ui.cache import fitted
from vizvi.ui.offered import Offer, film, offered
from vizvi.ui.page import theme_shown
from vizvi.ui.session import Session

Made = Callable[[], tuple[Program, ...]]
READS = "ArviZ reads it: `xarray.open_datatree(zarr.storage.ZipStore(path, mode='r'), engine='zarr')`"


def takeaway(
    session: Session, experiment: Experiment | None = None, code: Made | None = None, draws: Callable | None = None
) -> None:
    """A fold with every picture and chart on the page as files, and an experiment as code. Stands after them.

    code: gives other programs, the lines of vizvi that compute what is shown first; asked only while the fold is open, as
    is draws, which gives a file of chains for ArviZ."""
    name = f"{session.page}.takeaway"
    with st.expander("Take it away", icon=":material/download:", on_change="rerun", key=name) as fold:
        if not fold.open:  # who asks for nothing is sent nothing
            return
        if offered():
            _files(name)
        if draws:
            _saved("The chains for ArviZ (Zarr)", draws, f"{session.page}_chains.zarr.zip", "application/zip", READS)
        if experiment or code:
            _code(code() if code else _of(experiment), name)


@st.fragment
def _files(name: str) -> None:
    """A menu of what is on show, and buttons for its files; a fragment, so that a film in the making stops nothing else."""
    found = offered()
    places = sorted(found, key=lambda each: not found[each].name.startswith("Picture"))  # pictures first
    if st.session_state.get(f"{name}.what") not in found:
        st.session_state.pop(f"{name}.what", None)
    what, look, when = st.columns([3.2, 1.2, 1], vertical_alignment="bottom")
    key = what.selectbox("Picture or chart", places, format_func=lambda each: found[each].name, key=f"{name}.what")
    themes = ("light", "dark")
    shown = themes.index(theme_shown())
    theme = look.selectbox("Colors", themes, shown, format_func=str.capitalize, key=f"{name}.theme")
    each, stem = found[key], f"vizvi_{key.replace('.', '_')}"
    with st.container(horizontal=True, key=f"{name}.files"):
        if each.header is None:
            _saved("PNG, 2×", lambda: png(chart(found[key].make(), theme)), f"{stem}.png", "image/png")
            _saved("SVG, 2×", lambda: svg(chart(found[key].make(), theme)), f"{stem}.svg", "image/svg+xml")
            _saved("Its numbers (CSV)", lambda: chart_table(found[key].make()), f"{stem}.csv", "text/csv")
            return
        last = int(each.header["steps"])
        step = when.number_input("Step", 0, last, 0 if each.header.get("open") else last, key=f"{name}.step.{key}.{last}",
                                 help="Of PNG and SVG.")  # fmt: skip
        _saved("Plays offline (HTML)", lambda: page(each.make()), f"{stem}.html", "text/html")
        _film(each, f"{stem}.gif", theme, name)
        _saved("PNG, 2×", lambda: png(still(each.make(), step, theme)), f"{stem}_{step}.png", "image/png")
        _saved("SVG, 2×", lambda: svg(still(each.make(), step, theme)), f"{stem}_{step}.svg", "image/svg+xml")
        if run := each.experiment:
            _saved("Every step (CSV)", lambda: _run(run, table), f"{stem}.csv", "text/csv")
            _saved("For ArviZ (Zarr)", lambda: _run(run, arviz), f"{stem}.zarr.zip", "application/zip", READS)


def _saved(label: str, make: Callable[[], str | bytes], file: str, mime: str, hint: str | None = None) -> None:
    """A button that builds its file when it is pressed, beside the page's own runs."""
    st.download_button(label, make, file, mime, on_click="ignore", icon=":material/download:", key=file, help=hint)


def _run(experiment: Experiment, write: Callable) -> str | bytes:
    history = fitted(experiment)
    return write(experiment, history, exact(experiment.problem, history.lam, *PRECISION))


def _film(each: Offer, file: str, theme: str, name: str) -> None:
    """A film takes seconds: it is made with its progress told, and kept until another is."""
    asked = file, theme, each.header["id"]
    data = film(asked)
    label = "Film for slides (GIF)"
    if data is None and st.button(label, icon=":material/movie:", key=f"{name}.film", help="At most 5 MB."):
        bar = st.progress(0.0, "Drawing the film …")
        tell = lambda done, of: bar.progress(done / of, f"Drawing the film: {done} of {of} frames")
        data = film(asked, gif(each.make(), theme, tell=tell))
        bar.empty()
    if data is not None:
        _saved(f"Save the film ({len(data) / 1e6:.1f} MB)", lambda: data, file, "image/gif")


def _of(experiment: Experiment) -> tuple[Program, ...]:
    """The experiment's own lines, and the same model for other libraries."""
    try:
        own = script(experiment)
    except ValueError:  # a target of somebody's own
        own = ""
    try:
        return together(own, programs(experiment))
    except ValueError as refusal:
        st.caption(str(refusal))
        return together(own)


def _code(offered: tuple[Program, ...], name: str) -> None:
    """One library's lines, with what to know of them."""
    found = {each.library: each for each in offered}
    if not found:
        return
    chosen = first = next(iter(found))
    if st.session_state.get(f"{name}.library") not in found:  # of another part of the page
        st.session_state.pop(f"{name}.library", None)
    if len(found) > 1:
        chosen = st.segmented_control("The model as code", list(found), default=first, key=f"{name}.library") or first
    st.caption(found[chosen].remark)
    st.code(found[chosen].text, language="python")
