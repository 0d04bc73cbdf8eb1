"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.flows.words import ladder, rank, settings, sheet, swarm, thread

__all__ = ["ladder", "rank", "settings", "sheet", "swarm", "thread"]
