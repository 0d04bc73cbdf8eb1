"""vizvi: an interactive laboratory for variational inference. This package is its mathematics; NumPy is all it loads.

A target, a family and a divergence make a problem; a method with its steps makes an experiment, whose history is λ at every
step; the ledger says what each λ is worth, in nats.

>>> import vizvi
>>> from vizvi.divergences import DIVERGENCES
>>> from vizvi.families import FAMILIES
>>> from vizvi.methods import METHODS
>>> from vizvi.targets import TARGETS
>>> target = TARGETS["gaussian"](correlation=0.9)
>>> problem = vizvi.Problem(target, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]())
>>> history = vizvi.fit(vizvi.Experiment(problem, METHODS["coordinate_ascent"](), steps=200, seed=0))
>>> history.lam.shape  # runs, steps with the start, parameters
(1, 201, 4)
>>> ledger = vizvi.exact(problem, history.lam[0, -1])
>>> print(f"{ledger.reverse_kl:.4f}")  # what no tilt costs: −½ log(1 − ρ²)
0.8304
>>> mean, cov = problem.family.moments(history.lam[0, -1])
>>> cov.round(3).diagonal().tolist()  # 1 − ρ² instead of 1
[0.19, 0.19]

A density of your own is any callable on arrays of shape (..., D), or a text:

>>> own = vizvi.density(lambda z: -(z[..., 0] ** 2) / 8, dim=1, window=((-12, 12),))
>>> typed = vizvi.formula("-x^2/8")
>>> found = vizvi.optima(vizvi.Problem(typed, FAMILIES["mean_field"](), DIVERGENCES["reverse_kl"]()), starts=8)
>>> problem.family.moments(found.lam[0])[1].round(3).tolist()
[[4.0]]
"""

from vizvi.density import density
from vizvi.exact import Ledger, exact
from vizvi.experiment import Experiment, History, fit
from vizvi.formula import ExpressionError, formula
from vizvi.optima import Optima, optima
from vizvi.problem import Problem
from vizvi.sampling import Sampling, sample

__all__ = [
    "Experiment",
    "ExpressionError",
    "History",
    "Ledger",
    "Optima",
    "Problem",
    "Sampling",
    "density",
    "exact",
    "fit",
    "formula",
    "optima",
    "sample",
]
