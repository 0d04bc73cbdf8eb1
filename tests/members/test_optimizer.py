"""Every optimizer: finds the bottom of a bowl, treats runs apart, repeats itself and mutates nothing."""

import numpy as np


def run(optimizer, lam, steps=4000, scale=(1.0, 3.0)):
    state = optimizer.start(lam)
    for _ in range(steps):
        lam, state = optimizer.step(lam, np.array(scale) * (lam - [1.0, -0.5]), state)
    return lam


def tame(optimizer):
    """Steps that suit a bowl of curvature 3."""
    return type(optimizer)(**{**vars(optimizer), "rate": min(max(optimizer.rate, 0.005), 0.05)})


def test_finds_the_bottom(optimizer):
    lam = run(tame(optimizer), np.array([[3.0, 2.0], [-1.0, 0.0]]))
    # Rules that divide by the gradient's size keep stepping by about one rate.
    assert np.abs(lam - [1.0, -0.5]).max() < 0.06


def test_runs_are_apart(optimizer):
    lam = np.array([[3.0, 2.0], [-1.0, 0.0]])
    assert np.array_equal(run(optimizer, lam, 20)[:1], run(optimizer, lam[:1], 20))


def test_mutates_nothing(optimizer):
    lam, grad = np.ones((2, 3)), np.full((2, 3), 0.3)
    state = optimizer.start(lam)
    copies = [np.copy(each) for each in (lam, grad, *state)]
    optimizer.step(lam, grad, state)
    for before, after in zip(copies, (lam, grad, *state), strict=True):
        assert np.array_equal(before, after)


def test_first_step_goes_downhill(optimizer):
    lam, grad = np.zeros((1, 2)), np.array([[2.0, -3.0]])
    new, _ = optimizer.step(lam, grad, optimizer.start(lam))
    assert np.all((new - lam) * grad < 0)
    assert np.isfinite(new).all()
