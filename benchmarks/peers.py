"""The same work by others: an ELBO differentiated by autograd, PyTorch or JAX, with Adam on draws or a quasi-Newton method
on quadrature.

In turns with vizvi's own, in CPU seconds of one process and one thread, so that a busy machine slows both. A peer that is
not installed is left out, and the table says so. Each peer must arrive as low as vizvi does, or there is no number.
"""

import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache

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
    there = {name for name in ("autograd", "scipy", "torch", "jax", "optax") if importlib.util.find_spec(name)}
    if missing := {"autograd", "scipy", "torch", "jax", "optax"} - there:
        print(f"not installed, so not measured: {', '.join(sorted(missing))}", file=sys.stderr)
    adams = [peer for peer, needs in ADAMS.items() if there >= needs]
    quasi = [peer for peer, needs in QUASI_NEWTON.items() if there >= needs]
    gradient, exact = METHODS["gradient"](draws=DRAWS), METHODS["exact_descent"]()
    single = vizvi.Experiment(problem, gradient, steps=STEPS)
    many = vizvi.Experiment(problem, gradient, runs=STARTS, steps=STEPS)
    followed = vizvi.Experiment(problem, exact, runs=STARTS, steps=exact.usual_steps)
    for name, experiment, peers, repeats in (
        (f"one run, {STEPS:,} steps × {DRAWS} draws", single, adams, 7),
        (f"{STARTS} runs at once, {STEPS:,} steps × {DRAWS} draws", many, adams, 5),
        (f"{STARTS} starts to their optima", followed, quasi, 5),
    ):
        start = vizvi.fit(experiment).lam[:, 0]
        works: dict[str, Callable] = {"vizvi": lambda experiment=experiment: vizvi.fit(experiment).lam[:, -1]}
        for peer in peers:
            works[peer.__doc__.split(":")[0]] = lambda start=start, peer=peer: peer(start)
        for who, samples in in_turns(works, problem, repeats).items():
            yield Figure(f"{name}: {who}", "ms CPU", samples, NO_LIMIT)


def in_turns(works: dict[str, Callable], problem, repeats: int) -> dict[str, list[float]]:
    """CPU milliseconds of each work, one after the other, again and again; all must end about as low as the first."""
    samples: dict[str, list[float]] = {who: [] for who in works}
    ends = {}
    for work in works.values():
        work()  # compiles what compiles, and fills what is remembered
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

    eps, mass = hermite()
    cost = value_and_grad(lambda lam: -elbos(lam[None], eps, mass)[0])
    return np.stack([minimize(cost, each, jac=True, method="L-BFGS-B").x for each in start])


def hermite():
    """Gauss–Hermite nodes (N, 2) and masses (N,) of a standard normal in the plane."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    eps = np.stack(np.meshgrid(nodes, nodes, indexing="ij"), axis=-1).reshape(-1, 2)
    return eps, np.outer(weights, weights).ravel() / (2 * np.pi)


def torch_elbo(lam, eps, weights):
    """The same ELBO in PyTorch."""
    import torch

    x = lam[..., 0:1] + torch.exp(lam[..., 2:3]) * eps[..., 0]
    y = lam[..., 1:2] + lam[..., 4:5] * eps[..., 0] + torch.exp(lam[..., 3:4]) * eps[..., 1]
    log_p = torch.logaddexp(-0.5 * (x - 3) ** 2, -0.5 * (x + 3) ** 2) - 0.5 * y**2
    return (weights * log_p).sum(dim=-1) + lam[..., 2] + lam[..., 3]


def torch_adam(start):
    """PyTorch, Adam: the same, eager."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    lam = torch.tensor(start, requires_grad=True)
    optimizer = torch.optim.Adam([lam], lr=RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        eps = torch.randn(len(lam), DRAWS, 2, dtype=lam.dtype)
        (-torch_elbo(lam, eps, 1 / DRAWS).sum()).backward()
        optimizer.step()
    return lam.detach().numpy()


def torch_l_bfgs(start):
    """PyTorch, L-BFGS: strong Wolfe, one start after the other."""
    import torch

    torch.set_num_threads(1)
    eps, mass = map(torch.tensor, hermite())
    out = []
    for each in start:
        lam = torch.tensor(each, requires_grad=True)
        optimizer = torch.optim.LBFGS([lam], max_iter=100, tolerance_grad=1e-8, line_search_fn="strong_wolfe")

        def closure(lam=lam, optimizer=optimizer):
            optimizer.zero_grad()
            loss = -torch_elbo(lam, eps, mass)
            loss.backward()
            return loss

        optimizer.step(closure)
        out.append(lam.detach().numpy())
    return np.array(out)


def jax_elbo(lam, eps, weights):
    """The same ELBO in JAX."""
    import jax.numpy as jnp

    x = lam[..., 0:1] + jnp.exp(lam[..., 2:3]) * eps[..., 0]
    y = lam[..., 1:2] + lam[..., 4:5] * eps[..., 0] + jnp.exp(lam[..., 3:4]) * eps[..., 1]
    log_p = jnp.logaddexp(-0.5 * (x - 3) ** 2, -0.5 * (x + 3) ** 2) - 0.5 * y**2
    return (weights * log_p).sum(axis=-1) + lam[..., 2] + lam[..., 3]


def jax_adam(start):
    """JAX, Optax's Adam: the same, all steps one compiled loop."""
    return np.asarray(_compiled_adam()(start))


@cache
def _compiled_adam():
    import jax
    import optax

    jax.config.update("jax_enable_x64", True)
    adam = optax.adam(RATE)
    slope = jax.grad(lambda lam, eps: -jax_elbo(lam, eps, 1 / DRAWS).sum())

    def step(carry, key):
        lam, state = carry
        move, state = adam.update(slope(lam, jax.random.normal(key, (len(lam), DRAWS, 2))), state)
        return (optax.apply_updates(lam, move), state), None

    keys = jax.random.split(jax.random.key(0), STEPS)
    return jax.jit(lambda start: jax.lax.scan(step, (start, adam.init(start)), keys)[0][0])


def jax_bfgs(start):
    """JAX, BFGS: all starts at once, compiled."""
    return np.asarray(_compiled_bfgs()(start))


@cache
def _compiled_bfgs():
    import jax
    from jax.scipy.optimize import minimize

    jax.config.update("jax_enable_x64", True)
    eps, mass = hermite()
    cost = lambda lam: -jax_elbo(lam, eps, mass)
    return jax.jit(jax.vmap(lambda each: minimize(cost, each, method="BFGS", tol=1e-8).x))


ADAMS = {adam: {"autograd"}, torch_adam: {"torch"}, jax_adam: {"jax", "optax"}}
QUASI_NEWTON = {l_bfgs: {"autograd", "scipy"}, torch_l_bfgs: {"torch"}, jax_bfgs: {"jax"}}
