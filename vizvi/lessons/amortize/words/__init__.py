"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.amortize.words import screen, settings, tabs

__all__ = ["screen", "settings", "tabs"]
