"""What the page says of a report: a table, the exact answer, and how far to trust both."""

import math

from vizvi.diagnostics.report import HIGH, STARTS, USUAL, Report, Rung, starts_of
from vizvi.format import fixed, number, percent
from vizvi.member import label

CALLED = {"mean_field": "Mean‑field", "full_rank": "Full‑rank", "mixture": "Mixture", "laplace": "Laplace"}


def called(slug: str, dim: int) -> str:
    """A family's name; in one dimension every Gaussian is the same."""
    return "Gaussian" if dim == 1 and slug == "mean_field" else CALLED.get(slug) or label(slug)


def table(report: Report, names: tuple[str, ...]) -> str:
    """The ladder as Markdown, a column for each family that has been fitted."""
    rungs = [each for each in (*report.rungs, report.laplace) if each is not None]
    if not rungs:
        return ""
    dim = len(names)
    rows = [
        ["", *(called(each.slug, dim) for each in rungs)],
        ["---", *("--:" for _ in rungs)],
        ["ELBO, nats", *(number(each.elbo) for each in rungs)],
        ["KL(q‖p), nats ⌁", *(_small(each.kl) for each in rungs)],
        *([f"sd of {name}, q / p ⌁", *(number(float(each.sd_ratio[d])) for each in rungs)] for d, name in enumerate(names)),
        ["optima (starts at best)", *map(_optima, rungs)],
        ["k̂ from √S, 3√S ratios", *(f"{number(each.k)}, {number(each.k_wide)}" for each in rungs)],
        ["effective sample size", *(percent(each.ess) for each in rungs)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _small(kl: float) -> str:
    return number(kl) if not kl < 10 else f"{max(kl, 0.0):.4f}" if kl < 0.00995 else f"{kl:.3f}"


def _optima(rung: Rung) -> str:
    count = len(rung.values)
    if not count:
        return "–"
    if count == 1:
        return "1"
    return f"{count} ({percent(float(rung.shares[0]))})"


def exact_answer(report: Report, names: tuple[str, ...]) -> str:
    """The reference in one line."""
    found = report.reference
    rows = zip(names, found.mean, found.sd, strict=True)
    moments = "; ".join(f"{name} = {number(float(mean))} ± {number(float(sd))}" for name, mean, sd in rows)
    tilt = "" if math.isnan(found.correlation) else f"; correlation {number(found.correlation)}"
    return f"**Exact** (mean ± sd): log Z = {fixed(found.log_z, 3)}; {moments}{tilt}."


def cautions(report: Report) -> list[str]:
    """What the recommendation does not say by itself."""
    if not report.rungs or not report.line or report.line < 3:
        return []
    gaussian = [each for each in report.rungs if each.slug in ("mean_field", "full_rank")]
    best = min(gaussian, key=lambda each: each.kl)
    said = []
    if not report.readable:
        said.append(
            f"k̂ cannot be read here: it is {number(best.k)} from the largest √S ratios and {number(best.k_wide)} from 3√S. "
            "The line above goes by the effective sample size."
        )
        if min(best.k, best.k_wide) > HIGH:
            said.append("Both are above 0.7 all the same: q’s tails are lighter than p’s. Trust q’s middle, not its tails.")
    off = max(abs(float(each) - 1) for each in gaussian[0].sd_ratio)
    if report.line == 6 and off > 0.1 and best.k < HIGH and best.ess > 0.5:
        said.append("None of q’s own diagnostics shows these sds: only the exact answer does.")
    if len(best.sd_ratio) == 2 and report.reference.log_z_error > 1e-3:
        said.append("The grid of the exact answer is coarse for this density: read what is marked ⌁ as approximate.")
    return said


def left_out(report: Report, dim: int) -> str:
    """Which families a complete report lacks; empty if none."""
    if report.line < 3:
        return ""
    have = {each.slug for each in report.rungs}
    names = [called(each, dim) for each in STARTS if each not in have and (dim > 1 or each != "full_rank")]
    return f"Left out: {', '.join(names).lower()}" if names else ""


def progress(report: Report, dim: int, restarts: int = USUAL) -> str:
    """Which family is being fitted."""
    names = [each for each in STARTS if dim > 1 or each != "full_rank"]
    at = min(len(report.rungs), len(names) - 1)
    count = starts_of(names[at], restarts)
    said = f"{count} random starts" if count > 1 else "one random start"
    return f"Fitting {called(names[at], dim)}, {at + 1} of {len(names)}, from {said} …"
