"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.coordinate_ascent.words import choosing, components, moves, sampling, staircase, zigzag

__all__ = ["choosing", "components", "moves", "sampling", "staircase", "zigzag"]
