"""The same work by others: an ELBO differentiated by autograd, with Adam on draws or SciPy's L-BFGS on quadrature.

In turns with vizvi's own, in CPU seconds of one process and one thread, so that a busy machine slows both. A peer that is
not installed is left out, and the table says so. Each peer must arrive as low as vizvi does, or there is no number.
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

import vizvi
from benchmarks.table import NO_LIMIT, Figure
from vizvi.divergences import DIVERGENCES
from vizvi.families import FAMILIES
from vizvi.methods import METHODS
from vizvi.targets import TARGETS

STEPS, DRAWS, STARTS, RATE = 1000, 64, 64, 0.05
NODES = 20  # Gauss–Hermite nodes on each axis
SLACK = 0.1  # nats by which noise may keep a run from its optimum


def figures() -> Iterator[Figure]:
    """One run, 64 runs at once, and 64 starts followed to their optima."""
    problem = vizvi.Problem(TARGETS["two_modes"](), FAMILIES["full_rank"](), DIVERGENCES["reverse_kl"]())
    if missing := [name for name in ("autograd", "scipy") if not importlib.util.find_spec(name)]:
        print(f'not installed, so not measured: {", ".join(missing)} (pip install ".[bench]")', file=sys.stderr)
    gradient, exact = METHODS["gradient"](draws=DRAWS), METHODS["exact_descent"]()
    single = vizvi.Experiment(problem, gradient, steps=STEPS)
    many = vizvi.Experiment(problem, gradient, runs=STARTS, steps=STEPS)
    followed = vizvi.Experiment(problem, exact, runs=STARTS, steps=exact.usual_steps)
    for name, experiment, peer, repeats in (
        (f"one run, {STEPS:,} steps × {DRAWS} draws", single, None if missing else adam, 7),
        (f"{STARTS} runs at once, {STEPS:,} steps × {DRAWS} draws", many, None if missing else adam, 3),
        (f"{STARTS} starts to their optima", followed, None if missing else l_bfgs, 3),
    ):
        start = vizvi.fit(experiment).lam[:, 0]
        works: dict[str, Callable] = {"vizvi": lambda experiment=experiment: vizvi.fit(experiment).lam[:, -1]}
        if peer:
            works[peer.__doc__.split(":")[0]] = lambda start=start, peer=peer: peer(start)
        for who, samples in in_turns(works, problem, repeats).items():
            yield Figure(f"{name}: {who}", "ms CPU", samples, NO_LIMIT)


def in_turns(works: dict[str, Callable], problem, repeats: int) -> dict[str, list[float]]:
    """CPU milliseconds of each work, one after the other, again and again; all must end about as low as the first."""
    samples: dict[str, list[float]] = {who: [] for who in works}
    ends = {}
    for _ in range(repeats):
        for who, work in works.items():
            before = time.process_time()
            lam = work()
            samples[who].append(1e3 * (time.process_time() - before))
            ends[who] = np.mean(vizvi.exact(problem, lam).divergence)
    first = next(iter(ends.values()))
    for who, end in ends.items():
        if end > first + SLACK:
            raise AssertionError(f"{who} ended at {end:.3f} nats on average, vizvi at {first:.3f}: not the same work")
    return samples


def elbos(lam, eps, weights):
    """ELBO of each run of a full-rank Gaussian on two round modes at (±3, 0), in autograd's NumPy: (runs,)."""
    import autograd.numpy as anp

    x = lam[:, 0:1] + anp.exp(lam[:, 2:3]) * eps[..., 0]
    y = lam[:, 1:2] + lam[:, 4:5] * eps[..., 0] + anp.exp(lam[:, 3:4]) * eps[..., 1]
    log_p = anp.logaddexp(-0.5 * (x - 3) ** 2, -0.5 * (x + 3) ** 2) - 0.5 * y**2
    return anp.sum(weights * log_p, axis=-1) + lam[:, 2] + lam[:, 3]


def adam(start):
    """autograd, Adam: reparameterized draws (Kingma & Welling, 2014), all runs in one array."""
    from autograd import grad

    slope = grad(lambda lam, eps: -elbos(lam, eps, 1 / DRAWS).sum())
    rng = np.random.default_rng(0)
    lam, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        force = slope(lam, rng.standard_normal((len(lam), DRAWS, 2)))
        mean = 0.9 * mean + 0.1 * force
        square = 0.999 * square + 0.001 * force**2
        lam = lam - RATE * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return lam


def l_bfgs(start):
    """autograd, SciPy's L-BFGS: the ELBO by Gauss–Hermite quadrature, one start after the other."""
    from autograd import value_and_grad
    from scipy.optimize import minimize

    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    eps = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 2)
    mass = np.outer(weights, weights).ravel() / (2 * np.pi)
    cost = value_and_grad(lambda lam: -elbos(lam[None], eps, mass)[0])
    return np.stack([minimize(cost, each, jac=True, method="L-BFGS-B").x for each in start])
