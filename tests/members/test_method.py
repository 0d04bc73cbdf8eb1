"""Every method: goes down, repeats bit by bit, keeps runs apart, and refuses in a sentence what makes no sense."""

from itertools import product

import numpy as np
import pytest
from cover import usual, wide, widened

from vizvi import Experiment, Problem, density, exact, fit
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS


def suitable(method):
    """A problem that the method supports, with mean-field and the reverse KL if it may."""
    for divergence in ("reverse_kl", *DIVERGENCES):
        for family in ("mean_field", *FAMILIES):
            problem = Problem(TARGETS["gaussian"](correlation=0.5), FAMILIES[family](), DIVERGENCES[divergence]())
            if not method.supports(problem):
                return problem
    raise AssertionError(f"{method} supports nothing")


def test_descends(method):
    problem = suitable(method)
    start = tuple(problem.family.from_moments(np.array([1.5, -1.5]), 0.1 * np.eye(2)).tolist())
    history = fit(Experiment(problem, method, runs=3, steps=300, seed=1, start=start))
    first, last = (exact(problem, history.lam[:, t]).divergence for t in (0, -1))
    slow = getattr(getattr(method, "optimizer", None), "rate", 1.0) < 0.01
    assert np.all(last < first)
    assert slow or np.all(last < 0.25 * first)


def test_repeats_bit_by_bit(method):
    experiment = Experiment(suitable(method), method, runs=2, steps=12, seed=3)
    for one, other in zip(fit(experiment), fit(experiment), strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_more_runs_change_nothing(method):
    few, many = (fit(Experiment(suitable(method), method, runs=runs, steps=12, seed=3)) for runs in (2, 5))
    # Sums over differently shaped arrays may differ in the last bit, the randomness may not.
    assert np.allclose(few.lam, many.lam[:2], rtol=1e-9, atol=1e-11)


def test_history(method):
    problem = suitable(method)
    params = len(problem.params)
    history = fit(Experiment(problem, method, runs=2, steps=7))
    assert history.lam.shape == (2, 8, params)
    assert history.loss.shape == (2, 7)
    assert history.grad.shape == (2, 7, params)
    assert history.stopped.tolist() == [7, 7]
    assert np.isfinite(history.loss).all() and np.isfinite(history.lam).all()
    assert not any(each.flags.writeable for each in history)


PAIRED = [(target, family) for target, family in product(TARGETS, FAMILIES) if TARGETS[target].dim in FAMILIES[family].dims]
MEMBERS = [(method, *pair, divergence) for method, pair, divergence in product(METHODS, PAIRED, DIVERGENCES)]


def assembled(method, target, family, divergence):
    return METHODS[method](), Problem(TARGETS[target](), usual(FAMILIES[family]), DIVERGENCES[divergence]())


def test_every_refusal_is_a_sentence():
    """`supports` of each combination at default knobs; `fit` refuses in the same words."""
    said = {}
    for names in MEMBERS:
        method, problem = assembled(*names)
        if reason := method.supports(problem):
            said.setdefault(reason, Experiment(problem, method, steps=1))
    assert said
    for reason, experiment in said.items():
        assert reason.endswith(".") and "\n" not in reason
        with pytest.raises(ValueError, match=reason[:20]):
            fit(experiment)


WORKABLE = [names for names in MEMBERS for method, problem in [assembled(*names)] if not method.supports(problem)]


@pytest.mark.parametrize("names", widened([pytest.param(each, id="-".join(each)) for each in WORKABLE], WORKABLE))
def test_every_pairing_runs_or_says_why_not(names):
    """Every pair of members once: a step is made, and the ledger can be read; or a target has no curvature."""
    method, problem = assembled(*names)
    try:
        history = fit(Experiment(problem, method, steps=1))
    except ValueError as error:
        assert "no curvature at its mode" in str(error) and str(error).endswith(".")
        return
    assert np.isfinite(history.lam).all()
    ledger = exact(problem, history.lam[0, -1])
    assert np.isfinite(ledger.log_z)
    assert np.isfinite(ledger.divergence) or np.isnan(ledger.divergence) or ledger.divergence == np.inf


@pytest.mark.dim(1)
def test_exact_descent_goes_down_at_every_step(family, divergence):
    problem = Problem(TARGETS["two_bumps"](separation=1.5), family, divergence)
    experiment = Experiment(problem, METHODS["exact_descent"](), runs=4, steps=40, seed=2)
    if family.layered:
        with pytest.raises(ValueError, match="trained by draws"):
            fit(experiment)
        return
    history = fit(experiment)
    # From where the divergence is infinite nothing leads down, and the run says so.
    loss = history.loss[history.stopped == 40]
    assert np.all(np.diff(loss, axis=1) <= 1e-6 * (1 + np.abs(loss[:, 1:])))
    assert len(loss) or divergence.power < 0


def run(slug, method, steps, start=(), family="mean_field", divergence="reverse_kl", **knobs):
    problem = Problem(TARGETS[slug](**knobs), FAMILIES[family](), DIVERGENCES[divergence]())
    return fit(Experiment(problem, METHODS[method](), steps=steps, start=start))


def test_coordinate_ascent_zigzags():
    """On a Gaussian each sweep shrinks the mean's error by ρ²; a step sets one coordinate (Bishop, 2006, 10.1)."""
    lam = run("gaussian", "coordinate_ascent", 6, (2.0, -2.0, 0.3, 0.1), correlation=0.9).lam[0]
    first, second = (2, -1.8, -1.8, -1.458, -1.458, -1.18098, -1.18098), (-2, -2, -1.62, -1.62, -1.3122, -1.3122, -1.062882)
    assert np.allclose(lam[:, :2], np.column_stack([first, second]), atol=1e-8)
    assert np.allclose(np.exp(2 * lam[2:, 2:]), 0.19, atol=1e-9)


@pytest.mark.parametrize("target", ["banana", "two_modes", "squiggle", *(wide(each) for each in ("challenger", "funnel"))])
def test_coordinate_ascent_never_falls_and_arrives(target):
    history = run(target, "coordinate_ascent", 60)
    assert np.all(np.diff(history.loss[0]) <= 1e-9)
    best = run(target, "exact_descent", 60, tuple(history.lam[0, -1].tolist()))
    assert history.loss[0, -1] == pytest.approx(best.loss[0, -1], abs=1e-3)


@pytest.mark.parametrize("rho", [0.5, -0.9, 0.99])
def test_natural_gradient_lands_in_one_step(rho):
    lam = run("gaussian", "natural_gradient", 2, (2.0, -2.0, 0.3, 0.1, -0.4), "full_rank", correlation=rho).lam[0, 1]
    mean, cov = FAMILIES["full_rank"]().moments(lam)
    assert np.allclose(mean, 0, atol=1e-7) and np.allclose(cov, [[1, rho], [rho, 1]], atol=1e-7)


NATURAL = [("banana", "full_rank"), ("two_bumps", "mean_field"), ("student_t", "mean_field"), ("ring", "mean_field"),
           *(wide(each, "full_rank") for each in ("challenger", "ring", "three_modes"))]  # fmt: skip


@pytest.mark.parametrize("target, family", NATURAL)
def test_natural_gradient_arrives(target, family):
    history = run(target, "natural_gradient", 200, family=family)
    assert np.all(np.diff(history.loss[0]) <= 1e-6)
    assert np.abs(history.grad[0, -1]).max() < 1e-3


@pytest.mark.parametrize("family", ["mean_field", "full_rank"])
def test_laplace_is_curvature_at_the_mode(family):
    lam = run("challenger", "laplace", 40, family=family).lam[0, -1]
    target = TARGETS["challenger"]()
    mean, cov = FAMILIES[family]().moments(lam)
    assert np.allclose(target.score(mean), 0, atol=1e-6)
    h = 1e-4
    hessian = np.array([(target.score(mean + h * e) - target.score(mean - h * e)) / (2 * h) for e in np.eye(2)])
    want = np.linalg.inv(-hessian)
    assert np.allclose(cov, want if family == "full_rank" else np.diag(np.diag(want)), rtol=1e-5)


def test_laplace_ignores_the_divergence():
    one, other = (run("banana", "laplace", 30, divergence=d, family="full_rank") for d in ("reverse_kl", "chi2"))
    assert np.array_equal(one.lam, other.lam)
    # v's mode lies at −scale²/2: far from its mean.
    assert np.allclose(run("funnel", "laplace", 40, scale=2.0).lam[0, -1, :2], [-2, 0], atol=1e-6)


SINGULAR = [("two_bumps", {"separation": 1.0}), ("ring", {}), ("two_modes", {"separation": 1.0})]


@pytest.mark.parametrize("slug, knobs", SINGULAR)
def test_laplace_refuses_a_singular_mode(slug, knobs):
    with pytest.raises(ValueError, match="no curvature at its mode") as caught:
        run(slug, "laplace", 200, family="full_rank", **knobs)
    assert str(caught.value).endswith(".")


def settle(target, start, family="full_rank", runs=1, steps=60):
    from vizvi.methods import METHODS

    problem = Problem(target, FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    return fit(Experiment(problem, METHODS["laplace"](), runs=runs, steps=steps, start=start)).lam[:, -1]


@pytest.mark.parametrize("slug, start, mode", [("two_bumps", (0, 0), 3.0), ("two_modes", (0, 0, 0, 0, 0), 3.0)])
def test_laplace_goes_on_from_a_saddle(slug, start, mode):
    lam = settle(TARGETS[slug](), start)[0]
    assert abs(lam[0]) == pytest.approx(mode, abs=1e-4)


def test_laplace_between_near_bumps():
    target = density(lambda z: np.logaddexp(-0.5 * (z[..., 0] - 2) ** 2, -0.5 * (z[..., 0] + 2) ** 2), 1, ((-8, 8),))
    assert abs(settle(target, (0, 0))[0, 0]) == pytest.approx(1.9986, abs=1e-4)


@pytest.mark.parametrize("constant, kind, far", [
    (0, np.float64, 1e-6), (1e6, np.float64, 1e-4), (1e9, np.float64, 1e-3), (1e12, np.float64, 1e-2),
    (-10, np.float32, 3e-3), (-1000, np.float32, 2e-2),
])  # fmt: skip
def test_laplace_under_constants_and_in_little_precision(constant, kind, far):
    target = density(lambda z: (kind(constant) - 0.5 * ((z[..., 0] - 1) / 0.5) ** 2).astype(kind), 1, ((-5, 5),))
    lam = settle(target, (), runs=4)
    assert np.allclose(lam[:, 0], 1, atol=far) and np.allclose(np.exp(lam[:, 1]), 0.5, rtol=2 * far)


def test_laplace_on_thousands_of_observations():
    hits, count = 1_507, 5_000
    log_p = lambda z: hits * z[..., 0] - count * np.logaddexp(0, z[..., 0])
    lam = settle(density(log_p, 1, ((-3, 2),)), (), runs=4)
    assert np.allclose(lam[:, 0], np.log(hits / (count - hits)), atol=1e-5)
    assert np.allclose(np.exp(-2 * lam[:, 1]), hits * (count - hits) / count, rtol=1e-3)


@pytest.mark.parametrize("log_p, start, words", [
    (lambda z: np.where(z[..., 0] >= 0, -z[..., 0], -np.inf), (1.0, 0.0), "edge of p's support"),
    (lambda z: np.where(np.abs(z[..., 0]) < 2, 0.0, -np.inf), (0.3, 0.0), "no curvature at its mode"),
    (lambda z: np.where(np.abs(z[..., 0]) < 2, 0.0, -np.inf), (3.0, 0.0), "nothing leads to a mode"),
    (lambda z: (np.float32(-1e5) - 0.5 * z[..., 0] ** 2).astype(np.float32), (1.0, 0.0), "too roughly"),
])  # fmt: skip
def test_laplace_says_why_there_is_no_gaussian(log_p, start, words):
    with pytest.raises(ValueError, match=words):
        settle(density(log_p, 1, ((-5, 5),)), start)


@pytest.mark.parametrize("method, family, divergence, fine", [
    ("coordinate_ascent", "full_rank", "reverse_kl", False),
    ("coordinate_ascent", "mean_field", "forward_kl", False),
    ("natural_gradient", "mean_field", "alpha", False),
    ("natural_gradient", "mixture", "reverse_kl", False),
    ("laplace", "student_t", "reverse_kl", False),
    ("laplace", "full_rank", "chi2", True),
    ("exact_descent", "mixture", "chi2", True),
    ("gradient", "mixture", "forward_kl", False),
])  # fmt: skip
def test_supports(method, family, divergence, fine):
    problem = Problem(TARGETS["gaussian"](), FAMILIES[family](), DIVERGENCES[divergence]())
    assert (METHODS[method]().supports(problem) == "") == fine


def test_schedules_settle():
    """A constant rate never settles; a schedule or an average does."""
    problem = Problem(TARGETS["two_bumps"](separation=0.0), FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
    loose = {"draws": 1, "horizon": 1000}

    def off(**knobs):
        method = METHODS["gradient"](**loose, **knobs)
        history = fit(Experiment(problem, method, runs=50, steps=1000, start=(1.0, 0.5)))
        return np.abs(history.lam[:, -1]).mean()

    constant = off()
    assert off(schedule="cosine") < 0.5 * constant
    assert off(schedule="1/t") < 0.7 * constant
    assert off(average=True) < 0.5 * constant


def test_mixture_draws_come_in_rounds():
    problem = Problem(TARGETS["two_modes"](), FAMILIES["mixture"](components=3), DIVERGENCES["reverse_kl"]())
    seen = []

    def draw(count, dim):
        seen.append((count, dim))
        return np.zeros((1, count, dim))

    method = METHODS["gradient"](draws=64)
    lam = problem.family.from_moments(np.zeros((1, 2)), np.eye(2))
    method.step(problem, lam, method.start(problem, lam), draw)
    assert seen == [(66, 2)]


def test_a_curvature_that_is_infinite_in_one_place_moves_nothing_there(monkeypatch):
    """One run's mean Hessian has an entry that is no number: that run stays, the other goes down."""
    from vizvi.integrate.shared import Grid
    from vizvi.methods import _natural
    from vizvi.methods.exact_descent import evaluate

    problem = Problem(TARGETS["gaussian"](correlation=0.5), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    grid, lam = Grid(problem, (61, 61)), np.array([[1.0, -1.0, 0.2, 0.1, 0.3]] * 2)
    score, hessian = _natural.averages(grid, lam)
    hessian[0, 0, 1] = np.inf  # above the diagonal, where `eigvalsh` does not look: only the guard itself sees it
    monkeypatch.setattr(_natural, "averages", lambda *_: (score, hessian))
    loss, _ = evaluate(grid, lam)
    new, after = _natural._step(grid, lam.copy(), loss.copy(), 1.0, np.ones(2))
    assert np.array_equal(new[0], lam[0]) and after[0] == loss[0]
    assert np.isfinite(new).all() and after[1] < loss[1] - 0.1


@pytest.mark.parametrize("method, family", [("coordinate_ascent", "mean_field"), ("natural_gradient", "full_rank"),
                                            ("exact_descent", "full_rank")])  # fmt: skip
def test_a_run_that_has_arrived_costs_nothing(method, family, monkeypatch):
    """No density is asked for once nothing changes, and the last rows repeat."""
    from vizvi.methods import METHODS

    calls, bent = [], TARGETS["banana"]
    log_prob = bent.log_prob
    monkeypatch.setattr(bent, "log_prob", lambda self, z: calls.append(z.size) or log_prob(self, z))
    problem = Problem(bent(), FAMILIES[family](), DIVERGENCES["reverse_kl"]())
    counts = []
    for steps in (120, 400):
        calls.clear()
        history = fit(Experiment(problem, METHODS[method](), runs=2, steps=steps, seed=3))
        counts.append(sum(calls))
    assert np.array_equal(history.lam[:, -1], history.lam[:, -60]) and np.ptp(history.loss[:, -50:], axis=1).max() == 0
    # The natural gradient still tells its loss at each step.
    assert counts[1] < (3.5 if method == "natural_gradient" else 1.2) * counts[0]


def test_runs_go_together_and_do_not_feel_each_other():
    """A start that needs fine nodes beside one that does not: each has its own."""
    from vizvi.methods import METHODS

    problem = Problem(TARGETS["squiggle"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    experiment = Experiment(problem, METHODS["exact_descent"](), runs=3, steps=25, seed=5)
    starts = np.array([[0, 0, 0.3, -0.3, 0.1], [1, -1, -2, -2, 0], [2, 1, 1, 1, 2.0]])
    together = fit(experiment, starts)
    alone = [fit(Experiment(problem, experiment.method, steps=25), each[None]).lam[0] for each in starts]
    assert np.allclose(together.lam, alone, rtol=1e-7, atol=1e-8)
