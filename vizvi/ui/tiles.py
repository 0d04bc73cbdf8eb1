"""Numbers to be read from the back row, each with what it is of."""

import math
from typing import NamedTuple

import streamlit as st

from vizvi.format import bound
from vizvi.ui.page import presenting

_STYLE = """<style>
.vizvi-large { display: flex; flex-wrap: wrap; gap: 0.4rem 2.2rem; margin: 0.2rem 0 0.4rem; }
.vizvi-large > div { min-width: 8.5rem; position: relative; }
.vizvi-large b { display: block; font-size: %s; line-height: 1.15; font-weight: 600; font-variant-numeric: tabular-nums; }
.vizvi-large span { font-size: %s; }
.vizvi-large i { font-style: normal; opacity: 0.75; font-size: %s; display: block; }
.vizvi-large .how { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%%); }
.vizvi-large .only { border: 1px dashed currentColor; border-radius: 0.3rem; padding: 0 0.35rem; opacity: 0.7;
  font-size: %s; white-space: nowrap; }
</style>"""


class Large(NamedTuple):
    """One number: its name for tests and scripts, what it is of, its value, how it is written, a note below, and how well
    it is known, told on hover and by a screen reader."""

    key: str
    label: str
    value: float
    text: str
    note: str = ""
    how: str = ""


def quadrature(error: float, unit: str = "nats") -> str:
    """How well a number is known that was integrated with an error."""
    return f"Within {bound(error)} {unit}, by quadrature." if math.isfinite(error) else "By quadrature."


CLOSED = "Exact, in closed form."


def large(numbers: list[Large], only: bool = True, when: str = "", how: str = "") -> None:
    """Numbers side by side; `only`: they are known only because the target is a toy; `when` they hold; `how` those are
    known that do not say it themselves."""
    sizes = ("3.2rem", "1.4rem", "1.4rem", "1.4rem") if presenting() else ("2.1rem", "1rem", "0.9rem", "0.8rem")
    tiles = "".join(
        f'<div data-vizvi-value="{each.key}" data-value="{each.value!r}" title="{each.how or how}">'
        f"<span>{each.label}</span>"
        f'<b>{each.text}</b><i>{each.note}</i><span class="how">{each.how or how}</span></div>'
        for each in numbers
    )
    flags = "".join(f'<span class="only">{each}</span> ' for each in ("known only here" if only else "", when) if each)
    flag = f"<div>{flags}</div>" if flags else ""
    st.html(_STYLE % sizes + f'<div class="vizvi-large">{tiles}{flag}</div>')
