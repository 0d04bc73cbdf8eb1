"""Parametrization by argument name: a test that asks for a `target` runs on every target there is.

The same holds for `family`, `divergence`, `estimator`, `optimizer`, `method`, `sampler` and `schedule`: each member at
its defaults, at both ends of every knob and with every choice of every pick. A new member gets its tests without an edit.
"""

import os
import sys

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")  # before NumPy is there: workers share the cores, small matrices gain nothing

# Images often switch bytecode off: then each worker, and each server that a test starts, compiles all of vizvi again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

from itertools import product

import pytest
from cover import corners, deep, fits, pairwise, registry, usual
from share_out import begin_elsewhere, in_order

ROLES = ("target", "family", "divergence", "estimator", "optimizer", "method", "sampler", "schedule")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are cores, while they are few: who drives a browser often waits for it."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + (cores < 8)


def pytest_generate_tests(metafunc):
    """Fill every role argument that the test does not parametrize itself."""
    own = {
        name.strip()
        for mark in metafunc.definition.iter_markers("parametrize")
        for name in (mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0])
    }
    roles = [role for role in ROLES if role in metafunc.fixturenames and role not in own]
    if metafunc.definition.get_closest_marker("pairs"):
        metafunc.parametrize(roles, pairs(roles))
        return
    only_defaults = metafunc.definition.get_closest_marker("defaults")
    for role in roles:
        classes = registry(role).values()
        members = [each for cls in classes for each in ([usual(cls)] if only_defaults else corners(cls))]
        marked = [pytest.param(each, marks=pytest.mark.wide) if deep(each) else each for each in members]
        metafunc.parametrize(role, marked, ids=list(map(repr, members)))


def pytest_configure(config):
    """Let each worker begin its collection elsewhere."""
    begin_elsewhere(config)


def pytest_collection_modifyitems(items):
    """Leave out families in dimensions that they do not have."""
    in_order(items)
    items[:] = [each for each in items if _fits(each)]


def _fits(item) -> bool:
    given, mark = getattr(getattr(item, "callspec", None), "params", {}), item.get_closest_marker("dim")
    return fits(given | {"dim": mark.args[0]} if mark else given)


def pairs(roles: list[str]) -> list:
    """Every pair of members at their defaults, every corner beside defaults; the rest of the product is wide."""
    all_of = [[each for cls in registry(role).values() for each in corners(cls)] for role in roles]
    names = [{repr(usual(cls)) for cls in registry(role).values()} for role in roles]
    cases = [case for case in product(*all_of) if fits(dict(zip(roles, case)))]
    plain = [case for case in cases if all(repr(each) in some for each, some in zip(case, names))]
    keep = {repr(plain[k]) for k in pairwise([tuple(map(repr, case)) for case in plain])}
    for k, members in enumerate(all_of):
        for each in members:
            if repr(each) not in names[k] and not deep(each):
                keep.add(repr((*plain[0][:k], each, *plain[0][k + 1 :])))
    return [
        pytest.param(*case, id="-".join(map(repr, case)), marks=[] if repr(case) in keep else [pytest.mark.wide])
        for case in cases
    ]
