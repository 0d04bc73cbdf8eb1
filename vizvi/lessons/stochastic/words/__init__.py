"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.stochastic.words import race, regression, remarks, settings

__all__ = ["race", "regression", "remarks", "settings"]
