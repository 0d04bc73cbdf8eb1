"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.gradients.words import bits, gradient, runs, settings, sweep

__all__ = ["bits", "gradient", "runs", "settings", "sweep"]
