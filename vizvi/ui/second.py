"""A second run beside the first: written as what differs from it, on the same clock, in the same picture."""

import zlib
from dataclasses import replace

import streamlit as st

from vizvi.diagnostics.mirrored_start import mirrored
from vizvi.experiment import Experiment
from vizvi.links import from_query, to_query
from vizvi.member import slug
from vizvi.picture import Picture, thin
from vizvi.problem import Problem
from vizvi.ui.address import LIMITS
from vizvi.ui.pictures import drawn
from vizvi.ui.session import Session
from vizvi.ui.setting import Setting, named

# A link's word: its label, and what it sets.
CHANGES = {
    "none": ("none", {}),
    "mean_field": ("mean-field", {"family": "mean_field"}),
    "full_rank": ("full-rank", {"family": "full_rank"}),
    "mixture": ("mixture of 2", {"family": "mixture"}),
    "student_t": ("Student-t", {"family": "student_t"}),
    "reverse_kl": ("reverse KL", {"divergence": "reverse_kl"}),
    "forward_kl": ("forward KL", {"divergence": "forward_kl"}),
    "fast": ("rate 0.5", {"method.optimizer.rate": "0.5"}),
    "slow": ("rate 0.005", {"method.optimizer.rate": "0.005"}),
    "score_function": ("score function", {"method.estimator": "score_function"}),
    "start": ("another start", {}),
}
SAID = ("q", "radii", "df", "steps", "known", "divergence")  # of its header
ROOM = ("q_mean", "q_cov", "q_kernels")  # of q, beside the numbers


def versus(page: str) -> dict[str, Setting]:
    """The setting of a page with a second run: which change it is."""
    return {f"{page}.versus": named({word: label for word, (label, _) in CHANGES.items()})}


def choose(session: Session) -> None:
    """The menu of what the second run changes."""
    key = f"{session.page}.versus"
    first = session.own("set")["up"]
    tilts = session.default.problem.target.dim > 1  # on a line there is nothing to tilt
    offered = {word: label for word, (label, _) in CHANGES.items() if tilts or word != "full_rank"}
    able = {label for word, label in offered.items() if word in ("none", "start") or _changed(session, first, word)}
    labels = [label for label, _ in CHANGES.values() if label in able or label == session[key]]
    st.selectbox("Second run", labels, key=key, format_func=lambda label: label if label in able else f"{label}: the same")


def second(session: Session, experiment: Experiment) -> Experiment | None:
    """The second run, or None if there is none, or if it would be the first one again."""
    label = session[f"{session.page}.versus"]
    word = next(word for word, (text, _) in CHANGES.items() if text == label)
    if word == "start":
        return _elsewhere(experiment)
    return None if word == "none" else _changed(session, experiment, word)


def _changed(session: Session, experiment: Experiment, word: str) -> Experiment | None:
    """An experiment with a change, or None if that is the same again, or can't be run."""
    page, (_, change) = session.page, CHANGES[word]
    query = {key: text for key, text in to_query(experiment, page).items() if not _replaced(key, page, change)}
    other, _ = from_query(query | {f"{page}.{key}": text for key, text in change.items()}, page, experiment, LIMITS)
    other = replace(other, runs=1, steps=experiment.steps, seed=experiment.seed)
    same = (other.problem, other.method) == (experiment.problem, experiment.method)
    return None if same or other.method.supports(other.problem) else other


def _replaced(key: str, page: str, change: dict) -> bool:
    """Whether a part of the link gives way to the change: a member with its knobs; with the family, the start."""
    gone = [f"{page}.{name}" for name in change] + [f"{page}.start"] * ("family" in change)
    return any(key == each or key.startswith(f"{each}.") for each in gone)


def _elsewhere(experiment: Experiment) -> Experiment:
    """The same from a start on the other side of the window's middle."""
    return replace(experiment, runs=1, start=mirrored(experiment))


def beside(header: dict, arrays: dict, other: Picture, label: str, problem: Problem) -> tuple[dict, dict]:
    """A picture's header and arrays with those of the second run, under "b."."""
    numbers = {each["key"] for each in (*header["readouts"], *other.header["readouts"])}
    numbers |= {"reverse_kl", "forward_kl", "divergence", "elbo", "mass"}
    kept = {name: each for name, each in thin(other.arrays).items() if name in ROOM or name in numbers}
    told = {name: each for name, each in other.header.items() if name in SAID}
    said = {"label": label, "family": slug(problem.family)}
    return header | {"second": told | said}, arrays | {f"b.{name}": each for name, each in kept.items()}


def joined(own: dict, header: dict, arrays: dict, other: Experiment, label: str) -> tuple[dict, dict]:
    """The same from the second run itself; it is left out if it cannot run. own: what the stage keeps for itself."""
    try:
        header, arrays = beside(header, arrays, drawn(other), label, other.problem)
    except ValueError:
        return header, arrays
    key = repr(other)
    if own.get("second") != key:  # choosing it is playing
        own["second"], header = key, header | {"play": "choice"}
    return header | {"id": f"{header['id']}.{zlib.crc32(key.encode()):x}"}, arrays
