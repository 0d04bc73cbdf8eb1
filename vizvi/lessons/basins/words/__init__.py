"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.basins.words import landscape, noise, plane, proposals, settings

__all__ = ["landscape", "noise", "plane", "proposals", "settings"]
