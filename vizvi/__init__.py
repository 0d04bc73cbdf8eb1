"""vizvi: an interactive laboratory for variational inference. This package is its mathematics; NumPy is all it loads."""

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
