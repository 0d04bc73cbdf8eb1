"""Methods: rules that move λ. One file each; the folder is the registry."""

from typing import ClassVar

from vizvi.member import discover


class Method:
    """A rule that moves λ (R, P), all runs at once. It draws only from the `draw` that `fit` lends."""

    usual_steps: ClassVar[int] = 200  # what a page offers at first
    together: ClassVar[bool] = True  # all runs in one call; apart if they would share nodes and so feel each other

    def start(self, problem, lam):
        """The state before the first step."""
        return ()

    def step(self, problem, lam, state, draw):
        """(λ, state, (loss (R,), grad (R, P))) after one step; `draw(S, E)` gives standard normals (R, S, E).

        Loss and gradient belong to the λ before the step; the gradient is nan where a method has none."""
        raise NotImplementedError

    def supports(self, problem) -> str:
        """Empty if the method suits the problem, else one sentence."""
        return ""


METHODS = discover(__name__, Method)
