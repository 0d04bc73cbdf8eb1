"""The dial: the ordering curve of FACTS (d), the jumps of (h3), and the same optima as `vizvi.optima` at every α."""

import numpy as np
import pytest
from cover import daily, wide

import vizvi
from vizvi.diagnostics.dial import _apart, dial, minimized
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.lessons.kl.branches import branches
from vizvi.lessons.kl.dial_on_branches import dial_on_branches, followed_on_branches
from vizvi.pulse import heard_by
from vizvi.targets import TARGETS


def problem(target, family="mean_field", alpha=0.0, **knobs):
    return vizvi.Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES["alpha"](alpha=alpha))


@pytest.mark.parametrize("rho", [0.5, 0.9, -0.75])
def test_variances_of_a_factorized_q_follow_the_ordering_curve(rho):
    found = dial(problem("gaussian", correlation=rho), 20)
    alpha, v = found.alpha, np.exp(2 * found.lam[:, 2:])
    residual = alpha[:, None] * v**2 + (1 - 2 * alpha[:, None]) * v - (1 - alpha[:, None]) * (1 - rho**2)
    assert residual == pytest.approx(np.zeros_like(v), abs=1e-5)
    assert v[[0, 10, 20], 0] == pytest.approx([1 - rho**2, np.sqrt(1 - rho**2), 1], abs=1e-5)
    assert len(found.jumps) == 0


@pytest.mark.parametrize(
    ("separation", "weight", "best", "up", "down"),
    [(3.0, 0.5, [0.125], [0.475], []), (5.0, 0.5, [0.525], [0.85], []), (3.0, 0.7, [0.45], [0.6], [0.2])],
)
def test_the_dial_jumps_where_the_tie_and_the_folds_are(separation, weight, best, up, down):
    """On the way down the place t is the last before the fall; d = 3 and 5 have their ties at .1149 and .5219, their folds
    at .4679 and .8292; weight .7 at .4481, .5804 and .1944."""
    pair = problem("two_bumps", separation=separation, weight=weight)
    for path, wanted in (("best", best), ("up", up), ("down", down)):
        found = dial(pair, 40, path)
        assert found.alpha[found.jumps] == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("target", "family", "knobs"),
    [
        ("two_bumps", "mean_field", {"separation": 3.4, "weight": 0.6}),
        wide("two_modes", "full_rank", {"separation": 3.4}),
        ("banana", "full_rank", {"bend": 0.7}),
        wide("ring", "mean_field", {}),
        ("challenger", "mean_field", {}),
        ("funnel", "mean_field", {"scale": 1.5}),
    ],
)
def test_at_every_alpha_the_dial_stands_at_the_best_optimum(target, family, knobs):
    found = dial(problem(target, family, **knobs), 10)
    for i in (0, 3, 6, 10):
        each = problem(target, family, found.alpha[i], **knobs)
        best = vizvi.optima(each).value[0]
        assert float(vizvi.exact(each, found.lam[i]).divergence) == pytest.approx(best, abs=2e-5)


@pytest.mark.parametrize("path", daily("up", more=("down", "best")))
@pytest.mark.parametrize(("target", "weight"), [("two_bumps", 0.5), ("two_bumps", 0.7), ("two_modes", 0.64)])
def test_on_branches_the_dial_is_the_same(target, weight, path):
    each = problem(target, separation=3.3, weight=weight)
    near, whole = dial_on_branches(each, branches("alpha", 3.3, weight), 20, path), dial(each, 20, path)
    assert near.jumps == pytest.approx(whole.jumps)
    # Of equal twins either may be the first.
    assert np.abs(near.lam) == pytest.approx(np.abs(whole.lam), abs=2e-3)


def test_an_unknown_path_is_refused():
    with pytest.raises(ValueError, match="up, down, best"):
        dial(problem("gaussian"), 4, "sideways")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_mirror_images_are_no_twins(order):
    """An optimum at −3 is another than the one at 3, whichever comes first; the same one twice is kept once."""
    lam = np.array([[3.0, 0.0, 0.7], [-3.0, 0.0, 0.7], [0.0, 1.0, 0.8]])[list(order)]
    assert np.array_equal(_apart(lam), lam)
    assert np.array_equal(_apart(np.concatenate([lam, lam + 1e-9])), lam)


@pytest.mark.parametrize("df", daily(1.5, more=(1.0, 2.0)))
def test_where_forward_kl_has_no_optimum_the_other_end_is_turned_up(df):
    problem = vizvi.Problem(TARGETS["student_t"](df=df), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    up, best = (dial(problem, 10, path) for path in ("up", "best"))
    assert np.isfinite(best.lam[0]).all() and best.lam[:5] == pytest.approx(up.lam[:5], abs=1e-3)
    with pytest.raises(ValueError, match="no mean-field q of finite cost"):
        dial(problem, 10, "down")


@pytest.mark.parametrize("weight", [0.5, 0.64])
def test_on_branches_what_it_makes_least_is_known_already(weight):
    each = problem("two_bumps", separation=3.3, weight=weight)
    found, value = followed_on_branches(each, branches("alpha", 3.3, weight), 10)
    assert value == pytest.approx(minimized(each, found), abs=1e-6)


@pytest.mark.parametrize("path", ["up", "down", "best"])
def test_turns_are_counted(path):
    heard = []
    with heard_by(lambda done, of: heard.append((done, of))):
        dial(problem("gaussian"), 4, path)
    of = 10 if path == "best" else 5
    assert [done for done, whole in heard if whole == of] == list(range(of))


def test_what_the_dial_makes_least_goes_from_one_kl_to_the_other():
    problem = vizvi.Problem(TARGETS["two_bumps"](separation=2.0), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    found = dial(problem, steps=4)
    value = minimized(problem, found)
    ledger = vizvi.exact(problem, found.lam)
    assert value[0] == pytest.approx(float(ledger.reverse_kl[0]), abs=1e-6)
    assert value[-1] == pytest.approx(float(ledger.forward_kl[-1]), abs=1e-6)
    half = vizvi.Problem(problem.target, problem.family, DIVERGENCES["alpha"](alpha=0.5))
    assert value[2] == pytest.approx(float(vizvi.optima(half, starts=16).value[0]), abs=1e-5)
