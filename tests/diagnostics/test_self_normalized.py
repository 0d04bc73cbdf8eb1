"""The self-normalized estimate of KL(p‖q): right for a q that covers p, blind for one that does not."""

import numpy as np
import pytest

import vizvi
from vizvi.diagnostics.self_normalized import self_normalized
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.targets import TARGETS


def problem(target="two_bumps", family="mean_field", **knobs):
    return vizvi.Problem(TARGETS[target](**knobs), FAMILIES[family](), DIVERGENCES["forward_kl"]())


@pytest.mark.parametrize(
    ("each", "lam"),
    [
        (problem(), [0.4, 1.2]),
        (problem("challenger", "full_rank"), [-1.3, -2.7, -0.4, 0.1, 0.4]),
        (problem("gaussian", "mixture", correlation=0.4), [0.3, -0.2, 0.5, -0.6, 0.1, 0.2, 0.2, 0.1, 0.3, 0.3]),
    ],
)
def test_it_tends_to_the_exact_value_where_q_covers_p(each, lam):
    lam = np.array(lam[: len(each.params)])
    exact = float(vizvi.exact(each, lam).forward_kl)
    low, middle, high = self_normalized(each, lam, (20_000,), 60, seed=3)[0]
    assert low < exact < high
    assert middle == pytest.approx(exact, abs=0.02)
    assert high - low < 0.1


def test_it_sees_nothing_of_the_bump_that_q_never_visits():
    """Locked on the right bump at d = 4 the exact value is above 15 nats; q's draws say next to nothing, and are sure."""
    each, lam = problem(separation=4.0), np.array([4.0, 0.0])
    assert float(vizvi.exact(each, lam).forward_kl) > 15
    spread = self_normalized(each, lam, (100, 10_000), 100, seed=1)
    assert np.all(np.abs(spread) < 0.05)


def test_it_repeats():
    each, lam = problem(), np.array([1.0, 0.5])
    assert np.array_equal(self_normalized(each, lam, (50,), 20, 5), self_normalized(each, lam, (50,), 20, 5))


def test_its_middle_is_the_median_of_the_replicates():
    """The same draws again, estimate by estimate: 5 %, the median and 95 % as NumPy has them."""
    from vizvi.experiment import Noise

    one, lam, count = problem(weight=0.7), np.array([0.4, 1.2]), 50
    noise = Noise(3, 1)
    estimates = []
    eps = noise(60 * count, 1).reshape(60, count, 1)
    for each in eps:
        z = one.family.transform(lam, each)
        w = np.exp(one.log_w(lam, z))
        estimates.append((w * np.log(w)).sum() / w.sum() - np.log(w.mean()))
    found = self_normalized(one, lam, (count,), 60, seed=3)[0]
    assert found[1] == pytest.approx(np.median(estimates), abs=1e-12)
    assert found[[0, 2]] == pytest.approx(np.percentile(estimates, [5, 95]), abs=1e-12)
