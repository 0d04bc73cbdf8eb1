"""The laws, over a bank of densities that no lesson shows."""

import math

import bank
import numpy as np
import pytest
from cover import daily

from vizvi import Problem, density, exact
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES

REVERSE = DIVERGENCES["reverse_kl"]()


def lam_of(entry, seed=0):
    """Means and sds of some q in units of the scale, (M, D) each, and λ (M, P) of the mean-field family."""
    rng, dim = np.random.default_rng(seed), entry.dim
    mean = entry.at + rng.normal(size=(6, dim)) * 0.7
    sd = np.exp(np.array([-6.0, -3.0, -1.0, 0.0, 0.4, 0.9])[:, None] + 0.2 * rng.normal(size=(6, dim)))
    if "needle" in entry.name:  # one of q is the needle
        mean[0], sd[0] = entry.at + bank.DETAIL, 0.05 if entry.dim == 2 else 0.004
    return mean, sd, np.concatenate([entry.scale * mean, np.log(entry.scale * sd)], axis=1)


def blur(entry) -> float:
    """What rounding alone leaves of any number."""
    return 8 * entry.precision * (abs(entry.constant) + 30)


def check_evidence(entry):
    target = density(entry.log_prob, entry.dim, entry.window)
    assert abs(target.log_z - entry.log_z) <= 3 * target.log_z_error + blur(entry)
    assert target.log_z_error < 1e-2
    return target


def check_ledger(entry):
    target = check_evidence(entry)
    mean, sd, lam = lam_of(entry)
    ledger = exact(Problem(target, FAMILIES["mean_field"](), REVERSE), lam)
    want = np.array([entry.mean_energy(*each) for each in zip(mean, sd)])
    entropy = np.log(sd).sum(axis=1) + entry.dim * 0.5 * math.log(2 * math.pi * math.e)
    kl = -want - entropy
    known = np.isfinite(ledger.reverse_kl)
    off = np.abs(ledger.reverse_kl - kl)[known]
    assert known.mean() >= 0.5
    assert np.all(off <= 3 * ledger.error[known] + blur(entry)), (off, ledger.error)
    assert np.all(ledger.reverse_kl[known] >= -ledger.error[known] - 1e-9)
    same = known & np.isfinite(ledger.elbo)
    assert np.all(np.abs(ledger.log_z - ledger.elbo - ledger.reverse_kl)[same] <= 1e-8 + 1e-15 * abs(entry.constant))
    assert np.all((ledger.why != "") == np.isnan(np.stack(ledger[:7])).any(axis=0))


DEAR, FEW = ("needle2", "disc", "square"), 2  # in the plane nodes are many: two of each by default


def sampled(entries) -> list:
    """A few entries of every kind; of the dear ones all but two only under `wide`."""
    seen: dict[str, int] = {}
    out = []
    for each in entries:
        kind = repr(each).partition("-")[0]
        seen[kind] = seen.get(kind, 0) + 1
        dear = kind in DEAR and seen[kind] > FEW
        out.append(pytest.param(each, id=repr(each), marks=pytest.mark.wide if dear else ()))
    return out


@pytest.mark.parametrize("entry", sampled(bank.some()))
def test_the_ledger_is_right_within_its_error(entry):
    check_ledger(entry)


@pytest.mark.wide
@pytest.mark.parametrize("entry", bank.entries(), ids=repr)
def test_the_ledger_is_right_within_its_error_on_the_whole_bank(entry):
    check_ledger(entry)


@pytest.mark.parametrize("entry", sampled(bank.some(edges=True)))
def test_edges(entry):
    check_edges(entry)


@pytest.mark.wide
@pytest.mark.parametrize("entry", bank.entries(edges=True), ids=repr)
def test_edges_on_the_whole_bank(entry):
    check_edges(entry)


def check_edges(entry):
    """The evidence within its error; a q that leaves the support has no finite KL; the forward KL is the cross entropy."""
    target = check_evidence(entry)
    _, _, lam = lam_of(entry)
    ledger = exact(Problem(target, FAMILIES["mean_field"](), REVERSE), lam[3:])
    assert np.all(ledger.reverse_kl == np.inf) and np.all(ledger.elbo == -np.inf)
    assert not np.isposinf(ledger.forward_kl).any()


@pytest.mark.parametrize("alpha", daily(-0.5, 0.8, more=(0.2, 0.5, 1.3)))
@pytest.mark.parametrize("dim", [1, 2])
def test_alpha_and_forward_of_a_bell_at_every_width(dim, alpha):
    """p = N(0, I), q = N(m, s² I), s from 1e-4 to 1e3 of p's: a Gaussian integral; ∞ or nan where it has no end."""
    target = density(lambda z: bank.SHAPES["plane"][0](z), dim, ((-8, 8),) * dim)
    sd, mean = np.exp(np.linspace(math.log(1e-4), math.log(1e3), 15)), 0.4
    lam = np.column_stack([np.full((15, dim), mean), np.tile(np.log(sd)[:, None], dim)])
    ledger = exact(Problem(target, FAMILIES["mean_field"](), DIVERGENCES["alpha"](alpha=alpha)), lam)
    both = alpha + (1 - alpha) / sd**2
    with np.errstate(invalid="ignore"):
        power = -(1 - alpha) * np.log(sd) - 0.5 * np.log(both)
        power += 0.5 * ((1 - alpha) * mean / sd**2) ** 2 / both - 0.5 * (1 - alpha) * mean**2 / sd**2
    want = np.where(both > 0, -np.expm1(dim * power) / (alpha * (1 - alpha)), np.inf)
    finite = np.isfinite(want) & np.isfinite(ledger.divergence)
    assert not np.any(np.isfinite(ledger.divergence) & np.isinf(want))
    assert not np.any(np.isposinf(ledger.divergence) & np.isfinite(want))
    off = np.abs(ledger.divergence[finite] - want[finite])
    assert np.all(off <= 3 * ledger.error[finite]) and finite.sum() >= 0.4 * np.isfinite(want).sum()
    forward = dim * (np.log(sd) + (1 + mean**2) / (2 * sd**2) - 0.5)
    known = np.isfinite(ledger.forward_kl)
    assert np.all(np.abs(ledger.forward_kl - forward)[known] <= 3 * ledger.error[known] + 1e-12 * forward[known])
