"""What holds of a report: which cautions, which family is still to come, which are left out."""

from vizvi.diagnostics.recommendation import HIGH
from vizvi.diagnostics.report import STARTS, USUAL, Report, starts_of
from vizvi.diagnostics.rung import Rung
from vizvi.lessons.workshop import words


def rungs(report: Report | None) -> list[Rung]:
    """All that has been fitted, Laplace's method last."""
    return [] if report is None else [each for each in (*report.rungs, report.laplace) if each is not None]


def cautions(report: Report) -> list[str]:
    """What the recommendation does not say by itself."""
    if not report.rungs or not report.line or report.line < 3:
        return []
    gaussian = [each for each in report.rungs if each.slug in ("mean_field", "full_rank")]
    best = min(gaussian, key=lambda each: each.kl)
    said = []
    if not report.readable:
        said.append(words.unreadable(best.k, best.k_wide))
        if min(best.k, best.k_wide) > HIGH:
            said.append(words.LIGHT_TAILS)
    off = max(abs(float(each) - 1) for each in gaussian[0].sd_ratio)
    if report.line == 6 and off > 0.1 and best.k < HIGH and best.ess > 0.5:
        said.append(words.ONLY_EXACT_TELLS)
    if len(best.sd_ratio) == 2 and report.reference.log_z_error > 1e-3:
        said.append(words.COARSE)
    return said


def left_out(report: Report, dim: int) -> list[str]:
    """Which families a complete report lacks."""
    if report.line < 3:
        return []
    have = {each.slug for each in report.rungs}
    return [words.called(each, dim) for each in STARTS if each not in have and (dim > 1 or each != "full_rank")]


def progress(report: Report, dim: int, restarts: int = USUAL) -> str:
    """Which family is being fitted."""
    names = [each for each in STARTS if dim > 1 or each != "full_rank"]
    at = min(len(report.rungs), len(names) - 1)
    return words.progress(words.called(names[at], dim), at + 1, len(names), starts_of(names[at], restarts))
