"""Optimizers: how a gradient becomes a step. One file each; the folder is the registry."""

from vizvi.member import discover


class Optimizer:
    """A first-order rule; its state is a tuple of arrays shaped like λ."""

    def start(self, lam) -> tuple:
        """The state before the first step."""
        raise NotImplementedError

    def step(self, lam, grad, state) -> tuple:
        """(λ, state) after one step against the gradient, both (R, P)."""
        raise NotImplementedError


OPTIMIZERS = discover(__name__, Optimizer)
