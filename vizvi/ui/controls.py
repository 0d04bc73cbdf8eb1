"""Controls: widgets built from registries and knobs, so that none can produce an invalid value."""

from dataclasses import fields

import streamlit as st

from vizvi.member import label
from vizvi.variants import variants

NAMES = {"target": "Target", "family": "Family of q", "divergence": "Divergence", "method": "Method"}
NORMAL = "Normal"  # what every Gaussian family is in one dimension


def choose(key: str, text: str, registry, allowed=None, names=None, **options):
    """A menu of members; `allowed` keeps what makes sense, `names` calls some otherwise. Returns the class chosen."""
    names = {each: label(registry[each]) for each in registry} | (names or {})
    slugs = [each for each in registry if allowed is None or allowed(registry[each])]
    if st.session_state.get(key) not in slugs:
        st.session_state[key] = slugs[0]
    return registry[st.selectbox(text, slugs, format_func=names.__getitem__, key=key, **options)]


def knob(key: str, each):
    """The widget of one knob: a slider, a number field where the range spans decades, a menu or a switch."""
    support = each.metadata["knob"]
    text = support.label or each.name.replace("_", " ").capitalize()
    usable = _accepts(support, each.name, st.session_state.get(key))
    if not usable:
        st.session_state[key] = support.default
    if support.choices:
        return st.selectbox(text, support.choices, key=key)
    if isinstance(support.default, bool):
        return st.toggle(text, key=key)
    if isinstance(support.default, int):
        if support.hi - support.lo > 64:
            return st.number_input(text, support.lo, support.hi, key=key)
        return st.slider(text, support.lo, support.hi, key=key)
    lo, hi = float(support.lo), float(support.hi)
    if lo > 0 and hi / lo > 100:
        return st.number_input(text, lo, hi, step=_step(support.default), format="%g", key=key)
    return st.slider(text, lo, hi, step=0.01 if hi - lo <= 3 else 0.05 if hi - lo <= 8 else 0.1, key=key)


def _accepts(support, name: str, value) -> bool:
    try:
        return support.check("", name, value) is not None
    except ValueError:
        return False


def _step(default: float) -> float:
    return 0.01 if default < 1 else 0.5


def build(cls, prefix: str, slots, allowed=None):
    """A member from its widgets: each knob goes to the next slot, the last slot takes the rest; picks bring their own.

    `allowed` is asked whether a pick's class makes sense."""
    slots = list(slots)
    values = {}
    for each in fields(cls):
        slot = slots.pop(0) if len(slots) > 1 else slots[0]
        with slot:
            key = f"{prefix}.{each.name}"
            if "pick" in each.metadata:
                text = each.metadata["label"] or each.name.capitalize()
                chosen = choose(key, text, each.metadata["pick"], allowed)
                values[each.name] = build(chosen, key, slots)
            elif _idle(cls, prefix, each.name):
                values[each.name] = st.session_state[key] = _kept(key, each)  # away, and not forgotten
            else:
                values[each.name] = knob(key, each)
    return cls(**values)


def _idle(cls, prefix: str, name: str) -> bool:
    """Whether a knob means nothing beside what the others are set to: then it has no widget."""
    knobs = {each.name: each for each in fields(cls) if "knob" in each.metadata}
    return hasattr(cls, "idle") and cls.idle(name, lambda other: _kept(f"{prefix}.{other}", knobs[other]))


def _kept(key: str, each):
    support, value = each.metadata["knob"], st.session_state.get(key)
    return value if _accepts(support, each.name, value) else support.default


def supported(problem):
    """Whether a class, made with no arguments, supports a problem; what has no opinion does."""
    return lambda cls: not getattr(cls(), "supports", lambda _: "")(problem)


def workable(problem):
    """Whether a method supports a problem with at least one choice of each of its picks."""
    return lambda cls: any(not each.supports(problem) for each in variants(cls()))
