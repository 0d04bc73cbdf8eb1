"""What the page says beside its lesson, part by part: labels, titles, and the sentences that depend on numbers."""

from vizvi.lessons.too_sure.words import calibration, cost, diagnostics, everywhere, line, stage

__all__ = ["calibration", "cost", "diagnostics", "everywhere", "line", "stage"]
