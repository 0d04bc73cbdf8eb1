"""What callers rely on: no function writes on its arguments, and defaults of one name are one value."""

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import vizvi
from vizvi.divergences import DIVERGENCES
from vizvi.estimators import ESTIMATORS
from vizvi.exact import exact
from vizvi.experiment import Experiment, fit
from vizvi.families import FAMILIES
from vizvi.integrate import shared
from vizvi.integrate.truth import truth
from vizvi.methods import METHODS
from vizvi.optima.field import Field
from vizvi.picture.outlines import ground
from vizvi.problem import Problem
from vizvi.targets import TARGETS

APART = ("ui", "serve", "cli", "__main__", "_app")  # no numerics
KEPT = ("page", "_tab", "_chart")  # of a lesson: what needs a page


def modules():
    for each in pkgutil.walk_packages(vizvi.__path__, "vizvi."):
        parts = each.name.split(".")
        if parts[1] not in APART and not (parts[1] == "lessons" and parts[-1].endswith(KEPT)):
            try:
                yield importlib.import_module(each.name)
            except ModuleNotFoundError as error:
                assert error.name == "streamlit", error


def functions():
    for module in modules():
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                yield f"{module.__name__.removeprefix('vizvi.')}.{name}", function


FUNCTIONS = dict(functions())
NUMERICS = ("exact", "integrate", "optima", "picture", "methods", "diagnostics", "estimators", "families")
WITH_LAM = [
    name
    for name, function in FUNCTIONS.items()
    if name.split(".")[0] in NUMERICS
    and "lam" in inspect.signature(function).parameters
    and not name.rpartition(".")[2].startswith("_")
]


POWERS = ("one_sided", "over_both", "shared")


def arguments(function) -> dict:
    """Something to call a function with, by the names of its parameters."""
    where, name = function.__module__.rpartition(".")[2], function.__name__
    target = TARGETS["challenger"]() if where == "distress" else TARGETS["two_bumps"](weight=0.7)
    dim, rng = target.dim, np.random.default_rng(0)
    divergence = DIVERGENCES["alpha"](alpha=0.4) if where in POWERS else DIVERGENCES["reverse_kl"]()
    problem = Problem(target, FAMILIES["planar" if where.startswith("flow_") else "mean_field"](), divergence)
    lam = np.array([[2.97, 0.02], [1.2, 0.3]] if dim == 1 else [[-1.0, -1.5, 0.1, -0.2], [-0.8, -1.6, -0.3, 0.4]])
    if problem.family.layered:
        lam = problem.family.from_moments(lam[:, :1], np.eye(1))
    mean, cov = problem.family.moments(lam)
    given = {"problem": problem, "target": target, "family": problem.family, "window": target.window, "mean": mean}
    given |= {"cov": cov, "eps": rng.normal(size=(64, dim)), "weights": np.eye(dim)[0], "others": lam + 0.1, "seq": 1}
    given |= {"shares": np.array([0.1, 0.9]), "share": 0.8, "draws": (1, 5), "replicates": 40, "tolerance": 1e-4}
    given |= {"normals": lambda shape: rng.normal(size=shape), "budget": 2**20, "known": truth(target), "gauge": 0}
    given |= {"counts": (41,) * dim, "radius": 8.0, "estimator": ESTIMATORS["reparam"](), "resting": 1e-3, "size": 0.5}
    given |= {"field": Field(problem, 0.2, 6.0, thin=True), "mix": np.zeros(2), "free": np.ones(dim)}
    given |= {"experiment": Experiment(problem, METHODS["gradient"](draws=4), steps=1), "ledger": exact(problem, lam)}
    given |= {"dial": {"name": "α", "values": [0.0, 1.0], "text": "{}"}, "grid": shared.Grid(problem)}
    given |= {"log_w": rng.normal(size=(2, 7)), "log_m": np.full((2, 7), -np.log(7)), "loss": np.array([5.0, 5.0])}
    given |= {"log_integrand": lambda log_p, log_q: log_q + np.log(np.abs(log_q - log_p))}
    if where in ("_natural", "exact_descent"):
        given["grid"] = shared.Grid(problem, (61,) * dim)
        given |= {"grids": shared.Grids(problem, lam), "rows": np.arange(len(lam))}
    if where == "tails":  # which wants the size of what it adds up, too
        given["log_integrand"] = lambda log_p, log_q: (log_q - log_p, np.abs(log_q) + np.abs(log_p))
    if where == "distress":
        given["grid"] = np.array([31.0, 60.0])
    if where in ("proposal", "gradient_noise"):
        given["draws"] = 64 if where == "proposal" else 1
    given["lam"] = lam
    if name == "linear_response":  # which wants an optimum
        given["lam"] = fit(Experiment(problem, METHODS["exact_descent"](), steps=60, start=tuple(lam[0]))).lam[0, -1].copy()
    return given


def callable_by_name(name: str) -> bool:
    """Whether `arguments` has something for each parameter that a function must be given."""
    function = FUNCTIONS[name]
    known = arguments(function)
    return all(key in known for key, each in inspect.signature(function).parameters.items() if each.default is each.empty)


CALLED = sorted(filter(callable_by_name, WITH_LAM))


def test_most_functions_of_lam_can_be_called():
    """The general test below may not fade away as functions take new arguments."""
    assert len(CALLED) >= 40 and len(CALLED) > 0.8 * len(WITH_LAM), sorted(set(WITH_LAM) - set(CALLED))


@pytest.mark.parametrize("name", CALLED)
def test_no_public_function_changes_its_arguments(name):
    function = FUNCTIONS[name]
    given = {key: each for key, each in arguments(function).items() if key in inspect.signature(function).parameters}
    arrays = {key: each for key, each in given.items() if isinstance(each, np.ndarray)}
    before = {key: each.copy() for key, each in arrays.items()}
    try:
        function(**given)
    except (TypeError, ValueError):  # it may want one λ
        function(**given | {"lam": given["lam"][0]})
    for key, each in arrays.items():
        assert np.array_equal(each, before[key]), key


@pytest.mark.parametrize("name", ["log_prob", "score_z", "score_lam", "transform", "moments", "box_mass", "nodes", "pull"])
def test_no_family_changes_its_lam(family, name):
    dim = max(family.dims)
    rng = np.random.default_rng(1)
    lam = np.stack([family.from_moments(np.full(dim, 0.3), np.eye(dim)) for _ in range(2)])
    other = {"z": rng.normal(size=(2, dim)), "g": rng.normal(size=(2, dim))}
    other |= {"eps": rng.normal(size=(2, family.noise_dim(dim)))}
    other |= {"window": ((-1.0, 2.0),) * dim, "u": np.linspace(-8, 8, 33)[:, None] * np.ones(dim)}
    method = getattr(family, name)
    given = {key: other[key] for key in inspect.signature(method).parameters if key != "lam"}
    before = lam.copy(), {key: np.array(each) for key, each in given.items()}
    method(lam, **given)
    assert np.array_equal(lam, before[0])
    assert all(np.array_equal(each, before[1][key]) for key, each in given.items())


@pytest.mark.parametrize("slug", METHODS)
def test_no_method_changes_the_lam_and_the_state_it_steps_from(slug):
    problem = Problem(TARGETS["two_bumps"](weight=0.7), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    if METHODS[slug]().supports(problem):
        problem = Problem(TARGETS["challenger"](), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    method, rng = METHODS[slug](), np.random.default_rng(2)
    lam = problem.family.from_moments(np.full((2, problem.target.dim), 0.2), np.eye(problem.target.dim))
    state = method.start(problem, lam)
    for _ in range(3):
        held = [lam, *held_by(state)]
        before = [each.copy() for each in held]
        lam, state, _ = method.step(problem, lam, state, lambda *shape: rng.normal(size=(2, *shape)))
        assert all(np.array_equal(each, was, equal_nan=True) for each, was in zip(held, before, strict=True))


def held_by(state) -> list[np.ndarray]:
    """The arrays in a method's state, tuples opened."""
    if isinstance(state, tuple):
        return [array for each in state for array in held_by(each)]
    return [state] if isinstance(state, np.ndarray) else []


def test_arrays_that_are_kept_cannot_be_written_on():
    """A cache that hands out what others will be given hands it out read-only, or a copy."""
    target = TARGETS["two_bumps"](weight=0.7)
    shown = ground(target)["p"].copy()
    np.asarray(ground(target)["p"]).setflags(write=False)
    assert np.array_equal(ground(target)["p"], shown)


# Defaults

SAME = ("separation", "weight", "cells")


@pytest.mark.parametrize("name", SAME)
def test_one_name_has_one_default(name):
    """A plain call of one function describes the same problem as that of another."""
    found = {}
    for where, function in FUNCTIONS.items():
        each = inspect.signature(function).parameters.get(name)
        if each is not None and isinstance(each.default, int | float):
            found[where] = each.default
    for registered in (TARGETS, FAMILIES, DIVERGENCES):
        found |= {slug: getattr(cls(), name) for slug, cls in registered.items() if name in cls.__dataclass_fields__}
    if name == "separation":
        found.pop("three_modes", None)  # measured from the middle, though alike today
    assert len(set(found.values())) <= 1, found


def test_seeds_are_zero_or_the_pages():
    """Numerics start from seed 0, pages from 7."""
    found = {}
    for where, function in FUNCTIONS.items():
        each = inspect.signature(function).parameters.get("seed")
        told = each is not None and each.default is not each.empty
        if told and where.startswith(("diagnostics.", "optima.", "presets.")):
            found[where] = each.default
    assert found["optima.optima"] == 0 and found["presets.preset"] == 7
    assert {each for where, each in found.items() if not where.startswith("presets.")} == {0}
