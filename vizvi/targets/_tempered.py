"""A power of a density, for methods that warm up."""

from dataclasses import dataclass

from vizvi.targets import Target


@dataclass(frozen=True)
class Tempered(Target):
    """p to a power, unnormalized: flatter where the power is below 1."""

    target: Target
    power: float

    @property
    def dim(self) -> int:
        return self.target.dim

    @property
    def window(self) -> tuple:
        return self.target.window

    def log_prob(self, z):
        return self.power * self.target.log_prob(z)

    def score(self, z):
        return self.power * self.target.score(z)
